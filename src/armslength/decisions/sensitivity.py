"""Which assumptions drive an outcome? Screening first, then Sobol indices, with chance separated.

Screening (Morris 1991) moves one parameter at a time along short walks, all with the same random numbers. Sobol indices
(Saltelli et al. 2010; Jansen 1999) split the variance of the expected outcome over the parameters that the screening
left, and over rival theories as one more factor. They need independent inputs: each parameter is drawn from its own
marginal, of the fit where it was informed and of the prior where not; correlations of the posterior are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Unpack

import numpy as np

from armslength.decisions.outcome_definitions import outcome_names, outcomes_of
from armslength.decisions.strategy_futures import StrategyFutures
from armslength.decisions.sweep import Screening, play_at
from armslength.errors import ArmslengthError
from armslength.extras import require
from armslength.fitting import Posterior
from armslength.forecasting.run_manifest import manifest_of
from armslength.results.manifest import Manifest
from armslength.results.sensitivity import ScreenedParameter, SensitivityResult, SobolIndex
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.unvalued import is_unvalued_parameter
from armslength.simulate import REPLICATES
from armslength.theories import Variant
from armslength.world.params import Layout

EDGE = 0.005  # share of each marginal beyond which nothing is tried, at both ends
LEVELS = 4  # of the grid on which the screening walks
STEP = LEVELS / (2 * (LEVELS - 1))
WIDEST = 0.1  # half-width of an index above which it is not converged
THEORY = "theory"
Scale = Literal["as it is", "log(1 + count)"]


@dataclass(frozen=True)
class VarianceSplit:
    """The split of one outcome's variance over the factors."""

    scale: Scale  #: on which the outcome was analysed
    samples: int  #: size of the design
    chance: float  #: share of one future's variance that no parameter explains
    indices: tuple[SobolIndex, ...]  #: the largest total index first

    @property
    def widest(self) -> float:
        """The half-width of the widest interval of an index."""
        return max(max(i.first_error, i.total_error) for i in self.indices)

    @property
    def converged(self) -> bool:
        """Whether every interval is narrow enough."""
        return self.widest <= WIDEST

    @property
    def verdict(self) -> str:
        """Whether the indices converged, in words, with the number of samples that would be needed."""
        needed = int(np.ceil(self.samples * (self.widest / WIDEST) ** 2))
        if self.converged:
            return "converged"
        if needed > 1000 * self.samples:
            return "not converged: chance hides what the parameters do to this outcome"
        return f"not converged: about {needed:,} samples are needed, not {self.samples:,}"


def sensitivity(
    scenario: Scenario | str | Path,
    outcome: str = "lethal_attack",
    run: Run = Run(usual=90),
    *,
    factors: int = 8,
    samples: int = 256,
    walks: int = 6,
    theories: Sequence[Variant] = (),
    **options: Unpack[RunOptions],
) -> SensitivityResult:
    """Screen every uncertain parameter and compute Sobol indices of those that matter most.

    Args:
        scenario: a scenario, its folder, or the name of a case.
        outcome: the outcome, by the name that a comparison gives it.
        run: days, seed and parameters of the run; how many futures are played follows from `samples` and `walks`.
        factors: parameters that the screening passes on.
        samples: size of Sobol's design, a power of two.
        walks: walks of the screening.
        theories: rival theories with their weights, which become one more factor.

    Raises:
        ArmslengthError: where the run or an option cannot be used, or nothing drives the outcome.
    """
    require("decisions", "A sensitivity study")
    if factors < 1 or samples < 2 or samples & (samples - 1) or walks < 2:
        raise ArmslengthError(
            "ask for at least one factor, two walks, and samples that are a power of two, such as 256"
        )
    run, case = run.but(**options), load(scenario)
    days = run.days_of(case)
    run.progress("screening every parameter", 0, 1)
    screened = screen(case, outcome, run, walks)
    run.progress("splitting the variance", 0, 1)
    split = sobol(case, outcome, [row.name for row in screened[:factors]], run, samples, theories)
    return SensitivityResult(
        outcome=outcome,
        scale=split.scale,
        window_days=days,
        samples=samples,
        chance=split.chance,
        converged=split.converged,
        verdict=split.verdict,
        screening=tuple(screened),
        sobol=split.indices,
        manifest=manifest_of(Manifest, case, run, futures=samples * (len(split.indices) + 2) * REPLICATES),
    )


def marginals(
    scenario: Scenario, fit: Posterior | None, names: Sequence[str]
) -> Callable[[np.ndarray], np.ndarray]:
    """Return a map from shares [draw, name] to values [name, draw], each parameter by its own marginal."""
    from scipy.special import ndtri

    priors = {s.name: s.prior for s in scenario.sites()}
    informed = {n: fit.values[..., i].ravel() for i, n in enumerate(fit.names)} if fit else {}

    def quantiles(name: str, shares: np.ndarray) -> np.ndarray:
        within = EDGE + (1 - 2 * EDGE) * shares
        if name in informed:
            return np.asarray(np.quantile(informed[name], within))
        return np.asarray(priors[name].push(ndtri(within)))

    return lambda shares: np.stack([quantiles(n, u) for n, u in zip(names, shares.T, strict=True)])


def uncertain(scenario: Scenario) -> list[str]:
    """Return the parameters whose prior has any width, but for those that say what the loss of a leader does."""
    spans = {site.name: site.prior.interval(0.9) for site in scenario.sites()}
    return [
        name for name, (low, high) in spans.items() if high - low > 1e-9 and not is_unvalued_parameter(name)
    ]


