"""A comparison: paired, labelled, ranked with and without war; and what it refuses."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from armslength.decisions import BASELINE, compare, inline, outcomes
from armslength.decisions.compare import needed_futures
from armslength.decisions.comparison_csv import as_csv
from armslength.decisions.difference import difference, pairs, saved, variance
from armslength.decisions.outcomes import OBJECTIVES, same_futures
from armslength.decisions.ranking import ranking
from armslength.errors import ArmslengthError

DAYS = 30


def asked(initial, strategies, **more):
    return compare(initial.scenario, strategies, days=DAYS, futures=1000, initial=initial, **more)


@pytest.fixture(scope="module")
def made(initial):
    return asked(initial, ["visit-all", "truce", inline(["order front=hill-column/tarn tempo=1 on=+3"])])


def test_a_strategy_of_nothing_differs_in_nothing(initial) -> None:
    idle = inline(["order front=hill-column/tarn cap=0 on=+1"], "idle")
    rows = asked(initial, [idle]).document["rows"]
    assert all(row["difference"] == 0 and row["error"] == 0 and row["sign"] == "open" for row in rows)


def test_numbers_are_those_of_the_futures(made) -> None:
    base, visit = made.played[:2]
    row = made.row("visit-all", "attacks")
    assert row["difference"] == pytest.approx(visit["attacks"].mean() - base["attacks"].mean())
    assert row["parameters"][0] <= row["difference"] <= row["parameters"][1]
    assert sum(row["variance"].values()) == pytest.approx(1)
    assert row["structure"] is None
    assert row["window_days"] == DAYS


def test_each_strategy_is_set_against_each_before_it(made) -> None:
    """With an interval of its own: the difference of two intervals would count the common luck twice."""
    _, visit, truce, _ = made.played
    row = made.between("truce", "visit-all", "attacks")
    assert row["difference"] == pytest.approx(truce["attacks"].mean() - visit["attacks"].mean())
    told_apart = difference(visit, truce, "attacks")
    assert (row["parameters"], row["sign"]) == (told_apart["parameters"], told_apart["sign"])
    apart = [made.row(name, "attacks")["parameters"] for name in ("truce", "visit-all")]
    assert np.diff(row["parameters"]) < np.diff(apart[0]) + np.diff(apart[1])
    pairs_of_names = {(r["strategy"], r["against"]) for r in made.document["between"]}
    assert pairs_of_names == {("truce", "visit-all"), ("as-told", "visit-all"), ("as-told", "truce")}
    with pytest.raises(ArmslengthError, match="against 'truce'"):
        made.between("visit-all", "truce", "attacks")


def test_the_same_actions_under_two_names_do_not_differ(initial) -> None:
    one, two = (inline(["truce from=+2 to=+9"], name) for name in ("one", "two"))
    rows = asked(initial, [one, two]).document["between"]
    assert rows
    assert all((r["difference"], r["parameters"], r["sign"]) == (0, [0, 0], "open") for r in rows)


def test_the_table_holds_every_pair_once(made) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(made.document))))
    keys = [(r["strategy"], r["against"], r["outcome"]) for r in rows]
    assert len(set(keys)) == len(keys) == len(made.document["rows"]) + len(made.document["between"])
    for row in rows:
        apart = float(row["mean"]) - float(row["mean_against"])
        assert float(row["difference"]) == pytest.approx(apart, abs=1e-9)


def test_pairing_saves_variance_and_says_so(made) -> None:
    for entry in made.document["pairing"]:
        assert 0 < entry["median"] <= 1
    assert any("does not depend" in s or "do not depend" in s for s in made.document["coupling"])
    pair = made.row("visit-all", "pauses/harbour-guard/tarn")["pairs"]
    low, high = pair["only_with_bounds"]
    assert low <= pair["only_with"] <= high


def test_the_same_question_has_the_same_answer(initial, made) -> None:
    again = asked(initial, ["visit-all", "truce"], workers=1)
    for row in again.document["rows"]:
        assert row == made.row(row["strategy"], row["outcome"])


def test_it_is_one_json_document(made) -> None:
    text = json.dumps(made.document, allow_nan=False)
    assert json.loads(text)["format"] == "armslength-comparison/1"


def test_both_orders_are_by_the_declared_aims(made) -> None:
    ranked = ranking(made.played)
    for which, of_war in (("without_war", 0), ("with_war", 1)):
        burdens = [row["burden"] for row in ranked[which]]
        assert burdens == sorted(burdens)
        first = next(p for p in made.played if p.strategy.id == ranked[which][0]["strategy"])
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
    costly = replace(base, strategy=inline(["truce"], "costly"), values=still | {"war": half, "deaths": still["deaths"] + 10})  # fmt: skip
    (flip,) = ranking([calm, costly])["flips"]
    assert (flip["better_below"], flip["better_above"]) == ("nothing", "costly")
    assert flip["war_probability"] == pytest.approx(0.02)  # 1000 x (p - p/2) = 10
    assert flip["factor"] == pytest.approx(0.1)


def test_variance_is_told_apart() -> None:
    """Draws 2 apart, structures 10 apart, chance of variance 1: a nested analysis finds each within a tenth."""
    rng = np.random.default_rng(1)
    variant = np.repeat([0, 1], 200)
    x = 10 * variant[:, None] + rng.normal(0, 2, (400, 1)) + rng.normal(0, 1, (400, 50))
    found = variance(x, np.full(400, 1 / 400), variant)
    assert found["structure"] == pytest.approx(25, rel=0.1)
    assert found["parameters"] == pytest.approx(4, rel=0.2)
    assert found["chance"] == pytest.approx(1, rel=0.1)


def test_common_luck_saves_all_or_nothing() -> None:
    rng = np.random.default_rng(2)
    x, y, w = rng.normal(size=(40, 50)), rng.normal(size=(40, 50)), np.full(40, 1 / 40)
    assert saved(x, x + 1, w) == pytest.approx(1)
    assert abs(saved(x, y, w) or 0) < 0.1
    assert saved(x * 0, x * 0, w) is None
    yes = (x > 0) * 1.0
    assert pairs(yes, 1 - yes, w)["only_with"] == pytest.approx(1 - yes.mean())


def test_structures_are_told_apart(initial) -> None:
    deaf = {"orders.restraint": 0.0, "severity.cap": 0.0, "severity.tail_cap": 0.0}
    made = compare(
        initial.scenario, ["visit-all"], days=DAYS, futures=1000, posterior="prior",
        variants=[("full", 0.75, {}), ("deaf", 0.25, deaf)],
    )  # fmt: skip
    row = made.row("visit-all", "attacks")
    low, high = row["structure"]
    assert low < row["difference"] < high
    assert row["variance"]["structure"] > 0
    assert made.document["structures"][1] == {"name": "deaf", "weight": 0.25}


def test_a_counterfactual_of_the_past_keeps_what_was_outside(initial) -> None:
    made = asked_since(initial, date(2001, 4, 10))
    assert made.document["scenario"]["first_day"] == "2001-04-11"
    assert made.document["counterfactual"]["since"] == "2001-04-10"
    assert made.row("as-told", "attacks")["difference"] < 0


def asked_since(initial, day):
    told = inline(["order front=all tempo=1 on=+2", "visit client=harbour-guard on=+2"])
    return compare(initial.scenario, [told], days=DAYS, futures=1000, posterior="prior", since=day)


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


def test_a_changed_start_stands_apart(initial) -> None:
    made = compare(
        "axis-2024", ["truce"], shocks=["founder-in-office"], days=30, futures=1000, posterior="prior"
    )
    assert {r["strategy"] for r in made.document["shock_rows"]} == {"founder-in-office"}
    assert "founder-in-office" not in json.dumps(made.document["ranking"])
    assert "not in the data" in made.document["shocks"][0]["caveat"]


@pytest.mark.parametrize(
    ("strategies", "more", "sentence"),
    [
        (["visit-al"], {}, "did you mean 'visit-all'?"),
        (["truce", "truce"], {}, "two strategies are called 'truce'"),
        ([inline(["visit client=harbour-guard days=2"])], {}, "a day holds 1 (orders.attention)"),
        ([inline(["visit client=all when=attack"])], {}, "after each attack the envoy would spend 3"),
        ([inline(["support client=harbour-guard factor=1.5"])], {}, "times what it gives today"),
        ([inline(["order front=hill-column/tarn tempo=1 on=+31"])], {}, "lies outside 2001-04-30 to 2001-05-29"),
        ([inline(["truce from=2001-04-01 to=2001-05-01"])], {}, "lies outside"),
        ([inline(["order front=hill-column/tarn tempo=1", "order front=all tempo=0.5"])], {}, "contradictory on 2001-04-30"),
        ([inline(["order front=hill-column/tarn tempo=1", "order front=hill-column/tarn release=1"])], {}, "contradictory on 2001-04-30"),
        (["truce"], {"interval": 0.99}, "ask for 10,000 or more"),
        (["truce"], {"interval": 90}, "a share between 0 and 1"),
        (["truce"], {"shocks": ["founder"]}, "no shock is called 'founder'"),
        (["truce"], {"weights": {"death": 2}}, "did you mean 'deaths'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_said(initial, strategies, more, sentence) -> None:
    with pytest.raises(ArmslengthError) as caught:
        asked(initial, strategies, **more)
    assert sentence in str(caught.value)


def test_a_situation_of_another_day_or_case_is_refused(initial) -> None:
    with pytest.raises(ArmslengthError, match="not of 2001-04-10"):
        asked(initial, ["truce"], since=date(2001, 4, 10))
    with pytest.raises(ArmslengthError, match="of another scenario than axis-2024"):
        compare("axis-2024", ["truce"], initial=initial, futures=1000)


def test_a_side_does_its_own_alone(initial) -> None:
    theirs = replace(inline(["threat adversary=merchants"]), by="tarn")
    with pytest.raises(ArmslengthError, match="is not tarn's to do: it is merchants's"):
        asked(initial, [theirs])


def test_only_like_is_compared_with_like(initial) -> None:
    one = outcomes(initial, BASELINE, days=DAYS)
    for what, other in (
        ("seeds", replace(one, seed=2)), ("scenarios", replace(one, scenario="another")),
        ("first days", replace(one, first_day=date(2001, 1, 1))),
        ("numbers of days", outcomes(initial, BASELINE, days=DAYS - 1)),
    ):  # fmt: skip
        with pytest.raises(ArmslengthError, match=f"different {what}"):
            same_futures(one, other)
        with pytest.raises(ArmslengthError):
            difference(one, other, "deaths")


def test_futures_needed_are_those_that_reach_beyond_the_interval() -> None:
    assert [needed_futures(x) for x in (0.5, 0.9, 0.99)] == [200, 1000, 10_000]
