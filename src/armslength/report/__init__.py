"""What one sees: the report of a forecast and its pictures, each made from the forecast's record alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armslength.extras import require

if TYPE_CHECKING:
    from armslength.report.render_figures import Drawn
    from armslength.results.forecast import ForecastResult

__all__ = ["write_report"]


def write_report(result: ForecastResult, drawn: Drawn | None = None) -> str:
    """Return the whole report as HTML, from a forecast's record and nothing else; `drawn` are its pictures, if at hand.

    Raises:
        ArmslengthError: where the extra `plots` is not installed.
    """
    require("plots", "The report")
    from armslength.report.forecast_page import write_report as write  # its pictures take a second to import

    return write(result, drawn)
