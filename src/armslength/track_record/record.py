"""A track record: every network forecast from past origins, what is learned on others left apart from what is scored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from scipy.special import stdtrit

from armslength.errors import ArmslengthError
from armslength.plain.negative_binomials import MIX
from armslength.plain.series import refuse_other_steps
from armslength.plain.taught import BASELINE, MECHANISM, POOL
from armslength.results.issued import Issued
from armslength.results.record import Interval
from armslength.results.track_record import (
    AgainstBaseline,
    NetworkHorizon,
    OverNetworks,
    TrackRecordResult,
    YesNo,
)
from armslength.scenario import Scenario, load
from armslength.scoring.scores import reliability
from armslength.tasks import Here, results
from armslength.track_record.mechanism import WITHOUT
from armslength.track_record.network import Asked
from armslength.track_record.networks import Networks

THREADS = 2
HORIZONS = (1, 4, 13, 26)  #: weeks
LEARNED_BY = date(2010, 12, 31)  #: what other networks teach ends by this day
EVERY = 4  #: weeks between origins
FEWEST = 3  #: networks, below which no interval over them is given
MASS = 0.9  #: of that interval


def record(
    cases: Sequence[Scenario | str | Path],
    horizons: Sequence[int] = HORIZONS,
    *,
    learned_by: date = LEARNED_BY,
    every: int = EVERY,
    draws: int = 100,
    seed: int = 1,
    without: Sequence[str] = (),
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
    keep: Callable[[Iterable[Issued]], object] = lambda forecasts: None,
) -> TrackRecordResult:
    """Forecast each network from past origins beside plain baselines, and score what was counted afterwards.

    Spreads and weights of the plain forecasters are learned on weeks of the *other* networks that end by `learned_by`; the
    model is fitted once to what was known on its first origin. Origins are `every` so many weeks after `learned_by`, or
    in the second half of a record that ends before or soon after. With `draws` of 0 the model is left out. It is forecast
    again `without` each of some mechanisms, by the names of `WITHOUT`. `keep` is handed every forecast.

    Raises:
        ArmslengthError: for fewer than two networks, one given twice, and a case that does not go by the week.
    """
    loaded = [load(case) for case in cases]
    _refuse(loaded, horizons, without)
    work = Networks(
        loaded[0], tuple(loaded[1:]), tuple(horizons), learned_by, every, draws, seed, tuple(without)
    )
    parts = list(results(work, Here(THREADS, progress)))
    keep(forecast for part in parts for forecast in part.forecasts)
    networks = [row for part in parts for row in part.horizons]
    return TrackRecordResult(
        baseline=MIX,
        learned_by=learned_by,
        every=every,
        networks=tuple(networks),
        overall=tuple(_overall(networks)),
        against=tuple(_against(networks)),
        yes_no=tuple(_yes_no([a for part in parts for a in part.asked])),
        notes=(*work.notes, *_unscored(loaded, networks)),
        draws=draws,
        seed=seed,
    )


def _unscored(cases: Sequence[Scenario], rows: Sequence[NetworkHorizon]) -> Iterator[str]:
    """Yield a sentence on each network of which no window could be scored."""
    for case in cases:
        if not any(row.network == case.name for row in rows):
            yield f"{case.name} is in no table: no whole window of its fronts was counted after its first origin."


def _refuse(cases: Sequence[Scenario], horizons: Sequence[int], without: Sequence[str]) -> None:
    if len(cases) < 2:
        raise ArmslengthError(
            "a track record needs two networks or more: what is learned on one is scored on another"
        )
    names = [case.name for case in cases]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ArmslengthError(f"{twice[0]} is given twice; a network counts once")
    for case in cases:
        refuse_other_steps(case)
    if not horizons or not all(1 <= h <= 52 for h in horizons):
        raise ArmslengthError("horizons are whole weeks from 1 to 52, such as 1,4,13,26")
    if unknown := [name for name in without if name not in WITHOUT]:
        raise ArmslengthError(f"--without: '{unknown[0]}' is none of {', '.join(WITHOUT)}")


def _overall(rows: Iterable[NetworkHorizon]) -> Iterator[OverNetworks]:
    """Yield each forecaster at each horizon over networks, which weigh alike."""
    grouped: dict[tuple[int, str], list[NetworkHorizon]] = {}
    for row in rows:
        for name in row.forecasters:
            grouped.setdefault((row.weeks, name), []).append(row)
    for (weeks, name), each in grouped.items():
        own = [row.forecasters[name] for row in each]
        gain = np.array([1 - o.crps / row.forecasters[MIX].crps for o, row in zip(own, each, strict=True)])
        yield OverNetworks(
            weeks=weeks,
            forecaster=name,
            networks=len(each),
            ratio=float(np.mean([o.ratio for o in own])),
            skill=float(gain.mean()),
            interval=_interval(gain),
            in_50=float(np.mean([o.in_50 for o in own])),
            in_90=float(np.mean([o.in_90 for o in own])),
            middle_90=float(np.mean([o.middle_90 for o in own if o.middle_90 is not None])),
        )


def _against(rows: Iterable[NetworkHorizon]) -> Iterator[AgainstBaseline]:
    """Yield how the three ways did beside each plain forecaster, over networks."""
    grouped: dict[tuple[int, str, str], list[float]] = {}
    for row in rows:
        for way in (w for w in (POOL, BASELINE, MECHANISM) if w in row.forecasters):
            for other, scores in row.forecasters.items():
                if other in (POOL, BASELINE, MECHANISM):
                    continue
                if way == MECHANISM or not other.startswith(MECHANISM):
                    grouped.setdefault((row.weeks, way, other), []).append(
                        1 - row.forecasters[way].crps / scores.crps
                    )
    for (weeks, way, other), gains in grouped.items():
        gain = np.array(gains)
        yield AgainstBaseline(
            weeks=weeks,
            forecaster=way,
            baseline=other,
            networks=len(gain),
            skill=float(gain.mean()),
            interval=_interval(gain),
        )


def _interval(gain: np.ndarray) -> Interval | None:
    """Return the t interval of the mean over networks, which are taken to be independent."""
    n = len(gain)
    if n < FEWEST:
        return None
    half = float(stdtrit(n - 1, 0.5 + MASS / 2)) * float(gain.std(ddof=1)) / n**0.5
    return Interval(float(gain.mean()) - half, float(gain.mean()) + half)


def _yes_no(asked: Iterable[Asked]) -> Iterator[YesNo]:
    grouped: dict[tuple[str, str, int], list[Asked]] = {}
    for a in asked:
        grouped.setdefault((a.question, a.forecaster, a.weeks), []).append(a)
    for (question, forecaster, weeks), each in grouped.items():
        p = [x for a in each for x in a.probability]
        happened = [x for a in each for x in a.happened]
        yield YesNo(
            question=question,
            forecaster=forecaster,
            weeks=weeks,
            n=len(p),
            happened=sum(happened),
            brier=float(np.mean((np.array(p) - np.array(happened)) ** 2)),
            reliability=reliability(p, happened),
        )
