"""Texts taken from a document read by string keys; each goes as its result becomes a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from armslength.formatting import NOT_GIVEN, difference, interval, number

Document = Mapping[str, Any]
LEVELS = {  # key in the document: level of a reprisal in words
    "none": "none",
    "level_1": "materiel",
    "level_2": "personnel",
    "level_3": "leadership",
    "level_4": "the patron itself",
}


def changes(row: Mapping[str, Any], unit: str) -> str:
    """A difference with its interval.

    >>> changes({"difference": -0.35, "parameters": [-0.48, -0.002]}, "probability")
    '-35 pts (-48 to -0.2)'
    """
    low, high = (difference(x, unit, bare=True) for x in row["parameters"])
    return f"{difference(row['difference'], unit)} ({low} to {high})"


def quantile(q: Mapping[str, Any] | None, form: Any = number) -> str:
    """A median with its 90% interval.

    >>> from armslength.formatting import percent
    >>> quantile({"median": 0.41, "90": [0.2, 0.61]}, percent), quantile(None)
    ('41% (20–61%)', 'not given')
    """
    return f"{form(q['median'])} ({interval(q.get('90'), form)})" if q else NOT_GIVEN


def covers(quantities: Iterable[Mapping[str, Any] | None]) -> str:
    """What the intervals of these quantities cover, said once for all of them."""
    named = list(dict.fromkeys(q["covers"] for q in quantities if q and q.get("covers")))
    return " or ".join(named) if named else "what the document does not say"


def ends_on(document: Document) -> date:
    """The last day of the forecast."""
    scenario = document["scenario"]
    return date.fromisoformat(scenario["as_of"]) + timedelta(days=int(scenario["horizon"]))


def word_for(document: Document, p: float | None) -> str:
    """The document's own word for a probability; nothing where it has no scale."""
    scale = (document.get("words") or {}).get("scale") or []
    if p is None:
        return ""
    return next((str(w["word"]) for w in scale if w["from"] <= p <= w["to"]), "")
