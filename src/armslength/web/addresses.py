"""What each page shows, as its address says it: read in one place, and written in the same one.

Whatever somebody chose stands in the address, so that reload, Back, a lost network and a restarted server lose
nothing. A form sends what was chosen to the page's own `choose`, which answers with the address that says it.
"""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import quote, urlencode

from pydantic import ConfigDict

from armslength.results import Record, described

NONE = "none"  #: in an address, where no front is chosen
LETTERS = ("A", "B")  #: names of the two strategies
Explained = Literal["", "A", "B", "BA"]  #: a strategy, or the second against the first


class Place(Record):
    """What a page shows. Words of an address that a page does not know are left aside."""

    model_config = ConfigDict(extra="ignore")

    case: str = described("name of the case; the server's first one if left out", default="")
    tour: str = described("step of the tour that is on; empty for none", default="")

    def named(self, case: str) -> dict[str, object]:
        """Return the fields, with the case's name filled in."""
        return {**dict(self), "case": case}

    def on_tour(self, address: str) -> str:
        """Return an address, one with a query, that keeps to the step of the tour."""
        return f"{address}&tour={quote(self.tour)}" if self.tour else address


class EvidencePlace(Place):
    """A claim or a number that is looked for, or one record that is open."""

    find: str = described("words that are looked for", default="")
    driver: str = described("a number of the first page", default="")
    number: str = described("path of a parameter", default="")
    about: str = described("an actor, a front or a tie", default="")


class ScenarioPlace(Place):
    """A file of a scenario, and what is chosen in its forms."""

    file: str = described("name of the file; the first one if left out", default="")
    number: str = described("path of the number that is to be changed", default="")
    front: str = described("front whose counts are listed; all if left out", default="")
    on: str = described("last day of the counts that are listed; the newest if left out", default="")
    row: str = described("line of the count that is to be changed", default="")


class TimePlace(Place):
    """A stretch of time, some fronts, a future that is told."""

    span: str = described("name of the span of time", default="all")
    front: str | None = described("ids of the fronts with commas between; all if left out", default=None)
    since: str = described("first day; that of the span if left out", default="")
    until: str = described("last day; that of the span if left out", default="")
    future: str = described("number of the future that is told", default="")
    drawn: str = described("anything, where the server is to draw a shorter time itself", default="")

    @property
    def fronts(self) -> list[str] | None:
        """Ids of the fronts that are shown; None for all."""
        return None if self.front is None else [f for f in self.front.split(",") if f and f != NONE]

    @property
    def address(self) -> str:
        """The address that reproduces the page.

        >>> TimePlace(case="classroom", span="year", front="a/b,c/d").address
        '/time?case=classroom&span=year&front=a/b,c/d'
        """
        query = {"case": self.case}
        if self.since or self.until:
            query |= {"since": self.since, "until": self.until}
        elif self.span != "all":
            query["span"] = self.span
        if self.front is not None:
            query["front"] = self.front
        if self.future:
            query["future"] = self.future
        if self.drawn and {"since", "span"} & set(query):
            query["drawn"] = self.drawn
        return self.on_tour(f"/time?{urlencode(query, safe='/,:')}")


class WhatIfPlace(Place):
    """Two strategies, how far ahead, and which of them is explained."""

    days: int | None = described("days ahead; about 90 if left out", "days", default=None)
    a: list[str] = described("actions of strategy A", default=[])
    b: list[str] = described("actions of strategy B", default=[])
    why: Explained = described("which strategy is explained", default="")

    def actions(self, letter: str) -> list[str]:
        """Return the actions of a strategy."""
        return self.a if letter == "A" else self.b

    def with_actions(self, letter: str, actions: list[str]) -> WhatIfPlace:
        """Return the same question of other actions; nothing is explained yet."""
        return self.model_copy(update={letter.lower(): actions, "why": ""})

    @property
    def address(self) -> str:
        """The address that reproduces the question, readable as it stands.

        >>> WhatIfPlace(case="classroom", days=30, a=["truce from=+1 to=+9"]).address
        '/what-if?case=classroom&days=30&a=truce+from%3D%2B1+to%3D%2B9'
        """
        fields = [("case", self.case), ("days", str(self.days))]
        fields += [(letter.lower(), action) for letter in LETTERS for action in self.actions(letter)]
        return self.on_tour(f"/what-if?{urlencode([*fields, *([('why', self.why)] if self.why else [])])}")


def off_tour(address: str) -> str:
    """Return an address without the step of the tour.

    >>> off_tour("/time?case=classroom&tour=3&span=year")
    '/time?case=classroom&span=year'
    """
    path, _, query = address.partition("?")
    return f"{path}?{'&'.join(part for part in query.split('&') if not part.startswith('tour='))}"


def local(address: str) -> str:
    """Return an address if it leads to this server, else that of the first page.

    >>> local("/time?case=a"), local("//example.org"), local("https://example.org")
    ('/time?case=a', '/', '/')
    """
    return address if re.match(r"/(?![/\\])", address) else "/"
