"""`armslength forecast`: one object that holds together, the same whoever makes it, and a folder beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from armslength.errors import ArmslengthError
from armslength.forecasting import load_forecast
from armslength.formatting import percent

ROOT = Path(__file__).parents[2]
FILES = {"report.html", "forecast.json", "forecast.nc", "attacks.csv", "exceedance.csv"}
AXIS = ("axis-2024", "--futures", 200)
TWO_BLOCKS = ("classroom", "--futures", 1500, "--days", 30)  # thirty draws: more than one block plays at once


def test_document_is_what_the_folder_holds(classroom):
    assert {path.name for path in classroom.folder.iterdir()} == FILES
    assert json.loads((classroom.folder / "forecast.json").read_text(encoding="utf-8")) == classroom.document
    assert classroom.document["format"] == "armslength-forecast/1"


def test_it_opens_as_what_the_run_returned(classroom):
    opened = load_forecast(classroom.folder)
    assert json.loads(opened.result.to_json()) == classroom.document
    assert opened.follow[0].order in ("message", "envoy")
    assert opened.attacks("harbour-guard/tarn", 30).window_days == 30
    assert float(
        opened.data["attacks_pmf"].sel(front="harbour-guard/tarn", window=30).sum()
    ) == pytest.approx(1)
    with pytest.raises(ArmslengthError, match="no front 'harbour-guard/tarn' with a window of 31 days"):
        opened.attacks("harbour-guard/tarn", 31)


def test_a_forecast_of_an_earlier_version_opens():
    opened = load_forecast(ROOT / "tests/saved/forecast-1")
    assert opened.result.scenario.name == "classroom"
    assert opened.data.sizes["path"] == 50


def test_what_excludes_each_other_adds_up(classroom):
    d = classroom.document
    sums = [
        [row[k] for k in ("pauses_anyway", "pauses_because_told", "does_not_pause")] for row in d["follow"]
    ]
    sums += [[row[k] for k in ("none", "level_1", "level_2", "level_3", "level_4")] for row in d["reprisal"]]
    sums += [
        [row[str(rung)] for rung in range(6)]
        for part in ("highest", "occupancy")
        for row in d["ladder"][part]
    ]
    sums += [list(row["variance"].values()) for row in d["attacks"]]
    sums += [
        [row["within_control"], row["beyond_control"]]
        for row in d["lethal"]
        if row["within_control"] is not None
    ]
    for parts in sums:
        assert sum(parts) == pytest.approx(1, abs=1e-6)
        assert all(-1e-9 <= p <= 1 + 1e-9 for p in parts)


def test_longer_windows_hold_no_less(classroom):
    d = classroom.document
    for front in {row["front"] for row in d["attacks"]}:
        rows = sorted((r for r in d["lethal"] if r["front"] == front), key=lambda r: r["window_days"])
        assert [r["probability"] for r in rows] == sorted(r["probability"] for r in rows)
    for row in d["attacks"]:
        beyond = [x["p"] for x in row["at_least"]]
        assert beyond == sorted(beyond, reverse=True)
        assert row["90"][0] <= row["50"][0] <= row["median"] <= row["50"][1] <= row["90"][1]
    for row in d["follow"]:
        assert row["told_bounds"][0] - 1e-9 <= row["pauses_because_told"] <= row["told_bounds"][1] + 1e-9


def test_manifest_says_how_to_make_it_again(classroom):
    m = classroom.document["manifest"]
    assert (m["scenario"], m["seed"], m["days"], m["draws"], m["futures"]) == ("classroom", 1, 30, 10, 500)
    assert re.fullmatch(r"unknown|[0-9a-f]{12}(\+changed)?", m["commit"])
    evidence = {"claims.yaml", "events.csv", "questions.yaml", "scenario.yaml", "sources.yaml", "trigger.csv"}
    assert set(m["evidence"]) == evidence
    assert m["scenario_hash"]
    assert m["libraries"]["jax"] != "absent"


def test_report_stands_alone(classroom):
    page = (classroom.folder / "report.html").read_text(encoding="utf-8")
    assert classroom.document["scenario"]["title"] in page
    asked = re.findall(r"""(?:src|href|action)\s*=\s*["']?\s*([^"'\s>]+)|url\(([^)]+)\)|@import""", page)
    fetched = [a or b for a, b in asked if (a or b) and not (a or b).startswith(("#", "data:"))]
    assert not [
        address for address in fetched if not re.search(rf'<a [^>]*href="{re.escape(address)}"', page)
    ]
    assert "<script" not in page


def test_same_seed_same_numbers_whoever_works(forecasts):
    one, two = (forecasts(*TWO_BLOCKS, "--workers", n).document for n in (1, 2))
    assert _numbers(one) == _numbers(two)
    assert _numbers(forecasts(*TWO_BLOCKS, "--workers", 2, "--seed", 2).document) != _numbers(two)


def _numbers(document):
    return {key: value for key, value in document.items() if key != "manifest"}


def test_a_larger_run_begins_with_the_smaller(forecasts):
    small, large = (
        xr.load_dataset(
            forecasts("classroom", "--futures", n, "--days", 30, "--keep-paths").folder / "forecast.nc"
        )
        for n in (500, 1500)
    )
    assert small.sizes["path"] == 500
    assert large.sizes["path"] == 1500
    np.testing.assert_array_equal(small["parameters"], large["parameters"][:, : small.sizes["draw"]])
    for name in ("path_count", "path_level", "path_rung"):
        np.testing.assert_array_equal(small[name], large[name][..., :500])


def test_data_have_dimensions_and_units(classroom):
    data = xr.load_dataset(classroom.folder / "forecast.nc")
    assert {"front", "client", "adversary", "window", "draw"} <= set(data.sizes)
    assert all(variable.attrs.get("units") for variable in data.data_vars.values())
    assert float(data["attacks_pmf"].sum("bin").min()) == pytest.approx(1)


@pytest.mark.parametrize("case", ["axis-2024", "axis-2020", "examples/one-client"])
def test_every_case_runs(forecasts, case):
    document = forecasts(case, *AXIS[1:]).document
    assert document["scenario"]["name"] == Path(case).name
    assert {row["front"] for row in document["attacks"]} == {
        front["id"] for front in document["actors"]["fronts"]
    }


def test_a_new_scenario_runs(forecasts, starter):
    document = forecasts(starter, "--futures", 200, "--days", 30).document
    assert {row["client"] for row in document["follow"]} <= {"loyal", "rich"}


@pytest.mark.parametrize("columns", [80, 200])
def test_the_table_answers_and_names_the_report(armslength, classroom, tmp_path, columns):
    shown = armslength(
        "forecast", "classroom", "--futures", 500, "--days", 30, "--out", tmp_path / "out", columns=columns
    )
    assert shown.code == 0, shown.err
    for said in (
        "Will they follow?",
        "Attacks ahead",
        "parameters",
        "which rests on the prior and not on the evidence",
    ):
        assert said in " ".join(shown.out.split()), said
    assert "…" not in shown.out
    follow = shown.out.partition("Will they follow?")[2].partition("Pauses:")[0]
    for row in classroom.document["follow"]:
        three = [percent(row[k]) for k in ("pauses_anyway", "does_not_pause", "pauses_because_told")]
        assert row["order"] != "envoy" or re.search(r"\s+".join(map(re.escape, three)), follow)
    *_, report, page = shown.out.rstrip().splitlines()
    assert report.startswith("Report: ")
    assert page == "In a browser: armslength serve classroom"
    assert (tmp_path / "out/report.html").exists()


def test_every_question_of_the_built_in_case_is_answered(armslength):
    rows = armslength("questions", "--futures", 200, "--json").json
    assert len(rows) == 12
    assert {row["status"] for row in rows} <= {"tested", "prior only", "not modelled"}
    assert all(row["answer"] and row["asks"] and row["claims"] for row in rows)
    assert {claim for row in rows for claim in row["claims"]} == {f"C{n}" for n in range(1, 94)}


def test_any_case_brings_its_own_questions(armslength):
    shown = armslength("article", "classroom", "--futures", 500)  # by the command's earlier name
    assert shown.code == 0, shown.err
    text = " ".join(shown.out.split())
    assert "Told by an envoy to stop" in text
    assert "depends most" in text


def test_a_case_without_questions_says_so_before_the_work(armslength, starter):
    (starter / "questions.yaml").unlink()
    said = armslength("questions", starter)
    assert (said.code, said.out) == (2, "")
    assert "brings no questions.yaml" in said.err
