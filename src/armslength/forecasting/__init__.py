"""Forecast: who follows, what comes next, how sure, and what that certainty is made of."""

from armslength.forecasting.advance import advance
from armslength.forecasting.forecast import Forecast, forecast
from armslength.forecasting.save import load_forecast, save
from armslength.forecasting.step import position, step

__all__ = ["Forecast", "advance", "forecast", "load_forecast", "position", "save", "step"]
