"""A record's forecasts of many networks as a hubverse hub: a model for each forecaster, a round for each origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.exporting.hub_config import (
    TEAM,
    Listed,
    ModelTask,
    OracleOutput,
    OutputTypeIds,
    OutputTypes,
    Round,
    TargetData,
    TargetMetadata,
    TaskId,
    Tasks,
    TimeSeries,
    Values,
    model_name,
)
from armslength.exporting.hub_folder import (
    ANOTHER,
    ORACLE,
    SERIES,
    TASKS,
    hub_json,
    write_setting,
)
from armslength.exporting.hub_outcomes import NA
from armslength.exporting.hub_tasks import NO, YES
from armslength.exporting.model_metadata import yaml_of
from armslength.exporting.parquet_file import write_parquet
from armslength.formatting import csv_text
from armslength.results.issued import FILE, LEVELS, Issued, read_issued
from armslength.writing import write_text, write_whole_folder

COUNT, QUIET = "count", "none counted"
TARGETS = {
    COUNT: "What the case counts on the front (clashes, deadly clashes, attacks) from the day after the origin to the end of "
    "the last week.",
    QUIET: "Whether nothing is counted on the front in these weeks.",
}
UNIT = ("target", "network", "front", "horizon", "target_end_date")
COLUMNS: Mapping[str, str] = {
    "origin_date": "DATE",
    "network": "VARCHAR",
    "target": "VARCHAR",
    "front": "VARCHAR",
    "horizon": "INTEGER",
    "target_end_date": "DATE",
    "output_type": "VARCHAR",
    "output_type_id": "VARCHAR",
    "value": "DOUBLE",
}
METHODS = "A forecaster of armslength's record, learned on the other networks; how is said in docs/scoring.md"


def export_record(record: str | Path, out: str | Path) -> Path:
    """Write the forecasts of a record's folder as a hub.

    Raises:
        ArmslengthError: where the folder holds no forecasts, and where `out` is there already or cannot be written.
    """
    forecasts, folder = read_issued(Path(record) / FILE), Path(out)
    if not forecasts:
        raise ArmslengthError(Fault(Path(record) / FILE, None, "it holds no forecast"))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "it is there already, and a record is written as a whole"
        raise ArmslengthError(Fault(folder, None, what, ANOTHER))
    return write_whole_folder(folder, lambda fresh: _fill(fresh, forecasts), ANOTHER)


def _fill(folder: Path, forecasts: Sequence[Issued]) -> None:
    types = {"start_date": "Date"}
    target_data = TargetData(
        observable_unit=UNIT,
        time_series=TimeSeries(non_task_id_schema=types, versioned=False),
        oracle_output=OracleOutput(observable_unit=UNIT),
    )
    write_setting(folder, "armslength's record of many networks", target_data)
    write_text(folder / TASKS, hub_json(Tasks(rounds=(_round(forecasts),))))
    networks = ", ".join(sorted({f.network for f in forecasts}))
    for name in sorted({f.forecaster for f in forecasts}):
        id_ = f"{TEAM}-{model_name(name)}"
        write_text(folder / f"model-metadata/{id_}.yml", yaml_of(id_, name, METHODS, networks))
        own = [f for f in forecasts if f.forecaster == name]
        for day in sorted({f.origin for f in own}):
            rows = [row for f in own if f.origin == day for row in _rows(f)]
            write_parquet(folder / f"model-output/{id_}/{day}-{id_}.parquet", COLUMNS, rows)
    _write_observed(folder, forecasts)


def _rows(f: Issued) -> list[tuple[object, ...]]:
    where = (f.front, f.weeks, f.last)
    quantiles = zip(LEVELS, f.quantiles, strict=True)
    chances = ((YES, f.none), (NO, 1 - f.none))
    return [
        *((f.origin, f.network, COUNT, *where, "quantile", f"{q:g}", float(x)) for q, x in quantiles),
        *((f.origin, f.network, QUIET, *where, "pmf", category, p) for category, p in chances),
    ]


def _write_observed(folder: Path, forecasts: Sequence[Issued]) -> None:
    series, outcomes = set(), set()
    for f in forecasts:
        start, quiet = f.origin + timedelta(days=1), f.observed == 0
        where = (f.network, f.front, f.weeks, f.last)
        series.add((COUNT, *where, start, f.observed))
        outcomes.add((COUNT, *where, "quantile", NA, f.observed))
        outcomes |= {(QUIET, *where, "pmf", YES, int(quiet)), (QUIET, *where, "pmf", NO, int(not quiet))}
    write_text(folder / SERIES, csv_text([(*UNIT, "start_date", "observation"), *sorted(series)]))
    head = (*UNIT, "output_type", "output_type_id", "oracle_value")
    write_text(folder / ORACLE, csv_text([head, *sorted(outcomes)]))


def _round(forecasts: Sequence[Issued]) -> Round:
    columns: dict[str, list[str | int]] = {
        "origin_date": sorted({f.origin.isoformat() for f in forecasts}),
        "network": sorted({f.network for f in forecasts}),
        "front": sorted({f.front for f in forecasts}),
        "horizon": sorted({f.weeks for f in forecasts}),
        "target_end_date": sorted({f.last.isoformat() for f in forecasts}),
    }
    outputs = {
        COUNT: OutputTypes(
            quantile=Listed(output_type_id=OutputTypeIds(required=LEVELS), value=Values(type="integer"))
        ),
        QUIET: OutputTypes(
            pmf=Listed(
                output_type_id=OutputTypeIds(required=(YES, NO)), value=Values(type="double", maximum=1)
            )
        ),
    }
    tasks = []
    for target, text in TARGETS.items():
        values: dict[str, list[str | int]] = {**columns, "target": [target]}
        ids = {name: TaskId(required=None, optional=tuple(values[name])) for name in list(COLUMNS)[:6]}
        metadata = {
            "target_id": target,
            "target_name": f"{target}, from the day after the origin".capitalize(),
            "target_units": "count" if target == COUNT else "probability",
            "target_keys": {"target": target},
            "description": text,
            "target_type": "discrete" if target == COUNT else "binary",
            "time_unit": "week",
        }
        tasks.append(
            ModelTask(
                task_ids=ids,
                output_type=outputs[target],
                target_metadata=(TargetMetadata.model_validate(metadata),),
            )
        )
    return Round(model_tasks=tuple(tasks))
