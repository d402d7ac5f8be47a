"""Faults of patrons: who they are, whom they support when, and who speaks for them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from armslength.errors import Fault
from armslength.scenario.schema import ScenarioFile, Support
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.yaml_text import Document, Path


def patron_faults(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    """Yield what is wrong with the patrons and their support."""
    if file.patron is not None and file.patrons:
        yield document.fault(
            ("patrons",), "'patron' and 'patrons' both stand in the file", "keep one of them"
        )
        return
    if not file.all_patrons():
        what = (
            "'patrons' is empty" if "patrons" in file.model_fields_set else "'patron' is missing in the file"
        )
        yield document.fault(("patrons",), what, "write `patron:` with its name, or `patrons:` with several")
        return
    for client in file.clients:
        yield from _support(document, file, client)
        yield from _towards(document, file, client)
    if file.patrons:
        yield from _commanders(document, file)
        had = {p for client in file.clients for p in file.patrons_of(client)}
        for patron in (p for p in file.patrons if p not in had):
            what = f"no client has the patron '{patron}'"
            yield document.fault(("patrons", patron), what, "write whom it supports, or leave it out")


def _support(document: Document, file: ScenarioFile, client: str) -> Iterator[Fault]:
    patrons = file.all_patrons()
    for patron, spans in (file.clients[client].support or {}).items():
        place: Path = ("clients", client, "support", patron)
        if patron not in patrons:
            yield document.fault(place, f"unknown patron '{patron}'", did_you_mean(patron, patrons))
        for i, span in enumerate(spans):
            yield from _span(document, file, (*place, i), span)
        numbered = sorted(enumerate(spans), key=lambda item: item[1].start)
        for (_, earlier), (i, later) in pairwise(numbered):
            if later.start <= earlier.end:
                what = f"support of '{client}' by '{patron}' from {later.start} overlaps that from {earlier.start} to {earlier.end}"
                yield document.fault((*place, i), what, "let each day stand in one of them")


def _span(document: Document, file: ScenarioFile, place: Path, span: Support) -> Iterator[Fault]:
    if span.end < span.start:
        what = f"ends on {span.end}, before it starts on {span.start}"
        yield document.fault((*place, "to"), what, "swap the dates")
    elif span.start > file.as_of:
        yield document.fault(
            (*place, "from"), f"begins on {span.start}, after the as-of date {file.as_of}", "leave it out"
        )
    elif span.end > file.as_of.replace(month=12, day=31):
        yield document.fault(
            (*place, "to"), f"reaches {span.end}, after the as-of date {file.as_of}", "end it there"
        )


def _towards(document: Document, file: ScenarioFile, client: str) -> Iterator[Fault]:
    own = file.patrons_of(client)
    for patron in file.clients[client].towards:
        place: Path = ("clients", client, "towards", patron)
        if patron not in file.all_patrons():
            yield document.fault(
                place, f"unknown patron '{patron}'", did_you_mean(patron, file.all_patrons())
            )
        elif patron not in own:
            yield document.fault(place, f"'{patron}' is no patron of '{client}'", "say when it supported it")
        elif patron == own[0]:
            what = f"'{patron}' is the first patron of '{client}'"
            yield document.fault(place, what, "write these numbers under its `parameters`")


def _commanders(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    whose: dict[str, str] = {}
    for patron, entry in file.patrons.items():
        place: Path = ("patrons", patron, "commander")
        for commander in entry.commander:
            if commander not in file.commanders:
                hint = did_you_mean(commander, file.commanders)
                yield document.fault(place, f"unknown commander '{commander}'", hint)
            elif (other := whose.setdefault(commander, patron)) != patron:
                what = f"the commander '{commander}' speaks for '{other}' too"
                yield document.fault(place, what, "a commander speaks for one patron")
        if not entry.commander and patron in file.commanders:
            what = f"'{patron}' is a patron without a commander, and a commander is called so too"
            yield document.fault(("commanders", patron), what, "name one of them otherwise")
    for commander in (c for c in file.commanders if c not in whose):
        what = f"no patron has the commander '{commander}'"
        yield document.fault(("commanders", commander), what, "write `commander:` in its patron")
