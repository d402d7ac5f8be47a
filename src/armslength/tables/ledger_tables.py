"""Tables of the ledger's page: what is open, what is settled, and what will stay open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from armslength.formatting import day, number, percent
from armslength.results.ledger import LedgerForecast
from armslength.tables.table import Cell, Column, Table

CERTAIN_EARLY = "certain before its end"


def pending_table(forecasts: Sequence[LedgerForecast]) -> Table:
    """Return what is not settled yet, what ends first on top."""
    open_ = sorted((f for f in forecasts if f.state == "pending"), key=lambda f: (f.ends, f.entry))
    return _table(
        "Not settled yet, what ends first on top.",
        open_,
        ("Ends", lambda f: day(f.ends)),
    )


def resolved_table(forecasts: Sequence[LedgerForecast]) -> Table:
    """Return what is settled, the newest on top."""
    return _table(
        "Settled, newest registration on top.",
        _newest(forecasts, "resolved"),
        ("Observed", _observed),
        ("Score", _score),
    )


def void_table(forecasts: Sequence[LedgerForecast]) -> Table:
    """Return what the reports leave open for good, the newest on top."""
    return _table(
        "Void: what was reported leaves it open for good. No score counts it.",
        _newest(forecasts, "void"),
        ("Why", lambda f: f.why),
    )


def _newest(forecasts: Sequence[LedgerForecast], state: str) -> list[LedgerForecast]:
    return [f for f in reversed(forecasts) if f.state == state]


def _table(
    title: str,
    forecasts: Sequence[LedgerForecast],
    *more: tuple[str, Callable[[LedgerForecast], str]],
) -> Table:
    names = ("Question", "Forecaster", "Forecast", "Registered", *(name for name, _ in more))
    rows: list[tuple[Cell, ...]] = [
        (
            f.question,
            f.forecaster,
            _answer(f),
            f"{day(f.registered[:10])}, {'in advance' if f.timing == 'prospective' else 'afterwards'}",
            *(show(f) for _, show in more),
        )
        for f in forecasts
    ]
    return Table(title, tuple(Column(name, words=True) for name in names), tuple(rows))


def _answer(forecast: LedgerForecast) -> str:
    if forecast.quantiles is None:
        return percent(forecast.probability)
    low, median, high = forecast.quantiles
    return f"{number(median)} (90%: {number(low)} to {number(high)})"


def _observed(forecast: LedgerForecast) -> str:
    value = forecast.value
    said = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return said if forecast.is_past else f"{said} ({CERTAIN_EARLY})"


def _score(forecast: LedgerForecast) -> str:
    scores = forecast.scores
    if scores.brier is not None:
        return f"Brier {scores.brier:.3f}"
    if scores.quantile is None:
        return ""
    return f"quantile score {scores.quantile:.1f}, {'in' if scores.in_90 else 'outside'} the 90%"
