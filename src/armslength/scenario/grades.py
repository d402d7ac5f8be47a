"""How good the source of a number is: a study, a judgement coded from what was said or reported, our own default, or assumed."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

Grade = Literal[
    "a study",
    "a coded judgement from a claim",
    "a coded judgement from reports",
    "our own default",
    "assumed",
]

#: a published work, as sources name it: an author, perhaps more, and a year; or a version of a data set
_STUDY = re.compile(r"[A-Z][\w'-]+( (&|et al\.|[A-Z][\w'-]+))* (19|20)\d\d|\bUCDP\b")
_MONTH = re.compile(
    r"(January|February|March|April|May|June|July|August|September|October|November|December) \d{4}"
)
OWN = ("model", "normalisation", "stability")  #: what we set ourselves, in the words of a source


def grade_of(source: str, claims: Collection[str]) -> Grade:
    """Return the grade of a source as it is written, the least of its parts; `claims` are ids of the case's claims.

    >>> [grade_of(s, ("claim 1",)) for s in ("assumed; claim 1", "claim 1; model", "Lewis et al. 2012", "8 in 103 days", "model")]
    ['assumed', 'a coded judgement from a claim', 'a study', 'a coded judgement from reports', 'our own default']
    """
    parts = [part.strip() for part in source.split(";") if part.strip()]
    if not parts or any("assumed" in part for part in parts):
        return "assumed"
    if any(part in claims for part in parts):
        return "a coded judgement from a claim"
    said = [part for part in parts if part.lower() not in OWN]
    if not said:
        return "our own default"
    if all(_STUDY.search(_MONTH.sub("", part)) for part in said):
        return "a study"
    return "a coded judgement from reports"
