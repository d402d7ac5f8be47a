"""Which assumptions drive an outcome? Screening first, then Sobol indices, with chance told apart.

Screening (Morris 1991) moves one parameter at a time along short walks, all under the same luck. Sobol indices
(Saltelli et al. 2010; Jansen 1999) split the variance of the expected outcome over the parameters that the screening
left, and over rival theories as one more factor. They need independent inputs: each parameter is drawn from its own
marginal, of the fit where it was informed and of the prior where not; correlations of the posterior are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from armslength.decisions.outcomes import Played
from armslength.decisions.strategy_sets import BASELINE
from armslength.decisions.sweep import layout_of, made_stable, play_at
from armslength.errors import ArmslengthError
from armslength.fitting import Posterior
from armslength.scenario import Scenario
from armslength.scenario.schema import Strategy
from armslength.scenario.suggest import did_you_mean
from armslength.world.params import Layout

EDGE = 0.005  # of each marginal: beyond it nothing is tried
LEVELS = 4  # of the grid on which the screening walks
STEP = LEVELS / (2 * (LEVELS - 1))
LOOSE = 0.1  # half-width of an index above which it is not converged
THEORY = "theory"

#: a rival theory: name, weight, parameters held
Variant = tuple[str, float, Mapping[str, float]]


@dataclass(frozen=True)
class Screened:
    """One parameter's mean absolute effect over its whole range."""

    name: str
    effect: float  #: mean absolute elementary effect (mu*)
    error: float  #: 95 % half-width
    noise: float  #: what chance alone would give


@dataclass(frozen=True)
class Index:
    """One factor's share of the variance of the expected outcome."""

    name: str
    first: float  #: by itself
    first_error: float  #: 95 % half-width
    total: float  #: with all its interactions
    total_error: float


@dataclass(frozen=True)
class Sobol:
    """The split of one outcome's variance."""

    outcome: str
    scale: str  #: on which the outcome was analysed
    days: int
    samples: int  #: of the design; evaluations are this times the factors and two
    chance: float  #: share of one future's variance that no parameter explains
    indices: tuple[Index, ...]
    converged: bool
    needed: int  #: samples at which the widest interval would be narrow enough

    @property
    def verdict(self) -> str:
        """In words."""
        if self.converged:
            return "converged"
        if self.needed > 1000 * self.samples:
            return "not converged: chance hides what the parameters do to this outcome"
        return f"not converged: about {self.needed:,} samples are needed, not {self.samples:,}"


def marginals(scenario: Scenario, posterior: Posterior | None, names: Sequence[str]) -> Callable[[np.ndarray], np.ndarray]:  # fmt: skip
    """A map from shares [draw, name] to values [name, draw], each parameter by its own marginal."""
    from scipy.special import ndtri

    priors = {s.name: s.prior for s in scenario.sites()}
    informed = (
        {}
        if posterior is None
        else {n: posterior.values[..., i].ravel() for i, n in enumerate(posterior.names)}
    )

    def push(shares: np.ndarray) -> np.ndarray:
        shares = EDGE + (1 - 2 * EDGE) * shares
        return np.stack(
            [
                np.quantile(informed[name], u)
                if name in informed
                else np.asarray(priors[name].push(ndtri(u)))
                for name, u in zip(names, shares.T, strict=True)
            ]
        )

    return push


def uncertain(scenario: Scenario) -> list[str]:
    """Parameters whose prior has any width."""
    wide = []
    for site in scenario.sites():
        low, high = site.prior.interval(0.9)
        if high - low > 1e-9:
            wide.append(site.name)
    return wide


def screen(
    scenario: Scenario, outcome: str, *, days: int, posterior: Posterior | None = None, walks: int = 6,
    strategy: Strategy = BASELINE, seed: int = 1, tick: Callable[[int], None] = lambda _: None,
) -> list[Screened]:  # fmt: skip
    """Every uncertain parameter's effect on an outcome, largest first."""
    from SALib.analyze import morris as analyse
    from SALib.sample import morris as sample

    names = uncertain(scenario)
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    shares = sample.sample(problem, walks, num_levels=LEVELS, seed=seed)
    values = _whole(scenario, names, marginals(scenario, posterior, names)(shares))
    y = _of(play_at(scenario, values, strategy, days=days, seed=seed, same_luck=True, tick=tick), outcome)
    found = analyse.analyze(problem, shares, y.mean(-1), num_levels=LEVELS, seed=seed)
    alone = float(np.sqrt(2 * y.var(-1, ddof=1).mean() / y.shape[1])) * np.sqrt(2 / np.pi) / STEP
    rows = [
        Screened(n, float(e), float(c), alone)
        for n, e, c in zip(names, found["mu_star"], found["mu_star_conf"], strict=True)
    ]
    return sorted(rows, key=lambda r: -r.effect)


