"""A record hands out every forecast, and a hub of them is read back by hubverse's own tool."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hubdata import connect_hub, connect_target_data
from hubdata.create_target_data_schema import TargetType

from armslength.errors import ArmslengthError
from armslength.exporting.hub_check import check_hub
from armslength.exporting.hub_config import model_name
from armslength.exporting.hub_record import export_record
from armslength.results.issued import FILE, LEVELS, issued_text, read_issued
from armslength.results.track_record import TrackRecordResult
from armslength.track_record.issued import issued
from tests.product.conftest import run

DAY = "2002-06-30"


@pytest.fixture
def recorded(make_network, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    """What the command writes of two invented networks."""
    cases = [make_network(name, seed) for seed, name in enumerate("ab")]
    out = tmp_path / "out"
    ran = run(
        "record", *cases, "--weeks", "1,4", "--learned-by", DAY, "--draws", "0", "--every", "16", "--out", out
    )
    assert ran.code == 0, ran.err
    return out


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_every_scored_forecast_is_handed_out(recorded: Path) -> None:
    result = TrackRecordResult.from_json((recorded / "record.json").read_text(encoding="utf-8"))
    told = read_issued(recorded / FILE)
    for row in result.networks:
        for name, scores in row.forecasters.items():
            own = [f for f in told if (f.network, f.weeks, f.forecaster) == (row.network, row.weeks, name)]
            assert len(own) == scores.n
            low, high = LEVELS.index(0.05), LEVELS.index(0.95)
            inside = [f.quantiles[low] <= f.observed <= f.quantiles[high] for f in own]
            assert np.mean(inside) == pytest.approx(scores.in_90)
    assert issued_text(told) == (recorded / FILE).read_text(encoding="utf-8")


def test_quantiles_are_the_first_counts_that_reach_them() -> None:
    reached = np.array([[0.02, 0.3, 0.5, 0.96, 1.0]])
    day = np.array([date(2011, 1, 2).toordinal()])
    (made,) = issued("net", 4, np.array(["a/b"]), day, np.array([3]), {"plain": reached})
    assert made.quantiles == (1, 1, 1, 1, 2, 3, 3, 3, 4)
    assert (made.none, made.observed, made.last) == (0.02, 3, date(2011, 1, 30))


def test_a_hub_of_the_record_is_read_back(recorded: Path, tmp_path: Path) -> None:
    ran = run("export", "hub", recorded, "--out", tmp_path / "hub", "--check")
    assert ran.code == 0, ran.err
    told = read_issued(recorded / FILE)
    rows = connect_hub(tmp_path / "hub").to_table().to_pylist()
    assert len(rows) == len(told) * (len(LEVELS) + 2)
    assert {r["model_id"] for r in rows} == {f"armslength-{model_name(f.forecaster)}" for f in told}
    one = told[-1]
    values = [
        r["value"]
        for r in rows
        if (r["network"], r["front"], r["origin_date"], r["horizon"], r["output_type"])
        == (one.network, one.front, one.origin, one.weeks, "quantile")
        and r["model_id"] == f"armslength-{model_name(one.forecaster)}"
    ]
    assert values == list(map(float, one.quantiles))
    outcomes = connect_target_data(tmp_path / "hub", TargetType.ORACLE_OUTPUT).to_table().to_pylist()
    assert len(outcomes) == 3 * len({(f.network, f.front, f.weeks, f.origin) for f in told})
    counted = {
        (r["network"], r["front"], r["horizon"], r["target_end_date"]): r["oracle_value"]
        for r in outcomes
        if r["output_type"] == "quantile"
    }
    assert all(counted[f.network, f.front, f.weeks, f.last] == f.observed for f in told)
    series = connect_target_data(tmp_path / "hub", TargetType.TIME_SERIES).to_table()
    assert series.num_rows == len(counted)


def test_the_same_record_writes_the_same_bytes_and_replaces_nothing(recorded: Path, tmp_path: Path) -> None:
    made = [export_record(recorded, tmp_path / name) for name in ("one", "two")]
    assert files_of(made[0]) == files_of(made[1])
    check_hub(made[0])
    ran = run("export", "hub", recorded, "--out", made[0])
    assert ran.code == 2
    assert "it is there already, and a record is written as a whole; choose another with --out" in ran.err
    with_events = run("export", "hub", recorded, "--out", tmp_path / "three", "--until", "2003-01-01")
    assert with_events.code == 2
    assert "a record holds what was counted" in with_events.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "its columns are others"),
        (issued_text([]) + "a,b/c,2011-01-02,4\n", "these are no forecasts"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ArmslengthError, match=says):
        export_record(tmp_path, tmp_path / "hub")
    assert not (tmp_path / "hub").exists()
