"""Forecasts against what came: naive rivals, proper scores, a ledger, and `no skill shown` where none is."""
