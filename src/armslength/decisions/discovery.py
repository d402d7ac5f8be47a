"""Under which assumptions does it happen? Boxes of parameters found by patient rule induction (Friedman & Fisher 1999).

The box is found on half of the draws and measured on the other half, so that what it holds is not what it was cut to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack

import numpy as np

from armslength.decisions.ema import quiet_import
from armslength.decisions.sweep import play_at
from armslength.errors import ArmslengthError
from armslength.extras import require
from armslength.forecasting.run_manifest import manifest_of
from armslength.formatting import percent
from armslength.initial_conditions import draws_of
from armslength.results.discovery import Box, DiscoveryResult, Limit
from armslength.results.manifest import Manifest
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.unvalued import is_unvalued_parameter
from armslength.simulate import REPLICATES

FUTURES = 10  # of each draw: enough to see the rare, few enough to peel quickly
MOST_LIMITS = 4
LEAST_COVERAGE = 0.25
CANDIDATES = 12
MATTERS = 0.04  # share of the probability in the box that a limit must be worth
FEWEST = 30  # futures in which it happened
HAPPENS = ("war", "lethal_attack", "reprisal", "leadership_struck", "rung_3", "rung_4", "loses_control")
LOST = 0.1  # mean control lost over the clients that counts as loss of control; assumed


@dataclass(frozen=True)
class Discovery:
    """A finished discovery: its record, and the design in which the box was found."""

    result: DiscoveryResult
    parameters: Mapping[str, np.ndarray]  #: [draw] by name, those that vary and may limit a box
    outcomes: Mapping[str, np.ndarray]  #: [draw] mean over the replicates, by name


def discover(
    scenario: Scenario | str | Path,
    outcome: str = "war",
    run: Run = Run(usual=90, futures=2_000 * REPLICATES),
    **options: Unpack[RunOptions],
) -> Discovery:
    """Find the box of assumptions in which an outcome happens most.

    Args:
        scenario: a scenario, its folder, or the name of a case.
        outcome: one of `HAPPENS`.
        run: size, seed and parameters of the run; its fields may be given as keyword arguments instead.

    Raises:
        ArmslengthError: where the run or the outcome cannot be used, or the outcome is too rare for a box.
    """
    require("decisions", "Scenario discovery")
    if outcome not in HAPPENS:
        raise ArmslengthError(f"'{outcome}' cannot be looked for; {did_you_mean(outcome, HAPPENS)}")
    run, case = run.but(**options), load(scenario)
    days = run.days_of(case)
    run.progress("playing draws of the parameters", 0, 1)
    values = draws_of(case, run.draws, run.seed, run.posterior_of(case))
    played = play_at(case, values, days=days, seed=run.seed)
    happened = {**played.values, "loses_control": (played["control_lost"] >= LOST) * 1.0}
    parameters = {
        n: row
        for n, row in zip(case.layout.names, values, strict=True)
        if row.std() > 0 and not is_unvalued_parameter(n)
    }
    run.progress("looking for a box", 0, 1)
    box = find_box(list(parameters), np.stack(list(parameters.values())), happened[outcome], outcome, days)
    made = manifest_of(Manifest, case, run)
    result = DiscoveryResult(**dict(box), loss_of_control=LOST, manifest=made)
    kept = (*HAPPENS, "deaths", "reprisals", "control_lost")
    return Discovery(result, parameters, {name: happened[name].mean(1) for name in kept})


def find_box(names: Sequence[str], values: np.ndarray, happened: np.ndarray, outcome: str, days: int) -> Box:
    """Return the box in which `happened` [draw, chance] is most likely; `values` are [name, draw].

    Raises `ArmslengthError` where it happens too seldom to look for a box.
    """
    from pandas import DataFrame

    prim = quiet_import("ema_workbench.analysis.prim")
    happened = np.asarray(happened[:, :FUTURES] > 0, dtype=float)
    half = values.shape[1] // 2
    if happened[:half].sum() < FEWEST or happened[half:].sum() < FEWEST:
        seen = int(happened.sum())
        needed = 2 * FEWEST * happened.size // max(seen, 1)
        raise ArmslengthError(
            f"{outcome} happens in {seen} of {happened.size:,} futures, too few for a box: "
            f"about {needed:,} futures are needed"
        )
    share = happened.mean(1)
    correlations = [
        np.corrcoef(row[:half], share[:half])[0, 1] if row[:half].std() > 0 else 0.0 for row in values
    ]
    chosen = np.argsort(-np.abs(correlations))[:CANDIDATES]
    repeated = np.repeat(values[chosen, :half], happened.shape[1], axis=1)
    x = DataFrame({names[i]: row for i, row in zip(chosen, repeated, strict=True)})
    found = prim.Prim(x, happened[:half].ravel() > 0, threshold=0.01, peel_alpha=0.05).find_box()
    limits = _limits(found, x, {names[i]: values[i] for i in chosen})
    limits = _pruned(limits, names, values[:, :half], happened[:half])
    return _measured(outcome, days, limits, names, values[:, half:], happened[half:])


def _limits(found: Any, x: Any, values: dict[str, np.ndarray]) -> tuple[Limit, ...]:
    """Return the densest box on the peeling trajectory that still covers enough and has few enough limits."""
    boxes = found.peeling_trajectory
    enough = boxes[(boxes["coverage"] >= LEAST_COVERAGE) & (boxes["res_dim"] <= MOST_LIMITS)]
    at = int(enough["density"].idxmax())
    low, high = found.box_lims[at].iloc[0], found.box_lims[at].iloc[1]
    limits = []
    for name in x.columns:
        least, most = float(x[name].min()), float(x[name].max())
        below = None if float(low[name]) <= least else float(low[name])
        above = None if float(high[name]) >= most else float(high[name])
        if below is not None or above is not None:
            whole = values[name]
            limits.append(
                Limit(name=name, low=below, high=above, least=float(whole.min()), most=float(whole.max()))
            )
    return tuple(limits)


def _measured(
    outcome: str,
    days: int,
    limits: tuple[Limit, ...],
    names: Sequence[str],
    values: np.ndarray,
    happened: np.ndarray,
) -> Box:
    inside = _inside(limits, names, values)
    box = Box(
        outcome=outcome,
        days=days,
        limits=limits,
        probability=float(happened[inside].mean()) if inside.any() else 0.0,
        overall=float(happened.mean()),
        coverage=float(happened[inside].sum() / happened.sum()),
        mass=float(inside.mean()),
        futures=int(happened.sum()),
        words="",
    )
    return box.model_copy(update={"words": _words(box)})


def _words(box: Box) -> str:
    within = f"within {box.days} days"
    if not box.limits:
        return (
            f"No box of assumptions stands out for {box.outcome} {within}: {percent(box.overall)} everywhere."
        )
    where = " and ".join(limit.words for limit in box.limits)
    return (
        f"Where {where}, {box.outcome.replace('_', ' ')} {within} has probability {percent(box.probability)} "
        f"({percent(box.overall)} overall); {percent(box.mass)} of the draws lie there, and {percent(box.coverage)} of its futures."
    )


def _inside(limits: Sequence[Limit], names: Sequence[str], values: np.ndarray) -> np.ndarray:
    inside = np.ones(values.shape[1], dtype=bool)
    for limit in limits:
        row = values[list(names).index(limit.name)]
        inside &= row >= (-np.inf if limit.low is None else limit.low)
        inside &= row <= (np.inf if limit.high is None else limit.high)
    return inside


def _pruned(
    limits: tuple[Limit, ...], names: Sequence[str], values: np.ndarray, happened: np.ndarray
) -> tuple[Limit, ...]:
    """Return the limits that matter: those that the others imply are left out."""
    while limits:
        here = happened[_inside(limits, names, values)].mean()
        without = [tuple(x for x in limits if x is not limit) for limit in limits]
        left = [happened[_inside(fewer, names, values)].mean() for fewer in without]
        weakest = int(np.argmax(left))
        if left[weakest] < (1 - MATTERS) * here:
            break
        limits = without[weakest]
    return limits
