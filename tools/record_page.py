"""Make docs/record.md and its pictures from a record that was saved: python -m tools.record_page out/record/record.json."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from armslength.report.charts.record_chart import record_svg
from armslength.results.track_record import TrackRecordResult
from armslength.tables.track_record_tables import page
from armslength.writing import write_text

DOCS = Path(__file__).parent.parent / "docs"


def main() -> None:
    """Write the page."""
    asked = argparse.ArgumentParser(prog="python -m tools.record_page", description=__doc__)
    asked.add_argument("record", type=Path)
    asked.add_argument("--docs", type=Path, default=DOCS, help="folder of the documents")
    given = asked.parse_args()
    result = TrackRecordResult.from_json(given.record.read_bytes(), str(given.record))
    pictures = {}
    for weeks in sorted({row.weeks for row in result.networks}):
        pictures[weeks] = f"pictures/record-{weeks}-weeks.svg"
        write_text(given.docs / pictures[weeks], record_svg(result, weeks))
    measured = date.fromtimestamp(given.record.stat().st_mtime)
    text = page(result, pictures).replace("Made by `", f"Measured on {measured} by `", 1)
    write_text(given.docs / "record.md", text)


if __name__ == "__main__":
    main()
