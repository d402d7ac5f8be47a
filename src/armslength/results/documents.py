"""Every result that is kept as a document, by the name that `armslength schema` takes, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armslength.results.backtest import BacktestResult
from armslength.results.fit import FitResult
from armslength.results.forecast import ForecastResult
from armslength.results.ledger import LedgerResult
from armslength.results.record import Document
from armslength.results.score import ScoreResult
from armslength.results.theories import TheoriesResult

DOCUMENTS: Mapping[str, type[Document]] = {
    "forecast": ForecastResult,
    "fit": FitResult,
    "theories": TheoriesResult,
    "backtest": BacktestResult,
    "score": ScoreResult,
    "ledger": LedgerResult,
}


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a document, with the sentence and the unit of every key."""
    schema: dict[str, Any] = DOCUMENTS[name].model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
