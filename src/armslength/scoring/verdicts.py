"""What backtests of the cases that ship have found: read from a file, so that nobody waits for it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from armslength.results.backtest import BacktestResult
from armslength.results.headline import NOT_SCORED, ShippedVerdict, support
from armslength.scenario.files import read_folder
from armslength.scenario.load import SHIPPED

FILE = "verdicts.json"  #: beside the cases; `python -m tools.verdicts` writes it
VERDICTS = TypeAdapter(dict[str, ShippedVerdict])


@cache
def shipped_verdicts() -> dict[str, ShippedVerdict]:
    """Return the verdict on each case that was scored, by the name of the case."""
    return VERDICTS.validate_json(files("armslength.cases").joinpath(FILE).read_bytes())


def verdict_on(case: str, scenario_hash: str) -> ShippedVerdict | None:
    """Return the verdict that ships for a case; None where none does, or where its files are others than those scored."""
    found = shipped_verdicts().get(case)
    return found if found and _shipped_hash(case) == scenario_hash else None


@cache
def _shipped_hash(case: str) -> str:
    return read_folder(SHIPPED / case)[0].hash


def record_of(case: str, scenario_hash: str, backtest: BacktestResult | None) -> str:
    """Say how far past forecasts of a case support the model: by the backtest at hand, else by the one that ships."""
    if backtest and backtest.primary:
        return support(backtest.primary)
    if shipped := verdict_on(case, scenario_hash):
        return shipped.sentence
    return NOT_SCORED
