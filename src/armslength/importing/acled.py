"""ACLED: events by day, actor and kind. Its rows are living data: ids stay, contents change, rows are deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from armslength.importing.clash import DataSet
from armslength.importing.layout import Column, Layout
from armslength.importing.periods import Span, month_of, week_around

_ORDER = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 "
    "assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country "
    "admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes fatalities "
    "tags timestamp "
)
ORDER = tuple(_ORDER.split())  #: the columns as they are published
KEPT = ("battles", "explosions/remote violence", "remote violence")  #: kinds in which two armed sides meet

LAYOUT = Layout(
    title="ACLED",
    columns={
        "id": Column(("event_id_cnty",), "telling rows apart", needed=True),
        "day": Column(("event_date",), "the day", needed=True),
        "year": Column(("year",), "the century of a day"),
        "precision": Column(("time_precision",), "how well the day is known", needed=True),
        "kind": Column(("event_type",), "telling clashes from protests", needed=True),
        "detail": Column(("sub_event_type",), "telling clashes from protests"),
        "a": Column(("actor1",), "who took part", needed=True),
        "b": Column(("actor2",), "who took part", needed=True),
        "best": Column(("fatalities",), "the dead"),
        "stamp": Column(("timestamp",), "what changed since"),
    },
    marks=("event_id_cnty", "event_date", "actor1", "actor2", "sub_event_type", "time_precision"),
    others=frozenset({*ORDER, "data_id", "event_id_no_cnty", "iso3", "population_best"}),
)


def cells(found: Mapping[str, str]) -> dict[str, str]:
    """Return the SQL of each cell."""
    made = {ours: f'"{column}"' for ours, column in found.items()}
    return {**made, "dyad": made["a"] + " || ' - ' || coalesce(" + made["b"] + ", '')"}


def span(day: date, end: date | None, precision: str) -> tuple[Span, str]:
    """Return the days of a row: a week is known by its middle, a month by any of its days."""
    if precision == "2":
        return week_around(day), ""
    if precision == "3":
        return month_of(day), ""
    return Span(day, day), "" if precision == "1" else f"one day, though time_precision is '{precision}'"


def left_out(kind: str, detail: str) -> str | None:
    """Return why a row is no clash between two armed sides."""
    if kind.lower() in KEPT:
        return None
    if detail.lower() == "disrupted weapons use":
        return "'Disrupted weapons use': an attack that was stopped, which ACLED counts apart from attacks"
    return f"'{kind}' is no clash between two armed sides"


def version(name: str, columns: frozenset[str], last: str) -> tuple[str, str]:
    """Return the layout that the columns show; ACLED has no numbered versions."""
    shape = (
        "layout before April 2023" if "data_id" in columns or "iso3" in columns else "layout since April 2023"
    )
    more = ", with population" if any(c.startswith("population") for c in columns) else ""
    edited = f"last edited {last}" if last else "day of the last edit not in the file"
    return edited, f"{shape}{more}, {len(columns)} columns"


ACLED = DataSet(
    key="acled",
    layout=LAYOUT,
    cells=cells,
    span=span,
    left_out=left_out,
    version=version,
    citation=(
        "Armed Conflict Location & Event Data (ACLED), acleddata.com, {version}. Accessed {accessed}; {filters}. Rows are "
        "ACLED's and may not be passed on; counts made from them may, with this line."
    ),
    address="https://acleddata.com",
    civilian=frozenset({"violence against civilians"}),
    unit="clashes",
    definition=(
        "Battles, explosions and remote violence between the two sides that ACLED records, deadly or not: which of the two "
        "attacked is not coded, attacks that were stopped are counted elsewhere"
    ),
)
