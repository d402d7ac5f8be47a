"""What would be worth knowing? The value of information for a choice among strategies.

    perfect    how much less burden, in deaths, if every parameter were known before choosing
    partial    if one group of parameters were (regression: Strong, Oakley & Brennan 2014)
    sample     if a series were collected first (the same regression on what would be seen: Strong et al. 2015)

The value is never negative, so an estimate is biased up; what the same estimate finds in a permuted copy, where there
is nothing to know, is printed beside it as its floor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

KNOTS = 5
TIMES = 60  # bootstrap copies
PENALTIES = np.logspace(-3, 4, 15)


@dataclass(frozen=True)
class Worth:
    """The value of knowing one thing before choosing, in deaths spared on average."""

    name: str
    value: float
    error: float  #: standard error over draws
    floor: float  #: what the estimate finds where there is nothing to know

    @property
    def told(self) -> bool:
        """Whether it stands out from its floor and error."""
        return self.value > self.floor + 2 * self.error


def perfect(burdens: np.ndarray) -> float:
    """Of knowing every parameter; `burdens` [strategy, draw] are expected ones. Biased up by few futures of a draw."""
    return float(burdens.mean(1).min() - burdens.min(0).mean())


def partial(burdens: np.ndarray, groups: Mapping[str, np.ndarray], seed: int = 1) -> list[Worth]:
    """Of knowing each group of parameters, [parameter, draw] each, largest first."""
    rng = np.random.default_rng(seed)
    made = []
    for name, inputs in groups.items():
        basis = _basis(inputs)
        value = _value(burdens, basis)
        floor = float(np.mean([_value(burdens, basis[rng.permutation(len(basis))]) for _ in range(5)]))
        copies = []
        for _ in range(TIMES):
            at = rng.integers(0, len(basis), len(basis))
            copies.append(_value(burdens[:, at], basis[at]))
        made.append(Worth(name, max(value, 0.0), float(np.std(copies)), max(floor, 0.0)))
    return sorted(made, key=lambda w: -w.value)


def sample(burdens: np.ndarray, series: Mapping[str, np.ndarray], seed: int = 1) -> list[Worth]:
    """Of seeing a series first: what it would show in one future of each draw, [statistic, draw] each.

    `burdens` must come from other futures of the same draws, or what is seen would know more than it can.
    """
    return partial(burdens, series, seed)


def groups_of(
    names: Sequence[str], values: np.ndarray, entities: Mapping[str, Sequence[str]]
) -> dict[str, np.ndarray]:
    """Parameters by whom they belong to, and each other one by its mechanism; constant ones are left out."""
    free = [i for i in range(len(names)) if values[i].std() > 1e-9 * (1 + abs(values[i].mean()))]
    made: dict[str, list[int]] = {}
    for i in free:
        scope, *rest = names[i].split(".")
        who = rest[0] if len(rest) > 1 and rest[0] in entities.get(scope, ()) else None
        made.setdefault(f"{scope}: {who}" if who else scope, []).append(i)
    return {name: values[at] for name, at in made.items()}


def _value(burdens: np.ndarray, basis: np.ndarray) -> float:
    """Least expected burden today, less the expected least after learning what the basis tells."""
    known = _fitted(burdens - burdens[0], basis)  # differences: noise that strategies share goes
    return float(known.mean(1).min() - known.min(0).mean())


def _fitted(y: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """[strategy, draw] ridge regressions, each with the penalty of least generalised cross-validation."""
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
    """[draw, column] hinges of each input at its quantiles, and products of pairs, all in ranks."""
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


def as_data(worths: Sequence[Worth]) -> list[dict[str, Any]]:
    """As JSON holds it."""
    return [w.__dict__ | {"stands_out": w.told} for w in worths]
