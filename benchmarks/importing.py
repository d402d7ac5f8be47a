"""Time the import of a file as large as all of UCDP GED: `python -m benchmarks.importing`.

The rows are invented: 400,000 rows in the 49 columns of GED, with long source texts, quotes and commas as GED has them.
Time and memory are those of a process of its own, as `armslength import ged` is.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from armslength.importing.ged import ORDER

ROWS = 400_000
BARS = {"seconds": 20.0, "gigabytes": 1.0}
DYADS = 1_500


def write_file(path: Path, rows: int = ROWS, seed: int = 1) -> Path:
    """Write an invented file of GED's 49 columns."""
    rng = random.Random(seed)
    first = date(1989, 1, 1)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(ORDER)
        for i in range(rows):
            dyad = min(int(rng.expovariate(1) * DYADS / 5), DYADS - 1)
            start = first + timedelta(days=rng.randrange(12_000))
            days = rng.choices([0, 1, 6, 27], [85, 11, 2, 2])[0]
            best = rng.randrange(12)
            text = f'"Agency,{start},Clashes between side A and side B of dyad {dyad} leave {best} dead, say officials"'
            row = dict.fromkeys(ORDER, "")
            row |= {
                "id": str(i + 1),
                "relid": f"AAA-{start.year}-1-{dyad}-{i}",
                "year": str(start.year),
                "type_of_violence": rng.choice("112"),
                "conflict_name": f"Land {dyad % 90}: Government",
                "dyad_name": f"Government of Land {dyad % 90} - Group {dyad}",
                "side_a": f"Government of Land {dyad % 90}",
                "side_b": f"Group {dyad}",
                "source_article": ";".join([text] * rng.randrange(1, 4)),
                "source_headline": text.strip('"'),
                "where_coordinates": "Some town",
                "latitude": "1.0",
                "longitude": "2.0",
                "geom_wkt": "POINT (2.0 1.0)",
                "country": f"Land {dyad % 90}",
                "region": "Africa",
                "date_prec": {0: "1", 1: "2", 6: "3", 27: "4"}[days],
                "date_start": start.isoformat(),
                "date_end": (start + timedelta(days=days)).isoformat(),
                "deaths_a": "0",
                "deaths_b": str(best),
                "best": str(best),
                "high": str(best + 2),
                "low": str(best),
            }
            writer.writerow(row.values())
    return path


def measure(folder: Path, rows: int = ROWS) -> dict[str, float]:
    """Return the seconds and gigabytes of one import of that many rows, and the size of the file in megabytes."""
    file = write_file(folder / "GEDEvent_v99_1.csv", rows)
    actors = folder / "actors.csv"
    actors.write_text(
        "actor,role,id\n/^Group [1-9]$/,client,groups\n/^Government/,adversary,governments\n",
        encoding="utf-8",
    )
    command = [
        *(sys.executable, "-m", "armslength", "import", "ged", str(file), "--actors", str(actors)),
        *("--covered", "1989..2020", "--out", str(folder / "events.csv")),
    ]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    return {"seconds": seconds, "gigabytes": peak, "megabytes of the file": file.stat().st_size / 1e6}


def main() -> None:
    """Print what an import takes beside its bars."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(Path(folder), rows)
    for what, value in measured.items():
        bar = f" (bar {BARS[what]:g})" if what in BARS else ""
        print(f"{rows:,} rows: {value:.2f} {what}{bar}")


if __name__ == "__main__":
    main()
