"""The ledger's page, and reliability that counts only questions past their scheduled end."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from markupsafe import escape

from armslength.errors import ArmslengthError
from armslength.report.ledger_page import write_ledger_page
from armslength.scenario import load
from armslength.scoring.human_forecasts import read_human
from armslength.scoring.ledger import Ledger
from armslength.scoring.ledger_record import ledger_result
from armslength.scoring.ledger_service import register_forecast, register_human, resolve, tracked_forecasts
from armslength.scoring.scoring_actors import actors_of_case
from tests.product.conftest import run

ACTORS = actors_of_case(load("classroom"))
BEFORE, AFTER = datetime(2001, 4, 29, 12, tzinfo=UTC), datetime(2001, 6, 30, tzinfo=UTC)
HEAD = "forecaster,question,about,from,to,at_least,level,probability,median,low,high\n"
PEOPLE = (
    HEAD
    + """Ada <b>,reprisal,tarn,2001-04-30,2001-05-06,,2,0.7,,,
Ada <b>,reprisal,tarn,2001-04-30,2001-05-20,,2,0.8,,,
Bo,attacks,harbour-guard/tarn,2001-05-01,2001-05-06,,,,15,8,25
Bo,suspension,hill-column,2001-04-30,2001-07-06,,,0.3,,,
"""
)
FAR = HEAD + "Ada,attacks,harbour-guard/tarn,2001-05-01,{day},,,,15,8,25\n"


def register(tmp_path: Path, text: str, at: datetime = BEFORE) -> Ledger:
    """Return a ledger with people's forecasts."""
    ledger, people = Ledger(tmp_path / "ledger.sqlite"), tmp_path / "people.csv"
    people.write_text(text, encoding="utf-8")
    register_human(ledger, people, read_human(people, ACTORS), ACTORS, at)
    return ledger


def counted(ledger: Ledger) -> int:
    """Return how many answers the reliability counts."""
    return sum(b.n for row in ledger_result(ledger).forecasters for b in row.reliability)


def test_a_question_settled_early_is_counted_at_its_scheduled_end(tmp_path: Path, later: Path) -> None:
    ledger = register(tmp_path, PEOPLE)
    resolve(ledger, later, date(2001, 5, 4), AFTER)
    early = [f for f in ledger_result(ledger).forecasts if f.state == "resolved"]
    assert [(f.value, f.is_past) for f in early] == [(True, False)] * 3
    assert counted(ledger) == 0
    assert sum(w.resolved for w in ledger_result(ledger).words) == 0
    resolve(ledger, later, date(2001, 5, 10), AFTER)
    assert counted(ledger) == 1
    resolve(ledger, later, date(2001, 5, 29), AFTER)
    assert counted(ledger) == 2  # the halt was certain in May, and its window ends in July
    before = len(ledger.entries())
    resolve(ledger, later, date(2001, 5, 29), AFTER)
    assert len(ledger.entries()) == before
    assert ledger.verify() == []


def test_the_record_of_another_case_settles_nothing(tmp_path: Path) -> None:
    ledger = register(tmp_path, PEOPLE)
    other = tmp_path / "other.csv"
    other.write_text(
        "date,end_date,kind,series,front,count,source\n2001-04-30,2001-12-31,tally,counts,a/b,3,press\n",
        encoding="utf-8",
    )
    assert resolve(ledger, other, at=AFTER) == []
    assert {t.state for t in tracked_forecasts(ledger.entries())} == {"pending"}


@pytest.mark.parametrize("day", ["2999-12-31", "2070-01-01"])
def test_a_date_that_cannot_settle_is_refused(tmp_path: Path, day: str) -> None:
    with pytest.raises(ArmslengthError, match="ends more than 30 years from now, and could not be settled"):
        register(tmp_path, FAR.format(day=day))
    assert not (tmp_path / "ledger.sqlite").exists()


def test_a_far_date_of_an_older_ledger_blocks_no_other(tmp_path: Path, later: Path) -> None:
    ledger = register(tmp_path, PEOPLE)
    far = tracked_forecasts(ledger.entries())[2].forecast.model_copy(update={"last": date.max})
    ledger.append([("forecast", far.model_dump(mode="json"))], BEFORE)
    assert len(resolve(ledger, later, at=AFTER)) == 4
    assert [t.state for t in tracked_forecasts(ledger.entries())].count("pending") == 1


def test_a_file_added_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people, book = tmp_path / "people.csv", tmp_path / "book.sqlite"
    people.write_text(PEOPLE, encoding="utf-8")
    arguments = ("ledger", "add", "--human", people, "--case", "classroom", "--ledger", book)
    assert run(*arguments).code == 0
    again = run(*arguments)
    assert again.code == 2
    assert "stand in the ledger already; each counts once" in again.err


@pytest.mark.parametrize("name", ["model", "MODEL", " Model ", "ｍｏｄｅｌ", "mo\u200bdel", "𝐌odel"])
def test_nobody_is_called_model(tmp_path: Path, name: str) -> None:
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE.replace("Bo,", f"{name},", 1), encoding="utf-8")
    ran = run("ledger", "add", "--human", people, "--case", "classroom", "--ledger", tmp_path / "book.sqlite")
    assert ran.code == 2
    assert (
        "people.csv:4: 'forecaster': that is the model's own record" in ran.err
        or "the model's own" in ran.err
    )


def test_the_page_holds_everything_and_nothing_from_elsewhere(
    tmp_path: Path, saved: Path, later: Path
) -> None:
    ledger = register(tmp_path, PEOPLE)
    register_forecast(ledger, saved, at=BEFORE)
    resolve(ledger, later, at=AFTER)
    ran = run("ledger", "publish", "--ledger", ledger.path, "--out", tmp_path / "site")
    assert ran.code == 0, ran.err
    assert "it names 2 people" in ran.out
    page = (tmp_path / "site/index.html").read_text(encoding="utf-8")
    result = ledger_result(ledger)
    assert result.head
    assert result.head in page
    assert page == write_ledger_page(result)
    for forecast in result.forecasts:
        assert str(escape(forecast.question)) in page
    assert {f.state for f in result.forecasts} == {"pending", "resolved", "void"}
    assert next(f.why for f in result.forecasts if f.state == "void") in page
    assert "Ada <b>" not in page
    assert "Ada &lt;b&gt;" in page
    assert "<script" not in page
    assert not re.findall(
        r"""[ "'](?:src|href)\s*=\s*["']?(?!["']?(?:#|data:text/csv))|url\((?!["']?#)|@import""", page
    )
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page


def test_an_empty_and_a_changed_ledger_are_not_published(tmp_path: Path) -> None:
    nothing = run("ledger", "publish", "--ledger", tmp_path / "none.sqlite", "--out", tmp_path / "site")
    assert nothing.code == 2
    assert "no such ledger" in nothing.err
    Ledger(tmp_path / "empty.sqlite").append([("other", {})])
    empty = run("ledger", "publish", "--ledger", tmp_path / "empty.sqlite", "--out", tmp_path / "site")
    assert empty.code == 2
    assert "holds no forecast" in empty.err
    assert not (tmp_path / "site").exists()
