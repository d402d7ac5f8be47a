"""A claim means to the model what it says it bears on; its id means nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from armslength.errors import ArmslengthError
from armslength.forecasting.evidence_summary import drivers_of
from armslength.scenario import Scenario, explain, load, save
from armslength.scenario.claims import claims_on


@pytest.fixture
def renamed(tmp_path: Path) -> Scenario:
    """The classroom with two of its claims named as claims of another case are."""
    folder = save(load("classroom"), tmp_path / "copy")
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("K1", "C52").replace("K2", "C5"), encoding="utf-8")
    return load(folder)


def rests_on(case: Scenario) -> dict[str, list[str]]:
    return {driver.number: [c.paraphrase for c in driver.rests_on] for driver in drivers_of(case)}


def test_what_a_forecast_rests_on_does_not_follow_the_ids(renamed: Scenario) -> None:
    assert [c.id for c in renamed.claims] == ["C52", "C5", "K3"]
    assert rests_on(renamed) == rests_on(load("classroom"))


def test_what_a_number_rests_on_does_not_follow_the_ids(renamed: Scenario) -> None:
    for before, after in zip(load("classroom").sites(), renamed.sites(), strict=True):
        one, other = explain(load("classroom"), before.name), explain(renamed, after.name)
        assert [c.paraphrase for c in one.claims] == [c.paraphrase for c in other.claims]


def test_every_number_of_the_first_page_rests_on_claims_of_the_built_in_case() -> None:
    assert all(rests_on(load("axis-2024")).values())


def test_a_place_covers_its_parameters_and_every_actor() -> None:
    claims = load("classroom").claims
    assert [c.id for c in claims_on(claims, "clients.*.autonomy")] == ["K1"]
    assert [c.id for c in claims_on(claims, "clients.river-league.autonomy")] == ["K1"]
    assert [c.id for c in claims_on(claims, "dependence", "compliance")] == ["K1", "K2"]
    assert claims_on(claims, "tempo") == ()


def test_a_theory_that_nobody_holds_is_refused(tmp_path: Path) -> None:
    folder = save(load("classroom"), tmp_path / "copy")
    file = folder / "claims.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("[context]", "[theory pupets]"), encoding="utf-8"
    )
    with pytest.raises(ArmslengthError, match="did you mean 'theory puppets'"):
        load(folder)
