"""The fit as one object: every key is in the documents, and its page shows it."""

import json
import re
from pathlib import Path

import pytest

from armslength.fitting.fit_document import fit_document
from armslength.report.fit_page import write_fit_page

KEYS = set(
    re.findall(
        r"^\| `([^`]+)` \|", (Path(__file__).parents[2] / "docs/fit.md").read_text(encoding="utf-8"), re.M
    )
)


@pytest.fixture(scope="module")
def document(sampled, classroom):
    return json.loads(json.dumps(fit_document(sampled, classroom)))


def _keys(value, path=""):
    if path == "verdicts":
        yield "verdicts.*"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _keys(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for inner in value:
            yield from _keys(inner, f"{path}[]")
    else:
        yield path


def test_every_key_is_documented(document):
    assert set(_keys(document)) <= KEYS


def test_the_counts_add_up(document):
    assert sum(document["verdicts"].values()) == len(document["parameters"])
    totals = sum(c["tallies"] for c in document["coverage"])
    assert totals == len(document["predictive"])
    assert all(row["start"] <= row["end"] for row in document["predictive"])


def test_the_posterior_tells_more_than_the_prior(document):
    """Its intervals of totals are narrower on the whole: the data taught something."""
    width = {
        which: sum(row[which][-1] - row[which][0] for row in document["predictive"])
        for which in ("prior", "posterior")
    }
    assert width["posterior"] < width["prior"]
    assert all(0.8 <= c["posterior"][1] <= 1 for c in document["coverage"])


def test_the_page_shows_them(document):
    page = write_fit_page(document)
    assert "What the data could teach" in page
    assert all(row["name"] in page for row in document["parameters"])
    assert all(f"<h3>{c['series']}</h3>" in page for c in document["coverage"])
    assert not re.search(r"<script|https?://(?!www\.w3\.org)", page)


def test_hostile_names_are_escaped(document):
    hostile = document | {"scenario": document["scenario"] | {"title": "<script>alert(1)</script>"}}
    assert "<script>" not in write_fit_page(hostile)
