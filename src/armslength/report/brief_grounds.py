"""What every brief says of its own worth: the record of past forecasts, what intervals leave out, how it was made."""

from __future__ import annotations

from datetime import date

from armslength.formatting import day
from armslength.results.backtest import BacktestResult
from armslength.results.manifest import Manifest
from armslength.results.scores import Verdict

PLAIN: dict[Verdict, str] = {
    "skill shown": "it did better than",
    "no skill shown": "it showed no skill against",
    "worse than the baseline": "it did worse than",
    "too few to tell": "there are too few independent occasions to tell it from",
}
#: what no interval covers
MODEL_ONLY = "Whether the model itself is right is in no interval."


def record_line(case: str, backtest: BacktestResult | None, as_of: date) -> str:
    """Return what past forecasts of a case show, in a sentence that a reader without statistics understands."""
    if backtest is None:
        return (
            "No test on the past was at hand: nothing here shows that the model beats the mean of past counts "
            f"(`armslength backtest {case}` tests it)."
        )
    end = backtest.primary
    tested = f"Tested from {len(backtest.origins)} past days up to {day(as_of)}"
    if end is None:
        return f"{tested}: the case declares no comparison beforehand, so that no verdict is given."
    return f"{tested}, {PLAIN[end.verdict]} the {end.baseline}. {end.finding}."


def made_line(manifest: Manifest) -> str:
    """Return when, from which version and with which settings a result was made."""
    return (
        f"Made {day(manifest.created)} with armslength {manifest.version} (commit {manifest.commit[:12]}), "
        f"{manifest.futures:,} futures, parameters from the {manifest.parameters_from}, seed {manifest.seed}, "
        f"case {manifest.scenario_hash[:12]}."
    )
