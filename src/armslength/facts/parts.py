"""Who plays which part in the controlled worlds: read from `facts.yaml` of the built-in case that has one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from armslength.errors import ArmslengthError
from armslength.scenario import load
from armslength.scenario.claims import claims_on
from armslength.scenario.load import SHIPPED
from armslength.scenario.schema import Written
from armslength.scenario.schema.model import Text, Texts
from armslength.scenario.validation import parse
from armslength.scenario.yaml_text import read_yaml

FILE, BANDS = "facts.yaml", "bands.yaml"


class Parts(Written):
    """Fronts of the case by the part that they play."""

    obedient: Text = Field(description="of a client that control can hold")
    dissenting: Text = Field(description="of a client that hears the same orders and resists them")
    autonomous: Text = Field(description="of the client that depends least")
    counted_together: Texts
    theatres: tuple[Texts, ...] = Field(strict=False, description="the nearest to the trigger war first")


class World(Written):
    """The controlled world of one fact."""

    is_: Text = Field(alias="is", description="in the reader's words")
    case: str = Field("", description="the case with the parts if left out")


class FactsFile(Written):
    """`facts.yaml`."""

    parts: Parts
    worlds: dict[str, World]


@cache
def facts_folder() -> Path:
    """Return the folder of the built-in case on which the facts are measured."""
    (found,) = SHIPPED.glob(f"*/{FILE}")
    return found.parent


@cache
def _file() -> FactsFile:
    path = facts_folder() / FILE
    file, faults = parse(read_yaml(str(path), path.read_text(encoding="utf-8")), FactsFile)
    if file is None:
        raise ArmslengthError(*faults)
    return file


def parts() -> Parts:
    """Return who plays which part."""
    return _file().parts


def world_of(number: int) -> tuple[str, str]:
    """Return the case in which a fact is measured, and its controlled world in words."""
    world = _file().worlds[f"fact {number}"]
    return world.case or facts_folder().name, world.is_


@cache
def claims_for(number: int) -> tuple[str, ...]:
    """Return the ids of the claims that speak for a fact."""
    return tuple(c.id for c in claims_on(load(facts_folder()).claims, f"fact {number}"))


def client_of(front: str) -> str:
    """Return the client of a front."""
    return front.partition("/")[0]


def adversary_of(front: str) -> str:
    """Return the adversary of a front."""
    return front.partition("/")[2]
