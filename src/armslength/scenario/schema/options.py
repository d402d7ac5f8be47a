"""What could be done, what it would be worth, and how a forecast is judged."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from armslength.scenario.schema.model import Named, Text, Texts, Written


class Payoff(Named):
    """A weight that describes what a side gains or loses a day; never searched over."""

    value: float | Annotated[tuple[float, ...], Field(strict=False)]
    source: Text
    note: str = ""


def _pause_in_words(data: dict[str, float]) -> str:
    return (
        f"A client pauses on a front if its attacks in the {data['days']} days after the order are at most "
        f"{data['ratio']:g} times those expected at today's rate."
    )


class Pause(Written):
    """The written, observable rule by which a client pauses on a front."""

    days: Annotated[
        int,
        Field(
            ge=1,
            le=365,
            description="by the month, or where it is left out, the nearest whole number of steps",
        ),
    ] = 30
    ratio: Annotated[float, Field(gt=0, lt=1)] = 0.25
    text: str = Field(default_factory=_pause_in_words, description="the rule in words")


class Endpoint(Written):
    """The one comparison that a backtest is judged by, declared before it is run; everything else is exploratory."""

    fronts: Texts = Field(
        min_length=1, description="fronts that are counted together, as their series counts them"
    )
    horizon: Annotated[int, Field(ge=1, le=365)] = Field(description="days after each origin")
    score: Literal["crps", "log"] = "crps"
    baseline: Literal[
        "last value",
        "historical mean",
        "exponentially weighted mean",
        "since the last halt",
        "climatology",
        "ingarch",
        "self-exciting",
    ] = Field(description="the naive forecast to be compared with")
    reason: Text = Field(description="why this one, on grounds that do not depend on any result")


class Strategy(Named):
    """A named list of actions that one side, or several, could take: what `armslength compare` compares."""

    title: Text = Field(description="what is done, in a few words")
    actions: Texts = Field(description="actions in words, as docs/decisions.md describes them", min_length=1)
    by: str | None = Field(
        None, description="the patron's id, an adversary or a host, where all of it is one side's to do"
    )
    source: Text = Field("assumed", description="claims or sources that speak of it")
    note: str = ""
