"""One front in time: what was reported, the as-of date, and the fan of futures on the same axis."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import altair as alt

from armslength.report.charts.style import WIDE, colours, data, plain
from armslength.report.colours import LIGHT
from armslength.report.document_text import Document, ends_on

MARKS = {  # what an event shows as: word, shape, colour; kinds not named here are `other`
    "attack": ("attack", "M-0.16,-1H0.16V1H-0.16Z", "mark"),
    "lethal": ("lethal attack", "diamond", "lethal"),
    "reprisal": ("reprisal or strike", "triangle-down", "mark"),
    "order": ("order or visit", "circle", "order"),
    "pause": ("suspension or its end", "square", "pause"),
    "refusal": ("refusal", "cross", "lethal"),
    "other": ("opening or other", "triangle-right", "mark"),
}
KINDS = {
    "attack": "attack",
    "reprisal": "reprisal",
    "patron_strike": "reprisal",
    "order": "order",
    "visit": "order",
    "suspension": "pause",
    "suspension_end": "pause",
    "refusal": "refusal",
}
ABOVE, LANE, LANES = -10, 11, 3  # px: events stand in rows above the plot, apart where they would overlap
APART = 9  # px


def front_in_time(document: Document, front: str, width: int = WIDE, height: int = 150) -> alt.LayerChart:
    """Tallies as steps (dashed where fronts share them), events as marks, then median, 50% and 90% bands.

    From the first report to the horizon, unless the document names the first and last day of its `axis`.
    """
    rows = on_front(document, front)
    y = _y(_top(document, front))
    clip = "axis" in document
    layers = [
        *_tallies(rows, y, clip),
        *_fan(document, front, width, y, clip),
        *([_as_of(document)] if _is_shown(document, document["scenario"]["as_of"]) else []),
        *_events(document, [row for row in rows if _is_shown(document, row["start"])], width),
    ]
    return alt.layer(*layers).properties(width=width - 70, height=height)


def on_front(document: Document, front: str) -> list[Mapping[str, Any]]:
    """What was reported of one front, alone or with others."""
    return [
        row
        for row in document.get("history") or []
        if row.get("front") == front or front in (row.get("fronts") or [])
    ]


def mark_of(row: Mapping[str, Any]) -> str:
    """Which mark an event shows as."""
    return (
        "lethal"
        if row["kind"] == "attack" and (row.get("deaths") or 0) > 0
        else KINDS.get(row["kind"], "other")
    )


def is_shared(row: Mapping[str, Any]) -> bool:
    """Whether a count covers several fronts."""
    return len(row.get("fronts") or []) > 1


def is_second(row: Mapping[str, Any]) -> bool:
    """Whether a count is of a series beside the front's main one."""
    return row.get("primary") is False


def _day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


def _first_day(document: Document) -> date:
    if "axis" in document:
        return _day(document["axis"][0])
    starts = [_day(row["start"]) for row in document.get("history") or [] if row.get("start")]
    return min([*starts, _day(document["scenario"]["as_of"])])


def _last_day(document: Document) -> date:
    return _day(document["axis"][1]) if "axis" in document else ends_on(document)


def _is_shown(document: Document, on: Any) -> bool:
    return _first_day(document) <= _day(on) <= _last_day(document)


def _x(document: Document, width: int) -> alt.X:
    days = [_first_day(document).isoformat(), _last_day(document).isoformat()]
    scale = plain(domain=days, type="utc", nice=False)
    axis = plain(title=None, labelOverlap=True, grid=False, **_ticks(_days_shown(document), width))
    return alt.X("start:T", scale=scale, axis=axis)


