"""A comparison: paired, labelled, ranked with and without war; and what it refuses."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from armslength.decisions import BASELINE, OBJECTIVES, compare, inline, play_strategy
from armslength.decisions.compare import needed_futures
from armslength.decisions.difference import (
    change,
    discordant_pairs,
    variance_components,
    variance_reduction,
)
from armslength.decisions.ranking import ranking
from armslength.decisions.strategy_futures import refuse_unlike
from armslength.errors import ArmslengthError
from armslength.results.comparison import ComparisonResult
from armslength.tables.comparison_tables import every_difference_table
from armslength.theories import Variant

DAYS = 30


def asked(initial, strategies, **more):
    return compare(initial.scenario, strategies, days=DAYS, futures=1000, initial=initial, **more)


@pytest.fixture(scope="module")
def made(initial):
    return asked(initial, ["visit-all", "truce", inline(["order front=hill-column/tarn tempo=1 on=+3"])])


def test_a_strategy_of_nothing_differs_in_nothing(initial) -> None:
    idle = inline(["order front=hill-column/tarn cap=0 on=+1"], "idle")
    rows = asked(initial, [idle]).result.changes
    assert all((row.difference, row.error, row.sign) == (0, 0, "open") for row in rows)


def test_numbers_are_those_of_the_futures(made) -> None:
    base, visit = made.played[:2]
    row = made.result.change("visit-all", "attacks")
    assert row.difference == pytest.approx(visit["attacks"].mean() - base["attacks"].mean())
    assert row.parameters.low <= row.difference <= row.parameters.high
    assert sum(row.variance.model_dump().values()) == pytest.approx(1)
    assert row.structure is None
    assert row.window_days == DAYS


def test_each_strategy_is_set_against_each_before_it(made) -> None:
    """With an interval of its own: the difference of two intervals would count the common chance twice."""
    _, visit, truce, _ = made.played
    row = made.result.contrast("truce", "visit-all", "attacks")
    assert row.difference == pytest.approx(truce["attacks"].mean() - visit["attacks"].mean())
    told_apart = change(visit, truce, "attacks")
    assert (row.parameters, row.sign) == (told_apart.parameters, told_apart.sign)
    apart = [made.result.change(name, "attacks").parameters for name in ("truce", "visit-all")]
    assert np.diff(row.parameters) < np.diff(apart[0]) + np.diff(apart[1])
    pairs_of_names = {(r.strategy, r.against) for r in made.result.contrasts}
    assert pairs_of_names == {("truce", "visit-all"), ("as-told", "visit-all"), ("as-told", "truce")}
    with pytest.raises(ArmslengthError, match="against 'truce'"):
        made.result.contrast("visit-all", "truce", "attacks")


def test_the_same_actions_under_two_names_do_not_differ(initial) -> None:
    one, two = (inline(["truce from=+2 to=+9"], name) for name in ("one", "two"))
    rows = asked(initial, [one, two]).result.contrasts
    assert rows
    assert all((r.difference, r.parameters, r.sign) == (0, (0, 0), "open") for r in rows)


def test_the_table_holds_every_pair_once(made) -> None:
    rows = list(csv.DictReader(io.StringIO(every_difference_table(made.result).to_csv())))
    keys = [(r["strategy"], r["against"], r["outcome"]) for r in rows]
    assert len(set(keys)) == len(keys) == len(made.result.changes) + len(made.result.contrasts)
    for row in rows:
        apart = float(row["mean"]) - float(row["mean_against"])
        assert float(row["difference"]) == pytest.approx(apart, abs=1e-9)


def test_pairing_saves_variance_and_says_so(made) -> None:
    for entry in made.result.pairing:
        assert 0 < entry.median <= 1
    assert any("do not depend" in s for s in made.result.coupling)
    pairs = made.result.change("visit-all", "pauses/harbour-guard/tarn").pairs
    assert pairs.only_with_bounds.low <= pairs.only_with <= pairs.only_with_bounds.high


def test_the_same_question_has_the_same_answer(initial, made) -> None:
    again = asked(initial, ["visit-all", "truce"], workers=1)
    for row in again.result.changes:
        assert row == made.result.change(row.strategy, row.outcome)


def test_it_is_one_json_document_that_opens_again(made) -> None:
    text = made.result.to_json()
    assert json.loads(text)["format"] == "armslength-comparison/1"
    assert {"rows", "between", "shock_rows"} <= set(json.loads(text))
    assert ComparisonResult.from_json(text) == made.result
    with pytest.raises(ArmslengthError, match="`armslength compare` makes it again"):
        ComparisonResult.from_json(text.replace("armslength-comparison/1", "armslength-comparison/9"))


def test_both_orders_are_by_the_declared_aims(made) -> None:
    ranked = ranking(made.played)
    for rows, of_war in ((ranked.without_war, 0), (ranked.with_war, 1)):
        burdens = [row.burden for row in rows]
        assert burdens == sorted(burdens)
        first = next(p for p in made.played if p.strategy.id == rows[0].strategy)
        expected = sum(o.weight * first.mean(o.name) * (of_war if o.name == "war" else 1) for o in OBJECTIVES)
        assert burdens[0] == pytest.approx(expected)


def test_the_order_turns_where_burden_and_war_balance(made) -> None:
    """Two strategies whose burdens are known: 10 deaths against a war half as likely."""
    base = made.played[0]
    still = {name: np.zeros_like(x) for name, x in base.values.items()}
    war = np.zeros_like(base["war"])
    war[:, :10] = 1.0  # 0.2
    calm = replace(base, values=still | {"war": war})
    half = war.copy()
    half[:, 5:] = 0.0
    values = still | {"war": half, "deaths": still["deaths"] + 10}
    costly = replace(base, strategy=inline(["truce"], "costly"), values=values)
    (flip,) = ranking([calm, costly]).flips
    assert (flip.better_below, flip.better_above) == ("nothing", "costly")
    assert flip.war_probability == pytest.approx(0.02)  # 1000 x (p - p/2) = 10
    assert flip.factor == pytest.approx(0.1)


def test_variance_is_told_apart() -> None:
    """Draws 2 apart, structures 10 apart, chance of variance 1: a nested analysis finds each within a tenth."""
    rng = np.random.default_rng(1)
    variant = np.repeat([0, 1], 200)
    x = 10 * variant[:, None] + rng.normal(0, 2, (400, 1)) + rng.normal(0, 1, (400, 50))
    found = variance_components(x, np.full(400, 1 / 400), variant)
    assert found.structure == pytest.approx(25, rel=0.1)
    assert found.parameters == pytest.approx(4, rel=0.2)
    assert found.chance == pytest.approx(1, rel=0.1)


def test_common_random_numbers_save_all_or_nothing() -> None:
    rng = np.random.default_rng(2)
    x, y, w = rng.normal(size=(40, 50)), rng.normal(size=(40, 50)), np.full(40, 1 / 40)
    assert variance_reduction(x, x + 1, w) == pytest.approx(1)
    assert abs(variance_reduction(x, y, w) or 0) < 0.1
    assert variance_reduction(x * 0, x * 0, w) is None
    yes = (x > 0) * 1.0
    assert discordant_pairs(yes, 1 - yes, w).only_with == pytest.approx(1 - yes.mean())


def test_structures_are_told_apart(initial) -> None:
    deaf = {"orders.restraint": 0.0, "severity.cap": 0.0, "severity.tail_cap": 0.0}
    theories = [Variant("full", 0.75, {}, None), Variant("deaf", 0.25, deaf, None)]
    made = compare(initial.scenario, ["visit-all"], days=DAYS, futures=1000, theories=theories).result
    row = made.change("visit-all", "attacks")
    assert row.structure.low < row.difference < row.structure.high
    assert row.variance.structure > 0
    assert [(s.name, s.weight) for s in made.structures] == [("full", 0.75), ("deaf", 0.25)]
    assert made.manifest.parameters_from == "theories"


def test_a_counterfactual_of_the_past_keeps_what_was_outside(initial) -> None:
    made = asked_since(initial, date(2001, 4, 10))
    assert made.result.scenario.first_day == date(2001, 4, 11)
    assert made.result.counterfactual.since == date(2001, 4, 10)
    assert made.result.change("as-told", "attacks").difference < 0


def asked_since(initial, day):
    told = inline(["order front=all tempo=1 on=+2", "visit client=harbour-guard on=+2"])
    return compare(initial.scenario, [told], days=DAYS, futures=1000, parameters="prior", since=day)


@pytest.mark.parametrize(
    ("case", "day", "reason"),
    [
        ("classroom", date(2001, 2, 1), "its history begins on 2001-03-01"),
        ("classroom", date(2001, 4, 29), "its history ends on 2001-04-29"),
        ("axis-2020", date(2020, 5, 1), "how much of it fell before is not known"),
    ],
)
def test_a_broken_past_is_refused_with_the_reason(case, day, reason) -> None:
    with pytest.raises(ArmslengthError, match=reason):
        compare(case, [inline(["truce"])], since=day, futures=1000)


@pytest.mark.parametrize(
    ("strategies", "more", "sentence"),
    [
        (["visit-al"], {}, "did you mean 'visit-all'?"),
        (["truce", "truce"], {}, "two strategies are called 'truce'"),
        ([inline(["visit client=harbour-guard days=2"])], {}, "a day holds 1 (orders.attention)"),
        ([inline(["visit client=all when=attack"])], {}, "after each attack the envoy would spend 3"),
        ([inline(["support client=harbour-guard factor=1.5"])], {}, "times what it gives today"),
        (
            [inline(["order front=hill-column/tarn tempo=1 on=+31"])],
            {},
            "lies outside 2001-04-30 to 2001-05-29",
        ),
        ([inline(["truce from=2001-04-01 to=2001-05-01"])], {}, "lies outside"),
        (
            [inline(["order front=hill-column/tarn tempo=1", "order front=all tempo=0.5"])],
            {},
            "contradictory on 2001-04-30",
        ),
        (
            [inline(["order front=hill-column/tarn tempo=1", "order front=hill-column/tarn release=1"])],
            {},
            "contradictory on 2001-04-30",
        ),
        (["truce"], {"interval": 0.99}, "ask for 10,000 or more"),
        (["truce"], {"interval": 90}, "a share between 0 and 1"),
        (["truce"], {"weights": {"death": 2}}, "did you mean 'deaths'?"),
    ],
)
def test_what_cannot_be_compared_is_said(initial, strategies, more, sentence) -> None:
    with pytest.raises(ArmslengthError) as caught:
        asked(initial, strategies, **more)
    assert sentence in str(caught.value)


def test_initial_conditions_of_another_day_or_case_are_refused(initial) -> None:
    with pytest.raises(ArmslengthError, match="not of 2001-04-10"):
        asked(initial, ["truce"], since=date(2001, 4, 10))
    with pytest.raises(ArmslengthError, match="to another scenario than axis-2024"):
        compare("axis-2024", ["truce"], initial=initial, futures=1000)


def test_a_side_does_its_own_alone(initial) -> None:
    theirs = inline(["threat adversary=merchants"]).model_copy(update={"by": "tarn"})
    with pytest.raises(ArmslengthError, match="is not tarn's to do: it is merchants's"):
        asked(initial, [theirs])


def test_only_like_is_compared_with_like(initial) -> None:
    one = play_strategy(initial, BASELINE, days=DAYS)
    for what, other in (
        ("seeds", replace(one, seed=2)),
        ("scenarios", replace(one, scenario="another")),
        ("first days", replace(one, first_day=date(2001, 1, 1))),
        ("numbers of days", play_strategy(initial, BASELINE, days=DAYS - 1)),
    ):
        with pytest.raises(ArmslengthError, match=f"different {what}"):
            refuse_unlike(one, other)
        with pytest.raises(ArmslengthError):
            change(one, other, "deaths")


def test_futures_needed_are_those_that_reach_beyond_the_interval() -> None:
    assert [needed_futures(x) for x in (0.5, 0.9, 0.99)] == [200, 1000, 10_000]
