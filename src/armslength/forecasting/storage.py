"""A forecast in a folder, which appears whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from errno import ENOTDIR
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.forecasting.forecast import Forecast
from armslength.results.forecast import ForecastResult
from armslength.tables import forecast_tables
from armslength.tables.ways_tables import ways_data
from armslength.writing import exchange, fresh_beside, remove_orphans, write_netcdf

RESULT, DATA = "forecast.json", "forecast.nc"
CSV = {"attacks.csv": forecast_tables.attacks_data, "exceedance.csv": forecast_tables.exceedance_data}


def save(forecast: Forecast, folder: str | Path, extra: Mapping[str, str] | None = None) -> Path:
    """Write a forecast into a folder; an older one is replaced at the end, so that an interruption leaves it as it was.

    `extra` are further files, text by name.

    Raises:
        ArmslengthError: where the folder cannot be written, or holds something else.
    """
    target = Path(folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        remove_orphans(target.parent)
        fresh = fresh_beside(target)
        fresh.mkdir()
    except OSError as error:
        raise _unwritable(target, error) from None
    try:
        _fill(forecast, fresh, extra or {})
        _swap(fresh, target)
    except OSError as error:
        raise _unwritable(target, error) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return target


def check_target(folder: str | Path) -> None:
    """Refuse a folder that cannot be written, before the work rather than after it.

    Raises:
        ArmslengthError: where the folder cannot be written, or holds something else.
    """
    target = Path(folder)
    _refuse_strangers(target)
    nearest = next(p for p in (target.parent, *target.parent.parents) if p.exists())
    try:
        if target.exists() and not target.is_dir():
            raise NotADirectoryError(ENOTDIR, "it is a file")
        tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=nearest).cleanup()
    except OSError as error:
        raise _unwritable(target, error) from None


def _unwritable(target: Path, error: OSError) -> ArmslengthError:
    what = f"cannot write there: {error.strerror}"
    return ArmslengthError(Fault(target, None, what, "choose another folder with --out"))


def _refuse_strangers(target: Path) -> None:
    if target.is_dir() and not (target / RESULT).exists() and any(target.iterdir()):
        raise ArmslengthError(
            Fault(
                target, None, "this folder holds something other than a forecast", "choose another with --out"
            )
        )


def _fill(forecast: Forecast, folder: Path, extra: Mapping[str, str]) -> None:
    (folder / RESULT).write_text(forecast.result.to_json(), encoding="utf-8")
    squeezed = {
        name: {"zlib": True, "complevel": 4}
        for name in forecast.data.data_vars
        if forecast.data[name].dtype.kind in "fiu"
    }
    write_netcdf(folder / DATA, forecast.data, encoding=squeezed)
    if forecast.result.ways and forecast.result.ways.rows:
        (folder / "ways.csv").write_text(ways_data(forecast.result).to_csv(), encoding="utf-8")
    for name, table in CSV.items():
        (folder / name).write_text(table(forecast.result).to_csv(), encoding="utf-8")
    for name, text in extra.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        try:
            fresh.rename(target)
        except OSError:
            if not target.exists():
                raise
        else:
            return
    _refuse_strangers(target)  # another run may have put its own there just now
    if exchange(fresh, target):
        return  # the caller removes what is now under the other name
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
        result = ForecastResult.from_json((folder / RESULT).read_bytes(), str(folder / RESULT))
        data = xr.load_dataset(folder / DATA, engine="h5netcdf")
    except FileNotFoundError as error:
        hint = f"a saved forecast is a folder with {RESULT} and {DATA}"
        raise ArmslengthError(Fault(error.filename, None, "no such file", hint)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, EOFError) as error:
        what = f"this is no readable forecast ({error})"
        raise ArmslengthError(Fault(folder / DATA, None, what, "make it again")) from None
    return Forecast(result, data)
