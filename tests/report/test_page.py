"""The report: one file that loads nothing and says everything that the forecast holds."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from markupsafe import escape

from armslength.glossary import glossary
from armslength.report import write_report
from armslength.results.forecast import ForecastResult
from tests.report.invented import invented, invented_data, invented_in_little

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LOADING = {"src", "srcset", "data", "poster", "background", "xlink:href"}
SECTIONS = [
    "network",
    "follow",
    "commander",
    "time",
    "lethal",
    "reprisal",
    "ladder",
    "counts",
    "rests-on",
    "limits",
    "war",
    "words",
    "terms",
    "manifest",
]


@cache
def report() -> str:
    return write_report(invented())


def tags(page: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Every opening tag with its attributes."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append((tag, dict(attrs)))  # type: ignore[method-assign]
    parser.feed(page)
    yield from found


def table(page: str, caption: str) -> list[list[str]]:
    """The rows of the table with this caption."""
    held = next(t for t in re.findall(r"<table.*?</table>", page, re.DOTALL) if caption in t)
    rows = re.findall(r"<tr>(.*?)</tr>", held, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def whole(cell: str) -> int:
    """A printed percentage as a number; `<1%` as none and `>99%` as all."""
    return {"&lt;1%": 0, "&gt;99%": 100}.get(cell, int(re.sub(r"\D", "", cell) or 0))


def test_it_loads_nothing() -> None:
    page = report()
    names = {tag for tag, _ in tags(page)}
    assert not names & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "image",
        "video",
        "audio",
        "base",
    }
    assert not {
        name
        for _, attributes in tags(page)
        for name in attributes
        if name in LOADING or name.startswith("on")
    }
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert "default-src 'none'" in page


def test_it_is_small() -> None:
    assert len(report().encode()) < 1_000_000


def test_every_section_is_there() -> None:
    page = report()
    assert [f'id="{section}"' in page for section in SECTIONS] == [True] * len(SECTIONS)


def test_ids_are_used_once_and_links_lead_somewhere() -> None:
    ids = [attributes["id"] for _, attributes in tags(report()) if "id" in attributes]
    assert len(set(ids)) == len(ids)
    inner = [
        str(attributes["href"])[1:]
        for tag, attributes in tags(report())
        if tag == "a" and str(attributes["href"]).startswith("#")
    ]
    assert set(inner) <= set(ids)


def test_drawings_are_well_formed_and_named() -> None:
    drawings = re.findall(r"<svg.*?</svg>", report(), re.DOTALL)
    assert len(drawings) > 20
    for drawing in drawings:
        root = ET.fromstring(drawing)
        assert (root.get("role") == "img" and root.get("aria-label")) or root.get("aria-hidden") == "true"


def test_it_can_be_read_aloud() -> None:
    found = list(tags(report()))
    assert [attributes["lang"] for tag, attributes in found if tag == "html"] == ["en"]
    names = [tag for tag, _ in found]
    assert names.count("h1") == names.count("main") == 1
    assert names.count("caption") == names.count("table") > 5


@pytest.mark.parametrize("caption", ["Highest level of reprisal", "Highest rung reached"])
def test_printed_chances_add_to_a_hundred(caption: str) -> None:
    _, *rows = table(report(), caption)
    first = 2 if "reprisal" in caption else 1
    assert {sum(map(whole, row[first:])) for row in rows} == {100}


def test_three_printed_chances_of_following_add_to_a_hundred() -> None:
    _, *rows = table(report(), "Who pauses")
    assert rows
    assert {sum(whole(cell.split(" ")[0]) for cell in row[2:5]) for row in rows} == {100}


def test_the_answer_names_everyone_once_with_the_order_that_is_heeded() -> None:
    lead = re.search(r'<div class="lead">.*?</div>', report(), re.DOTALL)
    assert lead
    said = " ".join(re.sub(r"<[^>]+>", " ", lead[0]).split())
    assert "Told by envoy on 8 February 2024 to pause for 30 days" in said
    for outcome, who in (
        ("not pause", "Dissenters (73%; 90%"),
        ("pause anyway", "Auxiliaries on Israel (84%; 90%"),
    ):
        assert re.search(rf"{re.escape(who)}(?:(?!would).)*would most likely {outcome}", said)
    assert "nobody" in said


def test_war_stays_out_of_the_answer() -> None:
    page = report()
    headline = page[: page.index('id="network"')]
    assert "regional war" not in headline.lower().replace('href="#war">regional war', "")
    assert "Assumed, not learned" in page


def hostile(value: Any, text: str) -> Any:
    """The document with every text of a scenario's author turned hostile, but for what must stay readable."""
    kept = {
        "id",
        "client",
        "adversary",
        "front",
        "fronts",
        "start",
        "end",
        "week",
        "kind",
        "as_of",
        "order",
        "form",
        "format",
        "covers",
        "vintage",
        "parameters_from",
        "created",
        "first_day",
        "published",
    }
    if isinstance(value, dict):
        return {key: item if key in kept else hostile(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [hostile(item, text) for item in value]
    return text + value if isinstance(value, str) else value


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "\"><img src=x onerror='alert(1)'>", "{{ 7 * 7 }}</style>", "]]>&"]
)
def test_hostile_names_are_only_text(text: str) -> None:
    page = write_report(ForecastResult.model_validate(hostile(invented_in_little(), text)))
    names = {tag for tag, _ in tags(page)}
    assert not names & {"script", "img"}
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", page)[0]
    assert page.count("</style>") == 1
    for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ET.fromstring(drawing)