def screen(scenario: Scenario, outcome: str, run: Run, walks: int) -> list[ScreenedParameter]:
    """Return every uncertain parameter's effect on an outcome, the largest first."""
    from SALib.analyze import morris as analyse
    from SALib.sample import morris as sample

    names = uncertain(scenario)
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    shares = sample.sample(problem, walks, num_levels=LEVELS, seed=run.seed)
    values = _whole(scenario, names, marginals(scenario, run.posterior_of(scenario), names)(shares))
    days = run.days_of(scenario)
    played = play_at(
        scenario,
        values,
        days=days,
        seed=run.seed,
        same_numbers=True,
        only=_known(scenario, outcome, days),
        kind=Screening,
        progress=run.progress,
    )
    y = _on_scale(played, outcome)
    found = analyse.analyze(problem, shares, y.mean(-1), num_levels=LEVELS, seed=run.seed)
    noise = float(np.sqrt(2 * y.var(-1, ddof=1).mean() / y.shape[1])) * np.sqrt(2 / np.pi) / STEP
    rows = [
        ScreenedParameter(name=name, effect=float(effect), error=float(error), noise=float(noise))
        for name, effect, error in zip(names, found["mu_star"], found["mu_star_conf"], strict=True)
    ]
    return sorted(rows, key=lambda row: -row.effect)


def sobol(
    scenario: Scenario,
    outcome: str,
    names: Sequence[str],
    run: Run,
    samples: int,
    theories: Sequence[Variant] = (),
) -> VarianceSplit:
    """Return the first-order and total index of each factor, corrected for the chance that few replicates leave in."""
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    factors = [*names, *([THEORY] if len(theories) > 1 else [])]
    problem = {"num_vars": len(factors), "names": factors, "bounds": [[0.0, 1.0]] * len(factors)}
    shares = sample.sample(problem, samples, calc_second_order=False, seed=run.seed)
    marginal = marginals(scenario, run.posterior_of(scenario), names)
    values = _whole(scenario, names, marginal(shares[:, : len(names)]))
    if len(theories) > 1:
        values = _under_theories(scenario.layout, values, shares[:, -1], theories)
    days = run.days_of(scenario)
    played = play_at(
        scenario,
        values,
        days=days,
        seed=run.seed,
        only=_known(scenario, outcome, days),
        progress=run.progress,
    )
    y = _on_scale(played, outcome)
    mean, noise = y.mean(-1), float(y.var(-1, ddof=1).mean()) / y.shape[1]
    seen = float(mean.var())
    if seen == 0:
        raise ArmslengthError(f"'{outcome}' is the same in every future of {days} days: nothing drives it")
    found = analyse.analyze(problem, mean, calc_second_order=False, seed=run.seed)
    real = max(seen - noise, 1e-12 + 0.01 * seen)
    within = noise * y.shape[1]
    indices = _indices(factors, found, seen / real, noise / real)
    return VarianceSplit(scale_of(played.outcomes[outcome].unit), samples, within / (within + real), indices)


def _indices(
    factors: Sequence[str], found: Mapping[str, np.ndarray], growth: float, noise: float
) -> tuple[SobolIndex, ...]:
    """Return SALib's indices relative to the variance without noise; noise counts as interaction and is taken out."""
    found = {name: np.asarray(found[name]) * growth for name in ("S1", "S1_conf", "ST", "ST_conf")}
    rows = [
        SobolIndex(
            name=factor,
            first=float(found["S1"][i]),
            first_error=float(found["S1_conf"][i]),
            total=float(max(found["ST"][i] - noise, 0.0)),
            total_error=float(found["ST_conf"][i]),
        )
        for i, factor in enumerate(factors)
    ]
    return tuple(sorted(rows, key=lambda row: -row.total))


def scale_of(unit: str) -> Scale:
    """Return the scale of an outcome: counts have tails without a variance, so they are analysed as log(1 + count)."""
    return "as it is" if unit in ("probability", "share", "rung") else "log(1 + count)"


def _known(scenario: Scenario, outcome: str, days: int) -> str:
    """Return the outcome after refusing one that no comparison of the case has."""
    known = outcomes_of(scenario, days)
    if outcome in known:
        return outcome
    if outcome in outcome_names(scenario):
        raise ArmslengthError(
            f"'{outcome}' cannot be asked of this case, which reports nothing of it; it has {', '.join(known)}"
        )
    raise ArmslengthError(f"no outcome is called '{outcome}'; {did_you_mean(outcome, known)}")


def _on_scale(played: StrategyFutures, outcome: str) -> np.ndarray:
    y = played[outcome]
    return y if scale_of(played.outcomes[outcome].unit) == "as it is" else np.log1p(y)


def _whole(scenario: Scenario, names: Sequence[str], drawn: np.ndarray) -> np.ndarray:
    """Return the defaults [site, draw], with some parameters as drawn [name, draw]."""
    layout = scenario.layout
    values = np.repeat(layout.defaults[:, None], drawn.shape[1], axis=1)
    values[[layout.names.index(n) for n in names]] = drawn
    return values


def _under_theories(
    layout: Layout, values: np.ndarray, share: np.ndarray, theories: Sequence[Variant]
) -> np.ndarray:
    """Return the values with each draw under one theory: shares [draw] are cut in proportion to the weights."""
    edges = np.cumsum([theory.weight for theory in theories])
    which = np.searchsorted(edges / edges[-1], np.clip(share, 0, 1 - 1e-9), side="right")
    values = np.array(values)
    for i, theory in enumerate(theories):
        here = np.flatnonzero(which == i)
        if len(here):
            values[:, here] = layout.override(values[:, here], theory.held)
    return values
