"""Make docs/record.md and its pictures from a record that was saved: python -m tools.record_page out/record/record.json."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from armslength.report.charts.record_chart import record_svg
from armslength.results.track_record import TrackRecordResult
from armslength.tables.track_record_tables import page
from armslength.writing import write_text

NEXT = """
## Where it falls short, and what to try next

- Beside the autoregression with halts, the strongest plain forecaster by itself, no skill is shown at any horizon: nine networks tell
  differences of a tenth, not of a twentieth. More networks would; they are kept back for scoring.
- What the model earns, it earns by a level of each front that drifts. Halts and excitation make no difference that nine networks show, and
  orders, strikes and reprisals do not act in counts of clashes: for those, cases must code them, as axis-2020 and axis-2024 do.
- Intervals of 13 and 26 weeks are too narrow for the mechanism. Parameters are those of one fit on the first origin: fit again as the record grows,
  and let the level's speed differ over time.
"""
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
    before, network_by_network, rest = text.partition("\n## Network by network")
    write_text(given.docs / "record.md", before + NEXT + network_by_network + rest)


if __name__ == "__main__":
    main()
