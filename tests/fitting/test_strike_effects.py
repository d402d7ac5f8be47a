"""The trial of what a strike does to attacks asks for the effect that the record can teach, and goes on where it stopped."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from armslength.fitting import Posterior
from armslength.scenario import Scenario
from tools import strike_effects
from tools.strike_effects import EFFECTS, LASTS, Found, effects, found, page, past

PUSH, MEMORY, RAISED = 0.2, 45.0, 0.4
KNOWN = {
    "tempo.grievance_push": PUSH,
    "grievance.memory": MEMORY,
    "tempo.deterrence": 0.0,
    "capability.toll": 0.0,
}


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Scenario:
    return past(1, 0.0, tmp_path_factory.mktemp("past"))


@pytest.fixture
def posterior() -> Posterior:
    values = np.array(list(KNOWN.values()))[None, None]
    return Posterior(tuple(KNOWN), np.zeros_like(values), values, {}, manifest=None)  # type: ignore[arg-type]


def of_one_alone() -> float:
    grievance = RAISED * np.exp(-np.arange(LASTS) / MEMORY)
    return float(np.log1p(PUSH * grievance).mean())


def test_the_only_strike_has_the_effect_of_one_alone(case, posterior):
    strikes = [e for e in case.events if e.kind == "reprisal"]
    alone = replace(case, events=[e for e in case.events if e.kind != "reprisal" or e is strikes[0]])
    assert effects(alone, posterior) == pytest.approx([of_one_alone()])


def test_a_strike_among_many_adds_less(case, posterior):
    """Grievance is a share: two hundred strikes in six years keep it near .7, and the next one has less to fill."""
    assert 0.1 < effects(case, posterior)[0] / of_one_alone() < 0.25


def test_finished_fits_are_not_made_again(tmp_path, monkeypatch):
    fitted = []
    monkeypatch.setattr(strike_effects, "past", lambda seed, effect, folder: (seed, effect))
    monkeypatch.setattr(strike_effects, "fit", lambda case, **_: fitted.append(case))
    monkeypatch.setattr(strike_effects, "effects", lambda case, posterior: np.full(10, case[1] + 0.01))
    kept = Path(tmp_path / "kept.csv")
    first = list(found(range(1, 2), kept))
    again = list(found(range(1, 3), kept))
    assert fitted == [(seed, effect) for seed in (1, 2) for effect in EFFECTS]
    assert again[: len(EFFECTS)] == first


def test_the_page_says_how_many_intervals_hold():
    rows = [Found(seed, truth, truth - 0.01, truth, truth + 0.01) for seed in (1, 2) for truth in EFFECTS]
    rows[0] = Found(1, EFFECTS[0], 0.01, 0.02, 0.03)
    said = page(rows, np.linspace(-0.1, 0.1, 21))
    assert "| +0.00 | 1 of 2 |" in said
    assert "from -0.090 to +0.090" in said
    assert "+0.020 (+0.010 to +0.030) missed" in said
    assert "**Intervals are wrong for +0.00**" in said
    assert "wrong" not in page(rows[len(EFFECTS) :], np.zeros(1))
