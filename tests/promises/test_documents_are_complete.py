"""The documents describe all there is, nothing there is not, and every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from armslength.world.catalogue import CATALOGUE
from armslength.world.draw import Uniforms
from armslength.world.order_of_play import ORDER_OF_PLAY
from armslength.world.record import fields_of
from armslength.world.records import Events, Inputs
from tools.documents.parameters import field_of
from tools.documents.recorded import watched

SCORED_ALONE = {
    "directives.reported"
}  # a chance of being reported moves no future; the score of orders reads it
ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
WORLD = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/armslength/world").rglob("*.py"))


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("record", CATALOGUE, ids=lambda record: record.path)
def test_every_parameter_is_documented_and_used(record):
    assert record.meaning in page("generated/parameters.md")
    assert f'<a id="{record.path}">' in page("generated/parameters.md")
    readers = watched().readers_of_parameter(field_of(record))
    assert readers or record.path in SCORED_ALONE, "no mechanism asked for it"
    assert re.search(rf"\.{field_of(record).rpartition('.')[2]}\b", WORLD)
    names = [m.name for m in ORDER_OF_PLAY]
    assert record.acts_in, "`armslength explain` has no equation for it"
    assert set(record.acts_in) <= set(names)
    beside = set(readers) - set(names)  # the draw of events or the first day, in no one mechanism's name
    alone = record.path in SCORED_ALONE
    assert alone or beside or set(record.acts_in) & set(readers), (
        "explained by mechanisms that do not read it"
    )


@pytest.mark.parametrize("mechanism", ORDER_OF_PLAY, ids=lambda mechanism: mechanism.name)
def test_every_mechanism_is_explained(mechanism):
    text = page("generated/mechanisms.md")
    assert mechanism.equations
    assert all(equation in text for equation in mechanism.equations)
    assert mechanism.title in page("generated/order-of-play.svg")
    paths = {record.path for record in CATALOGUE} | {field_of(record) for record in CATALOGUE}
    assert set(mechanism.off) <= paths


def test_every_field_says_what_it_is():
    own = [kind for m in ORDER_OF_PLAY for kind in (m.state, m.outlook) if kind]
    for kind in (Inputs, Events, Uniforms, *own):
        assert kind.__doc__
        assert all(f.text and f"`{f.name}`" in page("generated/state.md") for f in fields_of(kind))


def test_every_state_variable_is_changed_and_read():
    seen = watched()
    changed = {name for reading in seen.change.values() for name in reading.gives}
    read = {
        name
        for group in (seen.expect, seen.change, seen.beside)
        for reading in group.values()
        for name in reading.state
    }
    assert changed == read == {v.name for m in ORDER_OF_PLAY if m.state for v in fields_of(m.state)}


WORK = re.compile(r"([A-Z][a-zö]+)(?: et al\.| & [A-Z][a-z]+)? (\d{4})\b")
MONTHS = {"January", "February", "June", "November", "October"}


def test_every_work_is_in_the_references():
    listed = page("model.md").partition("## References")[2].splitlines()
    said = [p.source for p in CATALOGUE] + [m.source for m in ORDER_OF_PLAY]
    works = {found.groups() for source in said for found in WORK.finditer(source)}
    works = {(name, year) for name, year in works if name not in MONTHS and name != "ESD"}
    assert len(works) > 15
    assert not {
        (name, year)
        for name, year in works
        if not any(name in line and f"({year})" in line for line in listed)
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("http://", "https://")):
            continue
        name, _, anchor = target.partition("#")
        other = (path.parent / name) if name else path
        assert other.exists(), target
        assert not anchor or anchor in _anchors(other.read_text(encoding="utf-8")), target


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings} | set(
        re.findall(r'<a id="([^"]+)"', text)
    )
