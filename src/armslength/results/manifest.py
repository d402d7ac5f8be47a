"""What a result was computed from, so that anyone can compute it again."""

from __future__ import annotations

from datetime import date
from typing import Literal

from armslength.results.record import Count, Days, Record, described


class Manifest(Record):
    """Code, evidence and settings of a run. A kind of result with further settings has its own subclass."""

    version: str = described("version of armslength")
    commit: str = described(
        "commit of the source, `+changed` where its tree was; `unknown` outside a checkout"
    )
    python: str = described("version of Python")
    libraries: dict[str, str] = described("version of each numerical library")
    scenario: str = described("name of the case")
    scenario_hash: str = described("SHA-256 of the case's files")
    evidence: dict[str, str] = described("SHA-256 of each file")
    as_of: date = described("the as-of date: nothing later informs the result")
    created: str = described("when the result was made, in UTC")
    seed: int = described("seed of the random numbers")
    days: Days = described("days ahead")
    futures: Count = described("futures that were played")
    parameters_from: Literal["prior", "posterior", "theories"] = described(
        "where the parameters were drawn from"
    )
    fit_refused: str | None = described(
        "why the fit that ships with the case was not used; null where it was"
    )
