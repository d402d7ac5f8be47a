"""Monthly draws by front in the shape of VIEWS' prediction files, with a header that says what they are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

from armslength.errors import ArmslengthError
from armslength.exporting.hub_tasks import refuse_few_paths
from armslength.exporting.parquet_file import write_parquet
from armslength.formatting import csv_text
from armslength.scoring.paths import Paths
from armslength.scoring.saved_forecast import SavedForecast, open_forecast
from armslength.writing import write_text

DRAWS = 1000  #: what VIEWS' prediction files hold
FIRST_YEAR = 1980  #: month 1 is its January
COLUMNS = {"time": "INTEGER", "unit": "INTEGER", "sample": "INTEGER", "value": "FLOAT"}
PREDICTIONS, UNITS, HEADER = "predictions.parquet", "units.csv", "header.json"
IS_NOT = (
    "Not a VIEWS target, and not to be scored as one: `value` counts {counts} on a front in a month. VIEWS asks for the deaths in "
    "state-based conflict (UCDP GED, best estimate) of a country or a grid cell. `unit` is a row of units.csv, neither VIEWS' "
    "country_id nor priogrid_gid; there is no model of those deaths here, and no table from fronts to countries."
)


class Month(NamedTuple):
    """A calendar month that a forecast covers whole."""

    number: int  #: from January 1980, which is 1
    days: np.ndarray  #: ahead; 1 is the day after the as-of date


def export_views(forecast: str | Path, out: str | Path) -> Path:
    """Write 1,000 draws of each front's count in each whole month ahead; rows go by month, front and draw.

    Raises:
        ArmslengthError: where the forecast keeps fewer futures, covers no whole month or goes by steps that months cut,
            and where the folder cannot be written.
    """
    saved, folder = open_forecast(forecast), Path(out)
    refuse_few_paths(saved, DRAWS, "the draws of a VIEWS file")
    paths, fronts = saved.paths, saved.actors.fronts
    months = months_of(saved.as_of, paths)
    header = header_of(saved)
    rows = [
        (month.number, unit, sample, float(value))
        for month in months
        for unit, front in enumerate(fronts, start=1)
        for sample, value in enumerate(paths.total([front], month.days)[:DRAWS].tolist())
    ]
    write_parquet(folder / PREDICTIONS, COLUMNS, rows, {name: _text(x) for name, x in header.items()})
    write_text(folder / UNITS, csv_text(_units(saved)))
    write_text(folder / HEADER, json.dumps(header, indent=1, ensure_ascii=False) + "\n")
    return folder


def months_of(as_of: date, paths: Paths) -> list[Month]:
    """Return the calendar months that lie wholly ahead within the paths.

    Raises:
        ArmslengthError: where there is none, or where the paths go by steps that begin or end within one.
    """
    ahead = [as_of + timedelta(days=t) for t in range(1, paths.days + 1)]
    whole = []
    for year, month in sorted({(day.year, day.month) for day in ahead}):
        days = np.array([t for t, day in enumerate(ahead, start=1) if (day.year, day.month) == (year, month)])
        after = date(year + month // 12, month % 12 + 1, 1)
        if len(days) == (after - date(year, month, 1)).days:
            whole.append(Month(12 * (year - FIRST_YEAR) + month, days))
    if not whole:
        raise ArmslengthError(
            f"no whole calendar month lies within the {paths.days} days after {as_of}: forecast further, with --days"
        )
    if not all(paths.is_whole(month.days) for month in whole):
        raise ArmslengthError(
            "VIEWS goes by calendar months, and the steps of this case begin or end within them: of a part of a step nothing "
            "is known"
        )
    return whole


def header_of(saved: SavedForecast) -> dict[str, str | dict[str, str | int]]:
    """Return what the file says of itself."""
    manifest = saved.result.manifest
    return {
        "is_not": IS_NOT.format(counts=saved.result.counted),
        "level": "front",
        "metadata": {
            "model": f"armslength {manifest.version} on {saved.result.scenario.name}",
            "run_type": "forecast",
            "timestamp": manifest.created,
            "seed": manifest.seed,
            "run_id": saved.fingerprint,
            "data_version": manifest.scenario_hash,
        },
    }


def _text(value: str | dict[str, str | int]) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _units(saved: SavedForecast) -> Iterator[tuple[object, ...]]:
    yield "unit", "front", "client", "adversary", "theatre", "counts"
    by_id = {front.id: front for front in saved.result.actors.fronts}
    for unit, id_ in enumerate(saved.actors.fronts, start=1):
        front = by_id[id_]
        yield unit, id_, front.client, front.adversary, front.theatre, front.counts
