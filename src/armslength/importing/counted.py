"""Clashes of one front as events: a known day is a dated attack, a week or month a tally over its span.

Where a span is declared covered, each of its cells has a tally of all that falls in it, and so may be zero. What is known
less well than a cell is kept in a second series, which follows another definition and does not drive the replay.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from armslength.importing.clash import Clash
from armslength.importing.periods import Span, cell_of, cells_of, outward
from armslength.scenario.events import Event


@dataclass(frozen=True, slots=True)
class Kept:
    """A clash that counts, and which of its sides is the adversary's own."""

    clash: Clash
    own: str

    @property
    def deaths(self) -> int | None:
        """The adversary's own dead, where the data set tells the sides apart."""
        return {"a": self.clash.dead[0], "b": self.clash.dead[1]}.get(self.own)

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.clash.start, self.clash.end)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row went."""

    outcome: str  #: kept or folded
    event: str  #: id of the event


@dataclass(frozen=True)
class Counted:
    """The events of one series and of its second one, and where each row went."""

    events: tuple[Event, ...]
    loose: tuple[Event, ...]
    places: Mapping[tuple[int, int], Place]  #: by file and row


def count(
    kept: Sequence[Kept],
    series: str,
    fronts: tuple[str, ...],
    source: str,
    covered: Sequence[Span],
    step: str,
    folds: bool = False,
) -> Counted:
    """Return the events of one front, or of the fronts of one label.

    Args:
        kept: its clashes.
        series: id of the series; that of what is known less well than a cell ends in `-spans`.
        fronts: it counts.
        source: id of the source.
        covered: spans that are declared covered, which do not overlap.
        step: day, week or month: how they are cut.
        folds: whether the tally of a cell stands for the single clashes in it, and what is known less well than a cell
            counts in the whole cells that it touches: as a case takes it that goes by the step.
    """
    cells = [cell for span in covered for cell in cells_of(span, step)]
    inside: dict[Span, list[Kept]] = {cell: [] for cell in cells}
    dated: list[Kept] = []
    loose: list[Kept] = []
    places: dict[tuple[int, int], Place] = {}
    for k in sorted(kept, key=lambda k: (k.clash.start, k.clash.end, k.clash.id, k.clash.file, k.clash.row)):
        cell = cell_of(cells, k.span)
        if cell is not None:
            inside[cell].append(k)
        if k.clash.is_dated and (cell is None or not folds):
            dated.append(k)
        elif cell is None:
            loose.append(k)
        else:
            places[k.clash.file, k.clash.row] = Place("folded", _tally_id(series, cell))
    events: list[Event] = []
    for k, name in zip(dated, _ids(dated, source), strict=True):
        events.append(_attack(k, name, series, fronts, source))
        places[k.clash.file, k.clash.row] = Place("kept", name)
    events += [_tally(members, cell, series, fronts, source) for cell, members in inside.items()]
    second = f"{series}-spans"
    tallies: list[Event] = []
    for span, members in _joined((outward(k.span, step if folds else "day"), k) for k in loose):
        tallies.append(_tally(members, span, second, fronts, source))
        places |= {(k.clash.file, k.clash.row): Place("folded", _tally_id(second, span)) for k in members}
    return Counted(tuple(sorted(events, key=_order)), tuple(tallies), places)


def _order(event: Event) -> tuple[date, date, str]:
    return event.date, event.end_date, event.event_id


def _ids(dated: Iterable[Kept], source: str) -> list[str]:
    names = [f"{source}-{k.clash.id}" for k in dated]
    twice = Counter(names)
    return [
        n if twice[n] == 1 else f"{n}-{k.clash.file}-{k.clash.row}" for n, k in zip(names, dated, strict=True)
    ]


def _attack(k: Kept, name: str, series: str, fronts: tuple[str, ...], source: str) -> Event:
    return Event(
        event_id=name,
        kind="attack",
        date=k.clash.start,
        end_date=k.clash.end,
        source=source,
        series=series,
        fronts=fronts,
        count=1,
        lethal=None if k.deaths is None else int(k.deaths > 0),
        deaths=k.deaths,
        note=_estimates(k.clash),
    )


def _estimates(clash: Clash) -> str:
    told = [(name, getattr(clash, name)) for name in ("low", "best", "high")]
    said = ", ".join(f"{name} {value}" for name, value in told if value is not None)
    return f"dead on all sides: {said}" if said else ""


def _tally(members: Sequence[Kept], span: Span, series: str, fronts: tuple[str, ...], source: str) -> Event:
    deaths = [k.deaths for k in members]
    known = bool(deaths) and None not in deaths
    return Event(
        event_id=_tally_id(series, span),
        kind="tally",
        date=span.start,
        end_date=span.end,
        source=source,
        series=series,
        fronts=fronts,
        count=len(members),
        lethal=sum(bool(d) for d in deaths) if known else None,
        deaths=sum(d or 0 for d in deaths) if known else None,
    )


def _tally_id(series: str, span: Span) -> str:
    return f"{series}-{span.start}"


def _joined(loose: Iterable[tuple[Span, Kept]]) -> list[tuple[Span, list[Kept]]]:
    """Return spans that overlap as one span, since tallies of a series never do; `loose` comes in order of first days."""
    joined: list[tuple[Span, list[Kept]]] = []
    for span, k in loose:
        if joined and span.start <= joined[-1][0].end:
            before, members = joined[-1]
            joined[-1] = Span(before.start, max(before.end, span.end)), [*members, k]
        else:
            joined.append((span, [k]))
    return joined


def disjoint(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the same days as spans in order that neither overlap nor touch."""
    made: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if made and span.start <= made[-1].end + timedelta(days=1):
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(span)
    return tuple(made)


def by_fronts(kept: Iterable[tuple[tuple[str, ...], Kept]]) -> dict[tuple[str, ...], list[Kept]]:
    """Return clashes by the fronts that they belong to."""
    grouped: dict[tuple[str, ...], list[Kept]] = defaultdict(list)
    for fronts, k in kept:
        grouped[fronts].append(k)
    return dict(sorted(grouped.items()))
