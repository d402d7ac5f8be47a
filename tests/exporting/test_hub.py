"""A hub is read back by hubverse's own tool, keeps futures joint, takes rounds of its case, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hubdata import connect_hub, connect_target_data
from hubdata.create_target_data_schema import TargetType

from armslength.errors import ArmslengthError
from armslength.exporting.hub_check import check_hub
from armslength.exporting.hub_config import TASK_IDS, Tasks
from armslength.exporting.hub_folder import export_hub
from armslength.exporting.hub_tasks import FEWEST_PATHS, LEVELS
from armslength.scoring.saved_forecast import open_forecast
from tests.product.conftest import run

Changed = Callable[..., Path]


@pytest.fixture
def hub(saved: Path, tmp_path: Path) -> Path:
    """A hub with one round."""
    return export_hub(saved, tmp_path / "hub")


@pytest.fixture
def changed(saved: Path, tmp_path: Path) -> Changed:
    """Return a function that copies the saved forecast with another day, case or number of futures."""

    def copy(
        days: int = 0, case: str = "", paths: int | None = None, seed: int | None = None, together: str = ""
    ) -> Path:
        folder = tmp_path / f"copy-{days}-{case}-{paths}-{seed}"
        shutil.copytree(saved, folder)
        document = json.loads((folder / "forecast.json").read_text(encoding="utf-8"))
        day = date.fromisoformat(document["scenario"]["as_of"]) + timedelta(days=days)
        document["scenario"] |= {
            "as_of": day.isoformat(),
            "first_day": (day + timedelta(days=1)).isoformat(),
            "name": case or document["scenario"]["name"],
        }
        document["manifest"]["seed"] = seed or document["manifest"]["seed"]
        for row in document["history"]:
            if together and row["series"] == "shore-log":
                row["fronts"].append(together)
        (folder / "forecast.json").write_text(json.dumps(document), encoding="utf-8")
        data = xr.load_dataset(folder / "forecast.nc", engine="h5netcdf").isel(path=slice(paths))
        data.attrs["as_of"] = day.isoformat()
        data.to_netcdf(folder / "forecast.nc", engine="h5netcdf")
        return folder

    return copy


def rows_of(hub: Path) -> list[dict[str, Any]]:
    return list(connect_hub(hub).to_table().to_pylist())


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_hubdata_reads_it_back(hub: Path, saved: Path) -> None:
    table = connect_hub(hub).to_table()
    assert table.schema.names[:6] == list(TASK_IDS)
    assert set(table.column("model_id").to_pylist()) == {"armslength-classroom"}
    assert [
        str(table.schema.field(n).type) for n in ("origin_date", "horizon", "output_type_id", "value")
    ] == [
        "date32[day]",
        "int32",
        "string",
        "double",
    ]
    assert not any(table.column(name).null_count for name in table.schema.names)
    assert check_hub(hub).forecasts == table.num_rows
    assert (hub / "model-output/armslength-classroom/2001-04-29-armslength-classroom.parquet").exists()


def test_every_listed_combination_is_there_once(hub: Path) -> None:
    tasks = Tasks.from_json((hub / "hub-config/tasks.json").read_bytes())
    found = [
        (*(str(row[c]) for c in ("target", "front", "horizon")), row["output_type"], row["output_type_id"])
        for row in rows_of(hub)
    ]
    assert len(found) == len(set(found))
    expected = 0
    for task in tasks.rounds[0].model_tasks:
        ids = task.task_ids
        assert {name: len(ids[name].required or ()) for name in ("origin_date", "scenario_id", "target")} == {
            "origin_date": 1,
            "scenario_id": 1,
            "target": 1,
        }
        assert list(ids["target"].required or ()) == [m.target_keys["target"] for m in task.target_metadata]
        out = task.output_type
        each = sum(len(o.output_type_id.required) for o in (out.quantile, out.pmf) if o)
        each += out.sample.output_type_id_params.max_samples_per_task if out.sample else 0
        expected += each * len(ids["front"].required or ()) * len(ids["horizon"].required or ())
    assert len(found) == expected


def test_samples_are_the_same_futures_on_all_fronts(hub: Path, saved: Path) -> None:
    paths = open_forecast(saved).paths
    samples: dict[str, dict[tuple[str, int], float]] = {}
    for row in rows_of(hub):
        if row["output_type"] == "sample":
            samples.setdefault(row["output_type_id"], {})[row["front"], row["horizon"]] = row["value"]
    assert len(samples) == paths.count.shape[-1]
    for index in (1, 7, 400):
        own = samples[str(index)]
        for (front, horizon), value in own.items():
            at = [paths.fronts.index(f) for f in front.split(";")]
            assert value == paths.count[:horizon, at, index - 1].sum()
    tasks = json.loads((hub / "hub-config/tasks.json").read_text(encoding="utf-8"))
    drawn = tasks["rounds"][0]["model_tasks"][0]["output_type"]["sample"]["output_type_id_params"]
    assert drawn["compound_taskid_set"] == ["origin_date", "scenario_id"]
    assert drawn["min_samples_per_task"] == drawn["max_samples_per_task"] == len(samples)


def test_fronts_that_are_counted_together_have_rows_of_their_own(changed: Changed, tmp_path: Path) -> None:
    hub = export_hub(changed(together="river-league/merchants"), tmp_path / "hub")
    both = "harbour-guard/tarn;river-league/merchants"
    samples = {
        (row["front"], row["output_type_id"]): row["value"]
        for row in rows_of(hub)
        if row["output_type"] == "sample" and row["horizon"] == 30
    }
    assert samples[both, "3"] == sum(samples[front, "3"] for front in both.split(";"))
    check_hub(hub)


def test_quantiles_and_probabilities_are_the_forecasts(hub: Path, saved: Path) -> None:
    forecast = open_forecast(saved)
    rows = rows_of(hub)
    pmf: dict[tuple[str, str, int], list[float]] = {}
    for row in rows:
        key = (row["target"], row["front"], row["horizon"])
        if row["output_type"] == "pmf":
            pmf.setdefault(key, []).append(row["value"])
    assert {key[0] for key in pmf} == {"lethal attack", "highest reprisal", "highest rung"}
    assert all(sum(p) == pytest.approx(1, abs=1e-9) for p in pmf.values())
    lethal = forecast.result.lethal[0]
    assert pmf["lethal attack", lethal.front, lethal.window_days][0] == pytest.approx(lethal.probability)
    for front in forecast.paths.fronts:
        own = [
            r["value"] for r in rows if (r["front"], r["horizon"], r["output_type"]) == (front, 7, "quantile")
        ]
        total = forecast.paths.total([front], np.arange(1, 8))
        assert own == [float(np.quantile(total, q, method="inverted_cdf")) for q in LEVELS]


def test_the_same_forecast_writes_the_same_bytes(saved: Path, hub: Path, tmp_path: Path) -> None:
    assert files_of(export_hub(saved, tmp_path / "again")) == files_of(hub)
    before = files_of(hub)
    export_hub(saved, hub)
    assert files_of(hub) == before


def test_outcomes_are_those_that_the_reports_settle(saved: Path, later: Path, tmp_path: Path) -> None:
    hub = export_hub(saved, tmp_path / "hub", later)
    assert check_hub(hub).outcomes > 0
    table = connect_target_data(hub, TargetType.ORACLE_OUTPUT).to_table().to_pylist()
    values = {
        (r["target"], r["front"], r["horizon"], r["output_type"], r["output_type_id"]): r["oracle_value"]
        for r in table
    }
    counted = {key: value for key, value in values.items() if key[0] == "attacks"}
    assert {(key[2], value) for key, value in counted.items()} == {(7, 14), (30, 342)}
    assert values["highest reprisal", "any/tarn", 7, "pmf", "level 2"] == 1
    assert sum(v for k, v in values.items() if k[:3] == ("highest reprisal", "any/tarn", 7)) == 1
    assert values["lethal attack", "river-league/merchants", 30, "pmf", "yes"] == 1
    assert ("lethal attack", "river-league/merchants", 7, "pmf", "no") in values
    series = connect_target_data(hub, TargetType.TIME_SERIES).to_table().to_pylist()
    after = [r for r in series if r["as_of"] > date(2001, 4, 29)]
    assert next((r["start_date"], r["target_end_date"], r["observation"]) for r in after) == (
        date(2001, 4, 30),
        date(2001, 5, 6),
        14,
    )
    assert all(r["target_end_date"] <= r["as_of"] for r in series)


def test_outcomes_can_come_later(saved: Path, hub: Path, later: Path, tmp_path: Path) -> None:
    export_hub(saved, hub, later)
    assert files_of(hub) == files_of(export_hub(saved, tmp_path / "at-once", later))


def test_outcomes_that_contradict_are_refused(saved: Path, hub: Path, later: Path, tmp_path: Path) -> None:
    export_hub(saved, hub, later)
    other = tmp_path / "other.csv"
    other.write_text(
        later.read_text(encoding="utf-8").replace(",14,,,,teacher", ",15,,,,teacher", 1), encoding="utf-8"
    )
    with pytest.raises(ArmslengthError, match=r"it says 14 of attacks .* and the new rows say 15"):
        export_hub(saved, hub, other)


def test_another_round_of_the_case_is_added(hub: Path, changed: Changed) -> None:
    first = files_of(hub)
    export_hub(changed(days=7), hub)
    tasks = Tasks.from_json((hub / "hub-config/tasks.json").read_bytes())
    assert [sorted(r.origins) for r in tasks.rounds] == [["2001-04-29"], ["2001-05-06"]]
    assert {row["origin_date"] for row in rows_of(hub)} == {date(2001, 4, 29), date(2001, 5, 6)}
    check_hub(hub)
    kept = [name for name in first if name.startswith("model-output/")]
    assert all(files_of(hub)[name] == first[name] for name in kept)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"case": "another"}, "this folder is the hub 'Forecasts of classroom by armslength'"),
        ({"seed": 99}, "holds another forecast of 2001-04-29, and a round is never replaced"),
    ],
)
def test_a_hub_that_it_does_not_fit_is_refused(
    hub: Path, changed: Changed, change: dict[str, Any], says: str
) -> None:
    before = files_of(hub)
    with pytest.raises(ArmslengthError, match=says):
        export_hub(changed(**change), hub)
    assert files_of(hub) == before


def test_a_folder_of_something_else_is_refused(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ArmslengthError, match="something other than a hub"):
        export_hub(saved, tmp_path)
    with pytest.raises(ArmslengthError, match="something other than a hub"):
        export_hub(saved, tmp_path / "notes.txt")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_too_few_futures_are_refused(changed: Changed, tmp_path: Path) -> None:
    folder = changed(paths=FEWEST_PATHS - 1)
    ran = run("export", "hub", folder, "--out", tmp_path / "hub")
    assert ran.code == 2
    assert "keeps 399 daily futures, and the outer quantiles (2.5% and 97.5%) need 400" in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "hub").exists()


def test_the_command_checks_what_it_wrote(saved: Path, later: Path, tmp_path: Path) -> None:
    ran = run("export", "hub", saved, "--out", tmp_path / "hub", "--events", later, "--check")
    assert ran.code == 0, ran.err
    assert "hubdata reads" in ran.out


@pytest.mark.parametrize(
    ("file", "change", "says"),
    [
        ("tasks", ('"is_step_ahead": true', '"is_step_ahead": "yes"'), "is_step_ahead: 'yes' is not of type"),
        ("tasks", ('"required": [', '"wanted": ['), "'required' is a required property"),
        ("admin", ('"github"', '"a drawer"'), "repository.host: 'a drawer' is not one of"),
        ("target-data", ('"date_col"', '"day"'), "'date_col' is a required property"),
    ],
)
def test_a_fault_of_the_configuration_is_named(
    hub: Path, file: str, change: tuple[str, str], says: str
) -> None:
    path = hub / f"hub-config/{file}.json"
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(ArmslengthError, match=says):
        check_hub(hub)
