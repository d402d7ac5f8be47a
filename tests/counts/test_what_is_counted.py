"""A count says what it counts, and is scored as that."""

from dataclasses import replace

import jax
import numpy as np
import pytest

from armslength.errors import ArmslengthError
from armslength.history import encode, replay, simulate_history
from armslength.scenario import Scenario
from armslength.world.initial_state import quiet_day
from tests.counts.conftest import FRONT, OTHER, Make

SEVERITY = ("severity.lethal", "fronts.*.harm_offset")
DEADLY = ("deadly_clashes", "clashes", "lethal_attacks")


def scores(case: Scenario, **changed: float) -> dict[str, float]:
    """Return the log score of a case by kind, at the defaults with some parameters changed."""
    layout = case.layout
    paths = {path.replace("__", ".").replace("every", "*"): value for path, value in changed.items()}
    values = layout.override(layout.defaults, paths)
    found = replay(layout.network, layout.params(values), encode(case, layout.network)).log_score
    return {name: float(value) for name, value in vars(found).items()}


@pytest.mark.parametrize("counts", DEADLY)
def test_a_count_of_what_kills_by_definition_says_nothing_of_how_often_attacks_kill(made: Make, counts: str):
    """Every row says that its clash was lethal: taken for attacks, they would make the next one deadly, too."""
    case = made(counts=counts, lethal="all")
    as_it_is, deadlier = scores(case), scores(case, severity__lethal=2.0)
    assert as_it_is == deadlier
    assert [as_it_is[part] for part in ("lethal", "harm", "killing")] == [0.0, 0.0, 0.0]
    attacks = made(lethal="all")
    assert scores(attacks)["lethal"] != scores(attacks, severity__lethal=2.0)["lethal"]


@pytest.mark.parametrize("counts", DEADLY)
def test_its_tempo_is_scored_as_any_count(made: Make, counts: str):
    attacks, other = scores(made()), scores(made(counts=counts))
    assert other["counts"] == pytest.approx(attacks["counts"], abs=1e-3)
    assert other["timing"] == pytest.approx(attacks["timing"], abs=1e-4)
    assert scores(made(counts=counts), fronts__every__base_rate=3.0)["counts"] != other["counts"]


def test_the_dead_of_lethal_attacks_are_scored_and_those_of_clashes_are_not(made: Make):
    assert scores(made(counts="lethal_attacks", lethal="all"))["deaths"] < -0.1
    assert scores(made(counts="deadly_clashes", lethal="all"))["deaths"] == 0.0


def lived(case: Scenario, days: int = 60) -> dict[str, np.ndarray]:
    """Return what happens in 200 simulated pasts, [day, front, world], with fronts that fire a lot."""
    layout = case.layout
    values = layout.override(layout.defaults, {"fronts.*.base_rate": 3.0, "severity.lethal": -1.0})
    plan = jax.tree.map(
        lambda x: np.broadcast_to(np.asarray(x), (days, *x.shape)).copy(), quiet_day(case.network)
    )
    params = layout.params(np.repeat(values[:, None], 200, axis=1))
    events = simulate_history(
        case.network, params, replace(plan, trigger=plan.trigger * 0 + 1.0), jax.random.key(3)
    ).events
    return {name: np.asarray(getattr(events, name)) for name in ("count", "lethal", "harmed", "deaths")}


@pytest.mark.parametrize("step", ["day", "week"])
def test_each_front_is_simulated_in_its_own_unit(made: Make, step: str):
    found = lived(made(counts="lethal_attacks", second="deadly_clashes", step=step))
    assert (found["lethal"][:, 0] == found["count"][:, 0]).all()
    assert found["count"][:, 0].sum() > 100
    assert found["deaths"][:, 0].sum() >= found["lethal"][:, 0].sum()
    assert found["harmed"].sum() == 0
    assert found["count"][:, 1].sum() > 100
    assert found["lethal"][:, 1].sum() == found["deaths"][:, 1].sum() == 0


def test_attacks_beside_clashes_are_drawn_as_they_were_alone(made: Make):
    alone, beside = lived(made(second="attacks")), lived(made(second="deadly_clashes"))
    for name in ("count", "lethal", "harmed", "deaths"):
        np.testing.assert_array_equal(alone[name][:10, 0], beside[name][:10, 0], err_msg=name)


def test_a_second_count_of_something_else_has_a_free_ratio_and_dates_nothing(made: Make):
    more = f"  other: {{definition: made up, counts: deadly_clashes, fronts: [{FRONT}], primary: false}}"
    row = f"x,other,2001-01-20,,attack,{FRONT},1,,,,book,"
    case, plain = made(more=more, rows=(row,)), made(more=more)
    assert str(case.series["other"].reporting.prior) == "lognormal(0.5, 1.5)"
    assert encode(case, case.network).reports.dated.sum() == encode(plain, plain.network).reports.dated.sum()
    same = more.replace("deadly_clashes", "attacks")
    assert str(made(more=same).series["other"].reporting.prior) == "beta(8, 2)"
    assert encode(made(more=same, rows=(row,)), case.network).reports.dated.sum() == 2


def test_two_units_cannot_drive_one_front(made: Make):
    more = f"  other: {{definition: made up, counts: clashes, fronts: [{FRONT}]}}"
    with pytest.raises(
        ArmslengthError, match="'other' counts clashes, 'tally-0' attacks, and both drive the replay"
    ):
        made(more=more)
    more = f"umbrellas: {{u: {{name: U, fronts: [{FRONT}, {OTHER}]}}}}"
    with pytest.raises(ArmslengthError, match="fronts under one label; let one be `primary: false`"):
        made(second="clashes", more=more)


def test_an_unknown_unit_names_those_there_are(made: Make):
    with pytest.raises(ArmslengthError, match="deadly_clashes"):
        made(counts="deadly_clash")
