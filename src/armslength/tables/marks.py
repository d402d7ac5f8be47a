"""Marks beside a number: what the data did not move, and what nothing that is reported could have moved."""

from __future__ import annotations

from armslength.results.forecast import ForecastResult, Unscored

MARK = "°"  #: behind a name: the data did not move its number
UNSCORED: dict[Unscored, str] = {  # what is missing where a number on orders is assumed
    "follow": "no order in the events has a known answer",
    "within control": "no order in the events has a known answer",
    "order": "no order or visit is in the events",
}


def marked(result: ForecastResult, part: str, about: str, days: int, name: str) -> str:
    """Return a name, with a mark where its number is only the prior's."""
    return f"{name} {MARK}" if result.prior_only(part, about, days) else name


def prior_only_said(result: ForecastResult) -> str:
    """Return what the mark means, where a result can have one."""
    if result.against_prior:
        return f" {MARK} prior only: as far as {result.main_window} days can tell, the data did not move it."
    return " Every number is the prior's." if result.scenario.parameters_from == "prior" else ""


def assumed(result: ForecastResult, part: Unscored, name: str) -> str:
    """Return the name of a number on orders, which says so where nothing reported scores it."""
    return f"{name} (assumed)" if part in result.assumed else name


def assumed_said(result: ForecastResult, *parts: Unscored) -> str:
    """Return why numbers of these parts are assumed, where any is."""
    why = dict.fromkeys(UNSCORED[part] for part in parts if part in result.assumed)
    return f" Assumed: {'; '.join(why)}." if why else ""
