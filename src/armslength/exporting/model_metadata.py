"""Who made the forecasts of a hub and how: a file of its own for each model, and the schema that it keeps to."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import JsonValue

from armslength import __version__
from armslength.exporting.hub_config import PLACEHOLDER, TEAM
from armslength.scoring.saved_forecast import SavedForecast

_TEXT: JsonValue = {"type": "string"}
METADATA_SCHEMA: Mapping[str, JsonValue] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "What a model's file of metadata holds",
    "type": "object",
    "properties": {
        "team_name": _TEXT,
        "team_abbr": {"type": "string", "pattern": "^[A-Za-z0-9_]+$"},
        "model_name": _TEXT,
        "model_abbr": {"type": "string", "pattern": "^[A-Za-z0-9_]+$"},
        "model_version": _TEXT,
        "model_contributors": {
            "type": "array",
            "items": {"type": "object", "properties": {"name": _TEXT, "affiliation": _TEXT, "email": _TEXT}},
        },
        "license": _TEXT,
        "designated_model": {"type": "boolean"},
        "data_inputs": _TEXT,
        "methods": _TEXT,
    },
    "required": ["team_name", "team_abbr", "model_name", "model_abbr", "license", "designated_model"],
    "additionalProperties": False,
}
METHODS = {
    "prior": "its parameters drawn from their priors",
    "posterior": "its parameters drawn from a fit to what had been reported by the origin",
    "theories": "averaged over rival theories of who obeys, each fitted to what had been reported by the origin",
}


def metadata_of(saved: SavedForecast, model_id: str) -> str:
    """Return the metadata of a forecast's model as YAML."""
    scenario = saved.result.scenario
    return yaml_of(
        model_id,
        f"armslength on {scenario.name}",
        "A generative model of a patron, its clients and their fronts, simulated day by day, "
        + METHODS[scenario.parameters_from],
        f"The case {scenario.name}: {scenario.title}",
    )


def yaml_of(model_id: str, name: str, methods: str, data: str) -> str:
    """Return the metadata of a model as YAML, whose values are written as JSON."""
    fields: Mapping[str, JsonValue] = {
        "team_name": TEAM,
        "team_abbr": TEAM,
        "model_name": name,
        "model_abbr": model_id.partition("-")[2],
        "model_version": __version__,
        "model_contributors": [{"name": "the armslength authors"}],
        "license": PLACEHOLDER,
        "designated_model": True,
        "data_inputs": data,
        "methods": methods,
    }
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
