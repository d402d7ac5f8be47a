"""Forecasts against what came: naive rivals, proper scores, a ledger, and `no skill shown` where none is."""

from armslength.scoring.backtest import Backtest, backtest, weekly
from armslength.scoring.paths import Forecaster, Paths

__all__ = ["Backtest", "Forecaster", "Paths", "backtest", "weekly"]
