"""Counts three ways: the numbers that a reader sees first are those of the way that comes first, and it says why."""

import html
import re
from functools import cache

import pytest

from armslength.report.brief_of_forecast import brief_of_forecast
from armslength.report.first_counts import first_counts, together_first
from armslength.report.forecast_page import write_report
from armslength.report.headline import headline
from armslength.report.render_figures import main_figures
from armslength.report.summary_text import answer
from armslength.report.ways_part import reasons
from armslength.results import Interval
from armslength.results.forecast import ForecastResult
from armslength.results.ways import ALL_FRONTS, RULE, FirstWay, WayRow, Ways
from armslength.tables.ways_tables import all_ways_table
from tests.report.invented import FRONTS, invented

WINDOWS = (7, 30, 90)
MEDIANS = {"mechanism": 40.0, "baseline": 60.0, "pool": 50.0}
BEST = {7: "pool", 30: "baseline", 90: "baseline"}
WHY = "it did best on 9 other networks"


def with_ways(fronts: tuple[str, ...] = tuple(FRONTS), commander: bool = False) -> ForecastResult:
    """Return the invented forecast with a baseline on some of its fronts, which did best at the longer windows."""
    rows = [
        WayRow(
            way=way,
            front=front,
            window_days=days,
            median=middle,
            interval_50=Interval(middle - 5, middle + 5),
            interval_90=Interval(middle - 10, middle + 10),
            mean=middle + 2,
            none=0.0,
            covers="chance",
        )
        for days in WINDOWS
        for front in (*fronts, ALL_FRONTS)
        for way, middle in MEDIANS.items()
    ]
    first = [
        FirstWay(
            window_days=days,
            way=way,
            weight=0.4,
            networks=9,
            ratio={},
            says=f"Take the {way} for counts within {days} days: {WHY}.",
        )
        for days, way in BEST.items()
    ]
    missing = tuple(set(FRONTS) - set(fronts))
    ways = Ways(
        offered=True, says=first[1].says, rows=tuple(rows), first=tuple(first), without=missing, learned="9"
    )
    changes: dict[str, object] = {"ways": ways}
    if not commander:
        changes |= {"commander": (), "follow": ()}
    return invented().model_copy(update=changes)


@cache
def page() -> str:
    return write_report(with_ways())


def test_the_counts_seen_first_are_those_of_the_way_that_comes_first() -> None:
    result = with_ways(("north/israel", "coast/shipping"))
    assert result.main_window == 30
    counts = {row.front: row for row in first_counts(result, 30)}
    assert counts["north/israel"].median == MEDIANS["baseline"]
    assert counts["north/israel"].way == "baseline"
    assert counts["river-a/us"].way == "mechanism"  # no baseline is offered there
    assert counts["river-a/us"].median == result.attacks_on("river-a/us", 30).median
    assert {row.way for row in first_counts(invented(), 30)} == {"mechanism"}


def test_what_comes_next_is_a_count_its_interval_and_why_it_is_that_one() -> None:
    part = headline(with_ways())[0]
    assert part.asks == "What comes next"
    assert part.says == "Attacks within 30 days on all 7 fronts, by the baseline: 60 (90%: 50–70)."
    assert part.because == f"Take the baseline for counts within 30 days: {WHY}."
    some = headline(with_ways(("north/israel", "coast/shipping")))[0].says
    assert "on the 2 fronts with a weekly count of their own, by the baseline: 60" in some
    alone = with_ways(("north/israel",))
    assert together_first(alone, 30) is None
    assert headline(alone)[0].says.startswith("Attacks within 30 days on the busiest front, ")


def test_the_report_the_brief_and_the_first_screen_say_the_same_number() -> None:
    result = with_ways()
    assert answer(result).counts_by == f"Take the baseline for counts within 30 days: {WHY}."
    assert "60 (50–70)" in answer(result).who_follows.intro
    assert answer(result).next[0].value == "60"
    brief = brief_of_forecast(result, [])
    assert brief.answers[0].says[0] == headline(result)[0].says
    assert headline(result)[0].because in brief.answers[0].says
    assert headline(with_ways(commander=True))[0].asks == "What the commander does next"
    counts = brief_of_forecast(with_ways(commander=True), []).answers[0].says
    assert any(WHY in said for said in counts)


def test_the_report_sets_them_side_by_side_with_the_rule() -> None:
    text = html.unescape(page())
    part = text[text.index('<h2 id="ways">') : text.index('<h2 id="counts">')]
    assert RULE in part
    assert f"Take the pool for counts within 7 days: {WHY}." in part
    assert f"Take the baseline for counts within 30 and 90 days: {WHY}." in part
    for numbers in ("40 (30–50)", "60 (50–70)", "50 (40–60)"):
        assert numbers in part
    assert part.count("<svg") == 2
    assert '<a href="#ways">' in page()[: page().index('<h2 id="network">')]


def test_the_table_names_the_default_of_each_window() -> None:
    result = with_ways()
    assert result.ways is not None
    first = {row[1]: row[-1] for row in all_ways_table(result, result.ways).rows}
    assert first == {f"{days} days": way for days, way in BEST.items()}


def test_the_picture_marks_the_way_that_comes_first() -> None:
    figure = main_figures(with_ways())["ways"]
    dots = re.findall(r'<path transform="translate\(([\d.]+),([\d.]+)\)"[^>]*var\(--told', str(figure.wide))
    places = [(float(x), round((float(y) - 8.5) / 17)) for x, y in dots]
    assert [row for _, row in places] == [2, 1, 1]  # in each window: mechanism, baseline, pool
    assert places[0][0] < places[1][0] == places[2][0]
    assert "three ways" in figure.wide
    assert "ways" not in main_figures(invented())


def test_a_reason_that_holds_for_several_windows_is_said_once() -> None:
    first = with_ways().ways.first  # type: ignore[union-attr]
    assert len(reasons(first)) == 2


@pytest.mark.parametrize("says", ["Counts are the mechanism's alone: the baseline was learned on weeks."])
def test_where_one_way_is_offered_alone_it_says_why(says: str) -> None:
    result = invented().model_copy(update={"ways": Ways(offered=False, says=says)})
    text = html.unescape(write_report(result))
    assert says in text[: text.index('<h2 id="network">')]
    assert 'id="ways"' not in text