def sobol(
    scenario: Scenario, outcome: str, names: Sequence[str], *, days: int, posterior: Posterior | None = None,
    theories: Sequence[Variant] = (), samples: int = 256, strategy: Strategy = BASELINE, seed: int = 1,
    tick: Callable[[int], None] = lambda _: None,
) -> Sobol:  # fmt: skip
    """First and total index of each factor, corrected for the chance that few futures of a draw leave in."""
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    factors = [*names, *([THEORY] if len(theories) > 1 else [])]
    problem = {"num_vars": len(factors), "names": factors, "bounds": [[0.0, 1.0]] * len(factors)}
    shares = sample.sample(problem, samples, calc_second_order=False, seed=seed)
    drawn = marginals(scenario, posterior, names)(shares[:, : len(names)])
    values = _whole(scenario, names, drawn)
    if len(theories) > 1:
        values = _held(layout_of(scenario), values, shares[:, -1], theories)
    played = play_at(scenario, values, strategy, days=days, seed=seed, tick=tick)
    y = _of(played, outcome)
    mean, noise = y.mean(-1), float(y.var(-1, ddof=1).mean()) / y.shape[1]
    seen = float(mean.var())
    if seen == 0:
        raise ArmslengthError(f"'{outcome}' is the same in every future of {days} days: nothing drives it")
    found = analyse.analyze(problem, mean, calc_second_order=False, seed=seed)
    real = max(seen - noise, 1e-12 + 0.01 * seen)
    grown = seen / real
    indices = tuple(
        Index(
            n,
            float(s1 * grown),
            float(c1 * grown),
            float(max(st * grown - noise / real, 0.0)),
            float(ct * grown),
        )
        for n, s1, c1, st, ct in zip(
            factors, found["S1"], found["S1_conf"], found["ST"], found["ST_conf"], strict=True
        )
    )
    widest = max(max(i.first_error, i.total_error) for i in indices)
    within = noise * y.shape[1]
    return Sobol(
        outcome, scale_of(played.described[outcome].unit), days, samples, within / (within + real), tuple(sorted(indices, key=lambda i: -i.total)),
        widest <= LOOSE, int(np.ceil(samples * (widest / LOOSE) ** 2)),
    )  # fmt: skip


def scale_of(unit: str) -> str:
    """Counts have tails without a variance, so they are analysed as log(1 + count)."""
    return "as it is" if unit in ("probability", "share", "rung") else "log(1 + count)"


def _of(played: Played, outcome: str) -> np.ndarray:
    if outcome not in played.values:
        raise ArmslengthError(f"no outcome is called '{outcome}'; {did_you_mean(outcome, played.values)}")
    y = played[outcome]
    return y if scale_of(played.described[outcome].unit) == "as it is" else np.log1p(y)


def _whole(scenario: Scenario, names: Sequence[str], drawn: np.ndarray) -> np.ndarray:
    """[site, draw] the defaults, with these parameters as drawn."""
    layout = layout_of(scenario)
    values = np.repeat(layout.defaults[:, None], drawn.shape[1], axis=1)
    values[[layout.names.index(n) for n in names]] = drawn
    return made_stable(layout, values)


def _held(layout: Layout, values: np.ndarray, share: np.ndarray, theories: Sequence[Variant]) -> np.ndarray:
    """The theory of each draw switched on: shares are cut in proportion to the weights."""
    edges = np.cumsum([weight for _, weight, _ in theories]) / sum(weight for _, weight, _ in theories)
    which = np.searchsorted(edges, np.clip(share, 0, 1 - 1e-9), side="right")
    values = np.array(values)
    for i, (_, _, held) in enumerate(theories):
        here = np.flatnonzero(which == i)
        if len(here):
            values[:, here] = layout.override(values[:, here], held)
    return values


def as_data(screened: Sequence[Screened], split: Sobol) -> dict[str, Any]:
    """As JSON holds it."""
    return {
        "outcome": split.outcome, "scale": split.scale, "window_days": split.days, "samples": split.samples,
        "chance": split.chance, "converged": split.converged, "verdict": split.verdict,
        "screening": [r.__dict__ for r in screened], "sobol": [i.__dict__ for i in split.indices],
    }  # fmt: skip
