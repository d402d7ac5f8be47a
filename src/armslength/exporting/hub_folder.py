"""A hubverse hub in a folder: made anew, or with another round beside those that it holds."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.exporting.hub_config import TEAM, Admin, Round, TargetData, Tasks, model_name
from armslength.exporting.hub_outcomes import (
    ORACLE_COLUMNS,
    ORACLE_KEY,
    SERIES_COLUMNS,
    SERIES_KEY,
    Line,
    oracle_lines,
    series_lines,
)
from armslength.exporting.hub_tasks import ALL_FUTURES, COLUMNS, HubForecast, hub_forecast
from armslength.exporting.model_metadata import METADATA_SCHEMA, metadata_of
from armslength.exporting.parquet_file import write_parquet
from armslength.formatting import csv_text
from armslength.results.record import Record
from armslength.scoring.observed import observe
from armslength.scoring.saved_forecast import SavedForecast, open_forecast
from armslength.scoring.score_saved import read_later
from armslength.writing import write_text, write_whole_folder

ADMIN, TASKS = "hub-config/admin.json", "hub-config/tasks.json"
METADATA, TARGET_DATA = "hub-config/model-metadata-schema.json", "hub-config/target-data.json"
SERIES, ORACLE = "target-data/time-series.csv", "target-data/oracle-output.csv"
ANOTHER = "choose another with --out"


def export_hub(
    forecast: str | Path, out: str | Path, events: str | Path | None = None, until: date | None = None
) -> Path:
    """Write a saved forecast as a round of a hub, and with `events` what was observed since.

    A folder that holds the same round already takes the observations alone.

    Raises:
        ArmslengthError: where the forecast keeps too few futures, where the folder holds something else, another case or
            another forecast of that day, and where it cannot be written.
    """
    saved, folder = open_forecast(forecast), Path(out)
    made, rows = hub_forecast(saved), [] if events is None else read_later(events, saved)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        _add_round(folder, made)
    else:
        _new_hub(folder, made)
    known = [*series_lines(observe(saved.reported, saved.actors), saved.actors, saved.as_of)]
    settled: list[Line] = []
    if rows:
        last = until or max(e.told_until for e in rows)
        known += series_lines(observe(rows, saved.actors), saved.actors, last)
        settled += oracle_lines(saved, rows, last)
    _merge_lines(folder / SERIES, SERIES_COLUMNS, SERIES_KEY, known)
    if settled:
        _merge_lines(folder / ORACLE, ORACLE_COLUMNS, ORACLE_KEY, settled)
    return folder


def hub_name(saved: SavedForecast) -> str:
    """Return what a hub of a case's forecasts is called."""
    return f"Forecasts of {saved.result.scenario.name} by armslength"


def model_id(saved: SavedForecast) -> str:
    """Return the forecaster's name in the hub."""
    return f"{TEAM}-{model_name(saved.result.scenario.name)}"


def model_file(saved: SavedForecast) -> str:
    """Return where in the hub a forecast stands."""
    return f"model-output/{model_id(saved)}/{saved.as_of}-{model_id(saved)}.parquet"


def _new_hub(folder: Path, made: HubForecast) -> None:
    """Write a whole hub beside its place and put it there."""

    def fill(fresh: Path) -> None:
        write_setting(fresh, hub_name(made.saved), TargetData())
        _write_answers(fresh, made)
        write_text(fresh / TASKS, hub_json(Tasks(rounds=(_round(made),))))

    write_whole_folder(folder, fill, ANOTHER)


def write_setting(folder: Path, name: str, target_data: TargetData) -> None:
    """Write what a hub is called, how its models are described and what its outcomes look like."""
    write_text(folder / ADMIN, hub_json(Admin(name=name)))
    write_text(folder / METADATA, json.dumps(METADATA_SCHEMA, indent=2) + "\n")
    write_text(folder / TARGET_DATA, hub_json(target_data))


def _add_round(folder: Path, made: HubForecast) -> None:
    """Add a round to a hub of the same case; one that is there already must be the same."""
    saved = made.saved
    admin, tasks = _hub_at(folder)
    if admin.name != hub_name(saved):
        raise ArmslengthError(Fault(folder, None, f"this folder is the hub '{admin.name}'", ANOTHER))
    if any(saved.as_of.isoformat() in r.origins for r in tasks.rounds):
        if not _is_same(folder / model_file(saved), made):
            what = f"this hub holds another forecast of {saved.as_of}, and a round is never replaced"
            raise ArmslengthError(Fault(folder, None, what, ANOTHER))
        return
    rounds = sorted([*tasks.rounds, _round(made)], key=lambda r: min(r.origins))
    _write_answers(folder, made)
    write_text(folder / TASKS, hub_json(tasks.model_copy(update={"rounds": tuple(rounds)})))


def _hub_at(folder: Path) -> tuple[Admin, Tasks]:
    try:
        return (
            Admin.from_json((folder / ADMIN).read_bytes(), str(folder / ADMIN)),
            Tasks.from_json((folder / TASKS).read_bytes(), str(folder / TASKS)),
        )
    except OSError:
        what = "this folder holds something other than a hub"
        raise ArmslengthError(Fault(folder, None, what, ANOTHER)) from None


def _is_same(file: Path, made: HubForecast) -> bool:
    if not file.exists():
        return False
    with tempfile.TemporaryDirectory() as folder:
        own = _write_file(Path(folder) / file.name, made)
        return own.read_bytes() == file.read_bytes()


def _round(made: HubForecast) -> Round:
    saved, manifest = made.saved, made.saved.result.manifest
    return Round(
        round_name=saved.as_of.isoformat(),
        model_tasks=made.tasks,
        additional_metadata={
            "case": saved.result.scenario.name,
            "case_sha256": manifest.scenario_hash,
            "forecast_sha256": saved.fingerprint,
            "seed": manifest.seed,
            "conditions": [*saved.result.scenario.conditions, ALL_FUTURES],
        },
    )


def _write_answers(folder: Path, made: HubForecast) -> None:
    _write_file(folder / model_file(made.saved), made)
    write_text(
        folder / f"model-metadata/{model_id(made.saved)}.yml", metadata_of(made.saved, model_id(made.saved))
    )


def _write_file(path: Path, made: HubForecast) -> Path:
    header = {"forecast_sha256": made.saved.fingerprint, "seed": str(made.saved.result.manifest.seed)}
    return write_parquet(path, COLUMNS, made.rows(), header)


def _merge_lines(path: Path, columns: Sequence[str], key: int, lines: Iterable[Line]) -> None:
    """Add lines to a CSV file; those that it holds stay.

    Raises:
        ArmslengthError: where a line says otherwise of the same.
    """
    held: dict[Line, Line] = {}
    if path.exists():
        rows = [tuple(row) for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8")))]
        held = {row[:key]: row for row in rows[1:]}
    for line in lines:
        if held.setdefault(line[:key], line) != line:
            what = (
                f"it says {held[line[:key]][-1]} of {' '.join(line[:key])}, and the new rows say {line[-1]}"
            )
            raise ArmslengthError(Fault(path, None, what, "correct the one or the other"))
    write_text(path, csv_text([columns, *sorted(held.values())]))


def hub_json(record: Record) -> str:
    """Return a file of a hub's configuration."""
    return json.dumps(record.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"
