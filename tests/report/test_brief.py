"""The brief: one page that answers first, with intervals and what the record supports, and the same bytes each time."""

import re
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest

from armslength.errors import ArmslengthError
from armslength.forecasting.shipped import shipped_file
from armslength.report.brief_of_comparison import brief_of_comparison
from armslength.report.brief_of_forecast import brief_of_forecast
from armslength.report.brief_page import write_brief
from armslength.report.pdf import find_browser, one_page, pages
from armslength.results.brief import Brief
from armslength.results.comparison import ComparisonResult
from armslength.results.forecast import ForecastResult
from armslength.scenario import list_cases
from armslength.scoring.verdicts import record_of
from tests.report.invented import invented, invented_data, invented_in_little

SAVED = Path(__file__).parents[1] / "saved"
AGAIN = ["armslength brief invented --out brief.pdf"]
LONG = (
    "Provisional Council of the United Liberation Fronts of the Upper and Lower Rivers and of the Delta " * 2
)


@cache
def of_case() -> Brief:
    return brief_of_forecast(invented(), AGAIN)


@cache
def of_comparison() -> Brief:
    result = ComparisonResult.from_json((SAVED / "comparison-1.json").read_bytes())
    return brief_of_comparison(result, AGAIN)


def test_it_is_the_same_every_time_and_loads_nothing() -> None:
    page = write_brief(of_case())
    assert page == write_brief(brief_of_forecast(invented(), AGAIN))
    assert not re.search(r"<(script|link|img|iframe)\b|\bsrc=|url\(", page)


def test_every_probability_has_its_interval() -> None:
    for answer in of_case().answers:
        for sentence in answer.says:
            outside = re.sub(r"\([^()]*\)", "()", sentence)
            assert len(re.findall(r"\d%", outside)) <= outside.count("()"), sentence


def test_both_halves_of_the_question_are_answered_and_the_caveat_stands() -> None:
    brief = of_case()
    assert [answer.asks for answer in brief.answers] == [
        "What the commander does next",
        "Who would follow",
    ]
    assert "Whether the model itself is right is in no interval" in brief.covers
    assert "nothing here shows that the model beats the mean of past counts" in brief.record
    page = write_brief(brief)
    assert AGAIN[0] in page
    assert "armslength 0.1.0 (commit 0123abc)" in page
    assert "Made 23 November 2026" in page


def test_numbers_of_the_prior_are_hollow() -> None:
    picture = of_case().picture
    assert picture is not None
    assert not any(row.informed for row in picture.numbers)
    assert "Hollow" in picture.note


def test_a_comparison_has_one_scale_and_says_a_size() -> None:
    brief = of_comparison()
    assert brief.answers[0].says[0] == "Attacks on all fronts within 14 days: 22 fewer of 44 (5.3–60 fewer)."
    assert any(said.startswith("Practically no change: ") for said in brief.answers[0].says)
    assert brief.picture is not None
    assert brief.picture.unit == "share of what would happen anyway"


def test_names_are_escaped() -> None:
    data = invented_in_little()
    data["scenario"]["title"] = '<b onclick="x">Title</b>'
    data["scenario"]["question"] = "<script>alert(1)</script>"
    data["actors"]["clients"][1]["short"] = "<i>Rivers</i>"
    page = write_brief(brief_of_forecast(ForecastResult.model_validate(data), ["armslength '<u>'"]))
    assert not re.search(r"<(b|i|u|script)\b", page)


def very_long() -> ForecastResult:
    data = invented_data()
    data["scenario"] |= {"title": LONG, "question": LONG * 2, "conditions": [LONG] * 9}
    for kind in ("clients", "adversaries", "fronts"):
        for actor in data["actors"][kind]:
            actor["short"] = actor["name"] = LONG
    return ForecastResult.model_validate(data)


@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
def test_it_is_one_page_however_long_the_names() -> None:
    for brief in (of_case(), of_comparison(), brief_of_forecast(very_long(), AGAIN)):
        assert pages(one_page(write_brief(brief), "2026-11-23T07:00:00+00:00")) == 1


@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
def test_a_pdf_has_the_same_bytes_at_any_time() -> None:
    page = write_brief(of_case())
    first, second = (one_page(page, "2026-11-23T07:00:00+00:00") for _ in range(2))
    assert b"(D:20261123070000" in first
    assert first == second


def test_without_a_browser_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ArmslengthError, match="needs Chromium"):
        find_browser()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize("case", [case.name for case in list_cases()])
def test_the_brief_of_every_shipped_case_is_one_page(case: str) -> None:
    """With the forecast and the verdict that ship, as `armslength brief CASE` writes it."""
    with ZipFile(shipped_file(case)) as archive:
        result = ForecastResult.from_json(archive.read("forecast/forecast.json"))
    record = record_of(case, result.manifest.scenario_hash, None)
    page = write_brief(brief_of_forecast(result, [f"armslength brief {case} --out brief.pdf"], record))
    assert pages(one_page(page, result.manifest.created)) == 1
