"""Make the shipped cases from the coded tables: `python -m tools.convert_cases DATA_FOLDER`.

Writes events.csv, sources.yaml, claims.yaml and conversion.csv (what became of every input row) into each
case; the scenario and the trigger are written by hand. Third-party tables in the folder are not read: they
may not be shipped.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tools.convert_cases import axis_2020, axis_2024, classroom
from tools.convert_cases.claims import write_claims
from tools.convert_cases.inputs import Row
from tools.convert_cases.ledger import Ledger

CASES = Path(__file__).parents[2] / "src" / "armslength" / "cases"
MODEL = {
    "title": "Model description: table of priors and defaults",
    "published": "2024-02-08",
    "note": (
        "Works cited there: Emerson 1962; Rigterink 2021; Jordan 2014; Lewis et al. 2012; Bohorquez et al. "
        "2009"
    ),
}
REFERENCES = {
    "axis-2024": {
        "model": MODEL,
        "gaza-deaths-by-phase": {
            "title": "Deaths a day in Gaza by phase of the war, as its health ministry reported them",
            "note": (
                "286 (8-16 Oct), 393 (17-30 Oct), 201 (31 Oct-14 Nov), 387 (15-23 Nov), "
                "about 0-45 (truce of 24-30 Nov, by source), "
                "336 (1-8 Dec), 188 (9-21 Dec), 171 (22 Dec-26 Jan), 142 (27 Jan-4 Feb), 119 (5-8 Feb)"
            ),
        },
        "listed-ships": {
            "title": "The attacks on ships that this case dates one by one: its own rows of kind attack"
        },
    },
    "axis-2020": {"model": MODEL},
}


def _case(
    name: str, data: Path, convert: Callable[[Path, Ledger], list[Row]], clients: set[str] | None
) -> None:
    ledger = Ledger(dict(REFERENCES[name]))
    rows = convert(data, ledger)
    if missed := ledger.unaccounted(rows):
        raise SystemExit(f"{name}: nothing decided about {missed}")
    ledger.write(CASES / name)
    claims = write_claims(data, CASES / name, clients)
    kept, inputs, dropped = (
        sum(o[4] == what for o in ledger.outcomes.values()) for what in ("kept", "input", "dropped")
    )
    print(
        f"{name}: {len(rows)} rows: {kept} kept as {len(ledger.events)} events, {inputs} as inputs, "
        f"{dropped} dropped; {claims} claims"
    )


def main() -> None:
    """Convert all cases."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit(__doc__)
    data = Path(sys.argv[1])
    _case("axis-2024", data, axis_2024.convert, None)
    _case("axis-2020", data, axis_2020.convert, {"hezbollah", "kataib-hezbollah", "nujaba"})
    classroom.write_events(CASES / "classroom")
    print("classroom: written, all of it invented")


if __name__ == "__main__":
    main()
