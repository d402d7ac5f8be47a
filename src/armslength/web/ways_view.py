"""The three ways of forecasting counts, on the page Trust: from the first page's forecast, where that is made already."""

from __future__ import annotations

from markupsafe import Markup

from armslength.report.ways_part import three_ways
from armslength.web.app_state import AppState, read_forecast
from armslength.web.render import environment, picture


def ways_html(app_state: AppState, case: str) -> str:
    """Return the part as HTML; empty where no forecast is made yet: nobody waits for it here."""
    run = app_state.finished(case, app_state.forecast_task(case))
    if run is None:
        return ""
    forecast = read_forecast(run)
    drawn = forecast.pictures.get("ways")
    return str(three_ways(environment(), forecast.result, picture(drawn) if drawn else Markup("")))
