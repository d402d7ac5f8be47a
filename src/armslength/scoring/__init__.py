"""Scores of forecasts: naive baselines, proper scores, a ledger of forecasts, and no claim of skill without evidence."""

from armslength.scoring.backtest import backtest, weekly
from armslength.scoring.paths import Forecaster, Paths

__all__ = ["Forecaster", "Paths", "backtest", "weekly"]
