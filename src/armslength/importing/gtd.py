"""GTD: attacks by perpetrator. Days and months that are not known stand as 0."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from armslength.importing.clash import DataSet
from armslength.importing.layout import Column, Layout
from armslength.importing.periods import Span, month_of, year_of

UNKNOWN = ("", ".", "-9", "-99")

_OTHERS = (
    "approxdate extended resolution country region region_txt provstate city latitude longitude "
    "specificity vicinity location summary crit1 crit2 crit3 alternative alternative_txt multiple success "
    "suicide attacktype1 attacktype1_txt targtype1 targtype1_txt gsubname gname2 gname3 motive "
    "guncertain1 nperps nkillus nkillter nwound natlty1 natlty2 natlty2_txt dbsource related "
)

LAYOUT = Layout(
    title="GTD",
    columns={
        "id": Column(("eventid",), "telling rows apart", needed=True),
        "year": Column(("iyear",), "the year", needed=True),
        "month": Column(("imonth",), "the month", needed=True),
        "iday": Column(("iday",), "the day", needed=True),
        "a": Column(("gname",), "who attacked", needed=True),
        "nationality": Column(("natlty1_txt",), "who was attacked"),
        "country": Column(("country_txt",), "who was attacked", needed=True),
        "best": Column(("nkill",), "the dead"),
        "kind": Column(("doubtterr",), "what GTD doubts"),
    },
    marks=("eventid", "iyear", "imonth", "iday", "gname", "country_txt"),
    others=frozenset(_OTHERS.split()),
)


def cells(found: Mapping[str, str]) -> dict[str, str]:
    """Return the SQL of each cell; the day is the first that the row can mean, its precision how much of it is known."""
    year, month, day = (f"coalesce(nullif(trim(\"{found[c]}\"), ''), '0')" for c in ("year", "month", "iday"))
    known_month = f"try_cast({month} AS DOUBLE) > 0"
    known_day = f"{known_month} AND try_cast({day} AS DOUBLE) > 0"
    whole = "CAST(CAST(try_cast({} AS DOUBLE) AS INTEGER) AS VARCHAR)"
    first = (
        f"{whole.format(year)} || '-' || CASE WHEN {known_month} THEN {whole.format(month)} ELSE '1' END || '-' || "
        f"CASE WHEN {known_day} THEN {whole.format(day)} ELSE '1' END"
    )
    target = f'"{found["nationality"]}"' if "nationality" in found else f'"{found["country"]}"'
    plain = {ours: f'"{found[ours]}"' for ours in ("id", "a", "best", "kind") if ours in found}
    return {
        **plain,
        "day": first,
        "year": year,
        "precision": f"CASE WHEN {known_day} THEN '1' WHEN {known_month} THEN '3' ELSE '4' END",
        "b": f"CASE WHEN trim({target}) IN ('', '.') THEN \"{found['country']}\" ELSE {target} END",
        "dyad": f"\"{found['a']}\" || ' - ' || {target}",
    }


def span(day: date, end: date | None, precision: str) -> tuple[Span, str]:
    """Return the days of a row: a month or a year where no more is known."""
    if precision == "1":
        return Span(day, day), ""
    return month_of(day) if precision == "3" else year_of(day), ""


def left_out(kind: str, detail: str) -> str | None:
    """Return None: every row is an attack."""
    return None


def version(name: str, columns: frozenset[str], last: str) -> tuple[str, str]:
    """Return the edition that a file's name shows."""
    file = PurePath(name.rpartition("!")[2]).name.lower()
    found = re.search(r"(\d{4})(?=dist|[_.-])", file) or re.search(r"(?<!\d)((?:19|20)\d{2})(?!\d)", file)
    return f"file of {found[1]}" if found else "", f"{len(columns)} columns"


GTD = DataSet(
    key="gtd",
    layout=LAYOUT,
    cells=cells,
    span=span,
    left_out=left_out,
    version=version,
    citation=(
        "Global Terrorism Database (GTD), {version}. National Consortium for the Study of Terrorism and Responses to Terrorism "
        "(START), University of Maryland. Accessed {accessed}; {filters}. Rows are the University of Maryland's and may not be "
        "passed on."
    ),
    address="https://www.start.umd.edu/gtd/",
    unit="attacks",
    definition=(
        "Attacks by the client that GTD records, by the nationality of the target, else by country: one incident may stand under "
        "several ids, and attacks that no group is named for are not counted"
    ),
    dead_unknown=lambda text: text in UNKNOWN or text.startswith("-"),
)
