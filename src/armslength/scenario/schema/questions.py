"""`questions.yaml`: what a case's source text asks, and how a forecast answers it."""

from __future__ import annotations

import re
from string import Formatter
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from armslength.scenario.schema.model import Named, Text, Texts, Written

ForecastTable = Literal["follow", "commander", "attacks", "lethal", "reprisal", "together", "patron_strike"]
StateTable = Literal["clients", "fronts", "adversaries"]
FORECAST_TABLES: tuple[str, ...] = get_args(ForecastTable)
STATE_TABLES: tuple[str, ...] = get_args(StateTable)

_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*")
_FORM = re.compile(r"(,?)(\.[0-9])?[fgd%]?")


def names_in(template: str) -> list[str]:
    """Return the names that a sentence takes from a forecast; raises `ValueError` for what is no sentence with names."""
    names = []
    for _, name, form, conversion in Formatter().parse(template):
        if name is None:
            continue
        if not _PATH.fullmatch(name) or conversion or not _FORM.fullmatch(form or ""):
            raise ValueError(f"'{{{name}}}' is no name; write {{median}} or, with decimals, {{median:.2f}}")
        names.append(name)
    return names


def _readable(template: str) -> str:
    names_in(template)
    return template


Template = Annotated[Text, AfterValidator(_readable)]


class Answer(Written):
    """Which rows of which part of a forecast answer a question, and the sentence that says so."""

    of: ForecastTable | StateTable | Literal["evidence", "parameter", "nothing"] = Field(
        description=(
            "a table of the forecast, the state of the clients, fronts or adversaries, the evidence, "
            "a parameter, or nothing, where the sentence stands by itself"
        )
    )
    path: str = Field("", description="of a parameter, its dotted path")
    where: dict[str, str | int] = Field({}, description="columns of the rows that are taken, by their value")
    at_least: dict[str, float] = Field({}, description="columns that must reach a number")
    window: int | None = Field(None, description="days ahead; the forecast's main window if left out")
    highest_first: str = Field("", description="the column by which rows are ordered")
    each: Template | None = Field(None, description="what is said of each row, for {each} in the sentence")
    between: Annotated[str, StringConstraints(strip_whitespace=False)] = Field(
        "; ", description="what stands between these"
    )
    sentence: Template = Field(
        description=(
            "the answer; {median} is a column of the first row, {last.median} of the last, {each} every "
            "row, {words} a probability in words"
        )
    )
    otherwise: str = Field("", description="the answer where no row is left")

    @model_validator(mode="after")
    def _says_each(self) -> Answer:
        if ("each" in names_in(self.sentence)) != (self.each is not None):
            raise ValueError("{each} in the sentence and `each` belong together")
        if (self.of == "parameter") != bool(self.path):
            raise ValueError("`path` belongs to an answer of a parameter")
        return self


class Question(Named):
    """One thing that the case's source text asks or says, and its present answer."""

    topic: Text = Field(description="what it is about, in a few words")
    asks: Text
    says: str = Field("", description="what the source text says of it, for a table of both")
    group: str = Field("", description="the group of claims that asks it, or how its name begins")
    claims: Texts = Field((), description="ids of the claims on which it rests")
    status: Literal["tested", "prior only", "not modelled"] = Field(
        description="whether the model holds what is asked, and whether anything tests it"
    )
    answer: Answer
