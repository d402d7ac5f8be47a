"""An event study of counts: windows before and after, matched weeks without an event, networks as clusters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tools.event_study.counts import Dated, Weekly

WEEKS = 4  # of each window; the event's own week belongs to neither
LONG = 13  # weeks before, of which the older ones are matched too
APART = 17  # weeks between a placebo and any event of its series: no window touches another
CALIPER, NEAREST, FEWEST = 0.7, 30, 10  # distance of a match in logs; matches kept; matches needed; assumed
LIVELY = 4  # clashes in the weeks before: where there are fewer, nothing can fall
RESAMPLES = 1000


class Change(NamedTuple):
    """One event beside its matched weeks, in logs of counts after over before."""

    event: Dated
    raw: float
    matched: float  #: raw less the mean of the matched weeks
    placebos: np.ndarray  #: [match] each less their mean


@dataclass(frozen=True)
class Effect:
    """The change over all events of a kind; networks weigh alike."""

    kind: str
    events: int
    used: int
    networks: int
    raw: float
    effect: float
    interval: tuple[float, float] | None  #: 90 %, clustered by network; None of fewer than three
    chance: float  #: share of random matched weeks with as large a change
    moved: float | None  #: the same estimate at dates half a year earlier, where nothing happened
    moved_used: int = 0  #: such dates


def ratio(counts: np.ndarray, week: int, weeks: int = WEEKS) -> float:
    """Return the log of counts after over counts before; NaN where a week was not counted."""
    if week - weeks < 0 or week + 1 + weeks > len(counts):
        return float("nan")
    before, after = counts[week - weeks : week].sum(), counts[week + 1 : week + 1 + weeks].sum()
    return float(np.log((after + 0.5) / (before + 0.5)))


def _levels(counts: np.ndarray, week: int) -> np.ndarray:
    if week - LONG < 0:
        return np.full(2, np.nan)
    return np.log(
        np.array([counts[week - WEEKS : week].sum(), counts[week - LONG : week - WEEKS].sum()]) + 0.5
    )


def change(
    series: Weekly, event: Dated, week: int, taken: Sequence[int], leaders: Sequence[int]
) -> Change | None:
    """Return an event beside weeks of the same series that were as busy before; None where too few are."""
    raw, level = ratio(series.counts, week), _levels(series.counts, week)
    if (
        np.isnan(raw)
        or np.isnan(level).any()
        or np.exp(level).sum() < LIVELY + 1
        or any(abs(week - w) <= WEEKS for w in leaders)
    ):
        return None
    found = []
    for w in range(LONG, len(series.counts) - WEEKS):
        if any(abs(w - t) < APART for t in (*taken, week, *leaders)):
            continue
        r, other = ratio(series.counts, w), _levels(series.counts, w)
        if np.isnan(r) or np.isnan(other).any():
            continue
        distance = abs(other - level) @ np.array([1.0, 0.5])
        if distance <= CALIPER:
            found.append((distance, r))
    if len(found) < FEWEST:
        return None
    near = np.array([r for _, r in sorted(found)[:NEAREST]])
    return Change(event, raw, raw - float(near.mean()), near - near.mean())


def changes(
    series: Sequence[Weekly], events: Sequence[Dated], kind: str, recorded: bool, moved: int = 0
) -> Iterator[Change]:
    """Yield the change at each event of a kind; `moved` weeks earlier they are placebo dates."""
    by_name = {(s.case, s.series): s for s in series}
    for event in (e for e in events if e.kind == kind and e.recorded == recorded):
        s = by_name[event.case, event.series]
        own = [e.week for e in events if (e.case, e.series) == (event.case, event.series)]
        leaders = [
            e.week
            for e in events
            if e.kind == "covariate" and (e.case, e.series) == (event.case, event.series)
        ]
        week = event.week - moved
        if moved and any(abs(week - w) < APART for w in own):
            continue
        if found := change(s, event, week, own, leaders):
            yield found


def effect_of(series: Sequence[Weekly], events: Sequence[Dated], kind: str, recorded: bool) -> Effect:
    """Return the change over all events of a kind."""
    found = list(changes(series, events, kind, recorded))
    asked = sum(e.kind == kind and e.recorded == recorded for e in events)
    if not found:
        return Effect(kind, asked, 0, 0, float("nan"), float("nan"), None, float("nan"), None)
    groups = _by_network(found)
    means = np.array([np.mean([c.matched for c in g]) for g in groups])
    random = np.random.default_rng(1)
    by_chance = np.array(
        [np.mean([np.mean([random.choice(c.placebos) for c in g]) for g in groups]) for _ in range(RESAMPLES)]
    )
    before = list(changes(series, events, kind, recorded, moved=26))
    moved = float(np.mean([np.mean([c.matched for c in g]) for g in _by_network(before)])) if before else None
    return Effect(
        kind,
        asked,
        len(found),
        len(groups),
        float(np.mean([np.mean([c.raw for c in g]) for g in groups])),
        float(means.mean()),
        _clustered(groups, random) if len(groups) >= 3 else None,
        float((np.abs(by_chance) >= abs(means.mean())).mean()),
        moved,
        len(before),
    )


def _by_network(found: Sequence[Change]) -> list[list[Change]]:
    return [[c for c in found if c.event.case == case] for case in dict.fromkeys(c.event.case for c in found)]


def _clustered(groups: Sequence[Sequence[Change]], random: np.random.Generator) -> tuple[float, float]:
    """Return the 90 % interval of the mean over networks: Student's t, as networks are few."""
    from scipy.stats import t

    means = np.array([np.mean([c.matched for c in g]) for g in groups])
    half = float(t.ppf(0.95, len(means) - 1) * means.std(ddof=1) / np.sqrt(len(means)))
    return float(means.mean() - half), float(means.mean() + half)


