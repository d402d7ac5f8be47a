"""Mean scores by target or kind of event and horizon, and the skill that they show against each baseline."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

import numpy as np

from armslength.ladder import RUNGS
from armslength.results.scores import (
    MODEL,
    CountRow,
    CountScores,
    LadderRow,
    LadderScores,
    MeanCountScores,
    MeanLadderScore,
    MeanYesNoScores,
    Skill,
    YesNoRow,
    YesNoScores,
)
from armslength.scoring.scores import pit_histogram, reliability
from armslength.scoring.skill import TOO_FEW, skill

FEWEST_EITHER_WAY = 3  # occasions on which it happened, and on which it did not

Row = TypeVar("Row", CountRow, YesNoRow, LadderRow)
Overlap = Mapping[str, int]  #: by horizon: how many neighbouring origins share part of a window


def count_scores(rows: Sequence[CountRow], overlap: Overlap, seed: int) -> tuple[CountScores, ...]:
    """Return mean scores and skill, on CRPS and on the log score, for each target and horizon."""
    return tuple(
        CountScores(
            target=group[0].target,
            horizon=group[0].horizon,
            n=len(group),
            observed_mean=_mean(row.observed for row in group),
            forecasters={name: _mean_count_scores(group, name) for name in forecasters(group)},
            skill=tuple(s for score in ("crps", "log") for s in skills(group, score, overlap, seed)),
        )
        for group in _grouped(rows, lambda row: (row.target, row.horizon))
    )


def _mean_count_scores(group: Sequence[CountRow], name: str) -> MeanCountScores:
    own = [row.forecasts[name] for row in group if name in row.forecasts]
    return MeanCountScores(
        n=len(own),
        crps=_mean(f.crps for f in own),
        log=_mean(f.log for f in own),
        in_50=_mean(f.in_50 for f in own),
        in_90=_mean(f.in_90 for f in own),
        pit=pit_histogram([f.pit for f in own]),
    )


def yes_no_scores(rows: Sequence[YesNoRow], overlap: Overlap, seed: int) -> tuple[YesNoScores, ...]:
    """Return mean scores and skill for each kind of event and horizon, all actors together."""
    made = []
    for group in _grouped(rows, lambda row: (row.kind, row.horizon)):
        happened = [row.happened for row in group]
        predicted = [row.forecasts[MODEL].probability for row in group]
        scores = YesNoScores(
            kind=group[0].kind,
            horizon=group[0].horizon,
            n=len(group),
            happened=sum(happened),
            predicted=_mean(predicted),
            forecasters={name: _mean_yes_no_scores(group, name) for name in forecasters(group)},
            reliability=reliability(predicted, happened),
            skill=_yes_no_skill(group, overlap, seed),
        )
        made.append(scores)
    return tuple(made)


def _mean_yes_no_scores(group: Sequence[YesNoRow], name: str) -> MeanYesNoScores:
    own = [row.forecasts[name] for row in group if name in row.forecasts]
    return MeanYesNoScores(n=len(own), brier=_mean(f.brier for f in own), log=_mean(f.log for f in own))


def _yes_no_skill(group: Sequence[YesNoRow], overlap: Overlap, seed: int) -> tuple[Skill, ...]:
    """Return the skill on the Brier score; nothing is concluded where the event hardly ever happened, or nearly always."""
    happened = sum(row.happened for row in group)
    found = skills(group, "brier", overlap, seed)
    if min(happened, len(group) - happened) >= FEWEST_EITHER_WAY:
        return tuple(found)
    return tuple(s.model_copy(update={"verdict": TOO_FEW}) for s in found)


def ladder_scores(rows: Sequence[LadderRow], overlap: Overlap, seed: int) -> tuple[LadderScores, ...]:
    """Return mean scores and skill for each horizon."""
    return tuple(
        LadderScores(
            horizon=group[0].horizon,
            n=len(group),
            rungs=tuple(np.bincount([row.rung for row in group], minlength=RUNGS).tolist()),
            forecasters={name: _mean_ladder_score(group, name) for name in forecasters(group)},
            skill=tuple(skills(group, "rps", overlap, seed)),
        )
        for group in _grouped(rows, lambda row: row.horizon)
    )


def _mean_ladder_score(group: Sequence[LadderRow], name: str) -> MeanLadderScore:
    own = [row.forecasts[name] for row in group if name in row.forecasts]
    return MeanLadderScore(n=len(own), rps=_mean(f.rps for f in own))


def skills(group: Sequence[Row], score: str, overlap: Overlap, seed: int) -> list[Skill]:
    """Return the skill of the model against each baseline over origins; rows of one window count as their mean."""
    together = overlap.get(group[0].horizon, 1) if group else 1
    return [
        skill(score, baseline, *_paired(group, baseline, score), overlap=together, seed=seed)
        for baseline in forecasters(group)
        if baseline != MODEL
    ]


def _paired(group: Sequence[Row], baseline: str, score: str) -> tuple[list[float], list[float]]:
    def window(row: Row) -> Hashable:
        return row.origin, row.first

    own, baselines = [], []
    both = sorted(
        (row for row in group if baseline in row.forecasts), key=lambda row: (row.origin, row.first)
    )
    for _, same in groupby(both, key=window):
        rows = list(same)
        own.append(_mean(getattr(row.forecasts[MODEL], score) for row in rows))
        baselines.append(_mean(getattr(row.forecasts[baseline], score) for row in rows))
    return own, baselines


def forecasters(group: Sequence[Row]) -> list[str]:
    """Return the names of the forecasters of any row, the model first."""
    return list(dict.fromkeys(name for row in group for name in row.forecasts))


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))


def _grouped(rows: Sequence[Row], key: Callable[[Row], Hashable]) -> list[list[Row]]:
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return list(groups.values())
