"""Changes by form: the changed place is read back as it was meant, and every other byte stays."""

from __future__ import annotations

import difflib
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armslength.errors import ArmslengthError
from armslength.parameters.elicited import prior_around, width_90
from armslength.parameters.priors import Fixed
from armslength.scenario import load
from armslength.scenario.csv_rows import read_table
from armslength.scenario.edit import (
    CountChange,
    DatesChange,
    NumberChange,
    StrategyChange,
    changed,
    in_short,
    place_of,
    shown,
)
from armslength.scenario.event_kinds import COLUMNS
from armslength.scenario.events_edit import with_cells, with_columns, with_rows, without_rows
from armslength.scenario.yaml_edit import GONE, edited
from armslength.scenario.yaml_text import read_yaml

CASES = ("axis-2024", "classroom", "kashmir-2018")
CLASSROOM = load("classroom")
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the lines that went, and those that came."""
    found = [
        line
        for line in difflib.ndiff(before.splitlines(), after.splitlines())
        if line.startswith(("- ", "+ "))
    ]
    return [x[2:] for x in found if x.startswith("- ")], [x[2:] for x in found if x.startswith("+ ")]


def values_of(case: Any) -> dict[str, Any]:
    return {site.name: (site.prior, site.value, site.source) for site in case.sites()}


def text_of(case: Any, file: str = "scenario.yaml") -> str:
    return str(case.files.texts[file])


keys = st.sampled_from(["one", "two", "three", "a/b", "source", "note"])
scalars = st.one_of(
    st.integers(-999, 999),
    st.floats(-1e6, 1e6).map(lambda x: float(f"{x:.6g}")),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from(
        [
            "plain words",
            "a: b",
            "x # y",
            "[no list]",
            "true",
            "",
            "it's",
            '"quoted"',
            "2001-01-01",
            "-",
            "é, ü",
        ]
    ),
)


@st.composite
def written(draw: st.DrawFn, depth: int = 0) -> tuple[str, dict[str, Any]]:
    """Draw a mapping as a person may write it: blocks, one-line mappings, comments, blank lines, quotes; and its data."""
    import json

    text, data = "", {}
    pad = " " * (2 * depth)
    for key in draw(st.lists(keys, min_size=1, max_size=4, unique=True)):
        if draw(st.booleans()):
            text += draw(st.sampled_from(["", f"{pad}# about {key}\n", "\n"]))
        after = draw(st.sampled_from(["", "   # why", " #"]))
        kind = draw(st.sampled_from(["plain", "quoted", "flow", "list", *(["block"] if depth < 2 else [])]))
        if kind == "block":
            inner, data[key] = draw(written(depth + 1))
            text += f"{pad}{key}:{after}\n{inner}"
        elif kind == "list":
            data[key] = draw(st.lists(st.sampled_from(["one", "two three"]), min_size=1, max_size=3))
            text += f"{pad}{key}:{after}\n" + "".join(f"{pad}  - {x}   # item\n" for x in data[key])
        elif kind == "flow":
            data[key] = draw(st.dictionaries(keys, st.integers(0, 9), min_size=1, max_size=3))
            text += f"{pad}{key}: {{" + ", ".join(f"{k}:  {v}" for k, v in data[key].items()) + f"}}{after}\n"
        else:
            data[key] = (
                draw(st.integers(0, 99)) if kind == "plain" else draw(st.sampled_from(["q: r", "#", "a\\b"]))
            )
            text += f"{pad}{key}: {json.dumps(data[key])}{after}\n"
    return text, data


def paths_of(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if not isinstance(data, dict):
        return [path]
    return [*([path] if path else []), *(p for k, v in data.items() for p in paths_of(v, (*path, k)))]


@given(written(), st.data())
@QUICK
def test_whatever_is_changed_the_other_lines_stay(drawn, data):
    text, held = drawn
    assert read_yaml("x", text).data == held
    at = data.draw(st.sampled_from([p for p in paths_of(held) if p]))
    value = data.draw(st.one_of(scalars, st.just(GONE)))
    if value is GONE and len(held) == 1:
        return  # a file is never emptied
    after = edited("x", text, {at: value})
    found = read_yaml("x", after).data
    for path in paths_of(held):
        if path[: len(at)] != at and at[: len(path)] != path:
            here: Any = found
            for key in path:
                here = here[key]
            before: Any = held
            for key in path:
                before = before[key]
            assert here == before
    gone, _ = lines_changed(text, after)
    first, last = read_yaml("x", text).line(*at), text.count("\n")
    touched = text.splitlines()[first - 1 : last]
    assert all(line in touched or value is GONE for line in gone)
    comments = [line for line in text.splitlines() if line.strip().startswith("# about")]
    assert (
        sum(line in after.splitlines() for line in comments)
        >= len(comments) - (value is GONE or len(gone) > 1) * 9
    )


@pytest.mark.parametrize("case", CASES)
def test_numbers_of_a_case_are_set_and_no_other_moves(case):
    scenario = load(case)
    before = values_of(scenario)
    sites = [site for site in scenario.sites() if not isinstance(site.prior, Fixed)]
    for site in sites[:: len(sites) // 4]:
        middle, width = shown(site)
        made = changed(scenario, NumberChange(site.name, middle, round(0.8 * width, 6), "assumed"))
        now = values_of(made)
        assert {name for name in now if now[name] != before[name]} == {site.name}
        prior = made.site(site.name).prior
        assert prior.median == pytest.approx(middle, rel=0.02, abs=0.02 * width)
        assert width_90(prior) == pytest.approx(0.8 * width, rel=0.02)
        gone, came = lines_changed(text_of(scenario), text_of(made))
        assert len(gone) <= 1
        assert 1 <= len(came) <= 5
        assert {f for f, t in made.files.texts.items() if t != scenario.files.texts[f]} == {"scenario.yaml"}


def test_a_number_keeps_its_comment_and_what_else_stands_there():
    made = changed(CLASSROOM, NumberChange("clients.river-league.own_revenue", 3, None, "assumed"))
    assert lines_changed(text_of(CLASSROOM), text_of(made))[1] == [
        "      own_revenue: {value: 3, source: assumed}     # a rich client depends less, and so obeys less"
    ]


@pytest.mark.parametrize("name", ["clients.river-league.own_revenue", "grievance.memory"])
def test_a_source_alone_is_changed_alone(name):
    site = CLASSROOM.site(name)
    made = changed(CLASSROOM, NumberChange(name, *shown(site), "teacher"))
    assert values_of(made)[name] == (site.prior, site.value, "teacher")


def test_a_number_is_pinned_and_stands_where_it_belongs():
    made = changed(CLASSROOM, NumberChange("ties.marrow.hill-column.kept", 0.4, 0, "assumed"))
    assert made.site("ties.marrow.hill-column.kept").prior == Fixed(0.4)
    assert place_of(made.site("fronts.hill-column/tarn.base_rate")) == (
        *("fronts", "hill-column/tarn"),
        *("parameters", "base_rate"),
    )


def test_a_commander_who_is_not_written_is_written_with_a_number_of_theirs():
    scenario = load("kashmir-2018")
    made = changed(scenario, NumberChange("commanders.commander.skill", 0.4, None, "assumed"))
    assert made.commanders["commander"].name == scenario.commanders["commander"].name
    assert made.site("commanders.commander.skill").value == 0.4


def test_days_of_a_case_are_changed_line_by_line():
    made = changed(CLASSROOM, DatesChange(CLASSROOM.start, CLASSROOM.as_of, 60))
    assert lines_changed(text_of(CLASSROOM), text_of(made)) == (["horizon: 90"], ["horizon: 60"])
    same = changed(CLASSROOM, DatesChange(CLASSROOM.start, CLASSROOM.as_of, 90))
    assert same.files.texts == CLASSROOM.files.texts


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (DatesChange(date(2001, 3, 1), date(2001, 4, 1), 60), "is after the as-of date"),
        (DatesChange(date(2001, 5, 1), date(2001, 4, 29), 60), "2001-05-01"),
        (NumberChange("tempo.branching", 1.4, None, "assumed"), "1.4"),
        (NumberChange("tempo.branching", 0.5, 3, "assumed"), "make it narrower"),
        (NumberChange("tempo.branching", 0.5, 0.2, "nobody"), "nobody"),
        (NumberChange("tempo.brnching", 0.5, 0.2, "assumed"), "did you mean 'tempo.branching'"),
        (CountChange({"count": "many"}, 12), "'count' is 'many'"),
        (CountChange({"end_date": "2000-01-01"}, 12), "ends on 2000-01-01"),
        (
            CountChange({"date": "2001-03-02", "kind": "tally", "front": "x/y", "count": "1"}),
            "events.csv:192",
        ),
        (StrategyChange("truce", "A truce", ("truse from=+1 to=+3",)), "truse"),
    ],
)
def test_what_would_not_load_is_refused_in_a_sentence(change, said):
    with pytest.raises(ArmslengthError) as refusal:
        changed(CLASSROOM, change)
    assert said in in_short(refusal.value)


def test_a_strategy_is_added_changed_and_removed():
    actions = ("truce from=+7 to=+16", "visit client=hill-column on=+2")
    added = changed(CLASSROOM, StrategyChange("both", "Both: a truce, a visit", actions))
    assert added.strategies["both"].actions == actions
    assert lines_changed(text_of(CLASSROOM), text_of(added))[0] == []
    renamed = changed(added, StrategyChange("both", "Both", actions))
    assert len(lines_changed(text_of(added), text_of(renamed))[1]) == 1
    assert changed(added, StrategyChange("both", "", ())).files.texts == CLASSROOM.files.texts
    first = changed(
        CLASSROOM, StrategyChange("truce", "A truce", ("truce from=+1 to=+2", "truce from=+9 to=+12"))
    )
    assert first.strategies["truce"].actions[1] == "truce from=+9 to=+12"
    assert len(lines_changed(text_of(CLASSROOM), text_of(first))[0]) == 2


cells = st.text(st.sampled_from('ab1 ,;"\n\té'), max_size=8).map(str.strip)
HEADER = ("date", "kind", "count", "note")


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6), st.sampled_from(",;\t"), st.data())
@QUICK
def test_whatever_cell_is_changed_every_other_stays(rows, delimiter, data):
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([("2001-01-01", *row) for row in rows])
    text = out.getvalue()
    table = read_table(text, "events.csv", {}, COLUMNS)
    if table.faults or len(table.rows) != len(rows):
        return  # a quotation mark that looks as if it swallowed a row is refused by the reader
    row = data.draw(st.sampled_from(table.rows))
    column, cell = data.draw(st.sampled_from(HEADER[1:])), data.draw(cells)
    after = read_table(with_cells(text, row.line, {column: cell}), "events.csv", {}, COLUMNS)
    if after.faults:
        return
    for old, new in zip(table.rows, after.rows, strict=True):
        assert new.cells == (dict(old.cells) | {column: cell} if old.line == row.line else old.cells)
    more = read_table(with_rows(text, [{"date": "2002-01-01", "note": cell}]), "events.csv", {}, COLUMNS)
    assert [r.cells for r in more.rows[:-1]] == [r.cells for r in table.rows]
    wider = read_table(with_columns(text, ["deaths", "note"]), "events.csv", {}, COLUMNS)
    assert [dict(r.cells) for r in wider.rows] == [dict(r.cells) | {"deaths": ""} for r in table.rows]
    less = without_rows(text, [row.line])
    assert [r.cells for r in read_table(less, "events.csv", {}, COLUMNS).rows] == [
        r.cells for r in table.rows if r.line != row.line
    ]


def test_a_count_is_changed_in_its_cell_alone():
    made = changed(CLASSROOM, CountChange({"count": "7"}, 12))
    gone, came = lines_changed(text_of(CLASSROOM, "events.csv"), text_of(made, "events.csv"))
    assert came == [gone[0].replace("harbour-guard/tarn,,,,2,", "harbour-guard/tarn,,,,7,")]


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(ArmslengthError, match="has no column 'confidnce'; did you mean 'confidence'"):
        with_rows(text_of(CLASSROOM, "events.csv"), [{"confidnce": "high"}])


@given(st.floats(0.05, 0.95), st.floats(0.01, 0.6))
@QUICK
def test_a_prior_has_the_middle_and_the_width_that_were_asked(middle, width):
    site = CLASSROOM.site("tempo.cross_excitation")
    widest = width_90(prior_around(middle, 0.2 * min(middle, 1 - middle), site.prior, (0.0, 1.0)))
    assert widest == pytest.approx(0.2 * min(middle, 1 - middle), rel=0.021)
    asked = width * min(middle, 1 - middle)
    prior = prior_around(middle, asked, site.prior, (0.0, 1.0))
    assert prior.median == pytest.approx(middle, abs=0.021 * asked)
    assert width_90(prior) == pytest.approx(asked, rel=0.021)


def test_a_first_entry_is_written_into_an_empty_file():
    assert edited("x", "", {("ged",): {"title": "A title"}}) == "ged: {title: A title}\n"
    assert edited("x", "# none yet", {("ged",): {"title": "A"}}) == "# none yet\nged: {title: A}\n"
