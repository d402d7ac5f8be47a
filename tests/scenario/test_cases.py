"""What the shipped cases promise: they load, they know nothing too early, they account for every row."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from armslength.forecasting import shipped
from armslength.scenario import Scenario, check, list_cases, load

NAMES = ("axis-2020", "axis-2024", "classroom")
DRAFTED = tuple(case.name for case in list_cases() if case.name not in NAMES)
LARGEST = 5_000_000  #: bytes that the drafted cases and their fits may add
ROOT = Path(__file__).parents[2]
ARTICLE_WORDS = 2900


@pytest.fixture(scope="module", params=NAMES)
def case(request) -> Scenario:
    return load(request.param)


def test_cases_are_listed():
    listed = list_cases()
    assert tuple(c.name for c in listed[: len(NAMES)]) == NAMES
    assert len(DRAFTED) == 10
    assert [c.group for c in listed] == sorted(c.group for c in listed)
    assert all(c.title and c.question and c.folder.is_dir() for c in listed)


def test_case_is_sound_and_says_what_it_cannot_answer(case):
    report = check(case.name)
    assert report.sound
    assert len(report.cannot_answer) >= 3
    assert not any(
        "nothing cites" in w or "dated inside" in w or "before they happened" in w for w in report.warnings
    )


@pytest.mark.parametrize("name", DRAFTED)
def test_drafted_case_is_sound_and_cites_its_data(name):
    case, report = load(name), check(name)
    assert report.sound, report
    assert case.as_of <= date(2018, 12, 31)
    assert all(e.date >= case.start and e.end_date <= case.as_of for e in case.events)
    assert set(case.counted) == {"deadly_clashes"}
    assert all("UCDP" in source.citation for source in case.sources.values())
    assert "Sundberg" in case.sources["ged"].citation


def test_drafted_cases_are_small():
    folder = ROOT / "src/armslength/cases"
    files = (file for name in DRAFTED for file in (folder / name).iterdir())
    size = sum(
        file.stat().st_size for file in files if file.name != shipped.FILE
    )  # that has a limit of its own
    assert size < LARGEST


def test_nothing_later_than_the_as_of_date(case):
    assert all(case.start <= e.date <= e.end_date <= case.as_of for e in case.events)
    assert all(day <= case.as_of for day, _ in case.trigger)
    assert case.trigger[0][0] == case.start


def test_every_number_is_sourced(case):
    assert all(site.source for site in case.sites())
    assert all(e.source for e in case.events)


def _conversion(name: str) -> list[dict[str, str]]:
    with (ROOT / "src/armslength/cases" / name / "conversion.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize(("name", "rows"), [("axis-2024", 145 + 52 + 68), ("axis-2020", 66 + 4)])
def test_conversion_accounts_for_every_row(name, rows):
    outcomes = _conversion(name)
    events = {e.event_id for e in load(name).events}
    made = [event for row in outcomes if row["outcome"] == "kept" for event in row["events"].split(";")]
    assert len({(r["input_file"], r["input_line"]) for r in outcomes}) == len(outcomes) == rows
    assert {r["outcome"] for r in outcomes} == {"kept", "input", "dropped"}
    assert all(r["reason"] for r in outcomes if r["outcome"] != "kept")
    assert Counter(made) == Counter(events)


def test_axis_2024_holds_the_article():
    case = load("axis-2024")
    assert [c.id for c in case.claims] == [f"C{n}" for n in range(1, 94)]
    context = {c.id for c in case.claims if c.bears_on == ("context",)}
    assert {"C14", "C34", "C69"} <= context
    assert len(context) <= 8
    assert sorted(q.group for q in case.questions.values() if q.group) == [f"{g}." for g in "ABCDEFGHI"]
    assert {c.group[:2] for c in case.claims} == {q.group for q in case.questions.values() if q.group}


def test_quotes_are_few():
    """In total at most a tenth of the article, and far less than that here."""
    for name in NAMES:
        words = sum(len((claim.quote or "").split()) for claim in load(name).claims)
        assert words < 150 < ARTICLE_WORDS / 10


def test_axis_2024_actors_and_fronts():
    case = load("axis-2024")
    assert list(case.clients) == ["hezbollah", "kataib-hezbollah", "nujaba", "auxiliaries", "ansarallah"]
    assert list(case.adversaries) == ["united-states", "israel", "shipping-coalition"]
    assert len(case.fronts) == 8
    assert case.coded_from("israel") == 3
    assert case.commander_on(case.as_of) == "qaani"
    assert case.days == 125
    assert "Palestinian" in case.trigger_side.description


def test_axis_2024_official_count_adds_up():
    """Increments from 17 October to 30 January are the 166 attacks of the last official count that was printed
    before the as-of date, none in the truce's first days."""
    rows = [e for e in load("axis-2024").events if e.kind == "tally" and e.series == "us-official"]
    assert sum(e.count for e in rows) == 166
    covered = sum(e.days for e in rows)
    assert covered == (date(2024, 1, 30) - date(2023, 10, 7)).days + 1
    truce = [e for e in rows if date(2023, 11, 24) <= e.date <= date(2023, 11, 30)]
    assert [(e.date.day, e.end_date.day, e.count) for e in truce] == [(24, 28, 0), (29, 30, 1)]


def test_axis_2024_order_of_january():
    case = load("axis-2024")
    orders = {e.fronts[0]: e.accepted for e in case.events if e.kind == "order"}
    assert orders == {"kataib-hezbollah/united-states": 1, "nujaba/united-states": 0}
    lethal = [e for e in case.events if e.lethal]
    assert [(e.date, e.deaths, e.fronts) for e in lethal] == [
        (date(2024, 1, 28), 3, ("kataib-hezbollah/united-states",))
    ]


def test_vintage_is_counted_and_later_counts_drive_nothing():
    case = load("axis-2024")
    revised = [e for e in case.events if e.vintage(case.as_of) == "revised"]
    assert len(revised) == case.revised_count == 9
    driving = [e for e in revised if e.kind == "tally" and case.series[e.series].primary]
    assert {(e.series, str(e.end_date)) for e in driving} == {("us-official", "2024-01-27")}
    assert case.vintage.policy == "admit"
    assert "retrospective" in case.vintage.note


def test_axis_2020_changes_commander():
    case = load("axis-2020")
    assert case.commander_on(date(2020, 1, 2)) == "first"
    assert case.commander_on(date(2020, 1, 3)) == "qaani"
    assert case.site("commanders.first.charisma").value == 0.95
    answers = [(str(e.date), e.fronts, e.accepted) for e in case.events if e.kind == "order"]
    assert [a for a in answers if a[2] == 1] == []
    assert len(answers) == 3


def test_classroom_is_invented_and_repeats(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    from tools import classroom

    classroom.write_events(tmp_path)
    assert (tmp_path / "events.csv").read_text(encoding="utf-8") == load("classroom").files.texts[
        "events.csv"
    ]
    assert "invented" in load("classroom").title.lower()


def test_smallest_example_loads_with_defaults():
    text = (ROOT / "examples/one-client/scenario.yaml").read_text(encoding="utf-8")
    case = load(ROOT / "examples/one-client")
    assert len([line for line in text.splitlines() if line and not line.startswith("#")]) <= 15
    assert list(case.commanders) == ["commander"]
    assert case.clients["client"].host in case.hosts
    assert case.series["monthly"].fronts == ("client/neighbour",)
    assert case.trigger == [(case.start, 1.0)]
    assert len(case.events) == 12
