"""A later case is the same case with more evidence: whatever the form of its files, nothing else in them changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from armslength.scenario import list_cases, load, read_new_events, save, with_events
from armslength.scenario.files import SCENARIO
from armslength.scenario.yaml_text import read_yaml

LATER = date(2001, 7, 7)

FORMS = {
    "quoted": lambda text: text.replace("as_of:", "'as_of':"),
    "a space before the colon": lambda text: text.replace("as_of:", "as_of :"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "a comment that names it": lambda text: "# as_of: 1999-01-01\n" + text,
    "a title that looks like a date": lambda text: text.replace("title: My case", "title: 2001-02-31"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_as_of_date_moves_however_it_is_written(draft, form):
    text = (draft.folder / SCENARIO).read_text(encoding="utf-8")
    assert FORMS[form](text) != text
    draft.write(SCENARIO, FORMS[form](text))
    before = load(draft.folder)
    later = with_events(before, [], LATER)
    assert later.as_of == LATER
    assert _data(later) == _data(before) | {"as_of": LATER}
    assert later.files.texts[SCENARIO].count("#") == before.files.texts[SCENARIO].count("#")


@pytest.mark.parametrize("name", [case.name for case in list_cases()])
def test_only_the_as_of_date_changes(name):
    before = load(name)
    later = with_events(before, [], before.as_of + timedelta(weeks=52))
    assert _data(later) == _data(before) | {"as_of": later.as_of}
    assert [replace(e, line=0) for e in later.events] == [replace(e, line=0) for e in before.events]


def _data(case):
    return read_yaml(SCENARIO, case.files.texts[SCENARIO]).data


def test_without_a_later_date_the_scenario_is_left_as_it_was():
    case = load("classroom")
    assert with_events(case, [], case.as_of).files.texts[SCENARIO] == case.files.texts[SCENARIO]


def test_rows_without_an_id_meet_those_of_the_case(draft, tmp_path):
    text = (draft.folder / "events.csv").read_text(encoding="utf-8")
    header, *rows = text.splitlines()
    draft.write("events.csv", "\n".join([header, *("," + row.partition(",")[2] for row in rows)]) + "\n")
    (tmp_path / "new.csv").write_text(
        "date,kind,front,source\n2001-07-01,attack,loyal/neighbour,assumed\n2001-07-02,attack,rich/neighbour,assumed\n",
        encoding="utf-8",
    )
    before = load(draft.folder)
    later = with_events(before, read_new_events(tmp_path / "new.csv"), LATER)
    assert len(later.events) == len(before.events) + 2
    assert len({e.event_id for e in later.events}) == len(later.events)
    assert len(load(save(later, tmp_path / "later")).events) == len(later.events)


def test_numbers_keep_all_their_digits():
    row = {
        "date": "2001-04-20",
        "kind": "attack",
        "front": "harbour-guard/tarn;hill-column/tarn;river-league/merchants",
        "source": "teacher",
    }
    case = load("classroom")
    later = with_events(
        case,
        [
            {**row, "event_id": "shared", "weights": "0.3333333;0.3333333;0.3333334"},
            {**row, "event_id": "asked", "kind": "order", "tempo_order": 0.123456789},
        ],
        case.as_of,
    )
    found = {e.event_id: e for e in with_events(later, [], case.as_of).events}
    assert found["shared"].weights == (0.3333333, 0.3333333, 0.3333334)
    assert found["asked"].tempo_order == 0.123456789


def test_trigger_values_join_a_file_of_any_form(draft):
    draft.write("trigger.csv", "source;value;date;\nyearbook;1.0;2001-01-01;\nyearbook;0.6;2001-02-01;\n")
    later = with_events(load(draft.folder), [], LATER, trigger=[(date(2001, 7, 1), 0.25, "assumed")])
    assert later.trigger[-2:] == [(date(2001, 2, 1), 0.6), (date(2001, 7, 1), 0.25)]


def test_a_source_joins_a_case_that_had_none(draft):
    (draft.folder / "sources.yaml").unlink()
    for file in ("scenario.yaml", "events.csv", "trigger.csv"):
        path = draft.folder / file
        path.write_text(path.read_text(encoding="utf-8").replace("yearbook", "assumed"), encoding="utf-8")
    row = {"date": "2001-07-01", "kind": "attack", "front": "loyal/neighbour", "source": "gazette"}
    later = with_events(
        load(draft.folder), [row], LATER, sources={"gazette": {"title": "The gazette: 'page 3'"}}
    )
    assert later.sources["gazette"].title == "The gazette: 'page 3'"
