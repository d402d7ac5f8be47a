"""UCDP's table of external support: who supported which armed actor, in which year and how."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.importing.header import read_header
from armslength.importing.layout import Column, Layout
from armslength.importing.stored_file import store
from armslength.importing.table import connect, pages, read_table
from armslength.scenario.names import plain_name
from armslength.scenario.suggest import did_you_mean

#: letter of a column `ext_L` -> kind of support
KINDS: Mapping[str, str] = {
    "x": "troops",
    "p": "presence of foreign troops",
    "y": "infrastructure or joint operations",
    "w": "weapons",
    "m": "materiel",
    "t": "training",
    "f": "funding",
    "i": "intelligence",
    "l": "territory",
    "o": "other",
    "u": "unknown",
}

LAYOUT = Layout(
    title="UCDP External Support",
    columns={
        "year": Column(("year",), "the year of support", needed=True),
        "actor": Column(("actor_name",), "who was supported", needed=True),
        "actor_id": Column(("actor_id",), "who was supported", needed=True),
        "nonstate": Column(("actor_nonstate",), "telling armed groups from governments", needed=True),
        "opponent": Column(("oppo_name",), "against whom", needed=True),
        "supporters": Column(("ext_id",), "who supported: names hold commas, ids do not", needed=True),
        "names": Column(("ext_name",), "the names of supporters", needed=True),
        "number": Column(("ext_count",), "the number of supporters", needed=True),
        **{
            letter: Column((f"ext_{letter}",), f"support by {kind}", needed=True)
            for letter, kind in KINDS.items()
        },
    },
    marks=("ext_id", "ext_sup", "actor_nonstate", "ext_count"),
    others=frozenset(
        {
            "ext_sup",
            "ext_sum",
            "ext_nonstate",
            "ext_coalition",
            "dyad_id",
            "dyad_name",
            "oppo_id",
            "id",
            "active",
        }
    ),
)
CITATION = (
    "UCDP External Support Dataset, {name}. Hogbladh, S., Pettersson, T. & Themner, L. 2011. External Support in Armed Conflict "
    "1975-2009. Meier, V. et al. 2022. External support in armed conflicts. Uppsala Conflict Data Program, CC BY 4.0. "
    "Accessed {accessed}."
)


@dataclass(frozen=True)
class SupportRow:
    """One actor in one year against one opponent."""

    line: int
    year: int
    actor: str
    actor_id: str
    is_group: bool
    opponent: str
    supporters: tuple[str, ...]  #: ids
    kinds: tuple[str, ...]  #: letters, of all supporters together


@dataclass(frozen=True)
class SupportTable:
    """The table as it was read."""

    path: Path  #: of the file
    sha256: str
    accessed: date
    rows: tuple[SupportRow, ...]
    names: Mapping[str, str]  #: of supporters, by id

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year."""
        return min(row.year for row in self.rows), max(row.year for row in self.rows)

    @property
    def citation(self) -> str:
        """The line by which it wants to be cited."""
        return CITATION.format(name=self.path.name, accessed=self.accessed)

    def supporter(self, name: str) -> str:
        """Return the id of a supporter by its name; raises `ArmslengthError` with the nearest."""
        for number, known in self.names.items():
            if plain_name(known) == plain_name(name):
                return number
        inside = sorted(
            (n for n in self.names.values() if plain_name(name) in plain_name(n)), key=lambda n: (len(n), n)
        )
        hint = f"did you mean '{inside[0]}'?" if inside else did_you_mean(name, sorted(self.names.values()))
        raise ArmslengthError(Fault(self.path, None, f"no supporter is called '{name}'", hint))


def read_support(path: str | Path, encoding: str | None = None, accessed: date | None = None) -> SupportTable:
    """Return the table of a file; raises `ArmslengthError` with one sentence for another format or a missing column."""
    path = Path(path)
    with tempfile.TemporaryDirectory(prefix="armslength-") as workspace, connect(workspace) as con:
        stored = store(path, Path(workspace) / "support", encoding)
        header = read_header(stored, LAYOUT.names | LAYOUT.others)
        if not LAYOUT.is_that_of(header):
            what = f"is no table of {LAYOUT.title}: it has no columns {', '.join(LAYOUT.marks[:3])}"
            raise ArmslengthError(
                Fault(stored.name, 1, what, "give the file by actor and year (ucdp-esd-ay)")
            )
        if faults := list(LAYOUT.faults(header, stored.name)):
            raise ArmslengthError(*faults)
        cells = {ours: f'"{column}"' for ours, column in LAYOUT.found(header).items()}
        table = read_table(con, stored, header, cells, "support")
        columns = ", ".join(f'"{c}"' for c in LAYOUT.columns)
        read = list(pages(con, f"SELECT n, {columns} FROM support ORDER BY n"))
    named = [dict(zip(("n", *LAYOUT.columns), values, strict=True)) for values in read]
    rows = tuple(_row(cells, int(table.lines[int(cells["n"])]), stored.name) for cells in named)
    return SupportTable(path, stored.sha256, accessed or stored.dated, rows, _names(named))


def _row(cells: Mapping[str, str], line: int, file: str) -> SupportRow:
    supporters = _ids(cells)
    if not cells["year"].isdigit() or not 1900 <= int(cells["year"]) <= 2999:
        raise ArmslengthError(
            Fault(file, line, f"'year' is '{cells['year']}'", "it must be a year such as 1996")
        )
    if cells["number"] not in ("", str(len(supporters))):
        what = f"ext_id lists {len(supporters)} supporters, ext_count {cells['number']}"
        raise ArmslengthError(Fault(file, line, what, "one of them is not as UCDP publishes it"))
    return SupportRow(
        line=line,
        year=int(cells["year"]),
        actor=cells["actor"],
        actor_id=cells["actor_id"],
        is_group=cells["nonstate"] == "1",
        opponent=cells["opponent"],
        supporters=supporters,
        kinds=tuple(letter for letter in KINDS if cells[letter] == "1"),
    )


def _ids(cells: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of a row's supporters; their names may hold commas, ids do not."""
    return tuple(part.strip() for part in cells["supporters"].split(",") if part.strip())


def _names(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the name of each supporter by its id, from rows whose list of names splits into as many as there are ids."""
    found: dict[str, Counter[str]] = {}
    for cells in rows:
        ids = _ids(cells)
        names = (
            [cells["names"].strip()]
            if len(ids) == 1
            else [part.strip() for part in cells["names"].split(",")]
        )
        if len(ids) == len(names):
            for number, name in zip(ids, names, strict=True):
                found.setdefault(number, Counter())[name] += 1
    return {number: min(names, key=lambda n: (-names[n], n)) for number, names in sorted(found.items())}
