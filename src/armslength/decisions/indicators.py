"""Indicators to watch: what of the next days would most move the probability of each outcome, and at which value.

Half of the futures learn where the probability changes most; the other half tell whether somebody who updated on the
indicator would have scored better than somebody who did not (Brier 1950).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple, Unpack

import numpy as np

from armslength.decisions.strategy_futures import ensemble_of
from armslength.decisions.strategy_sets import BASELINE
from armslength.decisions.sweep import replay_draws
from armslength.errors import ArmslengthError
from armslength.forecasting.run_manifest import manifest_of
from armslength.formatting import percent
from armslength.initial_conditions import draws_of
from armslength.ladder import RULES, RUNGS, Signs
from armslength.results.indicators import Indicator, IndicatorsResult
from armslength.results.manifest import Manifest
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.scenario.unvalued import LEADERSHIP
from armslength.simulate import REPLICATES, play
from armslength.simulate.block import PATHS

FEWEST = 200  # futures on either side of a value
CANDIDATES = 12  # values tried of each indicator
A_REPRISAL = "a reprisal"


def indicators(
    scenario: Scenario | str | Path,
    run: Run = Run(futures=200 * REPLICATES),
    *,
    watch_days: int | None = None,
    window: int | None = None,
    **options: Unpack[RunOptions],
) -> IndicatorsResult:
    """Find what to watch over the next days, for each outcome of the window after them.

    Args:
        scenario: a scenario, its folder, or the name of a case.
        run: size, seed and parameters of the run; its days follow from the two below.
        watch_days: days that are watched; 14 if left out, in whole steps of the case.
        window: days after them, of which each outcome speaks; 30 if left out, in whole steps.

    Raises:
        ArmslengthError: where the run or a number of days cannot be used.
    """
    case = load(scenario)
    step, first = case.time_step, case.first_day
    watch_days = case.days_near(14) if watch_days is None else watch_days
    after = first + timedelta(days=watch_days)
    window = step.nearest(after, 30) if window is None else window
    if watch_days < 1 or window < 7:
        raise ArmslengthError("watch at least one day, and ask about a window of at least 7")
    step.count(first, watch_days, "the number of days to watch")
    step.count(after, window, "the window")
    run = run.but(**options).but(days=watch_days + window)
    days = run.days_of(case)
    run.progress("playing futures day by day", 0, 1)
    values = draws_of(case, run.draws, run.seed, run.posterior_of(case))
    seen, happened = observe(case, values, watch_days, days, run.seed)
    run.progress("asking what tells most", 0, 1)
    return IndicatorsResult(
        watch_days=watch_days,
        window_days=window,
        indicators=find_indicators(seen, happened, watch_days, window, run.seed),
        manifest=manifest_of(Manifest, case, run),
    )


def observe(
    case: Scenario, values: np.ndarray, watch_days: int, days: int, seed: int
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return observables of the first days and outcomes of those after them, each [draw, replicate] by its words.

    A reprisal is watched for as such, whatever its level, and the ladder is read without knowing that a leader or the
    patron was struck: nobody is told what such a strike would change.
    """
    joined: dict[str, list[np.ndarray]] = {name: [] for name in PATHS}
    for initial in replay_draws(case, values):
        ensemble = ensemble_of(initial, BASELINE, days, seed)
        for _, block in play(ensemble, (days,), keep=REPLICATES):
            for name, parts in joined.items():
                parts.append(block[f"path_{name}"])
    paths = {
        n: np.concatenate(x, axis=-2)[..., : values.shape[1], :].astype(float) for n, x in joined.items()
    }
    first, then = (
        {n: x[part] for n, x in paths.items()} for part in (slice(watch_days), slice(watch_days, None))
    )
    fronts, adversaries = list(case.fronts.values()), list(case.adversaries.values())
    seen = {f"the number of attacks on {f.name}": first["count"][:, i].sum(0) for i, f in enumerate(fronts)}
    seen |= {f"the number of halts of {f.name}": first["halt"][:, i].sum(0) for i, f in enumerate(fronts)}
    seen |= {f"{A_REPRISAL} by {a.name}": first["level"][:, i].max(0) > 0 for i, a in enumerate(adversaries)}
    seen["the number of lethal attacks on all fronts"] = first["lethal"].sum((0, 1))
    seen["the rung of the ladder"] = _rung_without_leadership(first).max(0)
    happened = {
        "a lethal attack": then["lethal"].sum((0, 1)) > 0,
        "a reprisal": then["level"].max((0, 1)) > 0,
        "a reprisal on leadership or the patron": then["level"].max((0, 1)) >= 3,
        "direct fire or war": then["rung"].max(0) >= 4,
        "regional war": then["rung"].max(0) >= 5,
    }
    spell = "month" if case.step == "month" else "week"
    ends = case.time_step.length(case.first_day + timedelta(days=watch_days), 1) if spell == "month" else 7
    quiet = {
        f"a quiet {spell} on {f.name}": then["count"][:ends, i].sum(0) <= 0 for i, f in enumerate(fronts)
    }
    happened |= quiet
    return {name: x * 1.0 for name, x in seen.items()}, {name: x * 1.0 for name, x in happened.items()}


