"""`claims.yaml` and `sources.yaml` as an analyst writes them, each a mapping of these by id."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from armslength.scenario.dates import read_publication, within_calendar
from armslength.scenario.schema import Text, Written


class Claim(Written):
    """One thing that the case's source text says, in our words."""

    group: Text
    paraphrase: Text
    quote: str | None = Field(None, description="only where the words themselves matter")
    speaker: Text
    quality: Literal["high", "medium", "low"] = Field(
        description=(
            "high: dated public event; medium: named expert or official, or the text's own voice; low: "
            "anonymous or one side"
        )
    )
    bears_on: list[Text] = Field(
        min_length=1, description="parameter paths, mechanisms, 'fact 1'-'fact 14', or 'context'"
    )


class Source(Written):
    """Where evidence or a number comes from."""

    title: Text
    address: str = ""
    published: date | str | None = Field(
        None, description="YYYY-MM-DD, YYYY-MM, YYYY, or 'revised' for a page edited since"
    )
    note: str = ""

    @field_validator("published")
    @classmethod
    def _readable(cls, published: date | str | None) -> date | str | None:
        if isinstance(published, str):
            read_publication(published)
        elif published is not None:
            within_calendar(published)
        return published
