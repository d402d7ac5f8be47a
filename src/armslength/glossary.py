"""The terms of the project, each with its meaning: the reports, the page in the browser and the documents list them."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Term(NamedTuple):
    """A term and its meaning."""

    id: str  #: what a link names
    term: str
    meaning: str


@cache
def glossary() -> tuple[Term, ...]:
    """Return every term, in alphabetical order."""
    text = files("armslength").joinpath("glossary.csv").read_text(encoding="utf-8")
    return tuple(Term(**row) for row in csv.DictReader(text.splitlines()))
