"""What would be worth knowing? The value of information for a choice among strategies.

    perfect    how much less burden, in deaths, if every parameter were known before choosing
    partial    if one group of parameters were (regression: Strong, Oakley & Brennan 2014)
    sample     if a series were collected first (the same regression on what would be seen: Strong et al. 2015)

The value is never negative, so an estimate is biased up; what the same estimate finds in a permuted copy, where there
is nothing to know, is printed beside it as its floor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Unpack

import numpy as np

from armslength.decisions.compare import Comparison, compare
from armslength.decisions.ranking import Weights, burden, weights_of
from armslength.decisions.strategy_futures import ensemble_of
from armslength.decisions.strategy_sets import BASELINE
from armslength.errors import ArmslengthError
from armslength.fitting.linear_algebra import one_thread
from armslength.results.value_of_information import InformationResult, Value
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.scenario.schema import Strategy
from armslength.simulate import REPLICATES, play

KNOTS = 5
COPIES = 60  # of the bootstrap
PENALTIES = np.logspace(-3, 4, 15)
FEWEST_DRAWS = 400  # below them a regression on the parameters says nothing
WATCHED = 30  # days of a series that could be collected


def value_of_information(
    scenario: Scenario | str | Path,
    strategies: Sequence[str | Strategy] = (),
    run: Run = Run(futures=1_000 * REPLICATES),
    *,
    with_war: bool = False,
    weights: Weights | None = None,
    **options: Unpack[RunOptions],
) -> InformationResult:
    """Estimate what knowing each group of parameters, or collecting a series, is worth before choosing a strategy.

    Args:
        scenario: a scenario, its folder, or the name of a case.
        strategies: names or records; all of the scenario's if empty.
        run: size, seed and parameters of the run; its fields may be given as keyword arguments instead.
        with_war: whether the burden counts regional war, whose hazard is assumed.
        weights: weights of objectives by name, in place of the declared ones.

    Raises:
        ArmslengthError: where there are fewer than `FEWEST_DRAWS` draws, or the run or a strategy cannot be used.
    """
    run, case = run.but(**options), load(scenario)
    if run.draws < FEWEST_DRAWS:
        raise ArmslengthError(
            f"{run.draws} draws are too few for the value of information; it needs {FEWEST_DRAWS} or more"
        )
    one_thread()  # for the regressions
    made = compare(case, strategies, run, weights=weights)
    weighed = weights_of(weights)
    # The first future of each draw is the one that is seen; the burden comes from the others.
    burdens = np.stack([burden(p, weighed, with_war)[:, 1:].mean(1) for p in made.played])
    run.progress("asking what is worth knowing", 0, 1)
    groups = groups_of(*made.varied_parameters(), _entities(case))
    expected = burdens.mean(1)
    best = int(np.argmin(expected))
    return InformationResult(
        days=made.played[0].days,
        unit="deaths spared on average",
        with_war=with_war,
        strategies=tuple(p.strategy.id for p in made.played),
        burdens=tuple(map(float, expected)),
        best_now=made.played[best].strategy.id,
        best_in=float((np.argmin(burdens, axis=0) == best).mean()),
        perfect=perfect(burdens),
        partial=partial(burdens, groups, run.seed),
        sample=sample(burdens, _series(made, run), run.seed),
        watched_days=_watched(made),
        manifest=made.result.manifest,
    )


def _entities(case: Scenario) -> dict[str, list[str]]:
    return {kind: list(getattr(case, kind)) for kind in ("clients", "fronts", "adversaries")}


def _watched(made: Comparison) -> int:
    return made.structures.standing.days_near(WATCHED)


def _series(made: Comparison, run: Run) -> dict[str, np.ndarray]:
    """Return series that could be collected first, as one future of each draw would show them, [statistic, draw]."""
    initial, rng = made.initial[0], np.random.default_rng(run.seed)
    days = min(_watched(made), made.played[0].days)
    blocks = [block for _, block in play(ensemble_of(initial, BASELINE, days, run.seed), (days,))]
    attacks = np.concatenate([b["attacks"][0][..., 0] for b in blocks], axis=-1)  # [front, draw]
    accepts = initial.quantities()["fronts"]["compliance"]
    draws = accepts.shape[1]
    series = {f"{days} days of attributed attacks, all fronts": attacks}
    for i, front in enumerate(initial.network.fronts):
        series[f"{days} days of attributed attacks: {front}"] = attacks[i][None]
    for i, front in enumerate(initial.network.fronts):
        series[f"one observed order: {front}"] = (rng.random(draws) < accepts[i])[None] * 1.0
    return {name: x for name, x in series.items() if x.std() > 0}


def perfect(burdens: np.ndarray) -> float:
    """Return the value of knowing every parameter; `burdens` [strategy, draw] are expected ones.

    It is biased up where few futures of a draw make them.
    """
    return float(burdens.mean(1).min() - burdens.min(0).mean())


def partial(burdens: np.ndarray, groups: Mapping[str, np.ndarray], seed: int = 1) -> tuple[Value, ...]:
    """Return the value of knowing each group of parameters [parameter, draw], the largest first."""
    rng = np.random.default_rng(seed)
    made = [_value_of(name, burdens, _basis(inputs), rng) for name, inputs in groups.items()]
    return tuple(sorted(made, key=lambda row: -row.value))


def sample(burdens: np.ndarray, series: Mapping[str, np.ndarray], seed: int = 1) -> tuple[Value, ...]:
    """Return the value of seeing each series first: what one future of each draw would show, [statistic, draw].

    `burdens` must come from other futures of the same draws, or what is seen would know more than it can.
    """
    return partial(burdens, series, seed)


def _value_of(name: str, burdens: np.ndarray, basis: np.ndarray, rng: np.random.Generator) -> Value:
    draws = len(basis)
    value = max(_value(burdens, basis), 0.0)
    floor = float(np.mean([_value(burdens, basis[rng.permutation(draws)]) for _ in range(5)]))
    copies = []
    for _ in range(COPIES):
        at = rng.integers(0, draws, draws)
        copies.append(_value(burdens[:, at], basis[at]))
    error, floor = float(np.std(copies)), max(floor, 0.0)
    return Value(name=name, value=value, error=error, floor=floor, stands_out=value > floor + 2 * error)


def groups_of(
    names: Sequence[str], values: np.ndarray, entities: Mapping[str, Sequence[str]]
) -> dict[str, np.ndarray]:
    """Return parameters by the actor that they belong to, the others by mechanism; constant ones are left out."""
    free = [i for i in range(len(names)) if values[i].std() > 1e-9 * (1 + abs(values[i].mean()))]
    made: dict[str, list[int]] = {}
    for i in free:
        scope, *rest = names[i].split(".")
        who = rest[0] if len(rest) > 1 and rest[0] in entities.get(scope, ()) else None
        made.setdefault(f"{scope}: {who}" if who else scope, []).append(i)
    return {name: values[at] for name, at in made.items()}


def _value(burdens: np.ndarray, basis: np.ndarray) -> float:
    """Return the least expected burden today, less the expected least after learning what the basis tells."""
    known = _fitted(burdens - burdens[0], basis)  # differences: noise that strategies share goes
    return float(known.mean(1).min() - known.min(0).mean())


def _fitted(y: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """Return ridge regressions [strategy, draw], each with the penalty of least generalised cross-validation."""
    count = y.shape[1]
    centre = y.mean(1, keepdims=True)
    u, s, _ = np.linalg.svd(basis - basis.mean(0), full_matrices=False)
    part = (y - centre) @ u  # [strategy, column]
    shrink = s**2 / (s**2 + PENALTIES[:, None] * count / 1000)  # [penalty, column]
    explained = ((2 * shrink - shrink**2) * part[:, None] ** 2).sum(-1)  # [strategy, penalty]
    left = ((y - centre) ** 2).sum(1, keepdims=True) - explained
    score = left / (1 - (1 + shrink.sum(1)) / count) ** 2
    return np.asarray(centre + (shrink[np.argmin(score, axis=1)] * part) @ u.T)


def _basis(inputs: np.ndarray) -> np.ndarray:
    """Return a basis [draw, column]: hinges of each input at its quantiles, and products of pairs, all in ranks."""
    ranks = (
        np.argsort(np.argsort(inputs, axis=1, kind="stable"), axis=1, kind="stable")
        / max(inputs.shape[1] - 1, 1)
        - 0.5
    )
    few = [len(np.unique(row)) <= 2 for row in inputs]
    columns: list[np.ndarray] = []
    for row, raw, two in zip(ranks, inputs, few, strict=True):
        if two:
            columns.append((raw > raw.min()) * 1.0)
            continue
        columns += [row, *(np.maximum(row - knot, 0) for knot in np.linspace(-0.4, 0.4, KNOTS))]
    if len(ranks) <= 6:
        columns += [ranks[i] * ranks[j] for i in range(len(ranks)) for j in range(i)]
    return np.stack(columns, axis=1)
