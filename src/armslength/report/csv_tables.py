"""Every table of a report as CSV, by file name, with a list of what each column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping

from armslength.formatting import csv_text
from armslength.report.forecast_page import report_tables
from armslength.results.comparison import ComparisonResult
from armslength.results.forecast import ForecastResult
from armslength.tables import Table
from armslength.tables.comparison_tables import every_change_table, every_contrast_table, ranking_tables
from armslength.tables.forecast_tables import weekly_table

COLUMNS = "columns.csv"  #: the file that says what the columns of the others hold


def forecast_files(result: ForecastResult) -> dict[str, str]:
    """Return every table of a forecast's report, and the weeks of each front."""
    weeks = {
        f"weeks-{front.id}": weekly_table(
            [row for row in result.weekly if row.front == front.id], result.actors.counted(front.id)
        )
        for front in result.actors.fronts_in_order
    }
    return files({**report_tables(result), **weeks})


def comparison_files(result: ComparisonResult) -> dict[str, str]:
    """Return every table of a comparison's report."""
    tables = {"changes": every_change_table(result, result.changes)}
    if contrasts := every_contrast_table(result):
        tables["contrasts"] = contrasts
    for place, table in enumerate(ranking_tables(result), start=1):
        tables[f"ranking-{place}"] = table
    return files(tables)


def files(tables: Mapping[str, Table]) -> dict[str, str]:
    """Return tables as CSV files by name, with units in the heads, and one file that says what each column is."""
    named = {f"{re.sub(r'[^A-Za-z0-9-]+', '-', name)}.csv": table for name, table in tables.items()}
    said = [
        (
            file,
            column.name or column.title,
            column.unit or ("words" if column.words else "as its title says"),
            table.title,
            table.caption,
        )
        for file, table in named.items()
        for column in table.columns
    ]
    described = csv_text([("file", "column", "unit", "table", "says"), *said])
    return {file: table.to_csv(units=True) for file, table in named.items()} | {COLUMNS: described}
