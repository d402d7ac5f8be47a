"""A hub folder read back by others' tools: its configuration by `jsonschema`, its files by `hubdata`."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from armslength.errors import ArmslengthError, Fault
from armslength.extras import require

CHECKED = ("admin", "tasks", "target-data")


class HubRows(NamedTuple):
    """How many rows `hubdata` read."""

    forecasts: int
    observations: int
    outcomes: int


def check_hub(folder: str | Path) -> HubRows:
    """Check the configuration of a hub against the schemas, and read all of its files with `hubdata`.

    Raises:
        ArmslengthError: without the extra `hub`, where a key does not keep to the schema, and where a file cannot be read.
    """
    require("hub", "Checking a hub")
    folder = Path(folder).resolve()
    faults = [fault for name in CHECKED for fault in _faults(folder, name)]
    if faults:
        raise ArmslengthError(*faults)
    return _read(folder)


def _faults(folder: Path, name: str) -> list[Fault]:
    import jsonschema

    path = folder / "hub-config" / f"{name}.json"
    schema = json.loads(files("armslength.exporting").joinpath("schemas", f"{name}.json").read_text("utf-8"))
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [Fault(path, None, f"cannot be read: {error}")]
    checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    return [
        Fault(path, None, f"{'.'.join(map(str, error.absolute_path)) or 'the whole'}: {error.message}")
        for error in checker.iter_errors(written)
    ]


def _read(folder: Path) -> HubRows:
    from hubdata import connect_hub, connect_target_data
    from hubdata.create_target_data_schema import TargetType

    try:
        rows = [connect_hub(folder).to_table().num_rows]
        for kind, name in (
            (TargetType.TIME_SERIES, "time-series"),
            (TargetType.ORACLE_OUTPUT, "oracle-output"),
        ):
            is_there = (folder / "target-data" / f"{name}.csv").exists()
            rows.append(connect_target_data(folder, kind).to_table().num_rows if is_there else 0)
    except (RuntimeError, OSError, ValueError) as error:
        raise ArmslengthError(Fault(folder, None, f"hubdata cannot read it: {error}")) from None
    return HubRows(*rows)