def test_only_addresses_of_the_web_become_links() -> None:
    data = invented_in_little()
    data["history"][0]["address"] = "javascript:alert(1)"
    data["history"][1]["address"] = "https://example.org/a?b=1&c=2"
    page = write_report(ForecastResult.model_validate(data))
    assert "javascript:" not in page
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_browser_shows_it_whole_and_asks_for_nothing(
    browser: "Browser", tmp_path: Path, width: int
) -> None:
    path = tmp_path / "report.html"
    path.write_text(report(), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800}, offline=True)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(path.as_uri())
    assert len(asked) == 1
    assert not said
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("svg.network:visible").count() == 1
    page.close()


def test_where_theories_were_averaged_each_has_its_say() -> None:
    def headline(number: str, about: str, **said: float) -> dict[str, Any]:
        return {
            "number": number, "about": about, "window_days": 30, "probability": 0.3, "by_theory": said,
            "variance": {"chance": 0.5, "parameters": 0.3, "structure": 0.2},
        }  # fmt: skip

    data = invented_data() | {
        "theories": {
            "says": "The data cannot tell them apart.",
            "rows": [
                {"name": n, "title": n.title(), "sentence": f"They are {n}.", "weight": 0.5}
                for n in ("puppets", "free")
            ],
            "headlines": [
                headline("lethal attack", "any", puppets=0.31, free=0.3),
                headline("regional war", "all", puppets=0.9, free=0.1),
            ],
        }
    }
    for row in data["attacks"]:
        row["variance"]["structure"] = 0.0
    page = write_report(ForecastResult.model_validate(data))
    rows = table(page, "on which the theories differ most")
    assert rows[0] == ["Theory", "Weight", "Regional war, 30 days", "Lethal attack, 30 days"]
    assert rows[1] == ["Puppets", "50%", "90%", "31%"]
    assert rows[-1][2:] == ["20%", "20%"]
    assert "The data cannot tell them apart." in page
    assert 'id="theories"' not in report()


def test_the_glossary_is_in_the_report_and_linked():
    page = report()
    assert page.count('href="#terms"') == 2, "once among the sections, once at the foot"
    assert all(f'<dt id="term-{term.id}">{escape(term.term)}</dt>' in page for term in glossary())
