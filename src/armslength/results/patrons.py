"""Who the patrons of a case are, who speaks for them, and whom they supported when."""

from __future__ import annotations

from datetime import date

from armslength.results.record import Record, described


class Patron(Record):
    """The patron."""

    name: str = described("the patron")
    organisation: str = described("the part of the state that deals with the clients; may be empty")


class OneOfPatrons(Patron):
    """One of several patrons."""

    id: str = described("id of the patron")
    commander: str = described("its commander in office; its organisation where it has none")


class Support(Record):
    """A time in which one patron supported one client."""

    client: str = described("id of the client")
    patron: str = described("the patron's name")
    start: date = described("first day")
    end: date = described("last day, included; what lasts to the as-of date goes on")
    level: float = described("as a multiple of the client's parameter `support`", "ratio")
    kinds: tuple[str, ...] = described("kinds of support, as evidence: no equation reads them")
    source: str = described("title of the source")


class Commander(Record):
    """The commander in office."""

    id: str = described("id of the commander in office")
    name: str = described("the commander's name")
