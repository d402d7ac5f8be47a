"""What a result rests on: how much was reported, each report, and which parameters and claims move each number."""

from __future__ import annotations

from datetime import date
from typing import Literal

from armslength.results.record import Count, Record, described
from armslength.results.reported_kinds import one_of


class Evidence(Record):
    """How much was reported, how fresh it is, and what it cannot answer."""

    events: Count = described("rows of `events.csv`")
    revised: Count = described(
        "rows from pages published or edited after the as-of date, admitted by the scenario"
    )
    undated: Count = described("rows whose source bears no date")
    vintage_note: str = described("what the scenario says about those")
    by_kind: dict[str, int] = described("rows of each kind")
    claims: Count = described("claims of the case's source text")
    sources: Count = described("sources listed")
    cannot_answer: tuple[str, ...] = described("what these data cannot answer, a sentence each")
    rests_on: dict[str, int] = described(
        "number of uncertain parameters by what their prior rests on: learned from networks, a study, ..., assumed",
        default={},
        exclude_if=lambda value: not value,
    )


class Report(Record):
    """A reported event or count."""

    id: str = described("event id of a reported row")
    front: str | None = described("its front, where it is one; else null")
    fronts: tuple[str, ...] = described("all fronts it may belong to")
    series: str | None = described("the count it belongs to; null for orders, reprisals and the like")
    primary: bool = described("whether that count drives the replay")
    start: date = described("first day")
    end: date = described("last day, included")
    kind: str = described("one of the [kinds](../events.md)")
    counts: str = described(
        "what is counted on its fronts, in words; left out for attacks",
        default="attacks",
        exclude_if=lambda value: value == "attacks",
    )
    count: int | None = described("attacks; null where not stated", "attacks")
    deaths: int | None = described("the adversary's own dead; null where not stated", "deaths")
    level: int | None = described("level of a reprisal, 1 to 4")
    accepted: int | None = described("1 if an order was taken, 0 if refused, null if nobody said")
    adversary: str | None = described("id of who hit back or was struck")
    clients: tuple[str, ...] = described("ids of who was told, visited, suspended or refused")
    label: str = described("the row in words")
    source: str = described("title of its source")
    address: str = described("address of its source; may be empty")
    published: date | None = described("when the source appeared; null where unknown or revised")
    vintage: Literal["as reported", "revised", "unknown"] = described(
        "`as reported` by the as-of date, `revised` (published or edited since), or `unknown`"
    )

    @property
    def what(self) -> str:
        """Its kind in words."""
        return one_of(self.kind, self.counts)

    @property
    def in_words(self) -> str:
        """The row in words, with its kind before it where it does not say it."""
        return self.what if self.label == self.what else f"{self.what}: {self.label}"

    @property
    def is_shared(self) -> bool:
        """Whether a count covers several fronts."""
        return len(self.fronts) > 1

    @property
    def is_lethal(self) -> bool:
        """Whether an attack killed the adversary's own."""
        return self.kind == "attack" and bool(self.deaths)


class CarriedClaim(Record):
    """A claim that the equations behind a number carry."""

    claim: str = described("id of the claim")
    paraphrase: str = described("what it says")
    speaker: str = described("who says it")


class MovingParameter(Record):
    """A parameter that moves a number."""

    path: str = described("dotted path of the parameter")
    meaning: str = described("what it is")
    prior: str = described("its prior")
    value: float = described("its value")
    source: str = described("where prior and value come from")


class Driver(Record):
    """What a number of the first page rests on."""

    number: str = described("a number of the first page")
    equations: tuple[str, ...] = described("the equations that make it")
    rests_on: tuple[CarriedClaim, ...] = described("the claims that those equations carry")
    parameters: tuple[MovingParameter, ...] = described("the parameters that move it")
