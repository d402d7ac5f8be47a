"""How good the source of a number is: learned from other networks, a study, a judgement coded from what was said or reported, our own default, or assumed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Literal, get_args

from armslength.parameters.priors import Fixed

if TYPE_CHECKING:
    from armslength.scenario.scenario import Scenario

Grade = Literal[
    "learned from networks",
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
LEARNED = "learned from"  #: how the source of a population prior begins
OWN = ("model", "normalisation", "stability")  #: what we set ourselves, in the words of a source


def grade_of(source: str, claims: Collection[str]) -> Grade:
    """Return the grade of a source as it is written, the least of its parts; `claims` are ids of the case's claims.

    >>> [grade_of(s, ("claim 1",)) for s in ("assumed; claim 1", "claim 1; model", "Lewis et al. 2012", "8 in 103 days", "model")]
    ['assumed', 'a coded judgement from a claim', 'a study', 'a coded judgement from reports', 'our own default']
    """
    parts = [part.strip() for part in source.split(";") if part.strip()]
    if any(part.startswith(LEARNED) for part in parts):
        return "learned from networks"
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


def grades_of(scenario: Scenario) -> dict[str, int]:
    """Return how many uncertain numbers of a case rest on what, from the best grade to the least."""
    claims = {claim.id for claim in scenario.claims}
    counts = Counter(
        grade_of(site.source, claims) for site in scenario.sites() if not isinstance(site.prior, Fixed)
    )
    return {grade: counts[grade] for grade in get_args(Grade) if counts[grade]}
