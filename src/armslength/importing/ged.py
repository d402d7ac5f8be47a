"""UCDP GED: deadly events by day and place, as UCDP, its candidate releases and humanitarian exchanges hand it out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from armslength.importing.clash import DataSet
from armslength.importing.layout import Column, Layout
from armslength.importing.periods import Span, month_of, week_around, year_of

_ORDER = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id "
    "conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id "
    "side_b_new_id side_b number_of_sources source_article source_office source_date source_headline "
    "source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude "
    "geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start date_end deaths_a "
    "deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob "
)
ORDER = tuple(_ORDER.split())  #: the columns as they are published

LAYOUT = Layout(
    title="UCDP GED",
    columns={
        "id": Column(("id",), "telling rows apart", needed=True),
        "year": Column(("year",), "the century of a day"),
        "kind": Column(("type_of_violence",), "leaving out violence against civilians", needed=True),
        "dyad": Column(("dyad_name",), "the name of a pair"),
        "a": Column(("side_a",), "who fought", needed=True),
        "b": Column(("side_b",), "who fought", needed=True),
        "a_id": Column(("side_a_new_id",), "an actor that was renamed"),
        "b_id": Column(("side_b_new_id",), "an actor that was renamed"),
        "precision": Column(("date_prec",), "how well the day is known"),
        "day": Column(("date_start",), "the first day", needed=True),
        "end": Column(("date_end",), "the last day"),
        "own_a": Column(("deaths_a",), "the dead of side a"),
        "own_b": Column(("deaths_b",), "the dead of side b"),
        "own_civilians": Column(("deaths_civilians",), "the dead of civilians"),
        "low": Column(("low", "low_est"), "the lowest estimate of the dead"),
        "best": Column(("best", "best_est"), "the best estimate of the dead", needed=True),
        "high": Column(("high", "high_est"), "the highest estimate of the dead"),
    },
    marks=("type_of_violence", "side_a", "side_b", "date_start", "date_prec", "conflict_name"),
    others=frozenset(
        {*ORDER, "start_year", "end_year", "iso3", "conflict_id", "dyad_id", "side_a_id", "side_b_id"}
    ),
    headerless=ORDER,
)


def cells(found: Mapping[str, str]) -> dict[str, str]:
    """Return the SQL of each cell; the dead of civilians are those of the side that was attacked."""
    made = {ours: f'"{column}"' for ours, column in found.items()}
    if {"own_b", "own_civilians"} <= set(found):
        made["own_b"] = (
            f"CASE WHEN {made['kind']} = '3' THEN {made['own_civilians']} ELSE {made['own_b']} END"
        )
    return {"dyad": made["a"] + " || ' - ' || " + made["b"], **made}


def span(day: date, end: date | None, precision: str) -> tuple[Span, str]:
    """Return the days of a row; one that is known no better than to its week, month or year covers that."""
    last = end or day
    if last == day and precision in ("3", "4", "5"):
        return _around(day, precision), (f"one day alone, though date_prec is {precision}")
    doubt = "several days, though date_prec is 1" if precision == "1" and last != day else ""
    return Span(day, last), doubt


def _around(day: date, precision: str) -> Span:
    return {"3": week_around, "4": month_of}.get(precision, year_of)(day)


def left_out(kind: str, detail: str) -> str | None:
    """Return why a row is no clash between two armed sides."""
    return "violence against civilians: no armed side on the other end" if kind == "3" else None


def version(name: str, columns: frozenset[str], last: str) -> tuple[str, str]:
    """Return the version that a file's name shows, and what its columns show of where it comes from."""
    archive, _, member = name.rpartition("!")
    said = _edition(PurePath(member).name.lower()) or _edition(PurePath(archive).name.lower())
    if "best_est" in columns:
        shape = "as UCDP's website exports it"
    elif columns & {"iso3", "start_year"}:
        shape = "as a humanitarian exchange hands it out"
    elif set(ORDER) <= columns:
        shape = "as UCDP publishes it"
    else:
        shape = "an extract"
    return said, f"{shape}, {len(columns)} columns"


def _edition(file: str) -> str:
    if found := re.search(r"v(\d{2})_(\d{2})_(\d{2})_(\d{2})", file):
        return f"version {found[1]}.{found[2]}-{found[3]}.{found[4]} (candidate, cumulative)"
    if found := re.search(r"v(\d{2})_0_(\d{1,2})", file):
        return f"version {found[1]}.0.{found[2]} (candidate, one month)"
    found = re.search(r"(?:v|ged[-_]?)(\d{2})[_.]?(\d{1,2})(?!\d)", file)
    return f"version {found[1]}.{found[2]}" if found else ""


GED = DataSet(
    key="ged",
    layout=LAYOUT,
    cells=cells,
    span=span,
    left_out=left_out,
    version=version,
    citation=(
        "UCDP Georeferenced Event Dataset (GED), {version}. Sundberg, R. & Melander, E. 2013. Introducing the UCDP "
        "Georeferenced Event Dataset. Journal of Peace Research 50(4). Uppsala Conflict Data Program, CC BY 4.0. "
        "Accessed {accessed}; {filters}."
    ),
    address="https://ucdp.uu.se/downloads/",
    civilian=frozenset({"3"}),
    unit="deadly clashes",
    definition=(
        "Deadly clashes between the two sides that UCDP GED records: every row killed somebody by some estimate, who "
        "attacked is not coded, attacks without dead are not counted"
    ),
)
