"""Forecast: who follows, what comes next, how sure, and what that certainty is made of."""

from armslength.forecast.forecast import Forecast, forecast
from armslength.forecast.save import load_forecast, save

__all__ = ["Forecast", "forecast", "load_forecast", "save"]
