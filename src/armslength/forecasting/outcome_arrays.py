"""The summaries of a part of a forecast's futures as plain arrays, for another process, and all parts as one again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from armslength.forecasting.futures import Outcomes
from armslength.forecasting.summaries import BINS, Histogram, Shares

SHARES = ("lethal", "lethal_any", "told", "level", "highest", "struck", "log_attacks", "war")
TOGETHER = ("lethal_together", "told_together", "log_together")
SUMS = ("within_control", "occupancy", "passage")
HISTOGRAMS = ("attacks", "weekly", "together")


def arrays_of(outcomes: Outcomes) -> dict[str, np.ndarray]:
    """Return the summaries as arrays by name."""
    made = {
        "chance": np.array(outcomes.war.chance),
        "futures": np.array(outcomes.futures),
        "variance": np.stack(outcomes.variance.blocks),
        "variance_draws": np.array(outcomes.variance.draws),
        **{name: np.asarray(getattr(outcomes, name)) for name in SUMS},
        **{name: getattr(outcomes, name).by_draw() for name in _shares(outcomes)},
        **{name: np.concatenate(path, axis=-1) for name, path in outcomes.paths.items()},
    }
    for name in HISTOGRAMS:
        if (histogram := getattr(outcomes, name)) is not None:
            used = np.flatnonzero(histogram.weight.reshape(-1, BINS).any(0)).max(initial=0) + 1
            made[name] = histogram.weight[..., :used]
    return made


def joined(
    windows: tuple[int, ...], members: tuple[tuple[int, ...], ...], parts: Sequence[Mapping[str, np.ndarray]]
) -> Outcomes:
    """Return the summaries of all parts, in their order, as one; the same to the last bit as of one run over all."""
    made = Outcomes(windows, _histogram("attacks", parts), _histogram("weekly", parts))
    if members:
        made.members, made.together = members, _histogram("together", parts)
    for part in parts:
        made.variance.blocks += list(part["variance"])
        made.variance.draws += int(part["variance_draws"])
        made.variance.chance = int(part["chance"])
        made.futures += int(part["futures"])
        for name in SUMS:
            setattr(made, name, getattr(made, name) + part[name])
        for name in part:
            if name.startswith("path_"):
                made.paths.setdefault(name, []).append(part[name])
    for name in _shares(made):
        setattr(made, name, Shares([part[name] for part in parts], int(parts[0]["chance"])))
    return made


def _shares(outcomes: Outcomes) -> tuple[str, ...]:
    return SHARES if outcomes.together is None else (*SHARES, *TOGETHER)


def _histogram(name: str, parts: Sequence[Mapping[str, np.ndarray]]) -> Histogram:
    made = Histogram(*parts[0][name].shape[:-1])
    for part in parts:
        made.weight[..., : part[name].shape[-1]] += part[name]
    return made
