"""Keep a forecast: a folder that appears whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from errno import ENOTDIR
from pathlib import Path
from typing import TYPE_CHECKING, Any

from armslength.errors import ArmslengthError, Fault
from armslength.forecasting.forecast import Forecast

if TYPE_CHECKING:
    import xarray as xr

DOCUMENT, DATA, ATTACKS, EXCEEDANCE = "forecast.json", "forecast.nc", "attacks.csv", "exceedance.csv"


def save(made: Forecast, folder: str | Path, extra: Mapping[str, str] | None = None) -> Path:
    """Write the folder; an older one is replaced at the end, so that an interruption leaves it as it was."""
    target = Path(folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise ArmslengthError(
            Fault(target, None, f"cannot write there: {error.strerror}", "choose another folder with --out")
        ) from None
    try:
        _fill(made, fresh, extra or {})
        _swap(fresh, target)
    except OSError as error:
        raise ArmslengthError(
            Fault(target, None, f"cannot write there: {error.strerror}", "choose another folder with --out")
        ) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def check_target(folder: str | Path) -> None:
    """Say before the work, not after it, that a forecast cannot be written there."""
    target = Path(folder)
    _refuse_strangers(target)
    nearest = next(p for p in (target.parent, *target.parent.parents) if p.exists())
    try:
        if target.exists() and not target.is_dir():
            raise NotADirectoryError(ENOTDIR, "it is a file")
        tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=nearest).cleanup()
    except OSError as error:
        raise ArmslengthError(
            Fault(target, None, f"cannot write there: {error.strerror}", "choose another folder with --out")
        ) from None


def _refuse_strangers(target: Path) -> None:
    if target.is_dir() and not (target / DOCUMENT).exists() and any(target.iterdir()):
        raise ArmslengthError(
            Fault(
                target, None, "this folder holds something other than a forecast", "choose another with --out"
            )
        )


def _fill(made: Forecast, folder: Path, extra: Mapping[str, str]) -> None:
    os.chmod(folder, 0o755)
    (folder / DOCUMENT).write_text(as_json(made.document), encoding="utf-8")
    squeezed = {
        name: {"zlib": True, "complevel": 4}
        for name in made.data.data_vars
        if made.data[name].dtype.kind in "fiu"
    }
    made.data.to_netcdf(folder / DATA, engine="h5netcdf", encoding=squeezed)
    (folder / ATTACKS).write_text(_attacks(made.document), encoding="utf-8")
    (folder / EXCEEDANCE).write_text(_exceedance(made.document), encoding="utf-8")
    for name, text in extra.items():
        (folder / name).write_text(text, encoding="utf-8")


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    _refuse_strangers(target)
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    target.rename(old / target.name)
    try:
        fresh.rename(target)
    except OSError:
        (old / target.name).rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def load_forecast(folder: str | Path) -> tuple[dict[str, Any], xr.Dataset]:
    """Document and data of a saved forecast."""
    import xarray as xr

    folder = Path(folder)
    try:
        document = json.loads((folder / DOCUMENT).read_text(encoding="utf-8"))
        data = xr.load_dataset(folder / DATA, engine="h5netcdf")
    except FileNotFoundError as error:
        raise ArmslengthError(
            Fault(
                error.filename,
                None,
                "no such file",
                "a saved forecast is a folder with forecast.json and forecast.nc",
            )
        ) from None
    except (OSError, ValueError) as error:
        raise ArmslengthError(
            Fault(folder, None, f"this is no readable forecast ({error})", "make it again")
        ) from None
    return document, data


def as_json(document: Any) -> str:
    """Readable, and without the numbers that JSON does not have."""
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _attacks(document: dict[str, Any]) -> str:
    structure = "theories" in document
    rows = [
        (
            r["front"],
            r["window_days"],
            r["median"],
            *r["50"],
            *r["90"],
            r["mean"],
            r["variance"]["chance"],
            r["variance"]["parameters"],
            *((r["variance"]["structure"],) if structure else ()),
        )
        for r in document["attacks"]
    ]
    names = (
        "front",
        "window_days",
        "median",
        "low_50",
        "high_50",
        "low_90",
        "high_90",
        "mean",
        "variance_chance",
        "variance_parameters",
        *(("variance_structure",) if structure else ()),
    )
    return _csv(names, rows)


def _exceedance(document: dict[str, Any]) -> str:
    rows = [
        (r["front"], r["window_days"], x["n"], x["p"]) for r in document["attacks"] for x in r["at_least"]
    ]
    return _csv(("front", "window_days", "at_least", "probability"), rows)


def _csv(names: tuple[str, ...], rows: list[Any]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()
