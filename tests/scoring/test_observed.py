"""What is scored is what was reported; what is known is what was published."""

from datetime import date
from itertools import pairwise

from armslength.scenario import load
from armslength.scenario.dates import LATER
from armslength.scoring.observed import case_on, observe
from armslength.scoring.observed_ladder import observed_rung
from armslength.scoring.scoring_actors import actors_of_case

CASE = load("axis-2024")
ACTORS = actors_of_case(CASE)
SEEN = observe(CASE.events, ACTORS)
US = "kataib-hezbollah/united-states;nujaba/united-states;auxiliaries/united-states"


def test_an_umbrella_is_one_target_and_its_increments_add_up_to_the_official_count() -> None:
    assert (
        sum(i.count for i in SEEN.counts[US]) == 166
    )  # the last cumulative count that was printed by the as-of date
    assert all(a.end < b.start for a, b in pairwise(SEEN.counts[US]))


def test_secondary_series_and_dated_attacks_are_no_counts() -> None:
    used = {i.series for increments in SEEN.counts.values() for i in increments}
    assert used == {"us-official", "lebanon-attacks", "shipping-official", "shipping-listed"}
    assert SEEN.secondary == 2
    assert "ansarallah/israel" not in SEEN.counts


def test_only_whole_increments_lie_within_a_window() -> None:
    inside = SEEN.within(US, date(2023, 11, 3), date(2023, 11, 9))
    assert [(i.start, i.end, i.count) for i in inside] == [
        (date(2023, 11, 3), date(2023, 11, 6), 10),
        (date(2023, 11, 7), date(2023, 11, 7), 2),
    ]


def test_lethal_attacks_and_suspensions_are_found() -> None:
    assert [o.day for o in SEEN.occurrences if o.kind == "lethal"] == [date(2024, 1, 28)]
    assert [(o.day, o.subject) for o in SEEN.occurrences if o.kind == "suspension"] == [
        (date(2024, 1, 30), "kataib-hezbollah")
    ]


def test_a_case_on_a_day_holds_what_had_been_published() -> None:
    day = date(2023, 11, 12)
    then = case_on(CASE, day)
    assert then.as_of == day
    assert all(e.end_date <= day for e in then.events)
    assert all(e.published is None or e.published <= day for e in then.events)
    assert not any(
        e.series == "lebanon-attacks" and e.kind == "tally" for e in then.events
    )  # printed on the 16th
    assert len(case_on(CASE, day, admit_revised=True).events) > len(then.events)


def test_a_page_edited_since_is_never_published() -> None:
    edited = [e for e in CASE.events if e.published == LATER]
    assert edited
    assert not {e.event_id for e in edited} & {e.event_id for e in case_on(CASE, CASE.as_of).events}


def test_a_phase_of_the_trigger_is_known_by_its_mean_only_when_it_is_over() -> None:
    values = dict(CASE.trigger)
    during = case_on(CASE, date(2023, 11, 7)).trigger
    assert during[-1] == (date(2023, 10, 31), values[date(2023, 10, 17)])
    over = case_on(CASE, date(2023, 11, 14)).trigger
    assert over[-1] == (date(2023, 10, 31), values[date(2023, 10, 31)])
    assert case_on(CASE, date(2023, 11, 25)).trigger[-1][1] < 0.05  # that a truce began was known


def test_the_last_phase_counts_as_unfinished() -> None:
    assert case_on(CASE, CASE.as_of).trigger[-1][1] != dict(CASE.trigger)[date(2024, 2, 5)]


def test_the_ladder_is_read_only_where_reports_establish_it() -> None:
    assert observed_rung(SEEN, ACTORS, date(2024, 1, 15), date(2024, 1, 21)) == 4
    assert observed_rung(SEEN, ACTORS, date(2024, 2, 6), date(2024, 2, 8)) == 3  # a leader killed on the 7th
    assert (
        observed_rung(SEEN, ACTORS, date(2023, 11, 14), date(2023, 11, 20)) is None
    )  # three fronts may have fired
    open_record = ACTORS.model_copy(update={"complete": ()})
    assert observed_rung(SEEN, open_record, date(2024, 2, 6), date(2024, 2, 8)) is None
