"""Tables of comparisons, explanations and deep uncertainty: the numbers of the result, in its order."""

from __future__ import annotations

import csv
import io

import pytest

from armslength.formatting import number, percent, plus_minus
from armslength.results import Interval
from armslength.results.comparison import RankReversal
from armslength.results.indicators import Indicator, IndicatorsResult
from armslength.results.robustness import RobustChoice, StrategyStanding
from armslength.tables import comparison_tables as tables
from armslength.tables.explanation_tables import carried_table, telling_mechanisms, totals_table
from armslength.tables.uncertainty_tables import choice_table, indicators_table
from tests.saved import saved_comparison, saved_explanation

COMPARISON, EXPLANATION = saved_comparison(), saved_explanation()


def texts(table):
    return list(table.texts())


def test_a_change_reads_as_in_the_result() -> None:
    table = tables.change_table(COMPARISON, ("attacks", "rung_4"))
    assert [row[0] for row in texts(table)] == ["visit-all", "truce"]
    attacks, rung = (COMPARISON.change("truce", name) for name in ("attacks", "rung_4"))
    assert number(attacks.baseline) in table.columns[1].title
    assert percent(rung.baseline) in table.columns[2].title
    shown = texts(table)[1]
    assert shown[1].startswith(tables.MARKS[attacks.sign])
    assert f"{attacks.difference:+.0f}" in shown[1]
    assert f"{100 * rung.difference:+.1f}" in shown[2] or "~0" in shown[2]


def test_a_difference_reads_with_its_interval_in_points() -> None:
    row = COMPARISON.change("truce", "war").model_copy(
        update={"difference": -0.35, "parameters": Interval(-0.48, -0.002)}
    )
    assert tables.difference_text(row, "probability") == "-35 pts (-48 to -0.2)"
    assert tables.difference_text(row, "share") == "-0.35 (-0.48 to -0.002)"


def test_two_strategies_are_set_against_each_other() -> None:
    assert tables.few_strategies(COMPARISON)
    ((pair, _, _),) = texts(tables.contrast_table(COMPARISON, ("attacks", "deaths")))
    assert pair == "truce against visit-all"
    contrasts = tables.every_contrast_table(COMPARISON)
    titles = {COMPARISON.outcome(name).title for name in tables.COMPARED}
    assert {row[2] for row in texts(contrasts)} == titles


def test_one_strategy_is_set_against_no_other() -> None:
    alone = COMPARISON.model_copy(update={"strategies": COMPARISON.strategies[:2]})
    assert not tables.few_strategies(alone)
    assert tables.every_contrast_table(alone) is None


def test_pauses_are_of_fronts_that_move() -> None:
    rows = tables.pauses_table(COMPARISON).rows
    assert rows
    for strategy, front, nothing, with_it, _ in rows:
        (id_,) = (i for i, name in COMPARISON.actors.fronts.items() if name == front)
        row = COMPARISON.change(strategy, f"pauses/{id_}")
        assert (nothing, with_it) == (row.baseline, row.value)
        assert abs(row.difference) >= tables.LEAST


@pytest.mark.parametrize("with_war", [False, True])
def test_the_ranking_is_by_burden(with_war) -> None:
    table = tables.ranking_table(COMPARISON, with_war)
    burdens = [row[1] for row in table.rows]
    assert burdens == sorted(burdens)
    assert ("without" in table.title) is not with_war


def test_what_turns_the_order_is_counted() -> None:
    flip = RankReversal(better_below="a", better_above="b", factor=2.0, war_probability=0.04)
    ranking = COMPARISON.ranking.model_copy(update={"flips": (flip,) * 7})
    table = tables.reversals_table(COMPARISON.model_copy(update={"ranking": ranking}), most=5)
    assert len(table.rows) == 5
    assert texts(table)[0] == ["b", "a", "4%", "2"]
    assert "2 more in the JSON" in table.caption


def test_the_csv_holds_every_difference_with_its_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(tables.every_difference_table(COMPARISON).to_csv())))
    assert len(rows) == len(COMPARISON.changes) + len(COMPARISON.contrasts)
    first = COMPARISON.changes[0]
    assert (rows[0]["strategy"], rows[0]["against"], rows[0]["sign"]) == ("visit-all", "nothing", first.sign)
    assert [float(rows[0][key]) for key in ("low", "high")] == list(first.parameters)
    for row in rows:
        apart = float(row["mean"]) - float(row["mean_against"])
        assert float(row["difference"]) == pytest.approx(apart, abs=1e-9)


def test_every_change_has_its_intervals() -> None:
    table = tables.every_change_table(COMPARISON, COMPARISON.changes)
    assert len(table.rows) == len(COMPARISON.changes)
    assert texts(table)[0][9] == "not given"  # one structure has no range


def test_the_parts_of_a_difference_stand_between_the_whole_and_the_rest() -> None:
    rows = texts(carried_table(EXPLANATION))
    whole, rest = EXPLANATION.whole("attacks"), EXPLANATION.rest("attacks")
    assert rows[0][:2] == ["the whole difference", plus_minus(whole.difference, whole.error)]
    assert rows[-1][:2] == ["what the parts leave", plus_minus(rest.left, rest.error)]
    telling = telling_mechanisms(EXPLANATION, ("attacks", "deaths", "reprisals", "control_lost"))
    assert [row[0] for row in rows[1:-1]] == [mechanism.title for mechanism in telling]
    assert any(mechanism.name == "control" for mechanism in telling)


def test_the_totals_are_of_both_futures() -> None:
    rows = totals_table(EXPLANATION).rows
    assert [row[1:] for row in rows] == [(t.with_strategy, t.against) for t in EXPLANATION.pair.totals]


def test_rules_that_disagree_are_said_to() -> None:
    standings = tuple(
        StrategyStanding(strategy=name, expected=x, worst=9 - x, regret=x, satisfied=0.5, best_in=0.5)
        for name, x in (("nothing", 5.0), ("steady", 3.0))
    )
    chosen = {"expected": "steady", "worst": "nothing", "regret": "steady", "satisfied": "steady"}
    choice = RobustChoice(rules={}, with_war=False, standings=standings, chosen=chosen, agree=False)
    table = choice_table(choice, 90)
    assert [row[0] for row in table.rows] == ["steady", "nothing"]
    assert table.caption.endswith("The rules disagree.")


def test_only_telling_indicators_are_shown_two_for_each_outcome() -> None:
    def indicator(tells: bool, skill: float) -> Indicator:
        shares = dict.fromkeys(("seen", "before", "if_seen", "if_not"), 0.5)
        return Indicator(
            outcome="war",
            window=30,
            observable="x",
            watch=14,
            value=1.0,
            skill=skill,
            error=0.01,
            words=f"skill {skill}",
            tells=tells,
            **shares,
        )

    found = (indicator(True, 0.3), indicator(True, 0.2), indicator(True, 0.1), indicator(False, 0.0))
    manifest = COMPARISON.manifest.model_dump(exclude={"draws", "workers", "since"})
    result = IndicatorsResult(watch_days=14, window_days=30, indicators=found, manifest=manifest)
    assert [row[1] for row in texts(indicators_table(result))] == ["skill 0.3", "skill 0.2"]
    nothing = indicators_table(result.model_copy(update={"indicators": found[3:]}))
    assert nothing.title.startswith("Nothing to be seen in the next 14 days")
    assert not nothing.rows
