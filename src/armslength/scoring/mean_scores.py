"""Mean scores by target or kind of event and horizon, and the skill that they show against each baseline."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

import numpy as np

from armslength.ladder import RUNGS
from armslength.results.scores import (
    MODEL,
    CountRow,
    CountScores,
    HorizonScores,
    LadderRow,
    LadderScores,
    MeanCountScores,
    MeanLadderScore,
    MeanYesNoScores,
    OriginGain,
    ScoredKind,
    ScoredRows,
    Skill,
    YesNoRow,
    YesNoScores,
)
from armslength.scoring.scores import pit_histogram, reliability
from armslength.scoring.skill import TOO_FEW, Span, corrected, independent, skill

FEWEST_EITHER_WAY = 3  # occasions on which it happened, and on which it did not

Scores = TypeVar("Scores", CountScores, YesNoScores, LadderScores)
Row = TypeVar("Row", CountRow, YesNoRow, LadderRow)
#: the one comparison declared beforehand: target, horizon, score, baseline
Declared = tuple[str, str, str, str]


class MeanScores(NamedTuple):
    """Mean scores of everything that was forecast, with verdicts that bear that so much was compared."""

    counts: tuple[CountScores, ...]
    yes_no: tuple[YesNoScores, ...]
    ladder: tuple[LadderScores, ...]
    tested: int  #: comparisons with enough occasions for a verdict


def mean_scores(rows: ScoredRows, declared: Declared | None = None) -> MeanScores:
    """Return mean scores and skill; verdicts hold after Holm's correction for all comparisons but the declared one."""
    counts, yes_no, ladder = count_scores(rows.counts), yes_no_scores(rows.yes_no), ladder_scores(rows.ladder)
    groups = [*counts, *yes_no, *ladder]
    family = [
        (g, k)
        for g, group in enumerate(groups)
        for k, s in enumerate(group.skill)
        if not _is(declared, group, s)
    ]
    held = dict(zip(family, corrected(groups[g].skill[k] for g, k in family), strict=True))

    def bearing(group: Scores, g: int) -> Scores:
        found = tuple(held.get((g, k), s) for k, s in enumerate(group.skill))
        return group.model_copy(update={"skill": found})

    return MeanScores(
        tuple(bearing(group, g) for g, group in enumerate(counts)),
        tuple(bearing(group, g) for g, group in enumerate(yes_no, len(counts))),
        tuple(bearing(group, g) for g, group in enumerate(ladder, len(counts) + len(yes_no))),
        sum(s.p_holm is not None for s in held.values()),
    )


def _is(declared: Declared | None, group: HorizonScores, s: Skill) -> bool:
    return isinstance(group, CountScores) and declared == (group.target, group.horizon, s.score, s.baseline)


def count_scores(rows: Sequence[CountRow]) -> tuple[CountScores, ...]:
    """Return mean scores and skill, on CRPS and on the log score, for each target and horizon."""
    return tuple(
        CountScores(
            target=group[0].target,
            horizon=group[0].horizon,
            n=len(group),
            independent=independent((row.first, row.last) for row in group),
            days=sum(row.days for row in group),
            window_days=sum(row.window_days for row in group),
            observed_mean=_mean(row.observed for row in group),
            forecasters={name: _mean_count_scores(group, name) for name in forecasters(group)},
            by_origin=tuple(_gain(row) for row in sorted(group, key=lambda row: (row.origin, row.first))),
            skill=tuple(s for score in ("crps", "log") for s in skills(group, score)),
        )
        for group in _grouped(rows, lambda row: (row.target, row.horizon))
    )


def _gain(row: CountRow) -> OriginGain:
    own = row.forecasts[MODEL].crps
    gain = {name: f.crps - own for name, f in row.forecasts.items() if name != MODEL}
    return OriginGain(origin=row.origin, observed=row.observed, crps=own, gain=gain)


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


def yes_no_scores(rows: Sequence[YesNoRow]) -> tuple[YesNoScores, ...]:
    """Return mean scores and skill for each kind of event and horizon, all actors together.

    Reprisals after a week without attacks on the adversary are scored with the others, and by themselves.
    """
    kinds: list[tuple[ScoredKind, list[YesNoRow]]] = [
        (group[0].kind, group) for group in _grouped(rows, lambda row: (row.kind, row.horizon))
    ]
    after_quiet = _grouped([row for row in rows if row.quiet], lambda row: row.horizon)
    kinds += [("reprisal after quiet days", group) for group in after_quiet]
    made = []
    for kind, group in kinds:
        happened = [row.happened for row in group]
        predicted = [row.forecasts[MODEL].probability for row in group]
        scores = YesNoScores(
            kind=kind,
            horizon=group[0].horizon,
            n=len(group),
            independent=independent({(row.first, row.last) for row in group}),
            happened=sum(happened),
            predicted=_mean(predicted),
            forecasters={name: _mean_yes_no_scores(group, name) for name in forecasters(group)},
            reliability=reliability(predicted, happened),
            skill=_yes_no_skill(group),
        )
        made.append(scores)
    return tuple(made)


def _mean_yes_no_scores(group: Sequence[YesNoRow], name: str) -> MeanYesNoScores:
    own = [row.forecasts[name] for row in group if name in row.forecasts]
    return MeanYesNoScores(n=len(own), brier=_mean(f.brier for f in own), log=_mean(f.log for f in own))


def _yes_no_skill(group: Sequence[YesNoRow]) -> tuple[Skill, ...]:
    """Return the skill on the Brier score; nothing is concluded where the event hardly ever happened, or nearly always."""
    happened = sum(row.happened for row in group)
    found = skills(group, "brier")
    if min(happened, len(group) - happened) >= FEWEST_EITHER_WAY:
        return tuple(found)
    return tuple(s.model_copy(update={"verdict": TOO_FEW}) for s in found)


def ladder_scores(rows: Sequence[LadderRow]) -> tuple[LadderScores, ...]:
    """Return mean scores and skill for each horizon."""
    return tuple(
        LadderScores(
            horizon=group[0].horizon,
            n=len(group),
            independent=independent((row.first, row.last) for row in group),
            rungs=tuple(np.bincount([row.rung for row in group], minlength=RUNGS).tolist()),
            forecasters={name: _mean_ladder_score(group, name) for name in forecasters(group)},
            skill=tuple(skills(group, "rps")),
        )
        for group in _grouped(rows, lambda row: row.horizon)
    )


def _mean_ladder_score(group: Sequence[LadderRow], name: str) -> MeanLadderScore:
    own = [row.forecasts[name] for row in group if name in row.forecasts]
    return MeanLadderScore(n=len(own), rps=_mean(f.rps for f in own))


def skills(group: Sequence[Row], score: str) -> list[Skill]:
    """Return the skill of the model against each baseline over origins; rows of one window count as their mean."""
    return [
        skill(score, baseline, *_paired(group, baseline, score))
        for baseline in forecasters(group)
        if baseline != MODEL
    ]


def _paired(group: Sequence[Row], baseline: str, score: str) -> tuple[list[float], list[float], list[Span]]:
    windows: dict[tuple[date, date], list[Row]] = {}
    for row in sorted(group, key=lambda row: (row.origin, row.first)):
        if baseline in row.forecasts:
            windows.setdefault((row.origin, row.first), []).append(row)
    own, baselines = (
        [_mean(getattr(row.forecasts[name], score) for row in rows) for rows in windows.values()]
        for name in (MODEL, baseline)
    )
    return own, baselines, [(rows[0].first, max(row.last for row in rows)) for rows in windows.values()]


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
