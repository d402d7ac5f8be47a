"""Rows become events: each is counted once, none twice, and nothing is zero outside what was declared covered."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from armslength.importing.actors_file import actors_of
from armslength.importing.clash import Clash
from armslength.importing.counted import Kept, count, disjoint
from armslength.importing.import_events import import_events
from armslength.importing.periods import STEPS, Span, read_span
from armslength.importing.read_file import How
from armslength.scenario.events import read_events, write_events
from tests.importing.conftest import ged_row, ged_text

FIRST = date(2001, 1, 1)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


SPANS = st.tuples(st.integers(0, 120), st.sampled_from([0, 0, 0, 1, 6, 29, 100])).map(
    lambda pair: Span(day(pair[0]), day(pair[0] + pair[1]))
)
COVERED = st.lists(
    st.tuples(st.integers(0, 200), st.integers(0, 90)).map(lambda p: Span(day(p[0]), day(p[0] + p[1]))),
    max_size=3,
)


def kept(spans: list[Span]) -> list[Kept]:
    return [
        Kept(Clash(0, i, str(i), s.start, s.end, "a", "b", "a - b", None, 1, None, (None, None)), "a")
        for i, s in enumerate(spans)
    ]


@given(spans=st.lists(SPANS, max_size=25), covered=COVERED, step=st.sampled_from(STEPS))
def test_each_row_is_counted_once(spans, covered, step) -> None:
    """A dated row is an attack, and part of the tally of its cell; any other is part of one tally, by its days."""
    made = count(kept(spans), "s", ("c/a",), "ged", disjoint(covered), step)
    events = {e.event_id: e for e in (*made.events, *made.loose)}
    assert len(events) == len(made.events) + len(made.loose)
    assert set(made.places) == {(0, i) for i in range(len(spans))}
    for i, span in enumerate(spans):
        event = events[made.places[0, i].event]
        assert (event.date, event.end_date) == (span.start, span.end) or event.kind == "tally"
        assert event.date <= span.start
        assert span.end <= event.end_date
        assert (made.places[0, i].outcome == "kept") == (span.start == span.end)
    tallied = Counter(place.event for place in made.places.values() if place.outcome == "folded")
    for e in events.values():
        inside = sum(x.kind == "attack" and e.date <= x.date <= e.end_date for x in made.events)
        if e.kind == "tally":
            assert e.count == tallied[e.event_id] + (inside if e in made.events else 0)


@given(spans=st.lists(SPANS, max_size=25), covered=COVERED, step=st.sampled_from(STEPS))
def test_tallies_never_overlap_and_zeros_stand_only_where_declared(spans, covered, step) -> None:
    made = count(kept(spans), "s", ("c/a",), "ged", disjoint(covered), step)
    for events in (made.events, made.loose):
        tallies = sorted((e for e in events if e.kind == "tally"), key=lambda e: e.date)
        assert all(a.end_date < b.date for a, b in pairwise(tallies))
    days = {s.start + timedelta(days=i) for s in covered for i in range((s.end - s.start).days + 1)}
    counted = {e.date + timedelta(days=i) for e in made.events if e.kind == "tally" for i in range(e.days)}
    assert counted == days
    assert all(e.count for e in made.loose)


@given(spans=st.lists(SPANS, min_size=1, max_size=25), covered=COVERED, step=st.sampled_from(STEPS))
def test_events_read_back_as_they_were_written(spans, covered, step) -> None:
    made = count(kept(spans), "s", ("c/a",), "ged", disjoint(covered), step)
    events, faults = read_events(write_events([*made.events, *made.loose]))
    assert not faults
    assert Counter(e.event_id for e in events) == Counter(e.event_id for e in (*made.events, *made.loose))


def test_a_gap_is_not_a_zero(write, actors) -> None:
    path = write("ged.csv", ged_text([ged_row(1, "2013-01-05"), ged_row(2, "2013-03-04")]))
    bare = import_events("ged", [path], actors)
    assert [(e.kind, e.count) for e in bare.events] == [("attack", 1), ("attack", 1)]
    declared = import_events(
        "ged", [path], actors, How(covered=(read_span("2013-01..2013-02", "--covered"),), step="month")
    )
    tallies = [(e.date, e.end_date, e.count) for e in declared.events if e.kind == "tally"]
    assert tallies == [(date(2013, 1, 1), date(2013, 1, 31), 1), (date(2013, 2, 1), date(2013, 2, 28), 0)]


def test_precision_becomes_what_it_is(write, actors) -> None:
    rows = [
        ged_row(1, "2013-01-05"),
        ged_row(2, "2013-01-08", "2013-01-14", date_prec=3),
        ged_row(3, "2013-02-01", "2013-02-28", date_prec=4),
        ged_row(4, "2013-06-15", date_prec=4),
    ]
    made = import_events("ged", [write("ged.csv", ged_text(rows))], actors)
    assert [(e.kind, e.date, e.days) for e in made.events] == [
        ("attack", date(2013, 1, 5), 1),
        ("tally", date(2013, 1, 8), 7),
        ("tally", date(2013, 2, 1), 28),
        ("tally", date(2013, 6, 1), 30),
    ]
    assert any(w.endswith("1 row covers one day alone, though date_prec is 4") for w in made.warnings)


def test_estimates_stay_as_given_and_contradictions_are_said(write, actors) -> None:
    rows = [ged_row(1, "2013-01-05", low=9, best=5, high=2), ged_row(2, "2013-01-06")]
    made = import_events("ged", [write("ged.csv", ged_text(rows))], actors)
    assert [(r.low, r.best, r.high) for r in made.account] == [("9", "5", "2"), ("3", "3", "4")]
    assert made.events[0].note == "dead on all sides: low 9, best 5, high 2"
    assert any(":2: 1 row" in w and "contradict" in w for w in made.warnings)


def test_the_adversarys_own_dead_are_those_of_its_side(write) -> None:
    turned = {
        "side_a": "The Group",
        "side_b": "Government of Land",
        "dyad_name": "The Group - Government of Land",
    }
    path = write("ged.csv", ged_text([ged_row(1, "2013-01-05"), ged_row(2, "2013-01-06", **turned)]))
    made = import_events(
        "ged", [path], actors_of("actor,role,id\nThe Group,client,g\nGovernment of Land,adversary,l\n", "x")
    )
    assert [(e.deaths, e.lethal) for e in made.events] == [(1, 1), (2, 1)]


def test_a_span_beyond_the_files_is_said(write, actors) -> None:
    path = write("ged.csv", ged_text([ged_row(1, "2013-01-05"), ged_row(2, "2013-03-04")]))
    for span, is_said in (
        ("2013-01..2013-03", False),
        ("2012-12..2013-03", True),
        ("2013-01..2013-04", True),
    ):
        made = import_events("ged", [path], actors, How(covered=(read_span(span, "--covered"),)))
        assert any("rests on that declaration alone" in w for w in made.warnings) == is_said
