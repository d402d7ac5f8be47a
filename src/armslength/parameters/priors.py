"""Prior distributions, each a standard normal pushed through a monotone map.

Everything random about a parameter is one standard normal `z`; `push(z)` gives its value. The sampler draws `z`,
a fit moves `z`, a sensitivity study spreads `z`: one map for all. The map takes the array module (`numpy` or
`jax.numpy`), so this file loads neither JAX nor SciPy until a table is needed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, ClassVar

import numpy as np

_GRID = np.linspace(-6.0, 6.0, 241)
_FINE = np.linspace(-6.0, 6.0, 12_001)


@dataclass(frozen=True)
class Prior:
    """A distribution named in a scenario file, such as `{lognormal: [0.6, 0.8]}`."""

    family: ClassVar[str]
    arguments: ClassVar[str]

    def push(self, z: Any, xp: Any = np) -> Any:
        """Return the value at standard normal `z` (any shape): the prior's quantile at the normal probability of `z`."""
        raise NotImplementedError

    def fault(self) -> str | None:
        """Return what is wrong with the arguments, in words, or None."""
        return None

    def recentred(self, value: float) -> Prior:
        """Return the prior with the same spread around another centre, which is what a bare value in a scenario means."""
        raise NotImplementedError

    @property
    def median(self) -> float:
        """The value at z = 0."""
        return float(self.push(np.zeros(())))

    def interval(self, mass: float) -> tuple[float, float]:
        """Return the central interval that holds `mass` of the prior."""
        from statistics import NormalDist

        z = NormalDist().inv_cdf(0.5 + mass / 2)
        return float(self.push(np.array(-z))), float(self.push(np.array(z)))

    def mass_within(self, support: tuple[float, float]) -> float:
        """Return the share of the prior inside a support."""
        values = np.asarray(self.push(_FINE))
        weights = np.exp(-0.5 * _FINE**2)
        inside = (values >= support[0]) & (values <= support[1])
        return float((weights * inside).sum() / weights.sum())

    def as_data(self) -> dict[str, list[float]]:
        """Return the prior as a scenario file writes it, `{family: [arguments]}`."""
        return {self.family: [getattr(self, f.name) for f in fields(self)]}

    def __str__(self) -> str:
        return f"{self.family}({', '.join(f'{v:g}' for v in self.as_data()[self.family])})"


@dataclass(frozen=True)
class Fixed(Prior):
    """No uncertainty: a normalisation, or a number that nothing informs."""

    family: ClassVar[str] = "fixed"
    arguments: ClassVar[str] = "value"
    value: float

    def push(self, z: Any, xp: Any = np) -> Any:
        """Return the value at standard normal `z` (any shape)."""
        return self.value + 0.0 * z

    def recentred(self, value: float) -> Prior:
        """Return the prior with its centre moved to `value`."""
        return Fixed(value)


@dataclass(frozen=True)
class Normal(Prior):
    """Normal with mean and standard deviation."""

    family: ClassVar[str] = "normal"
    arguments: ClassVar[str] = "mean, sd"
    mean: float
    sd: float

    def fault(self) -> str | None:
        """Return what is wrong with the arguments, in words, or None."""
        return None if self.sd > 0 else "its standard deviation must be above 0"

    def push(self, z: Any, xp: Any = np) -> Any:
        """Return the value at standard normal `z` (any shape)."""
        return self.mean + self.sd * z

    def recentred(self, value: float) -> Prior:
        """Return the prior with its centre moved to `value`."""
        return replace(self, mean=value)


@dataclass(frozen=True)
class LogNormal(Prior):
    """Lognormal with median and standard deviation of the logarithm."""

    family: ClassVar[str] = "lognormal"
    arguments: ClassVar[str] = "median, log_sd"
    middle: float
    log_sd: float

    def fault(self) -> str | None:
        """Return what is wrong with the arguments, in words, or None."""
        if self.middle <= 0:
            return "its median must be above 0"
        return None if self.log_sd > 0 else "its log-sd must be above 0"

    def push(self, z: Any, xp: Any = np) -> Any:
        """Return the value at standard normal `z` (any shape)."""
        return self.middle * xp.exp(self.log_sd * z)

    def recentred(self, value: float) -> Prior:
        """Return the prior with its centre moved to `value`."""
        return replace(self, middle=value) if value > 0 else Fixed(value)


