"""What each of the cases is drafted from, and what its page says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Recipe:
    """What `draft` is asked for, and what a page says that no rule can."""

    name: str
    group: str
    title: str
    question: str
    ged: str  #: name of the file of events
    start: date
    end: date
    about: str
    leaves_out: Sequence[str]
    patron: Sequence[str] = ()
    without: Sequence[str] = ()

    @property
    def actors(self) -> Path | None:
        """The corrected list of actors; None where the rules of `draft` stand."""
        path = HERE / "actors" / f"{self.name}.csv"
        return path if path.exists() else None


def recipes(names: Sequence[str] = ()) -> list[Recipe]:
    """Return the recipes of that name, or all; raises `SystemExit` for a name that has none."""
    written: dict[str, dict[str, Any]] = YAML(typ="safe").load(HERE / "recipes.yaml")
    if unknown := [name for name in names if name not in written]:
        raise SystemExit(f"no recipe is called '{unknown[0]}'; there are {', '.join(written)}")
    return [
        Recipe(name, start=entry.pop("from"), end=entry.pop("to"), **entry)
        for name, entry in written.items()
        if not names or name in names
    ]
