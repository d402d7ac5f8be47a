"""Evidence: the record of each part of the network, and tables that a spreadsheet may open."""

from __future__ import annotations

import csv
import io

import pytest

from armslength.scenario import load
from armslength.web import evidence_view, scenario_files, views
from armslength.web.app_state import AppState, InvalidScenario, NotFound
from armslength.web.entity_view import entity, entity_links
from armslength.web.settings import Settings


@pytest.fixture
def app_state(tmp_path) -> AppState:
    return AppState(Settings(case="classroom", workspace=tmp_path))


def test_every_part_of_the_picture_has_a_record_of_its_own_numbers():
    case = load("classroom")
    client, adversary, front = (next(iter(held)) for held in (case.clients, case.adversaries, case.fronts))
    for subject, start in (
        (client, f"clients.{client}."),
        (adversary, f"adversaries.{adversary}."),
        (front, f"fronts.{front}."),
    ):
        view = entity(case, subject, None)
        assert view.sites
        assert all(site.path.startswith(start) for site in view.sites)
    tie = entity(case, f"tie:{client}", None)
    assert {site.path.rpartition(".")[2] for site in tie.sites} >= {"rapport", "tie", "support"}
    assert any(site.path.startswith("commanders.") for site in entity(case, "patron", None).sites)


def test_reports_of_a_client_are_those_of_its_fronts():
    case = load("classroom")
    client = next(iter(case.clients))
    view = entity(case, client, None)
    assert list(view.fronts) == [f.id for f in case.fronts.values() if f.client == client]
    assert view.reports >= sum(bool(set(view.fronts) & set(e.fronts)) for e in case.events) > 0


def test_an_unknown_part_is_told_the_nearest_one():
    with pytest.raises(NotFound, match="harbour-guard"):
        entity(load("classroom"), "harbor-guard", None)


def test_an_address_keeps_a_hostile_id_to_itself():
    assert entity_links("a&b")("front", '"x"/y&z') == "/evidence?case=a%26b&about=%22x%22%2Fy%26z"


def test_no_cell_of_a_table_is_a_formula(app_state):
    scenario_files.copy(app_state, "classroom", "mine")
    texts = scenario_files.texts_of(app_state.case("mine").folder)
    said = load("classroom").claims[0].paraphrase
    texts["claims.yaml"] = texts["claims.yaml"].replace(said, "=HYPERLINK(1)", 1)
    scenario_files.save(app_state, "mine", texts)
    view = evidence_view.evidence(app_state, "mine")
    rows = list(csv.DictReader(io.StringIO(evidence_view.evidence_csv(view, "claims"))))
    assert rows[0]["says"] == "'=HYPERLINK(1)"
    numbers = list(csv.DictReader(io.StringIO(evidence_view.evidence_csv(view, "numbers"))))
    assert any(float(row["value"]) < 0 for row in numbers)  # a number below zero stays a number


def test_what_does_not_load_names_its_file_and_no_folder(app_state):
    scenario_files.copy(app_state, "classroom", "mine")
    scenario_files.save(app_state, "mine", {"scenario.yaml": "schema: 1\nhorizn: 3\n"})
    with pytest.raises(InvalidScenario) as refused:
        evidence_view.evidence(app_state, "mine")
    assert refused.value.case == "mine"
    assert "scenario.yaml:2" in str(refused.value)
    assert str(app_state.database.folder) not in str(refused.value)
    assert views.scenario(app_state, "mine").check.faults
