"""The answer of a forecast in words with numbers."""

from __future__ import annotations

from typing import NamedTuple

from armslength.results.record import Record, described


class Followers(NamedTuple):
    """Who would most likely do the same."""

    outcome: str  #: name of the probability in the record
    says: str  #: the same in words
    who: str  #: names with their probabilities


class WhoFollows(Record):
    """Who would pause because told, who anyway, who not, under the order that is heeded most."""

    intro: str = described("when and how they were told")
    groups: tuple[Followers, ...] = described("who would do what")


class Tile(Record):
    """A number of what comes next, with its window, its interval and what it rests on."""

    value: str = described("the number")
    what: str = described("what it is")
    interval: str = described("its interval or more of it, in words")
    driver: str = described("the entry of `drivers` that says what it rests on; may be empty")


class Answer(Record):
    """The answer in words with numbers."""

    who_follows: WhoFollows = described("who would pause, and why")
    other_order: str = described(
        "what the order that is heeded less would do instead; what cannot be asked where no order is"
    )
    made_of: str = described("what the uncertainty of the counts is made of")
    counts_by: str = described(
        "which way of forecasting counts comes first, and why; empty where only one is made"
    )
    next: tuple[Tile, ...] = described("the numbers of what comes next")
