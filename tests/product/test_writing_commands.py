"""What an analyst does before any forecast: list, new, check, explain, schema."""

from __future__ import annotations

import pytest

CASES = ["axis-2020", "axis-2024", "classroom"]


def test_list_names_the_cases(armslength):
    shown = armslength("list")
    assert shown.code == 0
    assert all(name in shown.out for name in CASES)
    listed = armslength("list", "--json").json
    assert [row["name"] for row in listed if not row["group"]] == CASES
    assert len([row for row in listed if row["group"]]) == 10


def test_new_then_check(armslength, tmp_path):
    made = armslength("new", tmp_path / "mine")
    assert made.code == 0
    assert "check" in made.out
    checked = armslength("check", tmp_path / "mine")
    assert checked.code == 0
    assert "sound" in checked.out
    assert "What these data cannot answer" in checked.out


def test_new_overwrites_nothing(armslength, starter):
    before = (starter / "scenario.yaml").read_bytes()
    again = armslength("new", starter)
    assert again.code == 2
    assert "not an empty folder" in again.err
    assert (starter / "scenario.yaml").read_bytes() == before


@pytest.mark.parametrize("case", [*CASES, "examples/one-client"])
def test_what_ships_is_sound(armslength, case):
    report = armslength("check", case, "--json").json
    assert report["sound"]
    assert report["cannot_answer"]


def test_explain_leads_to_claims_and_equation(armslength):
    shown = armslength("explain", "axis-2024", "clients.ansarallah.autonomy")
    assert shown.code == 0
    for said in ("normal(1.05", "utility", "C_ip = sigmoid(", "C41"):
        assert said in " ".join(shown.out.split()), said


def test_explain_names_the_nearest_number(armslength):
    wrong = armslength("explain", "axis-2024", "clients.ansarallah.autonmy")
    assert wrong.code == 2
    assert "did you mean" in wrong.err
    assert "autonomy" in wrong.err


def test_schema_refuses_unknown_keys(armslength):
    said = armslength("schema").json
    assert set(said["files"]) == {"scenario.yaml", "claims.yaml", "sources.yaml", "questions.yaml"}
    assert said["files"]["scenario.yaml"]["additionalProperties"] is False
    assert (
        "tempo.branching"
        in said["files"]["scenario.yaml"]["properties"]["parameters"]["propertyNames"]["enum"]
    )
    assert {"date", "kind", "source"} <= set(said["events.csv"]["columns"])


def test_couplings_reach_the_world(starter):
    """How strongly one front moves another, as written: no forecast needed to see it arrive."""
    from armslength.scenario import load

    text = (starter / "scenario.yaml").read_text(encoding="utf-8")
    coupling = "couplings: [{from: rich/neighbour, to: loyal/neighbour, weight: 0, source: assumed}]\n\n"
    (starter / "scenario.yaml").write_text(
        text.replace("umbrellas:", f"{coupling}umbrellas:", 1), encoding="utf-8"
    )
    assert load(starter).network.coupling == ((0.0, 0.0), (1.0, 0.0))
