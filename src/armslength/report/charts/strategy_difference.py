"""One strategy beside another, outcome by outcome, in per cent of what would happen anyway: one scale for all."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import floor, log10
from typing import Any, NamedTuple

import altair as alt

from armslength.formatting import number, percent
from armslength.report.charts.style import NARROW, WIDE, colours, data, legend, plain
from armslength.report.colours import LIGHT
from armslength.results.comparison import NOTHING, ComparisonResult
from armslength.tables.comparison_tables import COMPARED, WORDS, difference_text, way_of

Rows = list[dict[str, float | str]]

LINE, STRIP, GAP = 15, 14, 14  # px: a line of words, a strip, the space between two
WIDTH_OF_LETTER = 6.4  # px, of a letter of a title or a value
LEAST, MOST = 10.0, 200.0  # per cent: the scale ends no nearer than the first and no farther than the second


@dataclass(frozen=True)
class Strip:
    """An outcome with its place from the top in px, and its difference as a part of the common scale from -1 to 1."""

    sign: str
    at: float
    low: float
    high: float
    y: float
    words: Sequence[str]  #: lines of its title
    text: str  #: the difference, its interval, and what would happen anyway
    first: float  #: px of the first line of its title
    tick: float  #: per cent at the outer ticks
    most: float  #: per cent at the end of the scale

    @property
    def below(self) -> float:
        """The lower edge of the strip, in px from the top."""
        return self.y + STRIP


def label_of(result: ComparisonResult, strategy: str, against: str = NOTHING) -> tuple[str, str]:
    """Return the picture in words: what it sets beside what, and what its intervals cover."""
    beside = "doing nothing" if against == NOTHING else against
    return (
        f"{strategy} against {beside}: what differs within {result.scenario.days} days, in per cent of what would happen anyway",
        f"Lines: {result.interval_covers}, chance averaged out",
    )


def apart(
    result: ComparisonResult, strategy: str, against: str = NOTHING, width: int = WIDE
) -> alt.LayerChart:
    """Draw the difference in each outcome with its interval over parameters (and structures), and its scale."""
    inner, narrow = width - 28, width <= NARROW  # what the theme pads
    strips = list(_strips(result, strategy, against, inner, narrow))
    tall = strips[-1].below + LINE if strips else LINE
    across = plain(domain=[-1, 1], range=[0, inner])
    x, low = (alt.X(f"{name}:Q", axis=None, scale=across) for name in ("x", "low"))
    y = alt.Y("y:Q", axis=None, scale=plain(domain=[0, tall], range=[0, tall]))
    ways = [word.lower() for word in WORDS.values()]
    signs = plain(domain=ways, range=colours("told", "lethal", "axis", "muted"))
    shapes = plain(domain=ways, range=["triangle-down", "triangle-up", "square", "circle"])
    key = legend(symbolType="circle", columns=2 if narrow else 4)
    coloured = alt.Color("sign:N", scale=signs, legend=key)
    dot = {
        "x": alt.X("at:Q", axis=None, scale=across),
        "shape": alt.Shape("sign:N", scale=shapes, legend=None),
    }
    marks = alt.Chart(data([_mark(strip) for strip in strips]))
    line, ticks = (alt.Chart(data(rows)) for rows in (_lines(strips), _ticks(strips)))
    parts = [
        line.mark_rule(color=LIGHT["grid"]).encode(x=x, x2="x2:Q", y=y),
        ticks.mark_rule(color=LIGHT["axis"]).encode(x=x, y=y, y2="y2:Q"),
        marks.mark_rule(strokeWidth=2.5, opacity=0.6).encode(x=low, x2="high:Q", y=y, color=coloured),
        marks.mark_point(filled=True, size=70, opacity=1).encode(y=y, color=coloured, **dot),
        _text(_titles(strips), "left", 12, "ink").encode(x=x, y=y, text="said:N"),
        _text(_values(strips, narrow), "left" if narrow else "right", 12, "ink").encode(
            x=x, y=y, text="said:N"
        ),
        _text(_scales(strips), "center", 12, "muted").encode(x=x, y=y, text="said:N"),
    ]
    return alt.layer(*parts).properties(width=inner, height=tall)


def _text(rows: Rows, align: Any, size: float, colour: str) -> alt.Chart:
    return alt.Chart(data(rows)).mark_text(
        align=align, fontSize=size, color=LIGHT[colour], baseline="alphabetic"
    )


def _strips(
    result: ComparisonResult, strategy: str, against: str, inner: int, narrow: bool
) -> Iterator[Strip]:
    top = float(LINE)
    rows = [row for row in map(partial(_row, result, strategy, against), result.asked(COMPARED)) if row]
    widest = max((abs(x) for row in rows for x in row.percents), default=LEAST)
    most = min(max(1.1 * widest, LEAST), MOST)
    for row in rows:
        value_at_right = 0 if narrow else WIDTH_OF_LETTER * (len(row.text) + 3)
        words = textwrap.wrap(row.title, int((inner - value_at_right) / WIDTH_OF_LETTER))
        low, at, high = (max(min(x / most, 1.0), -1.0) for x in row.percents)
        strip = Strip(
            sign=row.way,
            at=at,
            low=low,
            high=high,
            y=top + LINE * (len(words) + narrow) - 5,
            words=words,
            text=row.text,
            first=top,
            tick=_round(0.95 * most),
            most=most,
        )
        yield strip
        top = strip.below + GAP


class _Row(NamedTuple):
    """An outcome, what its difference comes to, and its low, middle and high in per cent of what would happen anyway."""

    title: str
    way: str
    text: str
    percents: tuple[float, float, float]


def _row(result: ComparisonResult, strategy: str, against: str, name: str) -> _Row | None:
    """Return an outcome as it is drawn; None where it would not happen anyway, so that there are no per cent of it."""
    outcome, row = result.outcome(name), result.difference(strategy, against, name)
    anyway = result.change(strategy, name).baseline
    if anyway <= 0:
        return None
    level = percent(anyway) if outcome.unit == "probability" else number(anyway)
    low, high = row.parameters
    return _Row(
        title=outcome.title,
        way=WORDS[way_of(row, outcome.unit, anyway)].lower(),
        text=f"{difference_text(row, outcome.unit)}; anyway {level}",
        percents=(100 * low / anyway, 100 * row.difference / anyway, 100 * high / anyway),
    )


def _round(most: float) -> float:
    """Return the greatest of 1, 2 and 5 times a power of ten that fits."""
    power = 10.0 ** floor(log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most)


def _mark(strip: Strip) -> dict[str, float | str]:
    return {"sign": strip.sign, "at": strip.at, "low": strip.low, "high": strip.high, "y": strip.y}


def _lines(strips: Sequence[Strip]) -> Rows:
    return [{"x": -1, "x2": 1, "y": strip.y} for strip in strips]


def _ticks(strips: Sequence[Strip]) -> Rows:
    tall = {-1: 4, 0: 9, 1: 4}
    return [
        {"x": side * s.tick / s.most, "y": s.y - tall[side], "y2": s.y + 5} for s in strips for side in tall
    ]


def _titles(strips: Sequence[Strip]) -> Rows:
    return [
        {"x": -1, "y": strip.first + LINE * i, "said": line}
        for strip in strips
        for i, line in enumerate(strip.words)
    ]


def _values(strips: Sequence[Strip], narrow: bool) -> Rows:
    """Return each difference in words: beneath its title where there is little room, else at the right of it."""
    return [
        {"x": -1 if narrow else 1, "y": s.first + LINE * len(s.words) * narrow, "said": s.text}
        for s in strips
    ]


def _scales(strips: Sequence[Strip]) -> Rows:
    """Return what the ticks stand for, once, below the last strip."""
    return [
        {"x": side * s.tick / s.most, "y": s.y + 22, "said": f"{side * s.tick:+,g}%" if side else "no change"}
        for s in strips[-1:]
        for side in (-1, 0, 1)
    ]
