"""The result of a fit as one record: what `--json` prints, and what the page of the fit is made from."""

from __future__ import annotations

from collections import Counter

from armslength.fitting.identify import LEARNED, PRIOR_ONLY, entangled_pairs, learned_parameters
from armslength.fitting.posterior import Posterior
from armslength.fitting.predictive import QUANTILES, coverage_by_series, predict_totals
from armslength.results.fit import FitResult, FittedCase, VerdictBounds, Verdicts
from armslength.scenario import Scenario


def fit_result(posterior: Posterior, scenario: Scenario, file: str | None = None) -> FitResult:
    """Return what a posterior taught about a case, and how well it reproduces the totals that it was fitted to.

    `file` is where the posterior was saved.
    """
    parameters = learned_parameters(posterior, scenario)
    totals = predict_totals(posterior, scenario)
    return FitResult(
        scenario=FittedCase(name=scenario.name, title=scenario.title, as_of=scenario.as_of),
        manifest=posterior.manifest,
        converged=posterior.converged,
        verdicts=Verdicts.model_validate(Counter(row.verdict for row in parameters)),
        bounds=VerdictBounds(prior_only_below=PRIOR_ONLY, learned_from=LEARNED),
        parameters=tuple(parameters),
        entangled=tuple(entangled_pairs(posterior)),
        quantiles=QUANTILES,
        predictive=tuple(totals),
        coverage=tuple(coverage_by_series(totals)),
        file=file,
    )
