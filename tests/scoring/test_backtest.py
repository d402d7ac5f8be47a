"""Rolling origin: nothing after an origin reaches it, and what is primary was declared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from armslength.errors import ArmslengthError
from armslength.report.charts.skill_chart import backtest_svg
from armslength.results.backtest import BacktestResult
from armslength.results.record import Interval
from armslength.results.scores import CountForecast, CountRow, LadderRow, ScoredRows, YesNoRow
from armslength.scenario import Event, Scenario, load
from armslength.scoring import Forecaster, Paths, backtest, weekly
from armslength.scoring.baselines import BASELINES
from armslength.scoring.mean_scores import mean_scores
from armslength.tables.scoring_tables import count_scores_table, gain_by_origin_table

CASE = load("classroom")
ORIGINS = [date(2001, 3, 29), date(2001, 4, 5), date(2001, 4, 12)]


def spoiled(case: Scenario, after: date) -> Scenario:
    """The same case with everything after a day made different, and the trigger too."""
    events = [
        replace(e, count=(e.count or 0) * 7 + 3) if e.kind == "tally" and e.date > after else e
        for e in case.events
        if not (e.kind in ("reprisal", "attack") and e.date > after)
    ]
    return replace(case, events=events, trigger=[(d, v if d <= after else 1.4) for d, v in case.trigger])


def forecasts(
    rows: Sequence[CountRow] | Sequence[YesNoRow] | Sequence[LadderRow], origin: date
) -> list[dict[str, dict[str, object]]]:
    """Return everything that was forecast at an origin, without what was observed."""
    kept = {"median", "interval_50", "interval_90", "mean", "probability", "probabilities"}
    return [
        {name: f.model_dump(include=kept) for name, f in row.forecasts.items()}
        for row in rows
        if row.origin == origin
    ]


def test_changing_what_comes_after_an_origin_changes_nothing_before(constant: Forecaster) -> None:
    seen: dict[bool, list[Scenario]] = {False: [], True: []}
    results = {}
    for changed in (False, True):

        def spy(case: Scenario, days: int, changed: bool = changed):  # type: ignore[no-untyped-def]
            seen[changed].append(case)
            return constant(case, days)

        case = spoiled(CASE, ORIGINS[1]) if changed else CASE
        results[changed] = backtest(case, spy, ORIGINS, (7, 14))
    for a, b, origin in zip(seen[False], seen[True], ORIGINS, strict=True):
        same = (a.events, a.trigger, a.as_of) == (b.events, b.trigger, b.as_of)
        assert same == (origin <= ORIGINS[1])
    for origin in ORIGINS[:2]:
        for kind in ("counts", "yes_no", "ladder"):
            before, after = (forecasts(getattr(r.rows, kind), origin) for r in results.values())
            if kind != "ladder":  # whether a rung is established depends on what came
                assert before == after
    first, second = (forecasts(r.rows.counts, ORIGINS[2]) for r in results.values())
    assert first != second
    assert results[False].rows.counts[0].observed != 0


def test_every_baseline_runs_beside_the_forecaster(constant: Forecaster) -> None:
    result = backtest(CASE, constant, ORIGINS, (1, 7))
    assert {scores.target for scores in result.exploratory.counts} == set(CASE.fronts) == set(result.targets)
    for scores in result.exploratory.counts:
        assert list(scores.forecasters) == ["model", *BASELINES]
        assert scores.n == 3
    assert {scores.kind for scores in result.exploratory.yes_no} == {"reprisal", "lethal", "suspension"}
    assert result.primary is None
    assert "Retrospective" in result.caveat


def test_it_reads_what_it_writes(constant: Forecaster) -> None:
    result = backtest(CASE, constant, ORIGINS[:1], (7,))
    assert BacktestResult.from_json(result.to_json()) == result
    with pytest.raises(ArmslengthError, match="`armslength backtest` makes it again"):
        BacktestResult.from_json(result.to_json().replace("backtest/3", "backtest/2"), "old.json")


def test_the_primary_endpoint_is_the_declared_one(constant: Forecaster) -> None:
    case = load("axis-2024")
    origins = [case.as_of - timedelta(days=7 * k) for k in (1, 2, 3)]
    result = backtest(case, constant, origins, (7,))
    p = result.primary
    assert p is not None
    assert (p.baseline, p.score, p.horizon) == ("historical mean", "crps", "7 days")
    assert p.target.count(";") == 2
    assert p.verdict == "too few to tell"
    assert p.finding.startswith("Too few to tell: skill ")
    assert "declared beforehand" in backtest_svg(result)
    assert all(row.why for row in result.unscored)
    assert not any("lebanon-launches" in e for row in result.rows.counts for e in row.events)


def test_a_good_forecaster_is_found_out_and_so_is_a_bad_one() -> None:
    from tests.scoring.conftest import constant_forecaster

    good, bad = (
        next(
            e
            for e in backtest(CASE, constant_forecaster(rate), weekly(CASE, 1), (1,)).exploratory.counts
            if e.target == "harbour-guard/tarn"
        )
        for rate in (2.5, 25.0)
    )
    assert all(skill.verdict == "worse than the baseline" for skill in bad.skill)
    assert good.forecasters["model"].crps < bad.forecasters["model"].crps / 5
    assert good.independent == good.n >= 30


def test_the_gain_of_each_origin_is_told_in_order_of_time(constant: Forecaster) -> None:
    result = backtest(CASE, constant, ORIGINS[::-1], (7,))
    scores = result.exploratory.counts[0]
    assert [row.origin for row in scores.by_origin] == ORIGINS
    against = scores.against("historical mean", "crps")
    assert against is not None
    gains = [row.gain["historical mean"] for row in scores.by_origin]
    assert sum(gains) / len(gains) == pytest.approx(against.baseline_mean - against.mean)
    table = gain_by_origin_table(scores, "historical mean", result.targets)
    assert [row[3] for row in table.rows] == gains
    assert table.rows[-1][4] == pytest.approx(sum(gains) / len(gains))
    assert "Gain at each origin" in backtest_svg(result)


def test_crps_log_score_coverage_and_pit_stand_together(constant: Forecaster) -> None:
    result = backtest(CASE, constant, ORIGINS, (7,))
    table = count_scores_table(result.exploratory.counts[0], result.targets)
    assert [column.title for column in table.columns[1:6]] == ["CRPS", "Log", "In 50%", "In 90%", "PIT"]
    assert "days scored: 21 of 21" in table.title
    assert table.caption == "Too few to tell: 3 independent occasions; a verdict needs 30."


def test_what_was_not_declared_is_corrected_and_what_was_is_not() -> None:
    """A rival twice as bad on each of forty days: Holm multiplies the least p value by the number of comparisons."""
    rows = [
        CountRow(
            target="a",
            horizon="1 days",
            origin=day,
            first=day,
            last=day,
            days=1,
            window_days=1,
            observed=3,
            events=("x",),
            forecasts={
                name: CountForecast(
                    crps=size * (1 + (day.day % 3)),
                    log=1.0 + (day.day % 5) * size,
                    pit=0.5,
                    in_50=True,
                    in_90=True,
                    median=3,
                    mean=3,
                    interval_50=Interval(1, 5),
                    interval_90=Interval(0, 9),
                )
                for name, size in (("model", 1.0), ("p", 2.0), ("q", 3.0))
            },
        )
        for day in (date(2001, 1, 1) + timedelta(days=k) for k in range(40))
    ]
    both = ScoredRows(counts=tuple(rows), yes_no=(), ladder=())
    found = mean_scores(both, ("a", "1 days", "crps", "p"))
    assert found.tested == 3
    declared, other = (found.counts[0].against(name, "crps") for name in ("p", "q"))
    assert declared is not None
    assert other is not None
    assert declared.p_holm is None
    assert declared.verdict == other.verdict == "skill shown"
    assert other.p_holm is not None
    assert other.p_value is not None
    assert other.p_holm > other.p_value
    assert mean_scores(both).tested == 4


def test_reprisals_are_asked_of_quiet_days(constant: Forecaster) -> None:
    """A week of counted zeros on every front of an adversary is quiet; one attack, or a day uncounted, is not."""
    day = date(2001, 4, 12)
    own = {f for f in CASE.fronts if f.endswith("/tarn")}

    def with_week(count: int, skip: int = 0) -> Scenario:
        first = day - timedelta(days=6 + skip)
        kept = [
            e
            for e in CASE.events
            if not (e.date <= day and e.end_date >= first and (e.kind in ("tally", "attack")))
        ]
        zeros = [
            Event(
                event_id=f"zero-{front}-{k}",
                kind="tally",
                series="shore-log" if front == "harbour-guard/tarn" else "made-up",
                date=first + timedelta(days=k),
                end_date=first + timedelta(days=k),
                fronts=(front,),
                count=count,
                source="teacher",
                published=first + timedelta(days=k),
            )
            for front in own
            for k in range(7)
        ]
        return replace(CASE, events=[*kept, *zeros])

    def asked(case: Scenario) -> list[bool | None]:
        rows = backtest(case, constant, [day], (7,)).rows.yes_no
        return [row.quiet for row in rows if row.kind == "reprisal" and row.subject == "tarn"]

    assert asked(with_week(0)) == [True]
    assert asked(with_week(1)) == [False]
    assert asked(with_week(0, skip=3)) == [False]
    by_itself = backtest(with_week(0), constant, [day], (7,)).exploratory.yes_no
    assert [s.n for s in by_itself if s.kind == "reprisal after quiet days"] == [1]


@pytest.mark.parametrize(
    ("origins", "horizons", "says"),
    [
        ([date(2001, 4, 28)], (7,), "no window of 7 days"),
        ([date(2000, 1, 1)], (7,), "no window of 7 days"),
        (None, (0,), "whole days from 1"),
        (None, (), "whole days from 1"),
        ([], (7,), "too short"),
    ],
)
def test_origins_and_horizons_that_cannot_be(constant: Forecaster, origins, horizons, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ArmslengthError, match=says):
        backtest(CASE, constant, origins, horizons)


def test_weekly_origins_leave_two_weeks_before_and_one_after() -> None:
    days = weekly(CASE)
    assert days[-1] == CASE.as_of - timedelta(days=7)
    assert days[0] >= CASE.start + timedelta(days=14)


def stops_at(at: int, forecaster: Forecaster, called: list[date]) -> Forecaster:
    """The same forecaster, interrupted at one of its origins."""

    def forecast(case: Scenario, days: int) -> Paths:
        if len(called) == at:
            raise KeyboardInterrupt
        called.append(case.as_of)
        return forecaster(case, days)

    return forecast


def test_an_interrupted_backtest_goes_on_where_it_stopped(constant: Forecaster, tmp_path: Path) -> None:
    said: list[str] = []
    before: list[date] = []
    after: list[date] = []
    with pytest.raises(KeyboardInterrupt):
        backtest(CASE, stops_at(2, constant, before), ORIGINS, (7,), name="x", keep=tmp_path, say=said.append)
    assert (before, said) == (ORIGINS[:2], [])
    done: list[int] = []
    resumed = backtest(
        CASE,
        stops_at(9, constant, after),
        ORIGINS,
        (7,),
        name="x",
        keep=tmp_path,
        say=said.append,
        progress=lambda stage, n, total: done.append(n),
    )
    assert after == ORIGINS[2:]
    assert done == [0, 1, 2, 3]
    assert said == ["An interrupted backtest goes on: 2 of 3 origins were finished."]
    assert resumed == backtest(CASE, constant, ORIGINS, (7,), name="x")
    assert not list(tmp_path.iterdir())  # whole: nothing is kept


@pytest.mark.parametrize(
    ("case", "origins", "options", "says"),
    [
        (replace(CASE, events=CASE.events[:-1]), ORIGINS, {}, "because the case changed"),
        (CASE, ORIGINS[:2], {}, "because origins or horizons changed"),
        (CASE, ORIGINS, {"seed": 2}, "because an option changed"),
        (CASE, ORIGINS, {"name": "y"}, "because the forecaster changed"),
        (CASE, ORIGINS, {"model": "another"}, "because the version changed"),
    ],
)
def test_a_changed_backtest_starts_anew_and_says_so(  # type: ignore[no-untyped-def]
    constant: Forecaster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case, origins, options, says: str
) -> None:
    called: list[date] = []
    with pytest.raises(KeyboardInterrupt):
        backtest(CASE, stops_at(1, constant, []), ORIGINS, (7,), name="x", keep=tmp_path)
    if model := options.pop("model", None):
        monkeypatch.setattr("armslength.tasks.work.program_version", lambda: model)
    said: list[str] = []
    backtest(
        case,
        stops_at(9, constant, called),
        origins,
        (7,),
        keep=tmp_path,
        say=said.append,
        **{"name": "x"} | options,
    )
    assert called == origins
    assert len(said) == 1
    assert says in said[0]
    again: list[date] = []
    backtest(
        CASE, stops_at(9, constant, again), ORIGINS, (7,), name="x", keep=tmp_path
    ) if not model else None
    assert model or again == ORIGINS[1:]  # what was left is still there


def test_a_torn_file_is_an_origin_not_finished(constant: Forecaster, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        backtest(CASE, stops_at(2, constant, []), ORIGINS, (7,), name="x", keep=tmp_path)
    torn = next(tmp_path.rglob(f"{ORIGINS[0]}.json"))
    torn.write_text(torn.read_text(encoding="utf-8")[:100], encoding="utf-8")
    called: list[date] = []
    backtest(CASE, stops_at(9, constant, called), ORIGINS, (7,), name="x", keep=tmp_path)
    assert called == [ORIGINS[0], ORIGINS[2]]


def never(case: Scenario, days: int) -> Paths:
    """A forecaster that must not be asked."""
    raise AssertionError("computed before it was said that nothing can be scored")


def test_that_nothing_can_be_scored_is_said_before_anything_is_computed(constant: Forecaster) -> None:
    tallies = [e for e in CASE.events if e.kind == "tally"]
    assumed = [replace(e, source="assumed") for e in tallies]
    months = [
        replace(tallies[0], event_id=f"m{m}", date=date(2001, m, 1), end_date=date(2001, m, 28))
        for m in (3, 4)
    ]
    for events, says in (
        (assumed, f"all {len(assumed)} tallies have the source 'assumed'"),
        (assumed[:1], "its one tally has the source 'assumed'"),
        (months, "tallies are of 28 days, windows of 7; try longer --horizons"),
        ([], "holds no tally"),
    ):
        with pytest.raises(ArmslengthError, match=f"nothing can be scored: .*{says}"):
            backtest(replace(CASE, events=events, reprisals_complete=()), never, ORIGINS, (7,))
    said: list[str] = []
    result = backtest(replace(CASE, events=assumed), constant, ORIGINS, (7,), say=said.append)
    assert "No count can be scored" in said[0]
    assert result.rows.yes_no
    assert {row.why for row in result.unscored} == {
        "counts within it have the source `assumed`, so they are not scored"
    }


def test_weekly_origins_without_a_window_are_left_out(constant: Forecaster) -> None:
    result = backtest(CASE, constant, None, (20,))
    assert result.origins[-1] + timedelta(days=20) <= CASE.as_of
    assert result.origins == tuple(d for d in weekly(CASE) if d + timedelta(days=20) <= CASE.as_of)


@pytest.mark.slow
def test_the_model_itself_is_a_forecaster() -> None:
    import numpy as np

    from armslength.scoring.model_forecasts import model_forecaster

    result = backtest(CASE, model_forecaster(20, replicates=5), ORIGINS[-1:], (7,))
    assert result.exploratory.counts[0].forecasters["model"].crps > 0
    fixed = model_forecaster(
        values=lambda case, layout: np.repeat(layout.defaults[:, None], 4, axis=1), replicates=5
    )
    assert fixed(CASE, 7).count.shape == (7, 3, 20)
