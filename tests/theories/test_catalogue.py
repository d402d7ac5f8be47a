"""Each theory holds parameters that exist, says what it claims, and is refused where a case cannot say it."""

from dataclasses import replace

import numpy as np
import pytest

from armslength.errors import ArmslengthError
from armslength.initial_conditions import replay_at
from armslength.parameters.priors import Fixed
from armslength.scenario import Scenario, claim_targets, load
from armslength.scenario.claims import claims_on
from armslength.theories import THEORIES, Theory, theory_named
from armslength.theories.definitions import STRANDS, chosen
from armslength.world.catalogue import CATALOGUE

CASE = load("classroom")
PATHS = {p.path for p in CATALOGUE}


def fixed(case: Scenario, **values: float) -> Scenario:
    """A case with some parameters fixed, by path with `__` for the dot."""
    at = {name.replace("__", "."): value for name, value in values.items()}
    sites = tuple(replace(s, prior=Fixed(at[s.name])) if s.name in at else s for s in case.sites())
    return replace(case, all_sites=sites)


def test_a_claim_can_speak_for_any_theory() -> None:
    assert tuple(f"theory {theory.name}" for theory in THEORIES) == claim_targets.THEORIES


@pytest.mark.parametrize("theory", THEORIES, ids=lambda theory: theory.name)
def test_a_theory_names_what_exists(theory: Theory) -> None:
    assert set(theory.held_in(CASE)) <= PATHS
    assert set(theory.needs) <= PATHS
    assert claims_on(load("axis-2024").claims, f"theory {theory.name}")
    assert theory.cannot_be_said(CASE) is None


def control(name: str, case: Scenario = CASE) -> np.ndarray:
    """[client] on the as-of date, at the parameters' values."""
    layout = case.layout
    values = layout.override(layout.defaults, theory_named(name).held_in(case))
    return replay_at(case, layout, values[:, None]).quantities()["clients"]["control"][:, 0]


def test_puppets_are_controlled_and_free_agents_are_not() -> None:
    assert control("puppets").min() > 0.98
    assert control("free-agents").max() < 0.02


def test_a_theory_of_one_strand_moves_control_and_does_not_only_lower_it() -> None:
    for name in ("personal-ties", "institutions", "dependence"):
        theory = theory_named(name)
        assert abs(control(name).mean() - control("full").mean()) < 0.25
        assert theory.held_in(CASE)["control.threshold"] < 0.55
        assert {STRANDS[s] for s in theory.without} < set(theory.held_in(CASE))


def test_a_wrong_name_is_told_the_right_one() -> None:
    with pytest.raises(ArmslengthError, match="did you mean 'puppets'"):
        theory_named("pupets")


def test_what_a_case_cannot_say_is_left_out_or_refused() -> None:
    case = fixed(CASE, control__weight_rapport=0.0)
    theories, left_out = chosen(case, None)
    assert "personal-ties" in left_out
    assert "control.weight_rapport" in left_out["personal-ties"]
    assert "personal-ties" not in [t.name for t in theories]
    with pytest.raises(ArmslengthError, match="cannot express 'personal-ties'"):
        chosen(case, ["personal-ties"])


def test_a_theory_that_is_the_full_model_there_is_left_out() -> None:
    held = theory_named("deterrence").held_in(CASE)
    case = fixed(CASE, **{path.replace(".", "__"): value for path, value in held.items()})
    assert "full model" in chosen(case, None)[1]["deterrence"]
