"""Draws by month keep VIEWS' shape and order, and the file says what it is not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import xarray as xr

from armslength.exporting.views import DRAWS, export_views, months_of
from armslength.scoring.saved_forecast import open_forecast
from tests.product.conftest import run


@pytest.fixture
def thousand(saved: Path) -> Path:
    """The saved forecast with its futures repeated until there are 1,200."""
    data = xr.load_dataset(saved / "forecast.nc", engine="h5netcdf")
    folder = saved.parent / "thousand"
    folder.mkdir(exist_ok=True)
    (folder / "forecast.json").write_bytes((saved / "forecast.json").read_bytes())
    xr.concat([data] * 3, "path", data_vars="minimal").to_netcdf(folder / "forecast.nc", engine="h5netcdf")
    return folder


def test_a_file_holds_whole_months_in_order(thousand: Path, tmp_path: Path) -> None:
    out = export_views(thousand, tmp_path / "views")
    table = pq.read_table(out / "predictions.parquet")
    assert table.schema.names == ["time", "unit", "sample", "value"]
    assert [str(t) for t in table.schema.types] == ["int32", "int32", "int32", "float"]
    may = 12 * (2001 - 1980) + 5
    fronts = open_forecast(thousand).paths.fronts
    rows = list(zip(*(table.column(n).to_pylist() for n in ("time", "unit", "sample")), strict=True))
    assert rows == [(may, unit, k) for unit in range(1, len(fronts) + 1) for k in range(DRAWS)]
    paths = open_forecast(thousand).paths
    days = np.arange(2, 33)  # the as-of date is 29 April
    assert table.column("value").to_pylist()[:DRAWS] == paths.total([fronts[0]], days)[:DRAWS].tolist()
    units = (out / "units.csv").read_text(encoding="utf-8").splitlines()
    assert units[0].startswith("unit,front")
    assert [line.split(",")[1] for line in units[1:]] == list(fronts)


def test_the_header_says_what_it_is_not(thousand: Path, tmp_path: Path) -> None:
    out = export_views(thousand, tmp_path / "views")
    header = {k.decode(): v.decode() for k, v in pq.read_schema(out / "predictions.parquet").metadata.items()}
    assert header["is_not"].startswith("Not a VIEWS target")
    assert json.loads(header["metadata"])["seed"] == open_forecast(thousand).result.manifest.seed
    assert json.loads((out / "header.json").read_text(encoding="utf-8"))["is_not"] == header["is_not"]


def test_the_same_forecast_writes_the_same_bytes(thousand: Path, tmp_path: Path) -> None:
    first, again = (export_views(thousand, tmp_path / name) for name in ("a", "b"))
    for name in ("predictions.parquet", "units.csv", "header.json"):
        assert (first / name).read_bytes() == (again / name).read_bytes()


def test_fewer_than_a_thousand_futures_are_refused(saved: Path, tmp_path: Path) -> None:
    ran = run("export", "views", saved, "--out", tmp_path / "views")
    assert ran.code == 2
    assert "keeps 400 daily futures, and the draws of a VIEWS file need 1,000" in ran.err
    assert not (tmp_path / "views").exists()


def test_a_part_of_a_month_is_no_month(saved: Path) -> None:
    paths = open_forecast(saved).paths
    assert [m.number for m in months_of(date(2001, 4, 30), paths)] == [257]
    ran = run("export", "views", saved, "--out", "unused")
    assert ran.code == 2
    with pytest.raises(Exception, match="no whole calendar month lies within the 35 days after 2001-05-02"):
        months_of(date(2001, 5, 2), paths)
