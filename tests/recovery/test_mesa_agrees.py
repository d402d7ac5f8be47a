"""Two twins of the model, written again from its description in Mesa and in NumPy, have our means.

At the defaults, 90 days of `axis-2024`: attacks per front, lethal attacks, reprisals, control, tension, orders, days
high on the ladder. Each comparison is a difference in standard errors; the bar lies where the furthest of them all
would be by chance with a probability of at most 1 in 1,000 for each twin, if seeds or the number of futures change.
With fixed seeds, a red run is somebody's change.
"""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import mesa_model, numpy_model, ours
from benchmarks.measures import Measures, compare, furthest_by_chance
from benchmarks.start import Start, start_at_defaults

DAYS, FALSE_ALARMS = 90, 1e-3
OURS, NUMPYS, MESAS = 20_000, 20_000, 600


@pytest.fixture(scope="module")
def start() -> Start:
    return start_at_defaults(DAYS, OURS)


@pytest.fixture(scope="module")
def measured(start: Start) -> Measures:
    return ours.measure(start)


def far_apart(a: Measures, b: Measures, least: int) -> list[str]:
    """The comparisons beyond the bar, as sentences."""
    made = compare(a, b)
    assert len(made) >= least, "too few comparisons left to say much"
    bar = furthest_by_chance(len(made), FALSE_ALARMS)
    return [
        f"{c.name}: {c.ours:.4g} here, {c.theirs:.4g} there, z = {c.z:.1f}" for c in made if abs(c.z) > bar
    ]


def test_mesa_agrees(start: Start, measured: Measures) -> None:
    assert not far_apart(measured, mesa_model.play(start, MESAS), least=28)


def test_numpy_agrees(start: Start, measured: Measures) -> None:
    assert not far_apart(measured, numpy_model.play(start, NUMPYS), least=33)


def test_a_rate_off_by_a_twentieth_would_be_seen(start: Start, measured: Measures) -> None:
    values = start.values.copy()
    values[[name.endswith(".base_rate") for name in start.layout.names]] *= 1.05
    assert far_apart(measured, numpy_model.play(replace(start, values=values), NUMPYS), least=33)


def test_what_is_measured_is_what_the_ensemble_plays(start: Start, measured: Measures) -> None:
    """Other code around the same day; rounding may turn a future in a thousand."""
    few = 200
    played = ours.attacks(replace(start, ensemble=replace(start.ensemble, replicates=few)))
    for w, days in enumerate(start.windows):
        for f, front in enumerate(start.network.fronts):
            seen = measured[f"attacks on {front} in {days} days"][:few]
            assert np.mean(seen == played[w, f]) > 0.95, front
