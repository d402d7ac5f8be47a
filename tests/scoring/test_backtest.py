"""Rolling origin: nothing after an origin reaches it, and what is primary was declared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from armslength.errors import ArmslengthError
from armslength.report.charts.skill_chart import backtest_svg
from armslength.results.backtest import BacktestResult
from armslength.results.scores import CountRow, LadderRow, YesNoRow
from armslength.scenario import Scenario, load
from armslength.scoring import Forecaster, backtest, weekly
from armslength.scoring.baselines import BASELINES

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
        BacktestResult.from_json(result.to_json().replace("backtest/2", "backtest/1"), "old.json")


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
            for e in backtest(CASE, constant_forecaster(rate), weekly(CASE, 3), (3,)).exploratory.counts
            if e.target == "harbour-guard/tarn"
        )
        for rate in (2.5, 25.0)
    )
    assert all(skill.verdict == "worse than the baseline" for skill in bad.skill)
    assert good.forecasters["model"].crps < bad.forecasters["model"].crps / 5


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
