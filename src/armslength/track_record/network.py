"""One network of a track record: every forecaster at every horizon, scored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import ceil

import numpy as np

from armslength.plain import autoregression
from armslength.plain.components import counts_for, mixed, of_components, of_sample
from armslength.plain.learning import Lessons
from armslength.plain.negative_binomials import MIX
from armslength.plain.occasions import Occasions, Totals, totals_of
from armslength.plain.series import WEEK, WeeklyCounts
from armslength.plain.taught import BASELINE, MECHANISM, POOL
from armslength.results.issued import Issued
from armslength.results.record import Record, described
from armslength.results.track_record import ABLATED, ForecasterScores, NetworkHorizon
from armslength.scenario import Scenario
from armslength.scoring.scores import EDGES, pit_histogram
from armslength.scoring.skill import skill
from armslength.track_record.issued import issued
from armslength.track_record.mechanism import WITHOUT, mechanism_totals
from armslength.track_record.score import Scores, score

MEAN = "historical mean"
LEAST_SHARE = 0.25  #: of a record, to be left for scoring after the day by which others teach; else its second half is scored
QUIET, DOUBLED, RESUMED = (
    "a window without clashes",
    "twice as many as in the window before",
    "clashes after a quiet window",
)


class Asked(Record):
    """Answers to one kind of question on one network."""

    question: str = described("what was asked")
    forecaster: str = described("who answered")
    weeks: int = described("weeks ahead")
    probability: tuple[float, ...] = described("probability given on each occasion")
    happened: tuple[bool, ...] = described("whether it happened")


class NetworkPart(Record):
    """What a track record holds of one network."""

    horizons: tuple[NetworkHorizon, ...] = described("scores at each horizon")
    asked: tuple[Asked, ...] = described("answers to yes-or-no questions")
    forecasts: tuple[Issued, ...] = described("every forecast")


def half_of(case: Scenario) -> date:
    """Return the last day of the first half of a case's record, in whole steps."""
    return case.time_step.begins(case.start, case.steps // 2) - timedelta(days=1)


def origins_of(case: Scenario, learned_by: date, every: int) -> list[date]:
    """Return the origins of a case: after `learned_by`, or in its second half where little of it comes after that day."""
    weeks = ceil(
        ((learned_by - case.start).days + 1) / WEEK
    )  # whole ones, so that the last ends on that day or later
    after = case.start + timedelta(days=WEEK * weeks - 1)
    is_enough = (case.as_of - after).days > LEAST_SHARE * (case.as_of - case.start).days
    first = after if weeks > 0 and is_enough else half_of(case)
    days = range(0, (case.as_of - first).days, WEEK * every)
    return [first + timedelta(days=d) for d in days]


def score_network(
    case: Scenario,
    series: Sequence[WeeklyCounts],
    windows: Mapping[int, Occasions],
    taught: Lessons,
    origins: Sequence[date],
    *,
    draws: int,
    seed: int,
    without: Sequence[str] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> NetworkPart:
    """Forecast a network's `series` from each origin and score what was counted in their `windows`, by weeks ahead.

    What other networks teach is `taught`. The model is forecast once whole and once `without` each of some mechanisms.
    """
    days = [day.toordinal() for day in origins]
    found = {h: w.chosen(np.isin(w.origin, days)) for h, w in windows.items()}
    simulated = autoregression.forecast(taught.autoregression, series, origins, list(windows), seed)
    totals: dict[str, Totals] = {}
    for off in ("", *without) if draws else ():
        totals[f"{ABLATED}{off}" if off else MECHANISM] = mechanism_totals(
            case, origins, list(windows), draws=draws, seed=seed, held=WITHOUT.get(off), progress=progress
        )
    rows, asked = [], []
    told: list[Issued] = []
    for those in found.values():
        if not len(those):
            continue
        counts = counts_for(those, float(those.total.max()))
        cumulative = distributions(those, taught, simulated, totals, counts)
        scores = {name: score(c, those.total, seed) for name, c in cumulative.items()}
        rows.append(_row(case, those, scores))
        told += issued(case.name, those.weeks, those.front, those.origin, those.total, cumulative)
        asked += [
            a
            for name in (MECHANISM, BASELINE, POOL)
            if name in cumulative
            for a in _asked(those, name, cumulative[name])
        ]
    return NetworkPart(horizons=tuple(rows), asked=tuple(asked), forecasts=tuple(told))


def distributions(
    found: Occasions,
    taught: Lessons,
    simulated: Totals,
    totals: Mapping[str, Totals],
    counts: np.ndarray,
) -> dict[str, np.ndarray]:
    """Return the distributions of every forecaster, [occasion, count].

    `simulated` are the autoregression's totals, `totals` the model's, by name. The pool is the baseline and the mechanism in equal
    parts.
    """
    made = of_components(found, taught.learned[found.weeks], simulated, counts)
    made[BASELINE] = mixed(made, taught.weights[found.weeks].tolist())
    for name, of_model in totals.items():
        made[name] = of_sample(totals_of(found, of_model), counts)
    if MECHANISM in made:
        made[POOL] = (made[BASELINE] + made[MECHANISM]) / 2
    return made


def _row(case: Scenario, found: Occasions, scores: Mapping[str, Scores]) -> NetworkHorizon:
    days = sorted(set(found.origin.tolist()))
    spans = [(date.fromordinal(d + 1), date.fromordinal(d + WEEK * found.weeks)) for d in days]
    by_day = {name: [float(s.crps[found.origin == d].mean()) for d in days] for name, s in scores.items()}
    return NetworkHorizon(
        network=case.name,
        title=case.title,
        weeks=found.weeks,
        first=date.fromordinal(days[0]),
        last=date.fromordinal(days[-1]),
        forecasters={name: _scores(s, float(scores[MEAN].crps.mean())) for name, s in scores.items()},
        skill={name: skill("crps", MIX, x, by_day[MIX], spans) for name, x in by_day.items() if name != MIX},
    )


def _scores(scores: Scores, of_the_mean: float) -> ForecasterScores:
    crps = float(scores.crps.mean())
    return ForecasterScores(
        n=len(scores.crps),
        crps=crps,
        ratio=crps / of_the_mean,
        log=float(scores.log.mean()),
        in_50=float(scores.in_50.mean()),
        in_90=float(scores.in_90.mean()),
        middle_90=float(((scores.pit >= EDGES[0]) & (scores.pit <= EDGES[-1])).mean()),
        pit=pit_histogram(scores.pit.tolist()),
    )


def _asked(found: Occasions, name: str, cumulative: np.ndarray) -> Iterator[Asked]:
    """Yield the yes-or-no questions that a distribution of counts answers, those of them that can be asked."""
    at, last = np.arange(len(found)), found.last.astype(int)
    twice = np.minimum(2 * last - 1, cumulative.shape[1] - 1)
    questions = (
        (QUIET, cumulative[:, 0], found.total == 0, last >= 0),
        (DOUBLED, 1 - cumulative[at, np.maximum(twice, 0)], found.total >= 2 * last, last > 0),
        (RESUMED, 1 - cumulative[:, 0], found.total > 0, last == 0),
    )
    for question, probability, happened, can in questions:
        if can.any():
            yield Asked(
                question=question,
                forecaster=name,
                weeks=found.weeks,
                probability=tuple(np.clip(probability[can], 0, 1).round(6).tolist()),
                happened=tuple(happened[can].tolist()),
            )
