"""The documents describe all there is, nothing there is not, and every link leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from armslength.parameters import CATALOGUE
from armslength.world import records
from armslength.world.day import ORDER_OF_PLAY
from tools.documents.parameters import field_of
from tools.documents.recorded import watched
from tools.documents.world import fields_of

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
WORLD = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/armslength/world").rglob("*.py"))


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("record", CATALOGUE, ids=lambda record: record.path)
def test_every_parameter_is_documented_and_used(record):
    assert record.meaning in page("generated/parameters.md")
    assert f'<a id="{record.path}">' in page("generated/parameters.md")
    assert watched().readers_of_parameter(field_of(record)), "no mechanism asked for it"
    assert re.search(rf"\.{field_of(record).rpartition('.')[2]}\b", WORLD)


@pytest.mark.parametrize("mechanism", ORDER_OF_PLAY, ids=lambda mechanism: mechanism.name)
def test_every_mechanism_is_explained(mechanism):
    text = page("generated/mechanisms.md")
    assert mechanism.equations
    assert all(equation in text for equation in mechanism.equations)
    assert mechanism.title in page("generated/order-of-play.svg")
    paths = {record.path for record in CATALOGUE} | {field_of(record) for record in CATALOGUE}
    assert set(mechanism.off) <= paths


@pytest.mark.parametrize(
    "kind", [records.State, records.Inputs, records.Events], ids=lambda kind: kind.__name__
)
def test_every_field_says_what_it_is(kind):
    assert [name for name, _, _ in fields_of(kind)] == list(kind.__dataclass_fields__)


def test_every_state_variable_is_changed_and_read():
    seen = watched()
    changed = {name for reading in seen.change.values() for name in reading.gives}
    read = {
        name
        for group in (seen.expect, seen.change, seen.beside)
        for reading in group.values()
        for name in reading.state
    }
    assert changed == read == set(records.State.__dataclass_fields__)


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
