"""Whom clients fought, by the names of an event data set: the pairs of which fronts are made."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from armslength.importing.clash import DataSet
from armslength.importing.day_text import read_days
from armslength.importing.periods import Span
from armslength.importing.read_file import How, open_table
from armslength.importing.table import connect, pages
from armslength.scenario.names import plain_name


@dataclass
class Pair:
    """Two sides that fought, one of them a client's name."""

    client: str  #: as the data set writes it
    opponent: str
    dyad: str
    days: list[date] = field(default_factory=list)  #: of each clash within the case, in order

    @property
    def years(self) -> tuple[int, ...]:
        """Years with a clash."""
        return tuple(sorted({day.year for day in self.days}))


@dataclass(frozen=True)
class Found:
    """What the event data set holds on the clients."""

    names: Mapping[str, str]  #: of the data set, by the name of the candidate
    missing: Mapping[str, tuple[str, ...]]  #: candidates without a name in it -> names that look alike
    pairs: tuple[Pair, ...]
    span: Span  #: days of the data set's first and last rows
    one_sided: Mapping[str, int]  #: rows of violence against civilians, by client's name


def find_opponents(
    of: DataSet, files: Sequence[str | Path], wanted: Mapping[str, str], case: Span, how: How
) -> Found:
    """Return the pairs of the wanted names, which map to UCDP's ids (empty where unknown), with clashes within the case.

    A name is looked for as it is written, then by its id, so that an actor that was renamed is found.
    """
    pairs: dict[tuple[str, str], Pair] = {}
    one_sided: Counter[str] = Counter()
    names: dict[str, str] = {}
    all_names: set[str] = set()
    edges: list[date] = []
    with tempfile.TemporaryDirectory(prefix="armslength-") as workspace, connect(workspace) as con:
        for i, file in enumerate(files):
            _, _, table = open_table(con, Path(file), f"file {i}", Path(workspace) / str(i), of, how)
            sides = " UNION ".join(
                f'SELECT {s} AS name, {s}_id AS id FROM "{table.name}"' for s in ("a", "b")
            )
            present = sorted({(str(name), str(number)) for name, number in pages(con, sides) if name})
            all_names |= {name for name, _ in present}
            names |= _named(wanted, present)
            ours = set(names.values())
            days = read_days(
                (
                    (d, y)
                    for d, y in pages(con, f'SELECT DISTINCT day, year FROM "{table.name}" ORDER BY ALL')
                ),
                how.date_format,
            ).read
            edges += [min(days.values()), max(days.values())] if days else []
            query = f'SELECT a, b, dyad, kind, detail, day, year FROM "{table.name}" ORDER BY n'
            for a, b, dyad, kind, detail, day, year in pages(con, query):
                mine = sorted((x, y) for x, y in ((a, b), (b, a)) if x in ours)
                when = days.get((day, year))
                if not mine or when is None or when not in case:
                    continue
                if of.left_out(kind, detail):
                    one_sided[mine[0][0]] += 1
                    continue
                pairs.setdefault(mine[0], Pair(*mine[0], dyad)).days.append(when)
    missing = {name: _alike(name, all_names) for name in wanted if name not in names}
    for pair in pairs.values():
        pair.days.sort()
    ordered = tuple(pair for _, pair in sorted(pairs.items()))
    span = Span(min(edges), max(edges)) if edges else case
    return Found(names, missing, ordered, span, dict(sorted(one_sided.items())))


def _named(wanted: Mapping[str, str], present: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the data set's name of each wanted one, by name or else by id."""
    pairs = list(present)
    plain = {plain_name(name): name for name, _ in pairs}
    by_id = {number: name for name, number in reversed(pairs) if number}
    found: dict[str, str] = {}
    for name, number in wanted.items():
        if plain_name(name) in plain:
            found[name] = plain[plain_name(name)]
        elif number and number in by_id:
            found[name] = by_id[number]
    return found


def _alike(name: str, names: Iterable[str]) -> tuple[str, ...]:
    known = sorted(names)
    words = [n for n in known if plain_name(name) in plain_name(n)]
    return tuple(dict.fromkeys([*words, *get_close_matches(name, known, n=3, cutoff=0.6)]))[:3]
