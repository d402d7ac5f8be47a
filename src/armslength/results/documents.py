"""Every result that is kept as a document, by the name that `armslength schema` takes, and its JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from armslength.results.backtest import BacktestResult
from armslength.results.comparison import ComparisonResult
from armslength.results.discovery import DiscoveryResult
from armslength.results.explanation import ExplanationResult
from armslength.results.fit import FitResult
from armslength.results.forecast import ForecastResult
from armslength.results.indicators import IndicatorsResult
from armslength.results.ledger import LedgerResult
from armslength.results.population import PopulationResult
from armslength.results.record import Document
from armslength.results.robustness import RobustnessResult
from armslength.results.score import ScoreResult
from armslength.results.sensitivity import SensitivityResult
from armslength.results.step import StepResult
from armslength.results.theories import TheoriesResult
from armslength.results.track_record import TrackRecordResult
from armslength.results.update import UpdateResult
from armslength.results.value_of_information import InformationResult

DOCUMENTS: Mapping[str, type[Document]] = {
    "forecast": ForecastResult,
    "fit": FitResult,
    "theories": TheoriesResult,
    "backtest": BacktestResult,
    "score": ScoreResult,
    "record": TrackRecordResult,
    "population": PopulationResult,
    "ledger": LedgerResult,
    "comparison": ComparisonResult,
    "explanation": ExplanationResult,
    "sensitivity": SensitivityResult,
    "discovery": DiscoveryResult,
    "robustness": RobustnessResult,
    "information": InformationResult,
    "indicators": IndicatorsResult,
    "step": StepResult,
    "update": UpdateResult,
}


def json_schema(name: str) -> dict[str, JsonValue]:
    """Return the JSON Schema of a document, with the sentence and the unit of every key."""
    schema: dict[str, JsonValue] = DOCUMENTS[name].model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
