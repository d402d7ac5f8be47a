"""Parquet files with declared types, a header and the same bytes for the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np

from armslength.writing import write_whole

SqlType = str  #: a type of DuckDB: VARCHAR, INTEGER, DOUBLE, DATE


def write_parquet(
    path: str | Path,
    types: Mapping[str, SqlType],
    rows: Sequence[Sequence[object]],
    header: Mapping[str, str] | None = None,
) -> Path:
    """Write rows in their order, whole or not at all; `header` goes into the file's metadata.

    Raises:
        ArmslengthError: where the file cannot be written.
    """
    columns = {name: _column([row[i] for row in rows]) for i, name in enumerate(types)}
    chosen = ", ".join(f'"{name}"::{kind} AS "{name}"' for name, kind in types.items())
    metadata = ", ".join(f"{_quoted(key)}: {_quoted(text)}" for key, text in (header or {}).items())
    options = "FORMAT parquet" + (f", KV_METADATA {{{metadata}}}" if metadata else "")

    def write(fresh: Path) -> None:
        with duckdb.connect(config={"threads": 1}) as db:  # one thread keeps the order of the rows
            db.register("rows_to_write", columns)
            db.execute(f"COPY (SELECT {chosen} FROM rows_to_write) TO {_quoted(str(fresh))} ({options})")

    return write_whole(path, write)


def read_header(path: str | Path) -> dict[str, str]:
    """Return the header that `write_parquet` put into a file."""
    with duckdb.connect() as db:
        found = db.execute("SELECT key, value FROM parquet_kv_metadata(?)", [str(path)]).fetchall()
    return {bytes(key).decode(): bytes(value).decode() for key, value in found}


def _column(values: Sequence[object]) -> np.ndarray:
    return (
        np.array(values) if isinstance(values[0], int | float) else np.array([str(v) for v in values], object)
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