def _rung_without_leadership(paths: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the rung of each day as it would be read if every reprisal on a leader or the patron were a lower one."""
    level = paths["level"].max(1)
    war = paths["rung"] >= RUNGS - 1
    lower = Signs(
        active=(paths["count"] > 0).sum(1),
        level=np.minimum(level, LEADERSHIP - 1),
        crossed=(paths["lethal"] > 0).any(1),
        direct_fire=np.zeros_like(war),
        war=war,
    )
    holds = np.stack([np.asarray(rule(lower)) for rule in RULES])
    read = (holds * np.arange(1, RUNGS).reshape(-1, *[1] * war.ndim)).max(0)
    return np.where(level >= LEADERSHIP, read, paths["rung"])


class _Watch(NamedTuple):
    """The days that are watched and those that are asked about; and which futures choose a value, and which test it."""

    days: int
    window: int
    learn: np.ndarray  #: futures of other draws of the parameters than `test`
    test: np.ndarray


def find_indicators(
    seen: Mapping[str, np.ndarray],
    outcomes: Mapping[str, np.ndarray],
    watch: int,
    window: int,
    seed: int = 1,
) -> tuple[Indicator, ...]:
    """Return the best value of each observable for each outcome, the most telling first; arrays are [draw, replicate].

    Raises:
        ArmslengthError: where there are too few futures to tell.
    """
    shape = next(iter(outcomes.values())).shape
    if shape[0] * shape[1] < 4 * FEWEST or shape[0] < 2:
        raise ArmslengthError(
            f"{shape[0] * shape[1]:,} futures are too few to tell indicators apart; at least {4 * FEWEST:,} are needed"
        )
    learns = np.repeat(np.random.default_rng(seed).permutation(shape[0]) < shape[0] // 2, shape[1])
    at = _Watch(watch, window, np.flatnonzero(learns), np.flatnonzero(~learns))
    made = []
    for outcome, yes in outcomes.items():
        happened = np.asarray(yes, dtype=float).ravel()
        if not 0 < happened.mean() < 1:
            continue
        for observable, counts in seen.items():
            x = np.asarray(counts, dtype=float).ravel()
            value = _best_value(x[at.learn], happened[at.learn])
            if value is not None:
                made.append(_indicator(at, outcome, observable, value, x >= value, happened))
    return tuple(sorted(made, key=lambda row: (-(row.skill > 2 * row.error), -row.skill)))


def _best_value(x: np.ndarray, y: np.ndarray) -> float | None:
    """Return the value at which knowing on which side one stands takes most from the Brier score, or None."""
    gains = {}
    for value in np.unique(np.quantile(x, np.linspace(0.05, 0.95, CANDIDATES), method="higher")):
        above = x >= value
        if FEWEST <= above.sum() <= len(x) - FEWEST:
            p, q = y[above].mean(), y[~above].mean()
            gains[float(value)] = above.mean() * (1 - above.mean()) * (p - q) ** 2
    return max(gains, key=lambda v: gains[v]) if gains else None


def _skill(above: np.ndarray, happened: np.ndarray, at: _Watch) -> tuple[float, float]:
    """Return the share of the Brier score that updating takes away on the futures that test, and its standard error."""
    learned, lies_above, tested = happened[at.learn], above[at.learn], happened[at.test]
    updated = np.where(above[at.test], learned[lies_above].mean(), learned[~lies_above].mean())
    loss = (learned.mean() - tested) ** 2
    gain = loss - (updated - tested) ** 2
    skill = float(gain.mean() / loss.mean()) if loss.mean() > 0 else 0.0
    return skill, float(gain.std(ddof=1) / np.sqrt(len(tested)) / max(loss.mean(), 1e-12))


def _indicator(
    at: _Watch, outcome: str, observable: str, value: float, above: np.ndarray, happened: np.ndarray
) -> Indicator:
    skill, error = _skill(above, happened, at)
    seen, before = float(above.mean()), float(happened.mean())
    if_seen, if_not = float(happened[above].mean()), float(happened[~above].mean())
    what = (
        f"there is {observable}" if observable.startswith(A_REPRISAL) else f"{observable} reaches {value:g}"
    )
    words = (
        f"If {what} within {at.days} days (probability {percent(seen)}), {outcome} in the "
        f"{at.window} days after has probability {percent(if_seen)}; otherwise {percent(if_not)} (today {percent(before)})."
    )
    return Indicator(
        outcome=outcome,
        window=at.window,
        observable=observable,
        watch=at.days,
        value=value,
        seen=seen,
        before=before,
        if_seen=if_seen,
        if_not=if_not,
        skill=skill,
        error=error,
        words=words,
        tells=skill > 2 * error and skill > 0,
    )
