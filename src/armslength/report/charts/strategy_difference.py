"""One strategy beside another, outcome by outcome: a dot and an interval on either side of no difference."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from math import floor, log10
from typing import Any

import altair as alt

from armslength.report.charts.style import NARROW, WIDE, colours, data, legend, plain
from armslength.report.colours import LIGHT
from armslength.report.document_text import changes

Comparison = Mapping[str, Any]
NOTHING = "nothing"  #: the strategy that `rows` are set against
#: outcomes shown beside each other: known in all cases, the first best known
OUTCOMES = (
    "attacks", "deaths", "reprisals", "lethal_attack", "leadership_struck", "direct_fire_days", "rung_4", "control_lost", "war",
)  # fmt: skip
SIGNS = {"down": "less", "up": "more", "open": "not told apart"}
LINE, STRIP, GAP = 15, 26, 18  # px: a line of words, a strip with its ticks, what keeps two apart


def rows_of(document: Comparison, strategy: str, against: str = NOTHING) -> list[dict[str, Any]]:
    """One strategy beside another, or beside doing nothing: a row for each outcome shown."""
    held = document["rows"] if against == NOTHING else document["between"]
    found = {
        row["outcome"]: row
        for row in held
        if row["strategy"] == strategy and row.get("against", NOTHING) == against
    }
    described = {o["name"]: o for o in document["outcomes"]}
    return [{**described[name], **found[name]} for name in OUTCOMES if name in found]


def label_of(document: Comparison, strategy: str, against: str = NOTHING) -> tuple[str, str]:
    """The picture in words: what it sets beside what, and what its intervals cover."""
    beside = "doing nothing" if against == NOTHING else against
    over = "parameters and structures" if len(document["structures"]) > 1 else "parameters"
    return (
        f"{strategy} against {beside}: what differs within {document['scenario']['days']} days, each outcome on a scale of its own",
        f"Lines: {100 * document['interval']:g}% over {over}, chance averaged out",
    )


def apart(document: Comparison, strategy: str, against: str = NOTHING, width: int = WIDE) -> alt.LayerChart:
    """The difference in each outcome with its interval over parameters (and structures), and its scale."""
    inner = width - 28  # what the theme pads
    placed = list(_placed(rows_of(document, strategy, against), inner, width <= NARROW))
    tall = placed[-1]["below"] if placed else LINE
    across = plain(domain=[-1, 1], range=[0, inner])
    x = alt.X("x:Q", axis=None, scale=across)
    y = alt.Y("y:Q", axis=None, scale=plain(domain=[0, tall], range=[0, tall]))
    signs = plain(domain=list(SIGNS.values()), range=colours("told", "lethal", "muted"))
    shown = legend(symbolType="circle", columns=3 if width > NARROW else 2)
    coloured = alt.Color("sign:N", scale=signs, legend=shown)
    shapes = plain(domain=list(SIGNS.values()), range=["triangle-down", "triangle-up", "circle"])
    flat = {"x": x, "x2": "x2:Q", "y": y}
    mark = alt.Chart(data(placed))
    parts = [
        alt.Chart(data(_lines(placed))).mark_rule(color=LIGHT["grid"]).encode(**flat),
        alt.Chart(data(_ticks(placed))).mark_rule(color=LIGHT["axis"]).encode(x=x, y=y, y2="y2:Q"),
        mark.mark_rule(strokeWidth=2.5, opacity=0.6).encode(x=alt.X("low:Q", axis=None, scale=across), x2="high:Q", y=y, color=coloured),
        mark.mark_point(filled=True, size=70, opacity=1).encode(
            x=alt.X("at:Q", axis=None, scale=across), y=y, color=coloured, shape=alt.Shape("sign:N", scale=shapes, legend=None)
        ),
        _text(_words(placed), "left", 12, "ink").encode(x=x, y=y, text="said:N"),
        _text(_values(placed), "right" if width > NARROW else "left", 12, "ink").encode(x=x, y=y, text="said:N"),
        _text(_scales(placed), "center", 10.5, "muted").encode(x=x, y=y, text="said:N"),
    ]  # fmt: skip
    return alt.layer(*parts).properties(width=inner, height=tall)


def _text(rows: Sequence[dict[str, Any]], align: Any, size: float, colour: str) -> alt.Chart:
    return alt.Chart(data(rows)).mark_text(
        align=align, fontSize=size, color=LIGHT[colour], baseline="alphabetic"
    )


def _placed(rows: Sequence[dict[str, Any]], inner: int, narrow: bool) -> Iterator[dict[str, Any]]:
    """Each outcome with its place from the top in px, and its difference between -1 and 1 of its own scale."""
    top = LINE
    for row in rows:
        scale = 100 if row["unit"] == "probability" else 1
        at, low, high = (scale * x for x in (row["difference"], *row["parameters"]))
        most = 1.15 * max(abs(low), abs(high), abs(at)) or 1.0
        words = textwrap.wrap(row["title"], int(inner / 6.4) if narrow else 200)
        y = top + LINE * (len(words) + narrow) - 3
        yield {
            "sign": SIGNS[row["sign"]], "at": at / most, "low": low / most, "high": high / most, "y": y, "words": words, "said": changes(row, row["unit"]),
            "narrow": narrow, "first": top, "tick": _round(0.95 * most), "most": most, "points": scale == 100, "below": y + STRIP,
        }  # fmt: skip
        top = y + STRIP + GAP


def _round(most: float) -> float:
    """The greatest of 1, 2 and 5 times a power of ten that fits."""
    power = 10.0 ** floor(log10(most))
    return max(step * power for step in (1, 2, 5) if step * power <= most)


def _lines(placed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"x": -1, "x2": 1, "y": p["y"]} for p in placed]


def _ticks(placed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    tall = {-1: 4, 0: 9, 1: 4}
    return [
        {"x": side * p["tick"] / p["most"], "y": p["y"] - tall[side], "y2": p["y"] + 5}
        for p in placed
        for side in (-1, 0, 1)
    ]


def _words(placed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"x": -1, "y": p["first"] + LINE * i, "said": line}
        for p in placed
        for i, line in enumerate(p["words"])
    ]


def _values(placed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"x": -1 if p["narrow"] else 1, "y": p["first"] + LINE * len(p["words"]) * p["narrow"], "said": p["said"]}
        for p in placed
    ]  # fmt: skip


def _scales(placed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the ticks stand for."""
    return [
        {"x": side * p["tick"] / p["most"], "y": p["y"] + 16, "said": _tick(side * p["tick"], p["points"])}
        for p in placed
        for side in (-1, 0, 1)
    ]


def _tick(x: float, points: bool) -> str:
    return "0" if x == 0 else f"{x:+,g}{' pts' * points}"
