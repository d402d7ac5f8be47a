"""The result of a fit: what the data taught of each parameter, and whether the model reproduces what was reported."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, NamedTuple

from armslength.formatting import number
from armslength.results.record import Count, Document, Record, Share, Spread, described, optional


class PredictiveQuantiles(NamedTuple):
    """The 5, 25, 50, 75 and 95 % quantiles of a predictive distribution; a list of five in JSON."""

    low_90: float
    low_50: float
    median: float
    high_50: float
    high_90: float


class Coverage(NamedTuple):
    """Shares of reported totals inside the central 50 and 90 % intervals; a list of two in JSON."""

    in_50: Share
    in_90: Share


class Diagnostics(Record):
    """Whether a sampler or an optimiser converged. A fit at the mode has no sampler, and so no measures of one."""

    converged: bool = described("whether all diagnostics lie within their bounds")
    faults: str = described("what lies outside its bounds, in words; empty where nothing does")
    worst_rhat: float | None = optional(
        "largest R-hat of any parameter, where there was a sampler", default=None
    )
    worst_rhat_site: str | None = optional("the parameter with the largest R-hat", default=None)
    least_ess_bulk: float | None = optional("smallest effective sample size in the bulk", default=None)
    least_ess_tail: float | None = optional("smallest effective sample size in the tails", default=None)
    divergences: int | None = optional("number of divergent transitions", default=None)
    least_bfmi: float | None = optional("smallest E-BFMI of any chain", default=None)


class FitManifest(Diagnostics):
    """What a posterior was made from, and how far it can be trusted. It is saved with the draws."""

    format: Literal["armslength-posterior/1"] = described("format of the file of draws")
    scenario: str = described("name of the case")
    scenario_hash: str = described("SHA-256 of all files of the scenario")
    evidence_hash: str | None = optional(
        "SHA-256 of what a fit reads of a scenario: its title, question, horizon, strategies, endpoint, "
        "claims and sources may change, and the posterior still belongs to it",
        default=None,
    )
    model_version: str | None = optional(
        "version of the model that was fitted; a fit of another version is refused", default=None
    )
    own_mechanisms: str = described(
        "mechanisms that the case has besides the built-in ones, each with a digest of its source, separated by commas",
        default="",
    )
    as_of: date = described("last day of what was fitted")
    also: str = described("names of other cases that informed the fit, separated by commas", default="")
    held: str = described("parameters held at a value, as `path=value`, separated by commas", default="")
    method: Literal["HMC", "NUTS", "Laplace"] = described(
        "HMC: Hamiltonian Monte Carlo, before that NUTS; or Laplace: a Gaussian at the mode"
    )
    chains: int = described("number of chains, run side by side")
    warmup: int = described("steps of adaptation in each chain, which are discarded")
    draws: int = described("draws of each chain")
    seed: int = described("seed of the random numbers: the same seed gives the same draws")
    version: str = described("version of armslength")
    created: str = described("when the fit was made, UTC")


class FittedCase(Record):
    """The case that was fitted."""

    name: str = described("name of the case")
    title: str = described("title of the case")
    own_mechanisms: str = described(
        "mechanisms that the case has besides the built-in ones, each with a digest of its source, separated by commas",
        default="",
    )
    as_of: date = described("last day of what was fitted")


class Verdicts(Record):
    """How many parameters the data taught, by verdict."""

    learned: Count = described("number of parameters learned well", default=0)
    partly: Count = described("number of parameters learned in part", default=0)
    prior_only: Count = described(
        "number of parameters that stay as the prior had them", key="prior only", default=0
    )


class VerdictBounds(Record):
    """The contractions that separate the verdicts."""

    prior_only_below: Share = described("contraction below which a parameter counts as prior only")
    learned_from: Share = described("contraction from which a parameter counts as learned")


class LearnedParameter(Record):
    """One parameter before and after the data."""

    name: str = described("dotted path of the parameter")
    prior: Spread = described("5, 50 and 95 % quantiles of the prior")
    posterior: Spread = described("5, 50 and 95 % quantiles of the posterior")
    contraction: Share = described(
        "one less the ratio of posterior to prior variance, of the standard normal behind the parameter"
    )
    verdict: Literal["learned", "partly", "prior only"] = described("what the contraction amounts to")
    rests_on: str = described(
        "what the prior rests on: learned from networks, a study, a coded judgement, our own default, or assumed",
        default="",
    )
    conflict: Literal["prior", "bound"] | None = optional(
        "`prior`: the data put the median outside the prior's central 95 %, so that prior and data are in conflict; "
        "`bound`: they push it against a bound of the prior",
        default=None,
    )


class EntangledPair(Record):
    """Two parameters that the data cannot separate: independent in the prior, correlated in the posterior."""

    first: str = described("dotted path of one parameter")
    second: str = described("dotted path of the other parameter")
    correlation: float = described("correlation of the two in the posterior", ge=-1, le=1)


class PredictedTotal(Record):
    """A reported total beside what the model predicted for it from everything reported before its tally began."""

    series: str = described("series of the reported total")
    start: date = described("first day of its tally")
    end: date = described("last day of its tally")
    reported: Count = described("the total as reported", "attacks")
    prior: PredictiveQuantiles = described(
        "5, 25, 50, 75 and 95 % quantiles under the prior, over chance and parameters", "attacks"
    )
    posterior: PredictiveQuantiles = described("the same quantiles under the posterior", "attacks")


class SeriesCoverage(Record):
    """How often the predictive intervals of one series held the reported total."""

    series: str = described("the series")
    tallies: Count = described("number of its totals")
    prior: Coverage = described("shares of them inside the prior's 50 and 90 % intervals", "share")
    posterior: Coverage = described("shares of them inside the posterior's intervals", "share")


def _conflict(row: LearnedParameter) -> str:
    moved = (
        f"{row.name} is {number(row.posterior.median)} after the data, where its prior has "
        f"{number(row.prior.low)} to {number(row.prior.high)} (90%)"
    )
    if row.conflict == "bound":
        return f"A bound binds: {moved}. Another bound would give another fit."
    return f"Prior and data are in conflict: {moved}. Check the prior, the data, or whether the model fits this case."


class FitResult(Document):
    """What a fit taught: every parameter before and after, pairs that stay entangled, and predictive checks."""

    kind: ClassVar[str] = "result of a fit"
    made_by: ClassVar[str] = "armslength fit"

    format: Literal["armslength-fit/1"] = described(
        "another number means that keys have changed", default="armslength-fit/1"
    )
    scenario: FittedCase = described("the case that was fitted")
    manifest: FitManifest = described("what the posterior was made from")
    converged: bool = described("whether all diagnostics lie within their bounds")
    verdicts: Verdicts = described("number of parameters by verdict")
    bounds: VerdictBounds = described("contractions that separate the verdicts")
    parameters: tuple[LearnedParameter, ...] = described("every uncertain parameter, most learned first")
    entangled: tuple[EntangledPair, ...] = described("pairs that the data cannot separate")
    quantiles: tuple[float, ...] = described("probabilities at which `predictive` gives quantiles")
    predictive: tuple[PredictedTotal, ...] = described("every reported total beside its prediction")
    coverage: tuple[SeriesCoverage, ...] = described("coverage of the predictive intervals, by series")
    file: str | None = optional("file in which the posterior was saved", default=None)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """A sentence for each parameter on which prior and data are in conflict, or which lies at a bound."""
        return tuple(_conflict(row) for row in self.parameters if row.conflict)

    @property
    def totals(self) -> int:
        """Number of reported totals, all series together."""
        return sum(row.tallies for row in self.coverage)

    def pooled(self, which: Literal["prior", "posterior"]) -> Coverage | None:
        """Return the coverage of all series together under the prior or the posterior; None without any total."""
        if not self.totals:
            return None
        shares = ([getattr(row, which)[i] * row.tallies for row in self.coverage] for i in (0, 1))
        return Coverage(*(sum(each) / self.totals for each in shares))