def _ticks(days: int, width: int) -> dict[str, Any]:
    """Months, or weeks with their days where a month is wide."""
    narrow = width < WIDE
    if days > 240:
        return plain(format="%b %Y", tickCount={"interval": "month", "step": 3 if narrow else 2})
    if days > 75:
        return plain(
            format="%b %Y", tickCount={"interval": "month", "step": 2 if narrow and days > 150 else 1}
        )
    step = 1 if days <= 14 else 7 if days <= (28 if narrow else 75) else 14
    return plain(
        format="%-d %b", tickCount={"interval": "day" if step == 1 else "week", "step": max(step // 7, 1)}
    )


def _y(top: float) -> alt.Y:
    axis = plain(tickCount=4, domain=False, ticks=False, minExtent=34, maxExtent=34)
    return alt.Y("rate:Q", title="attacks a day", axis=axis, scale=plain(domain=[0, top], nice=True))


def _top(document: Document, front: str) -> float:
    """The highest rate to be shown; at least one attack a week, so that nothing looks like nothing."""
    weeks = [row["90"][1] / 7 for row in document.get("weekly") or [] if row["front"] == front]
    return float(max([1 / 7, *weeks, *(tally["rate"] for tally in _rates(on_front(document, front)))]))


def _rates(rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Counts as attacks a day over their dates, both included."""
    shown = []
    for row in rows:
        if row["kind"] == "tally" and row.get("count") is not None:
            past_end = _day(row["end"]) + timedelta(days=1)
            rate = row["count"] / (past_end - _day(row["start"])).days
            shape = {"shared": is_shared(row), "second": is_second(row)}
            shown.append({"start": row["start"], "end": past_end.isoformat(), "rate": rate, **shape})
    return shown


def _tallies(rows: list[Mapping[str, Any]], y: alt.Y, clip: bool) -> list[alt.Chart]:
    shown = _rates(rows)
    main = [tally for tally in shown if not tally["second"]]
    second = alt.Chart(data([tally for tally in shown if tally["second"]]))
    looks = {  # what several fronts share is outlined and dashed
        False: plain(fill=LIGHT["tally"]),
        True: plain(fill="transparent", strokeDash=[3, 2]),
    }
    bars = [
        alt.Chart(data([tally for tally in main if tally["shared"] == shared]))
        .mark_rect(**_clipped(clip), stroke=LIGHT["tally-line"], strokeWidth=1, **look)
        .encode(x=alt.X("start:T"), x2="end:T", y=y, y2=alt.datum(0))
        for shared, look in looks.items()
    ]
    beside = second.mark_rule(**_clipped(clip), stroke=LIGHT["tally-line"], strokeWidth=2).encode(
        x=alt.X("start:T"), x2="end:T", y=y
    )
    return [*bars, beside]


def _fan(document: Document, front: str, width: int, y: alt.Y, clip: bool) -> list[alt.Chart]:
    weeks = [row for row in document.get("weekly") or [] if row["front"] == front]
    rows = [
        {
            "start": str(row["week"]),
            "rate": row["median"] / 7,
            "low50": row["50"][0] / 7,
            "high50": row["50"][1] / 7,
            "low90": row["90"][0] / 7,
            "high90": row["90"][1] / 7,
        }
        for row in weeks
    ]
    if rows:
        rows.append({**rows[-1], "start": (_day(rows[-1]["start"]) + timedelta(days=7)).isoformat()})
    base = alt.Chart(data(rows)).encode(x=_x(document, width))
    bands = [
        base.mark_area(**_clipped(clip), interpolate="step-after", color=LIGHT[f"band-{at}"]).encode(
            y=alt.Y(f"low{at}:Q"), y2=f"high{at}:Q"
        )
        for at in (90, 50)
    ]
    return [
        *bands,
        base.mark_line(
            **_clipped(clip), interpolate="step-after", color=LIGHT["median"], strokeWidth=2
        ).encode(y=y),
    ]


def _clipped(clip: bool) -> dict[str, Any]:
    """Only where an axis was chosen: what has room keeps its strokes whole."""
    return plain(clip=True) if clip else {}


def _as_of(document: Document) -> alt.LayerChart:
    base = alt.Chart(data([{"start": document["scenario"]["as_of"], "said": "as of"}])).encode(
        x=alt.X("start:T")
    )
    rule = base.mark_rule(color=LIGHT["ink"], strokeWidth=1.2, strokeDash=[5, 3])
    return rule + base.mark_text(
        color=LIGHT["muted"], fontSize=11, align="left", dx=4, baseline="top"
    ).encode(text="said:N", y=alt.value(1))


def _events(document: Document, rows: list[Mapping[str, Any]], width: int) -> list[alt.Chart]:
    dated = sorted((row for row in rows if row["kind"] != "tally"), key=lambda row: str(row["start"]))
    used = [key for key in MARKS if any(mark_of(row) == key for row in dated)]
    domain = [MARKS[key][0] for key in used]
    shape = plain(domain=domain, range=[MARKS[key][1] for key in used])
    colour = plain(domain=domain, range=colours(*(MARKS[key][2] for key in used)))
    return [
        alt.Chart(data([_mark(row) for row in lane]))
        .mark_point(filled=True, size=50, opacity=1)
        .encode(
            href=alt.Href("record:N"),
            x=alt.X("start:T"),
            y=alt.value(ABOVE - LANE * i),
            shape=alt.Shape("mark:N", scale=shape, legend=None),
            color=alt.Color("mark:N", scale=colour, legend=None),
        )
        for i, lane in enumerate(_lanes(dated, _days_shown(document) / (width - 70) * APART))
    ]


def _mark(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"start": row["start"], "mark": MARKS[mark_of(row)][0], "record": f"#{anchor(str(row.get('id')))}"}


def anchor(event: str) -> str:
    """What a page calls the record of an event, so that its mark leads there."""
    return "event-" + re.sub(r"[^a-z0-9]+", "-", event.lower()).strip("-")


def _lanes(rows: list[Mapping[str, Any]], days_apart: float) -> list[list[Mapping[str, Any]]]:
    """Rows dealt to as few lanes as keep them apart; the last lane takes what is left."""
    lanes: list[list[Mapping[str, Any]]] = [[] for _ in range(LANES)]
    for row in rows:
        free = (
            lane
            for lane in lanes
            if not lane or (_day(row["start"]) - _day(lane[-1]["start"])).days >= days_apart
        )
        next(free, lanes[-1]).append(row)
    return [lane for lane in lanes if lane]


def _days_shown(document: Document) -> int:
    return (_last_day(document) - _first_day(document)).days
