"""Hold the coverage of each folder of the package to its floor: `make coverage`.

The floors lie a little under what was measured. They catch a folder that grows without tests; they are no aim.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

MEASURED = Path("build/coverage.json")
PACKAGE = "armslength"

#: folder: least share of its statements, in per cent, that the quick tests run; files beside the folders are `.`.
FLOORS: Mapping[str, int] = {
    ".": 93,
    "cli": 78,
    "decisions": 86,
    "drafting": 93,
    "exporting": 93,
    "facts": 63,
    "fitting": 88,
    "forecasting": 93,
    "history": 96,
    "importing": 93,
    "parameters": 90,
    "population": 60,
    "plain": 90,
    "report": 94,
    "results": 96,
    "scenario": 95,
    "scoring": 94,
    "simulate": 94,
    "tables": 90,
    "tasks": 90,
    "theories": 67,
    "track_record": 90,
    "web": 63,
    "world": 96,
}


def covered(report: Mapping[str, Any]) -> dict[str, float]:
    """Return the share of statements that ran, in per cent, for each folder of a report by `coverage json`."""
    run: Counter[str] = Counter()
    all_of_them: Counter[str] = Counter()
    for name, file in report["files"].items():
        inside = Path(name).parts[Path(name).parts.index(PACKAGE) + 1 :]
        folder = inside[0] if len(inside) > 1 else "."
        run[folder] += file["summary"]["covered_lines"]
        all_of_them[folder] += file["summary"]["num_statements"]
    return {folder: 100 * run[folder] / count for folder, count in sorted(all_of_them.items()) if count}


def faults(shares: Mapping[str, float], floors: Mapping[str, int]) -> Iterable[str]:
    """Yield a sentence for each folder below its floor, without one, or gone."""
    for folder in sorted({*shares, *floors}):
        if folder not in floors:
            yield f"{folder} has no floor: it stands at {shares[folder]:.0f} %; give it one in tools/coverage_floor.py"
        elif folder not in shares:
            yield f"{folder} has a floor and is not there: drop it from tools/coverage_floor.py"
        elif shares[folder] < floors[folder]:
            yield f"{folder} stands at {shares[folder]:.1f} %, below its floor of {floors[folder]} %: test what is new in it"


def main() -> None:
    """Print each folder beside its floor; exit with 1 where one is below."""
    shares = covered(json.loads(MEASURED.read_text(encoding="utf-8")))
    for folder, share in shares.items():
        print(f"  {folder:14} {share:5.1f} %   floor {FLOORS.get(folder, '-')}")
    if found := list(faults(shares, FLOORS)):
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
