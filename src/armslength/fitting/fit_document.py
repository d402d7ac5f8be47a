"""A fit as one object: what `--json` prints and what the page of the fit is made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from armslength.fitting.identify import LEARNED, PRIOR_ONLY, entangled, identifiability
from armslength.fitting.posterior import Posterior
from armslength.fitting.predictive import QUANTILES, coverage, predictive
from armslength.scenario import Scenario

FORMAT = "armslength-fit/1"


def fit_document(posterior: Posterior, scenario: Scenario) -> dict[str, Any]:
    """Identifiability first, then how well the model reproduces what it was fitted to."""
    learned = identifiability(posterior, scenario)
    checked = predictive(posterior, scenario)
    return {
        "format": FORMAT,
        "scenario": {"name": scenario.name, "title": scenario.title, "as_of": scenario.as_of.isoformat()},
        "manifest": posterior.attrs,
        "converged": posterior.converged,
        "verdicts": dict(Counter(row.verdict for row in learned)),
        "bounds": {"prior_only_below": PRIOR_ONLY, "learned_from": LEARNED},
        "parameters": [{**asdict(row), "verdict": row.verdict} for row in learned],
        "entangled": [{"first": a, "second": b, "correlation": r} for a, b, r in entangled(posterior)],
        "quantiles": list(QUANTILES),
        "predictive": [
            {**asdict(c), "start": c.start.isoformat(), "end": c.end.isoformat()} for c in checked
        ],
        "coverage": [asdict(c) for c in coverage(checked)],
    }
