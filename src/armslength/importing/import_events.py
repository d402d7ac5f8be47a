"""An import: files of one data set and a list of actors in; events, an account of every row and a vintage out."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from armslength.errors import ArmslengthError, Fault
from armslength.importing.account import DROPPED, AccountRow, compared, counts, read_account
from armslength.importing.actors_file import ActorsFile
from armslength.importing.clash import DataSet
from armslength.importing.counted import Counted, Kept, Place, by_fronts, count, disjoint
from armslength.importing.matching import NO_CLIENT, Matching
from armslength.importing.periods import Span
from armslength.importing.read_file import DATA_SETS, How, ReadFile, called, read_file
from armslength.importing.rows import all_rows, last_edit, names_of
from armslength.importing.selection import chosen, idle_lines, why_none
from armslength.importing.table import connect
from armslength.importing.vintage import FileUsed, Vintage
from armslength.scenario.events import Event
from armslength.scenario.reference_faults import IDENTIFIER


@dataclass(frozen=True)
class Counts:
    """One series that an import made."""

    id: str
    fronts: tuple[str, ...]
    covered: tuple[Span, ...]  #: spans that are declared covered
    counted: Counted


@dataclass(frozen=True)
class Imported:
    """What an import gave."""

    of: DataSet
    how: How
    actors: ActorsFile
    series: tuple[Counts, ...]
    account: list[AccountRow]
    vintage: Vintage
    warnings: tuple[str, ...]
    unlisted: tuple[
        tuple[str, int], ...
    ]  #: names that meet a client and are nobody, with the number of their rows
    reach: Span  #: the first and the last day of all rows, those of other actors too
    names: Mapping[str, int] = field(repr=False)  #: every name of a side, with the number of its rows

    @property
    def source(self) -> str:
        """The id of the source in sources.yaml."""
        return source_id(self.of, self.how)

    @property
    def events(self) -> list[Event]:
        """All events, in order of date."""
        found = [e for s in self.series for e in (*s.counted.events, *s.counted.loose)]
        return sorted(found, key=lambda e: (e.date, e.end_date, e.event_id))

    @property
    def counts(self) -> dict[str, int]:
        """How many rows went where."""
        return counts(self.account)


def import_events(
    data: str,
    files: Sequence[str | Path],
    actors: ActorsFile,
    how: How | None = None,
    since: str | Path | None = None,
) -> Imported:
    """Return the clashes of a case in files of one data set: `ged`, `acled` or `gtd`.

    `since` is the account of an earlier import, with which each row is compared. Raises `ArmslengthError` with every
    fault: a file of another format, a missing column, a list of actors that catches nothing or two clients at once.
    """
    of, how = DATA_SETS[data], how or How()
    if how.source is not None and not IDENTIFIER.fullmatch(how.source):
        raise ArmslengthError(f"--source is '{how.source}'; use lower case, words joined by '-'")
    before = read_account(since) if since is not None else None
    matching = Matching(actors)
    with tempfile.TemporaryDirectory(prefix="armslength-") as workspace, connect(workspace) as con:
        read = [read_file(con, Path(f), i, Path(workspace), of, how, matching) for i, f in enumerate(files)]
        if faults := [fault for r in read for fault in r.understood.faults]:
            raise ArmslengthError(*faults)
        names = sum((names_of(con, r.table) for r in read), Counter[str]())
        warnings = [*idle_lines(matching, names, read)]
        kept, reasons, strangers = chosen(read, matching, how)
        if matching.faults:
            raise ArmslengthError(*matching.faults.values())
        if not kept:
            raise ArmslengthError(
                Fault(
                    actors.name,
                    None,
                    f"catches no clash in {called(read)}",
                    why_none(reasons, names, actors),
                )
            )
        source = source_id(of, how)
        series = tuple(_counts(fronts, clashes, source, how) for fronts, clashes in by_fronts(kept).items())
        account = list(_account(con, read, series, reasons, of))
        edited = max((last_edit(con, r.table) for r in read), default="")
    if before is not None:
        account = compared(account, before)
    return Imported(
        of=of,
        how=how,
        actors=actors,
        series=series,
        account=account,
        vintage=_vintage(of, how, read, edited),
        warnings=(*warnings, *_warnings(of, read), *_beyond(series, read)),
        unlisted=tuple(sorted(strangers.items(), key=lambda item: (-item[1], item[0]))),
        reach=_reach(read),
        names=names,
    )


def _counts(fronts: tuple[str, ...], clashes: Sequence[Kept], source: str, how: How) -> Counts:
    name = series_id(source, fronts)
    covered = disjoint(how.covered_by.get(";".join(fronts), how.covered))
    return Counts(name, fronts, covered, count(clashes, name, fronts, source, covered, how.step, how.folds))


def source_id(of: DataSet, how: How) -> str:
    """Return the id of the source: as the user says, else the name of the data set."""
    return how.source or of.key


def series_id(source: str, fronts: tuple[str, ...]) -> str:
    """Return the id of the series of some fronts.

    >>> series_id("ged", ("reds/crown", "blues/crown"))
    'ged-reds-blues-crown'
    """
    sides = zip(*(front.split("/") for front in fronts), strict=True)
    return "-".join([source, *("-".join(dict.fromkeys(side)) for side in sides)])


def _account(
    con: duckdb.DuckDBPyConnection,
    read: Sequence[ReadFile],
    series: Sequence[Counts],
    reasons: Mapping[tuple[int, int], str],
    of: DataSet,
) -> Iterator[AccountRow]:
    places: dict[tuple[int, int], Place] = {}
    for s in series:
        places |= s.counted.places
    for number, r in enumerate(read):
        clashes = {clash.row: clash for clash in r.understood.clashes}
        for n, name, fingerprint in all_rows(con, r.table):
            place, clash = places.get((number, n)), clashes.get(n)
            yield AccountRow(
                data=of.key,
                file=r.stored.short,
                line=int(r.table.lines[n]),
                id=name,
                outcome=place.outcome if place else DROPPED,
                event=place.event if place else "",
                reason=(clash.note if clash else "") if place else reasons.get((number, n), NO_CLIENT),
                first_day=clash.start.isoformat() if clash else "",
                last_day=clash.end.isoformat() if clash else "",
                low=_stated(clash.low) if clash else "",
                best=_stated(clash.best) if clash else "",
                high=_stated(clash.high) if clash else "",
                fingerprint=fingerprint,
            )


def _stated(number: int | None) -> str:
    return "" if number is None else str(number)


def _vintage(of: DataSet, how: How, read: Sequence[ReadFile], edited: str) -> Vintage:
    accessed = how.accessed or max(r.stored.dated for r in read)
    versions = list(dict.fromkeys(_version(of, how, r, edited) for r in read))
    filters = [f"rows within {how.within}"] if how.within else []
    filters += ["clashes between the actors of this case alone", "coordinates and names of places dropped"]
    return Vintage(
        data=of.key,
        title=of.layout.title,
        version="; ".join(versions),
        accessed=accessed,
        files=tuple(
            FileUsed(
                name=r.stored.path.name,
                sha256=r.stored.sha256,
                rows=r.table.rows,
                remarks=(*r.stored.remarks, *r.header.remarks),
            )
            for r in read
        ),
        citation=of.citation.format(
            version="; ".join(versions), accessed=accessed, filters=", ".join(filters)
        ),
        address=of.address,
    )


def _version(of: DataSet, how: How, read: ReadFile, edited: str) -> str:
    """Return the version of a file: as the user says, else as it shows."""
    shown, shape = of.version(read.stored.name, frozenset(filter(None, read.header.columns)), edited)
    return f"{how.edition or shown or 'version not in the name of the file'}; {shape}"


def _warnings(of: DataSet, read: Sequence[ReadFile]) -> Iterator[str]:
    """Yield what was read as it stands and is worth a look."""
    for r in read:
        name = r.stored.short
        if r.understood.remark:
            yield f"{name}: {r.understood.remark}"
        columns = of.layout.columns
        if "end" in columns and "end" not in of.layout.found(r.header):
            yield f"{name}: the file says no last day, so each row stands on its first"
        if rows := r.understood.contradictory:
            line = r.table.lines[rows[0]]
            yield f"{name}:{line}: {_rows(len(rows))} whose estimates of the dead contradict (low <= best <= high fails), this one first; kept as given"
        for what, number in sorted(r.understood.doubtful.items()):
            yield f"{name}: {_rows(number)} {'covers' if number == 1 else 'cover'} {what}"


def _beyond(series: Sequence[Counts], read: Sequence[ReadFile]) -> Iterator[str]:
    """Yield where a span is declared covered in months of which the files hold no row at all."""
    reach = _reach(read)
    spans = sorted({span for s in series for span in s.covered}, key=lambda span: (span.start, span.end))
    for span in spans:
        if span.start < reach.start.replace(day=1) or span.end.replace(day=1) > reach.end:
            yield (
                f"{span} is declared covered, but the files reach from {reach.start} to {reach.end}: outside, every zero "
                "rests on that declaration alone"
            )


def _reach(read: Sequence[ReadFile]) -> Span:
    days = [day for r in read if r.understood.reach for day in r.understood.reach]
    return Span(min(days), max(days))


def _rows(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"
