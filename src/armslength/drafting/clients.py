"""The clients of a case: groups that the patron supported, with the years and kinds of support and who else supported them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from armslength.drafting.support import KINDS, SupportRow, SupportTable


@dataclass(frozen=True)
class YearOfSupport:
    """What one patron gave one group in one year, as far as the table tells."""

    year: int
    patron: str
    kinds: tuple[str, ...]  #: letters; of all supporters together where there are others
    others: tuple[str, ...]  #: names of supporters that are not among the patrons


@dataclass(frozen=True)
class Candidate:
    """A group that may be a client."""

    name: str
    ucdp_id: str  #: empty where a person named it
    support: tuple[YearOfSupport, ...]
    active: tuple[
        tuple[int, str], ...
    ]  #: years in which the table has it in an armed conflict, and with whom

    @property
    def others(self) -> tuple[str, ...]:
        """Names of all supporters that are not among the patrons."""
        return tuple(sorted({name for year in self.support for name in year.others}))

    @property
    def share_of_years(self) -> float:
        """Share of its years of armed conflict in which a patron supported it; 1 where the table has none."""
        years = {year for year, _ in self.active}
        return len({y.year for y in self.support} & years) / len(years) if years else 1.0

    @property
    def supporters_in_words(self) -> str:
        """Who of the patrons supported it, and when."""
        if not self.support:
            return "No support is recorded."
        years: dict[str, list[int]] = {}
        for year in self.support:
            years.setdefault(year.patron, []).append(year.year)
        told = (f"{patron} in {_years(when)}" for patron, when in sorted(years.items()))
        return f"Supported by {'; '.join(told)}."

    @property
    def in_words(self) -> str:
        """Years and kinds of support, for a person."""
        if not self.support:
            return "named by hand; no support is recorded"
        parts = [f"{_years(years)}: {kinds}" for kinds, years in _by_kinds(self.support)]
        return "; ".join(parts)


def candidates(table: SupportTable, patrons: Sequence[str], first: int, last: int) -> list[Candidate]:
    """Return the groups that any of the patrons supported in a year from first to last, in order of name.

    Governments that were supported are no clients: a client is an armed group.
    """
    ids = {table.supporter(name): name for name in patrons}
    rows = [row for row in table.rows if row.is_group and first <= row.year <= last]
    found = {row.actor: row.actor_id for row in rows if set(row.supporters) & set(ids)}
    return [
        Candidate(
            name=name,
            ucdp_id=number,
            support=tuple(_support([row for row in rows if row.actor == name], ids, table)),
            active=tuple(sorted({(row.year, row.opponent) for row in rows if row.actor == name})),
        )
        for name, number in sorted(found.items())
    ]


def _support(rows: Iterable[SupportRow], ids: dict[str, str], table: SupportTable) -> Iterable[YearOfSupport]:
    merged: dict[tuple[int, str], tuple[set[str], set[str]]] = {}
    for row in rows:
        for number in (n for n in row.supporters if n in ids):
            kinds, others = merged.setdefault((row.year, ids[number]), (set(), set()))
            kinds |= set(row.kinds)
            others |= {table.names.get(n, f"UCDP actor {n}") for n in row.supporters if n not in ids}
    for (year, patron), (kinds, others) in sorted(merged.items()):
        yield YearOfSupport(year, patron, tuple(k for k in KINDS if k in kinds), tuple(sorted(others)))


def _by_kinds(support: Iterable[YearOfSupport]) -> list[tuple[str, list[int]]]:
    grouped: dict[str, list[int]] = {}
    for year in support:
        words = ", ".join(KINDS[k] for k in year.kinds) or "kind not stated"
        grouped.setdefault(f"{words} by {year.patron}", []).append(year.year)
    return sorted(grouped.items(), key=lambda item: item[1])


def _years(years: list[int]) -> str:
    """Return years in words.

    >>> _years([1998, 1999, 2000, 2003])
    '1998-2000, 2003'
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
