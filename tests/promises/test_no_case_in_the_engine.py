"""The engine knows no case: outside `cases/` no source names an actor, a front or a claim of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from armslength.scenario import Scenario, list_cases, load

PACKAGE = Path(__file__).parents[2] / "src/armslength"
SOURCES = sorted(
    path
    for path in PACKAGE.rglob("*")
    if path.suffix in (".py", ".j2", ".html", ".css", ".js", ".yaml", ".csv", ".json")
    and not {PACKAGE / "cases", PACKAGE / "scenario/template"}
    & {*path.parents}  # the starter is a case of its own
)
CASES = [case.name for case in list_cases()]
CLAIM = re.compile(r"\b[CK][0-9]{1,3}\b")


def names_of(case: Scenario) -> Iterator[str]:
    """Yield what the case calls its actors: ids, names and short names, and the last word of a person's name."""
    if case.patron.id != "no-patron":  # of a group without one
        yield case.patron.name
    for commander in case.commanders.values():
        if commander.id not in ("first", "commander"):  # of one who is not named, "commander" is no name
            yield from (commander.id, commander.name, commander.name.split()[-1])
    for actor in (*case.clients.values(), *case.adversaries.values(), *case.fronts.values()):
        yield from (actor.id, actor.name, actor.short)
    for other in (*case.hosts.values(), *case.umbrellas.values()):
        yield from (other.id, other.name)


@pytest.mark.parametrize("name", CASES)
def test_no_source_names_an_actor_of_a_case(name: str) -> None:
    actors = {actor.lower() for actor in names_of(load(name)) if len(actor) > 2}
    anyone = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(actors)))})(?![\w-])", re.IGNORECASE)
    found = [
        f"{path.relative_to(PACKAGE)}:{number}: {match[0]}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := anyone.search(line))
    ]
    assert not found, found


def test_no_source_names_a_claim_of_a_case() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{number}: {match[0]}"
        for path in SOURCES
        if not path.name.endswith(".min.js")  # names of two letters that a program made
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (match := CLAIM.search(line))
    ]
    assert not found, found


def test_the_search_would_find_one() -> None:
    assert {"hezbollah/israel", "qaani", "harbour-guard"} <= {n for c in CASES for n in names_of(load(c))}
    assert CLAIM.search('claims=("C52",)')
