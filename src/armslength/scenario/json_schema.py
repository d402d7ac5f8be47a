"""The JSON Schema of `scenario.yaml`, `claims.yaml`, `sources.yaml` and `questions.yaml`, from the models."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from armslength.scenario.event_kinds import COLUMNS, KINDS
from armslength.scenario.payoffs import PAYOFFS
from armslength.scenario.schema import Claim, Keyed, Question, ScenarioFile, Source
from armslength.world.catalogue import CATALOGUE


def schema() -> dict[str, Any]:
    """One document: the schema of each file, with the parameters that exist and the columns of the events."""
    shapes: dict[str, Any] = {
        "scenario.yaml": ScenarioFile,
        "claims.yaml": Keyed[Claim],
        "sources.yaml": Keyed[Source],
        "questions.yaml": Keyed[Question],
    }
    files = {file: TypeAdapter(shape).json_schema(by_alias=True) for file, shape in shapes.items()}
    properties = files["scenario.yaml"]["properties"]
    properties["parameters"]["propertyNames"] = {"enum": [p.path for p in CATALOGUE if not p.per_entity]}
    properties["payoffs"]["propertyNames"] = {"enum": list(PAYOFFS)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An armslength scenario folder",
        "files": files,
        "events.csv": {"columns": COLUMNS, "kinds": {name: kind.meaning for name, kind in KINDS.items()}},
    }
