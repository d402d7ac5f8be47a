"""Draft the cases from UCDP's data into the package.

python -m tools.networks.draft GED_FOLDER ESD_FILE [NAME...]
"""

from __future__ import annotations

import argparse
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from armslength.drafting.draft import draft
from armslength.fitting.at_hand import shipped_file
from armslength.scenario.load import SHIPPED
from tools.networks.recipes import Recipe, recipes

ACCESSED, EDITION = "2026-11-20", "21.1"
LEFT = (
    "rows.csv",
)  # where each row of the data went: larger than all else, and the same command writes it again


def make(recipe: Recipe, ged: Path, esd: Path) -> Path:
    """Draft a case and put it among the built-in ones; its fit stays until it is fitted anew."""
    with TemporaryDirectory() as scratch:
        written = Path(scratch) / recipe.name
        draft(
            recipe.patron,
            ged / recipe.ged,
            recipe.start,
            recipe.end,
            esd if recipe.patron else None,
            written,
            without=recipe.without,
            actors=recipe.actors,
            title=recipe.title,
            question=recipe.question,
            group=recipe.group,
            accessed=ACCESSED,
            edition=EDITION,
            carry_support=True,
            priors="usual",  # they teach the others
        )
        folder = SHIPPED / recipe.name
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            if old != shipped_file(recipe.name) and old.is_file():
                old.unlink()
            elif old.is_dir():
                rmtree(old)
        for file in (f for f in sorted(written.iterdir()) if f.name not in LEFT):
            (folder / file.name).write_bytes(file.read_bytes())
    return folder


def main() -> None:
    """Draft those that are asked for."""
    asked = argparse.ArgumentParser(prog="python -m tools.networks.draft", description=__doc__)
    asked.add_argument("ged", type=Path, help="folder with the extracts of UCDP GED")
    asked.add_argument("esd", type=Path, help="UCDP's table of external support")
    asked.add_argument("names", nargs="*", help="cases; all of them if left out")
    given = asked.parse_args()
    for recipe in recipes(given.names):
        folder = make(recipe, given.ged, given.esd)
        size = sum(file.stat().st_size for file in folder.iterdir())
        print(f"{recipe.name}: {size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
