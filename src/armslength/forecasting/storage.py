"""Keep a forecast: a folder that appears whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from errno import ENOTDIR
from pathlib import Path
from typing import Any

from armslength.errors import ArmslengthError, Fault
from armslength.forecasting.forecast import Forecast
from armslength.results.forecast import ForecastResult
from armslength.tables import forecast_tables

RESULT, DATA = "forecast.json", "forecast.nc"
CSV = {"attacks.csv": forecast_tables.attacks_data, "exceedance.csv": forecast_tables.exceedance_data}


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
    if target.is_dir() and not (target / RESULT).exists() and any(target.iterdir()):
        raise ArmslengthError(
            Fault(
                target, None, "this folder holds something other than a forecast", "choose another with --out"
            )
        )


def _fill(made: Forecast, folder: Path, extra: Mapping[str, str]) -> None:
    os.chmod(folder, 0o755)
    (folder / RESULT).write_text(made.result.to_json(), encoding="utf-8")
    squeezed = {
        name: {"zlib": True, "complevel": 4}
        for name in made.data.data_vars
        if made.data[name].dtype.kind in "fiu"
    }
    made.data.to_netcdf(folder / DATA, engine="h5netcdf", encoding=squeezed)
    for name, table in CSV.items():
        (folder / name).write_text(table(made.result).to_csv(), encoding="utf-8")
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


def load_forecast(folder: str | Path) -> Forecast:
    """Open a saved forecast.

    Raises:
        ArmslengthError: where it is not one, or one of another version; the fault says how to make it again.
    """
    import xarray as xr

    folder = Path(folder)
    try:
        text = (folder / RESULT).read_bytes()
        data = xr.load_dataset(folder / DATA, engine="h5netcdf")
    except FileNotFoundError as error:
        hint = f"a saved forecast is a folder with {RESULT} and {DATA}"
        raise ArmslengthError(Fault(error.filename, None, "no such file", hint)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, EOFError) as error:
        what = f"this is no readable forecast ({error})"
        raise ArmslengthError(Fault(folder / DATA, None, what, "make it again")) from None
    return Forecast(ForecastResult.from_json(text, str(folder / RESULT)), data)


def as_json(document: Any) -> str:
    """Return a result that is no record yet as indented JSON."""
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
