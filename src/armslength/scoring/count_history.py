"""The reported counts of one target, as baselines learn from them: counted stretches of days up to an origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from armslength.scoring.observed import Increment

Stretch = tuple[int, int]  # days, count


@dataclass(frozen=True)
class CountHistory:
    """Counted segments in order, in days relative to the origin: 0 is the origin, the last day that may be known."""

    segments: tuple[tuple[int, int, int], ...]  #: first day, last day, count; at least one
    halt: int | None = None  #: day of the last halt or order that was known, None where there was none

    @property
    def days(self) -> int:
        """Number of days counted."""
        return sum(last - first + 1 for first, last, _ in self.segments)

    @property
    def total(self) -> int:
        """Number of events counted."""
        return sum(count for *_, count in self.segments)

    def runs(self) -> list[list[Stretch]]:
        """Return the segments in runs without a gap, as days and count, oldest run first."""
        found: list[list[Stretch]] = []
        end = None
        for first, last, count in self.segments:
            if end is None or first != end + 1:
                found.append([])
            found[-1].append((last - first + 1, count))
            end = last
        return found

    def stretches(self, length: int) -> list[Stretch]:
        """Return whole segments joined until they cover `length` days, newest first, none used twice.

        What is left over at the old end of a run joins the stretch after it; a lone short run stands as it is.
        """
        found: list[Stretch] = []
        for run in reversed(self.runs()):
            days = count = 0
            mine: list[Stretch] = []
            for d, c in reversed(run):
                days, count = days + d, count + c
                if days >= length:
                    mine.append((days, count))
                    days = count = 0
            if days and mine and days < length / 2:
                mine[-1] = (mine[-1][0] + days, mine[-1][1] + count)
            elif days:
                mine.append((days, count))
            found += mine
        return found

    def since_halt(self) -> CountHistory:
        """Return what was counted wholly after the last halt or order; all of it where that is nothing, or there was none."""
        after = tuple(s for s in self.segments if self.halt is not None and s[0] > self.halt)
        return CountHistory(after) if after else self

    def cuts(self, length: int) -> Iterator[tuple[CountHistory, Stretch]]:
        """Yield each of the last stretches of `length` days, newest first, with what was counted before it.

        A stretch is whole segments without a gap, as many as it takes; a shorter one counts as it is. None is used twice.
        """
        segments = self.segments
        while segments:
            at, days, count = len(segments), 0, 0
            while (
                at and days < length and (at == len(segments) or segments[at - 1][1] + 1 == segments[at][0])
            ):
                at -= 1
                first, last, c = segments[at]
                days, count = days + last - first + 1, count + c
            segments = segments[:at]
            if segments:
                yield CountHistory(segments), (days, count)

    def windows(self, length: int, back: int) -> list[Stretch]:
        """Return every stretch of whole segments that covers `length` days, overlapping ones too, of the last `back` days."""
        found: list[Stretch] = []
        end = None
        segments = [s for s in self.segments if s[0] > -back] or list(self.segments[-1:])
        for i, (first, *_) in enumerate(segments):
            days = count = 0
            end = first - 1
            for start, last, c in segments[i:]:
                if start != end + 1:
                    break
                end, days, count = last, days + last - start + 1, count + c
                if days >= length:
                    found.append((days, count))
                    break
        return found


def history_of(
    increments: Iterable[Increment], origin: date, halt: date | None = None
) -> CountHistory | None:
    """Return what was counted by the origin, or None where nothing was; `halt` is the day of the last one known."""
    segments = tuple(
        ((i.start - origin).days, (i.end - origin).days, i.count) for i in increments if i.end <= origin
    )
    return CountHistory(segments, _before(halt, origin)) if segments else None


def _before(halt: date | None, origin: date) -> int | None:
    return (halt - origin).days if halt else None


def history_of_days(
    happened: Sequence[date], start: date, origin: date, halt: date | None = None
) -> CountHistory | None:
    """Return daily counts of events that are all reported: every day without one counts as zero."""
    length = (origin - start).days + 1
    if length < 1:
        return None
    days = [0] * length
    for day in happened:
        if start <= day <= origin:
            days[(day - start).days] += 1
    segments = tuple((t - length + 1, t - length + 1, count) for t, count in enumerate(days))
    return CountHistory(segments, _before(halt, origin))