class Tabled(Prior):
    """A family without a short closed form: looked up in a table, once made."""

    def table(self) -> np.ndarray:
        """Return the quantile function on the grid of `z`."""
        raise NotImplementedError

    def push(self, z: Any, xp: Any = np) -> Any:
        """Return the value at standard normal `z` (any shape)."""
        return _look_up(xp.asarray(self.table())[None], 0, xp.asarray(z), xp)


@dataclass(frozen=True)
class HalfNormal(Tabled):
    """Half-normal with scale."""

    family: ClassVar[str] = "halfnormal"
    arguments: ClassVar[str] = "scale"
    scale: float

    def fault(self) -> str | None:
        """Return what is wrong with the arguments, in words, or None."""
        return None if self.scale > 0 else "its scale must be above 0"

    def table(self) -> np.ndarray:
        """Return the quantile function on the grid of `z`."""
        return self.scale * _table("halfnormal")

    def recentred(self, value: float) -> Prior:
        """Return the prior with its centre moved to `value`."""
        return HalfNormal(value / float(_table("halfnormal")[len(_GRID) // 2])) if value > 0 else Fixed(value)


@dataclass(frozen=True)
class Truncated(Tabled):
    """Normal with mean and standard deviation, cut at a lower and an upper bound."""

    family: ClassVar[str] = "truncated"
    arguments: ClassVar[str] = "mean, sd, lower, upper"
    mean: float
    sd: float
    lower: float
    upper: float

    def fault(self) -> str | None:
        """Return what is wrong with the arguments, in words, or None."""
        if self.sd <= 0:
            return "its standard deviation must be above 0"
        return None if self.lower < self.upper else "its lower bound must lie below its upper bound"

    def table(self) -> np.ndarray:
        """Return the quantile function on the grid of `z`."""
        return _table("truncated", self.mean, self.sd, self.lower, self.upper)

    def recentred(self, value: float) -> Prior:
        """Return the prior with its centre moved to `value`."""
        return replace(self, mean=value)


@dataclass(frozen=True)
class Beta(Tabled):
    """Beta with its two counts."""

    family: ClassVar[str] = "beta"
    arguments: ClassVar[str] = "a, b"
    a: float
    b: float

    def fault(self) -> str | None:
        """Return what is wrong with the arguments, in words, or None."""
        return None if self.a > 0 and self.b > 0 else "both its counts must be above 0"

    def table(self) -> np.ndarray:
        """Return the quantile function on the grid of `z`."""
        return _table("beta", self.a, self.b)

    def recentred(self, value: float) -> Prior:
        """Return the prior with its centre moved to `value`."""
        if not 0 < value < 1:
            return Fixed(value)
        total = self.a + self.b
        return Beta(total * value, total * (1 - value))


@cache
def _table(family: str, *arguments: float) -> np.ndarray:
    """Compute the quantile function on the grid of `z`, for the families without a short closed form.

    Each half is evaluated from its own tail, where it keeps its digits.
    """
    from scipy.special import betaincinv, ndtr, ndtri

    lower, upper = ndtr(_GRID), ndtr(-_GRID)
    if family == "halfnormal":
        return np.asarray(np.where(_GRID > 0, -ndtri(upper / 2), ndtri(0.5 + lower / 2)))
    if family == "beta":
        a, b = arguments
        return np.asarray(np.where(_GRID > 0, 1 - betaincinv(b, a, upper), betaincinv(a, b, lower)))
    mean, sd, least, most = arguments
    below, within = ndtr((least - mean) / sd), ndtr((most - mean) / sd) - ndtr((least - mean) / sd)
    return np.asarray(np.clip(mean + sd * ndtri(below + within * lower), least, most))


def push_all(priors: tuple[Prior, ...], z: Any, xp: Any = np) -> Any:
    """Return the values of many priors at once, [site, *world], by three formulas and one table."""
    plan = _plan(priors)

    def column(values: np.ndarray) -> Any:
        return values.reshape(-1, *([1] * (z.ndim - 1)))

    straight = column(plan.shift) + column(plan.scale) * z
    curved = xp.exp(xp.where(column(plan.is_log), straight, 0.0))
    looked_up = _look_up(xp.asarray(plan.tables), column(np.arange(len(plan.tabled))), z[plan.tabled], xp)
    either = xp.where(column(plan.is_log), curved, straight)
    together = xp.concatenate([either, looked_up]) if len(plan.tabled) else either
    return together[plan.order]


def _look_up(tables: Any, rows: Any, z: Any, xp: Any) -> Any:
    """Interpolate `tables` [row, grid] at `z` by a cubic through four points, since a kink would mislead a sampler."""
    at = xp.clip((z - _GRID[0]) / (_GRID[1] - _GRID[0]), 1.0, len(_GRID) - 2.001)
    cell = xp.floor(at).astype(int)
    t = at - cell
    before, low, high, after = (tables[rows, cell + i] for i in (-1, 0, 1, 2))
    slope, bend = (high - before) / 2, (after - low) / 2
    return (
        low * (1 + 2 * t) * (1 - t) ** 2
        + slope * t * (1 - t) ** 2
        + high * t**2 * (3 - 2 * t)
        - bend * t**2 * (1 - t)
    )


@dataclass(frozen=True, eq=False)
class _Plan:
    shift: np.ndarray
    scale: np.ndarray
    is_log: np.ndarray
    tabled: np.ndarray  #: sites whose values stand in tables
    tables: np.ndarray
    order: np.ndarray  #: where each site's value stands among formulas and tables


@cache
def _plan(priors: tuple[Prior, ...]) -> _Plan:
    size = len(priors)
    shift, scale, order = np.zeros(size), np.zeros(size), np.arange(size)
    is_log = np.array([isinstance(p, LogNormal) for p in priors], dtype=bool)
    looked_up = [(i, p) for i, p in enumerate(priors) if isinstance(p, (HalfNormal, Truncated, Beta))]
    tabled = np.array([i for i, _ in looked_up], dtype=int)
    for i, p in enumerate(priors):
        if isinstance(p, LogNormal):
            shift[i], scale[i] = np.log(p.middle), p.log_sd
        elif isinstance(p, Normal):
            shift[i], scale[i] = p.mean, p.sd
        elif isinstance(p, Fixed):
            shift[i] = p.value
    order[tabled] = size + np.arange(len(tabled))
    tables = np.array([p.table() for _, p in looked_up]).reshape(len(tabled), -1)
    return _Plan(shift, scale, is_log, tabled, tables, order)


PRIORS: dict[str, type[Prior]] = {
    c.family: c for c in (Fixed, Normal, LogNormal, HalfNormal, Truncated, Beta)
}


def parse_prior(data: dict[str, Any]) -> Prior:
    """Return the prior of a scenario file's `{family: [arguments]}`; raises `ValueError` with a sentence."""
    if not isinstance(data, dict) or len(data) != 1:
        raise ValueError("a prior is one family with its arguments, such as {normal: [0.5, 0.3]}")
    family, arguments = next(iter(data.items()))
    if family not in PRIORS:
        raise ValueError(f"unknown prior '{family}'; the families are {', '.join(PRIORS)}")
    law = PRIORS[family]
    values = arguments if isinstance(arguments, list) else [arguments]
    if len(values) != len(fields(law)) or not all(_is_number(v) for v in values):
        raise ValueError(f"{family} takes {law.arguments} as numbers")
    prior = law(*(float(v) for v in values))
    if fault := prior.fault():
        raise ValueError(f"{prior}: {fault}")
    return prior


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and np.isfinite(value)
