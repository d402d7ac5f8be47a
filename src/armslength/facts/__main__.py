"""`python -m armslength.facts`: measure the facts and print them; exit code 1 if one does not hold."""

from __future__ import annotations

import argparse
import json
import sys

from rich.console import Console

from armslength.facts.facts_page import as_object, as_table, refusals
from armslength.facts.measure import FACTS, PRIOR_DRAWS, measure


def main(arguments: list[str] | None = None) -> int:
    """Measure the facts, print them, and return exit status 0 only if all hold."""
    parser = argparse.ArgumentParser(
        prog="armslength.facts", description="The stylised facts, measured at the defaults."
    )
    parser.add_argument("numbers", nargs="*", type=int, metavar="FACT", help="1 to 14; all if none")
    parser.add_argument("--quick", action="store_true", help="leave out the share of prior draws in band")
    parser.add_argument("--json", action="store_true", help="one object instead of the table")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.numbers) - {f.number for f in FACTS}:
        parser.error(f"there is no fact {min(unknown)}; they are 1 to {len(FACTS)}")
    notes = Console(stderr=True, highlight=False)
    with notes.status("measuring") as status:
        results = measure(
            asked.numbers,
            0 if asked.quick else PRIOR_DRAWS,
            lambda f: status.update(f"fact {f.number}: {f.stated.fact}"),
        )
    if asked.json:
        print(json.dumps(as_object(results), indent=2, ensure_ascii=False))
    else:
        shown = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
        shown.print(as_table(results))
        for sentence in refusals(results):
            shown.print(sentence, markup=False, soft_wrap=True)
    return 0 if all(s.holds or s.unmet for r in results for s in r.statistics) else 1


if __name__ == "__main__":
    sys.exit(main())
