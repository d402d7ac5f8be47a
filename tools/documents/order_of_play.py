"""`docs/generated/order-of-play.svg`: a day as a picture, from `ORDER_OF_PLAY` and what each mechanism was seen to read."""

from __future__ import annotations

from textwrap import wrap
from xml.sax.saxutils import escape

from armslength.scenario import Scenario
from armslength.world.draw import STREAMS
from tools.documents.recorded import Reading, Watched, watched

COLUMN, GAP, EDGE, LINE, PAD = 420, 140, 20, 15, 10
INK, SOFT, LINE_COLOUR, EXPECT, CHANGE, CHANCE = (
    "#1b1b1b",
    "#5a5a5a",
    "#8a8a8a",
    "#e8f1fa",
    "#fdf0e3",
    "#eeeeee",
)


def order_of_play(scenario: Scenario | None = None) -> str:
    """Return two columns: what can happen today, then what today does to tomorrow, and the draw between them."""
    seen = watched(scenario)
    left, right = _column(seen, seen.expect), _column(seen, seen.change)
    top = 76
    height = top + max(_height(left), _height(right)) + EDGE
    x_left, x_right = EDGE, EDGE + COLUMN + GAP
    parts = [
        _heading(x_left, "What can happen today", "conditional(network, params, state, inputs)"),
        _heading(x_right, "What today does to tomorrow", "update(network, params, state, inputs, outlook, events)"),
        *_boxes(left, x_left, top, EXPECT), *_boxes(right, x_right, top, CHANGE), _chance(EDGE + COLUMN, top),
    ]  # fmt: skip
    width = 2 * EDGE + 2 * COLUMN + GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'font-family="Helvetica, Arial, sans-serif" aria-label="The order of play of a day">\n'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _column(seen: Watched, readings: dict[str, Reading]) -> list[tuple[str, list[tuple[str, str]]]]:
    made = []
    for number, mechanism in enumerate(seen.mechanisms, start=1):
        if mechanism.name in readings:
            r = readings[mechanism.name]
            asked = ", ".join(dict.fromkeys([*r.state, *r.besides_state])) or "nothing"
            lines = [(line, SOFT) for line in wrap(f"asks for {asked}", 66)] + [
                (line, INK) for line in wrap(f"gives {', '.join(r.gives)}", 66)
            ]
            made.append((f"{number}. {mechanism.title}", lines))
    return made


def _box_height(lines: list[tuple[str, str]]) -> int:
    return 2 * PAD + 6 + LINE * (len(lines) + 1)


def _height(boxes: list[tuple[str, list[tuple[str, str]]]]) -> int:
    return sum(_box_height(lines) + PAD for _, lines in boxes)


def _boxes(boxes: list[tuple[str, list[tuple[str, str]]]], x: int, y: int, fill: str) -> list[str]:
    made = []
    for title, lines in boxes:
        height = _box_height(lines)
        made.append(
            f'<rect x="{x}" y="{y}" width="{COLUMN}" height="{height}" rx="5" fill="{fill}" stroke="{LINE_COLOUR}"/>'
        )
        made.append(_text(x + PAD, y + PAD + 12, title, INK, 14, bold=True))
        made += [
            _text(x + PAD, y + PAD + 16 + LINE * i, line, colour, 12)
            for i, (line, colour) in enumerate(lines, start=1)
        ]
        y += height + PAD
    return made


def _chance(x: int, y: int) -> str:
    lines = ["random numbers", "draw the events:", *STREAMS]
    height = LINE * len(lines) + 2 * PAD
    made = [
        f'<rect x="{x + 8}" y="{y}" width="{GAP - 16}" height="{height}" rx="5" fill="{CHANCE}" stroke="{LINE_COLOUR}"/>'
    ]
    for i, line in enumerate(lines):
        made.append(
            _text(x + GAP // 2, y + PAD + 10 + LINE * i, line, INK if i < 2 else SOFT, 12, middle=True)
        )
    below = y + height + 24
    made.append(_text(x + GAP // 2, below, "or replay reads", INK, 12, middle=True))
    made.append(_text(x + GAP // 2, below + LINE, "what was reported", INK, 12, middle=True))
    return "\n".join(made)


def _heading(x: int, title: str, signature: str) -> str:
    return _text(x, 34, title, INK, 18, bold=True) + "\n" + _text(x, 56, signature, SOFT, 13)


def _text(x: int, y: int, text: str, colour: str, size: int, bold: bool = False, middle: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    anchor = ' text-anchor="middle"' if middle else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}"{weight}{anchor}>{escape(text)}</text>'
