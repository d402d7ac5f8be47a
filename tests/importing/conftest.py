"""Invented files in the shapes of the data sets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from armslength.importing.acled import ORDER as ACLED_COLUMNS
from armslength.importing.actors_file import ActorsFile, actors_of
from armslength.importing.ged import ORDER as GED_COLUMNS

_GTD = "eventid iyear imonth iday extended country country_txt region latitude longitude natlty1_txt gname nkill nwound multiple"
GTD_COLUMNS = tuple(_GTD.split())
ACTORS = "actor,role,id\nThe Group,client,group\nGovernment of Land,adversary,land\n"


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def ged_row(number: int, day: str, end: str = "", **other: object) -> dict[str, object]:
    return {
        "id": number,
        "year": day[:4],
        "type_of_violence": 1,
        "side_a": "Government of Land",
        "side_b": "The Group",
        "dyad_name": "Government of Land - The Group",
        "date_prec": 1,
        "date_start": day,
        "date_end": end or day,
        "deaths_a": 1,
        "deaths_b": 2,
        "low": 3,
        "best": 3,
        "high": 4,
        "latitude": "33.5",
        "longitude": "36.25",
        "adm_1": "Hidden governorate",
        "where_coordinates": "Hidden town",
        **other,
    }


def acled_row(number: int, day: str, **other: object) -> dict[str, object]:
    return {
        "event_id_cnty": f"LAN{number}",
        "event_date": day,
        "year": "2023",
        "time_precision": 1,
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "actor1": "The Group",
        "actor2": "Government of Land",
        "inter1": "Rebel Forces",
        "fatalities": 2,
        "location": "Hidden town",
        "timestamp": 1700000000,
        **other,
    }


def gtd_row(number: int, year: int, month: int, day: int, **other: object) -> dict[str, object]:
    return {
        "eventid": f"{year}{month:02}{day:02}{number:04}",
        "iyear": year,
        "imonth": month,
        "iday": day,
        "country_txt": "Land",
        "natlty1_txt": "Government of Land",
        "gname": "The Group",
        "nkill": 1,
        **other,
    }


@pytest.fixture
def actors() -> ActorsFile:
    return actors_of(ACTORS, "actors.csv")


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def ged_text(rows: Iterable[Mapping[str, object]], delimiter: str = ",") -> str:
    return as_csv(GED_COLUMNS, rows, delimiter)


def acled_text(rows: Iterable[Mapping[str, object]]) -> str:
    return as_csv(ACLED_COLUMNS, rows)


def gtd_text(rows: Iterable[Mapping[str, object]]) -> str:
    return as_csv(GTD_COLUMNS, rows)
