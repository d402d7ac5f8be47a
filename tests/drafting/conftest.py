"""Invented support data in the shape of UCDP's, and clashes to go with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest

from armslength.drafting.support import KINDS
from tests.importing.conftest import as_csv, ged_row, ged_text

IDS = {
    "Government of Land": "1",
    "Government of Far": "94",
    "Government of Near": "90",
    "The Band, ex-Army": "300",
}
ESD_COLUMNS = (
    *(
        "id",
        "active",
        "year",
        "actor_id",
        "actor_name",
        "actor_nonstate",
        "oppo_id",
        "oppo_name",
        "dyad_id",
        "dyad_name",
    ),
    *("ext_id", "ext_name", "ext_sup", "ext_count"),
    *(f"ext_{letter}" for letter in KINDS),
)


def support_row(
    year: int, actor: str, number: int, supporters: Iterable[str], kinds: str = "wt", **other: object
) -> dict[str, object]:
    names = list(supporters)
    return {
        "id": year * 100 + number,
        "active": 1,
        "year": year,
        "actor_id": number,
        "actor_name": actor,
        "actor_nonstate": 1,
        "oppo_id": 1,
        "oppo_name": "Government of Land",
        "ext_id": ",".join(IDS[n] for n in names),
        "ext_name": ",".join(names),
        "ext_sup": int(bool(names)),
        "ext_count": len(names),
        **{f"ext_{letter}": int(letter in kinds and bool(names)) for letter in KINDS},
        **other,
    }


def support_text(rows: Iterable[dict[str, object]]) -> str:
    return as_csv(ESD_COLUMNS, rows)


SUPPORT = [
    support_row(2001, "The Group", 10, ["Government of Far"]),
    support_row(2002, "The Group", 10, ["Government of Far", "The Band, ex-Army"], "f"),
    support_row(2003, "The Group", 10, []),
    support_row(2002, "The Other Group", 11, ["Government of Near", "Government of Far"], "l"),
    support_row(2002, "Silent Group", 12, ["Government of Far"]),
    support_row(1999, "Early Group", 13, ["Government of Far"]),
    support_row(2002, "Government of Land", 1, ["Government of Far"], actor_nonstate=0),
    support_row(2003, "Unsupported", 14, ["Government of Near"]),
    support_row(2004, "Unsupported", 14, ["The Band, ex-Army"]),
]


def clashes(first: str, number: int, every: int, start: int = 1, **other: object) -> list[dict[str, object]]:
    day = date.fromisoformat(first)
    return [ged_row(start + i, (day + timedelta(days=every * i)).isoformat(), **other) for i in range(number)]


ROWS = [
    *clashes("2001-02-01", 30, 20),
    *clashes(
        "2002-03-01", 15, 9, 100, side_b="The Other Group", dyad_name="Government of Land - The Other Group"
    ),
    *clashes(
        "2002-06-01",
        4,
        9,
        200,
        side_a="The Other Group",
        side_b="The Group",
        type_of_violence=2,
        dyad_name="The Group - The Other Group",
    ),
    *clashes(
        "2002-06-03",
        3,
        9,
        300,
        side_a="Rivals",
        side_b="The Group",
        type_of_violence=2,
        dyad_name="The Group - Rivals",
    ),
    *clashes(
        "2002-07-01",
        5,
        9,
        400,
        side_b="Civilians",
        side_a="The Group",
        type_of_violence=3,
        dyad_name="The Group - Civilians",
    ),
    ged_row(500, "2004-12-31", side_b="Nobody Known"),
]


@pytest.fixture
def data(tmp_path: Path) -> dict[str, Path]:
    esd, ged = tmp_path / "esd.csv", tmp_path / "ged231.csv"
    esd.write_text(support_text(SUPPORT), encoding="utf-8")
    ged.write_text(ged_text(ROWS), encoding="utf-8")
    return {"esd": esd, "ged": ged}