class Peaks(NamedTuple):
    """What follows busy weeks that were picked because they were busy."""

    peaks: int
    networks: int
    raw: float
    interval: tuple[float, float]


def after_peaks(series: Sequence[Weekly], events: Sequence[Dated]) -> Peaks:
    """Return the change after four weeks in the busiest tenth of their year, far from any event: regression to the mean alone."""
    by_network: dict[str, list[float]] = {}
    for s in series:
        taken = [e.week for e in events if (e.case, e.series) == (s.case, s.series)]
        sums = np.convolve(s.counts, np.ones(WEEKS))[: len(s.counts)]  # of the weeks up to each
        last = -APART
        for w in range(52, len(s.counts) - WEEKS):
            year = sums[w - 52 : w]
            if np.isnan(year).any() or w - last < APART or any(abs(w - t) < APART for t in taken):
                continue
            if sums[w - 1] >= max(np.quantile(year, 0.9), WEEKS):
                r = ratio(s.counts, w)
                if not np.isnan(r):
                    by_network.setdefault(s.case, []).append(r)
                    last = w
    means = np.array([np.mean(x) for x in by_network.values()])
    from scipy.stats import t

    half = float(t.ppf(0.95, len(means) - 1) * means.std(ddof=1) / np.sqrt(len(means)))
    return Peaks(
        sum(map(len, by_network.values())),
        len(means),
        float(means.mean()),
        (means.mean() - half, means.mean() + half),
    )


class Halts(NamedTuple):
    """Halts found from counts: a busy series falls silent."""

    halts: int
    series: int
    networks: int
    ended: int
    median: float | None  #: weeks, of Kaplan and Meier's curve from the first silent week
    half_year: float  #: share that outlasts 26 weeks, by the same curve
    near_truce: int  #: that begin within four weeks of a candidate truce or order


BUSY, SILENT = 0.5, 6  # share of the last half year's weeks with a clash; weeks of silence in a row; assumed


def halts_found(series: Sequence[Weekly], events: Sequence[Dated]) -> Halts:
    """Return how often a busy series falls silent for six weeks or more, and how long it stays so."""
    lengths, ended, where, near = [], [], [], 0
    for s in series:
        w = 26
        while w < len(s.counts) - SILENT:
            busy, quiet = s.counts[w - 26 : w], s.counts[w : w + SILENT]
            if np.isnan(busy).any() or (busy > 0).mean() < BUSY or np.isnan(quiet).any() or quiet.any():
                w += 1
                continue
            later = np.flatnonzero(np.nan_to_num(s.counts[w:], nan=1.0) > 0)
            length = int(later[0]) if len(later) else len(s.counts) - w
            lengths.append(length)
            ended.append(bool(len(later)) and not np.isnan(s.counts[w + length]))
            where.append((s.case, s.series))
            near += any(
                e.kind in ("truce", "order to halt")
                and (e.case, e.series) == where[-1]
                and abs(e.week - w) <= 4
                for e in events
            )
            w += length + 1
    times, alive, median = np.array(lengths), 1.0, None
    half_year = 1.0
    for length in np.unique(times):
        at_risk = (times >= length).sum()
        alive *= 1 - (np.array(ended) & (times == length)).sum() / at_risk
        if alive <= 0.5 and median is None:
            median = float(length)
        if length <= 26:
            half_year = float(alive)
    return Halts(len(times), len(set(where)), len({c for c, _ in where}), sum(ended), median, half_year, near)
