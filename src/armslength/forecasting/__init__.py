"""Forecast: who follows, what comes next, how sure, and what that certainty is made of."""

from armslength.forecasting.forecast import Forecast, forecast
from armslength.forecasting.position import position
from armslength.forecasting.step import step
from armslength.forecasting.storage import load_forecast, save
from armslength.forecasting.updated_case import advance

__all__ = ["Forecast", "advance", "forecast", "load_forecast", "position", "save", "step"]
