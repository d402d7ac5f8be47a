"""One front in time: what was reported, the as-of date, and the fan of futures on the same axis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import altair as alt

from armslength.counted import is_clash
from armslength.report.charts.style import WIDE, Options, colours, data, plain
from armslength.report.colours import LIGHT
from armslength.results.evidence import Report
from armslength.results.forecast import ForecastResult, WeeklyAttacks
from armslength.results.together import Together

MARKS = {  # what an event shows as: word, shape, colour; kinds not named here are `other`
    "attack": ("attack", "M-0.16,-1H0.16V1H-0.16Z", "mark"),
    "lethal": ("lethal attack", "diamond", "lethal"),
    "clash": ("clash", "M-0.16,-1H0.16V1H-0.16Z", "mark"),
    "reprisal": ("reprisal or strike", "triangle-down", "mark"),
    "order": ("order or visit", "circle", "order"),
    "pause": ("suspension or its end", "square", "pause"),
    "truce": ("truce", "square", "pause"),
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
    "truce": "truce",
}
ABOVE, LANE, LANES = -10, 11, 3  # px: events stand in rows above the plot, apart where they would overlap
APART = 9  # px


@dataclass(frozen=True)
class Axis:
    """The first and the last day that are shown, and whether they were chosen, so that marks are cut off at them."""

    first: date
    last: date
    chosen: bool = True

    @property
    def days(self) -> int:
        """Its length in days."""
        return (self.last - self.first).days

    def overlaps(self, first: date, last: date) -> bool:
        """Return whether any of these days lies on the axis."""
        return last >= self.first and first <= self.last


def whole_axis(result: ForecastResult) -> Axis:
    """Return the axis from the first report to the horizon."""
    starts = [report.start for report in result.history]
    return Axis(min([*starts, result.scenario.as_of]), result.scenario.last_day, chosen=False)


def front_in_time(
    result: ForecastResult, front: str, width: int = WIDE, height: int = 150, axis: Axis | None = None
) -> alt.LayerChart:
    """Draw tallies as steps (dashed where fronts share them), events as marks, then median, 50% and 90% bands."""
    axis = axis or whole_axis(result)
    rows = [row for row in _own(result, front) if axis.overlaps(row.start, row.end)]
    weeks = [
        week for week in result.weekly if week.front == front and axis.overlaps(week.week, week.last_day)
    ]
    top = max(
        [
            1 / 7,
            *(week.interval_90.high / week.days for week in weeks),
            *(tally.rate for tally in _rates(rows)),
        ]
    )
    y = _y(
        top, result.actors.counted(front)
    )  # at least one attack a week, so that nothing looks like nothing
    as_of = result.scenario.as_of
    layers = [
        *_tallies(rows, y, axis.chosen),
        *_fan(weeks, _x(axis, width), y, axis.chosen),
        *([_as_of(as_of)] if axis.overlaps(as_of, as_of) else []),
        *_events(
            [row for row in rows if axis.overlaps(row.start, row.start)],
            axis,
            width,
            result.actors.counted(front),
        ),
    ]
    return alt.layer(*layers).properties(width=width - 70, height=height)


def _own(result: ForecastResult, front: str) -> list[Report]:
    """Return what was reported of a front, without the counts that a chart of several fronts together shows."""
    summed = {front for group in shared_fronts(result) for front in group}
    return [
        row
        for row in result.reports_on(front)
        if not (row.kind == "tally" and row.is_shared and front in summed)
    ]


def shared_fronts(result: ForecastResult) -> list[tuple[str, ...]]:
    """Return the fronts that are counted together and forecast together: all those against one adversary."""
    order = [front.id for front in result.actors.fronts_in_order]
    counted = {frozenset(row.fronts) for row in result.history if row.kind == "tally" and row.is_shared}
    groups = [tuple(f for f in order if f in fronts) for fronts in counted if ahead_of(result, tuple(fronts))]
    return sorted(groups, key=lambda group: order.index(group[0]))


def ahead_of(result: ForecastResult, fronts: tuple[str, ...]) -> list[Together]:
    """Return what comes on fronts together, by window; nothing unless they are all those against one adversary."""
    foes = {front.adversary for front in result.actors.fronts if front.id in fronts}
    (foe, *others) = foes
    all_ = {front.id for front in result.actors.fronts if front.adversary == foe}
    if others or all_ != set(fronts):
        return []
    rows = [row for row in result.together if (row.kind, row.group) == ("adversary", foe)]
    return [row for row in rows if row.attacks is not None and None not in row.attacks_90]


def together_in_time(
    result: ForecastResult,
    fronts: tuple[str, ...],
    width: int = WIDE,
    height: int = 150,
    axis: Axis | None = None,
) -> alt.LayerChart:
    """Draw what fronts count together: the shared tallies, then the daily rate of the windows ahead, 90% and median."""
    axis = axis or whole_axis(result)
    rows = [
        row
        for row in result.history
        if row.kind == "tally" and set(row.fronts) == set(fronts) and axis.overlaps(row.start, row.end)
    ]
    ahead: list[dict[str, Any]] = [
        {
            "start": result.scenario.first_day.isoformat(),
            "end": (result.scenario.first_day + timedelta(days=row.window_days)).isoformat(),
            "low": row.attacks_90[0] / row.window_days,
            "high": row.attacks_90[1] / row.window_days,
            "rate": row.attacks / row.window_days,
        }
        for row in sorted(ahead_of(result, fronts), key=lambda row: -row.window_days)
        if row.window_days in (result.main_window, max(result.windows))
        and row.attacks is not None
        and row.attacks_90[0] is not None
        and row.attacks_90[1] is not None
    ]
    rates = _rates(rows)
    top = max([1 / 7, *(row["high"] for row in ahead), *(rate.rate for rate in rates)])
    y, x = _y(top, result.actors.counted(*fronts)), _x(axis, width)
    boxes = [
        alt.Chart(data([row]))
        .mark_rect(**_clipped(axis.chosen), fill=LIGHT[colour], opacity=0.8)
        .encode(x=x, x2="end:T", y=alt.Y("low:Q"), y2="high:Q")
        for row, colour in zip(ahead, ("band-90", "band-50"), strict=False)
    ]
    medians = (
        alt.Chart(data(ahead))
        .mark_rule(**_clipped(axis.chosen), color=LIGHT["median"], strokeWidth=2)
        .encode(x=x, x2="end:T", y=y)
    )
    as_of = result.scenario.as_of
    layers = [
        *_bars([rate._replace(shared=False) for rate in rates], y, axis.chosen),
        *boxes,
        medians,
        *([_as_of(as_of)] if axis.overlaps(as_of, as_of) else []),
    ]
    return alt.layer(*layers).properties(width=width - 70, height=height)


def mark_of(row: Report, counted: str = "attacks") -> str:
    """Return which mark an event shows as, on a front of which this is counted."""
    if row.kind == "attack" and is_clash(counted):
        return "clash"
    return "lethal" if row.is_lethal else KINDS.get(row.kind, "other")


def _x(axis: Axis, width: int) -> alt.X:
    scale = plain(domain=[axis.first.isoformat(), axis.last.isoformat()], type="utc", nice=False)
    ticks = plain(title=None, labelOverlap=True, grid=False, **_ticks(axis.days, width))
    return alt.X("start:T", scale=scale, axis=ticks)


def _ticks(days: int, width: int) -> Options:
    """Return ticks: months, or weeks with their days where a month is wide."""
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


def _y(top: float, counted: str) -> alt.Y:
    axis = plain(tickCount=4, domain=False, ticks=False, minExtent=34, maxExtent=34)
    return alt.Y("rate:Q", title=f"{counted} a day", axis=axis, scale=plain(domain=[0, top], nice=True))


class _Rate(NamedTuple):
    """A count as attacks a day over its dates, both included."""

    start: str
    end: str
    rate: float
    shared: bool
    second: bool


def _rates(rows: Sequence[Report]) -> list[_Rate]:
    shown = []
    for row in rows:
        if row.kind == "tally" and row.count is not None:
            past_end = row.end + timedelta(days=1)
            rate = row.count / (past_end - row.start).days
            shown.append(
                _Rate(row.start.isoformat(), past_end.isoformat(), rate, row.is_shared, not row.primary)
            )
    return shown


def _tallies(rows: Sequence[Report], y: alt.Y, clip: bool) -> list[alt.Chart]:
    return _bars(_rates(rows), y, clip)


def _bars(shown: Sequence[_Rate], y: alt.Y, clip: bool) -> list[alt.Chart]:
    main = [tally for tally in shown if not tally.second]
    second = alt.Chart(data([tally._asdict() for tally in shown if tally.second]))
    looks = {  # what several fronts share is outlined and dashed
        False: plain(fill=LIGHT["tally"]),
        True: plain(fill="transparent", strokeDash=[3, 2]),
    }
    bars = [
        alt.Chart(data([tally._asdict() for tally in main if tally.shared == shared]))
        .mark_rect(**_clipped(clip), stroke=LIGHT["tally-line"], strokeWidth=1, **look)
        .encode(x=alt.X("start:T"), x2="end:T", y=y, y2=alt.datum(0))
        for shared, look in looks.items()
    ]
    beside = second.mark_rule(**_clipped(clip), stroke=LIGHT["tally-line"], strokeWidth=2).encode(
        x=alt.X("start:T"), x2="end:T", y=y
    )
    return [*bars, beside]


def _fan(weeks: Sequence[WeeklyAttacks], x: alt.X, y: alt.Y, clip: bool) -> list[alt.Chart]:
    rows = [
        {
            "start": week.week.isoformat(),
            "rate": week.median / week.days,
            "low50": week.interval_50.low / week.days,
            "high50": week.interval_50.high / week.days,
            "low90": week.interval_90.low / week.days,
            "high90": week.interval_90.high / week.days,
        }
        for week in weeks
    ]
    if rows:
        rows.append({**rows[-1], "start": (weeks[-1].last_day + timedelta(days=1)).isoformat()})
    base = alt.Chart(data(rows)).encode(x=x)
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


def _clipped(clip: bool) -> Options:
    """Clip marks only where an axis was chosen, since otherwise there is room for whole strokes."""
    return plain(clip=True) if clip else {}


def _as_of(day: date) -> alt.LayerChart:
    base = alt.Chart(data([{"start": day.isoformat(), "said": "as of"}])).encode(x=alt.X("start:T"))
    rule = base.mark_rule(color=LIGHT["ink"], strokeWidth=1.2, strokeDash=[5, 3])
    return rule + base.mark_text(
        color=LIGHT["muted"], fontSize=11, align="left", dx=4, baseline="top"
    ).encode(text="said:N", y=alt.value(1))


def _events(rows: Sequence[Report], axis: Axis, width: int, counted: str) -> list[alt.Chart]:
    dated = sorted((row for row in rows if row.kind != "tally"), key=lambda row: row.start)
    used = [key for key in MARKS if any(mark_of(row, counted) == key for row in dated)]
    domain = [MARKS[key][0] for key in used]
    shape = plain(domain=domain, range=[MARKS[key][1] for key in used])
    colour = plain(domain=domain, range=colours(*(MARKS[key][2] for key in used)))
    return [
        alt.Chart(data([_mark(row, counted) for row in lane]))
        .mark_point(filled=True, size=50, opacity=1)
        .encode(
            href=alt.Href("record:N"),
            x=alt.X("start:T"),
            y=alt.value(ABOVE - LANE * i),
            shape=alt.Shape("mark:N", scale=shape, legend=None),
            color=alt.Color("mark:N", scale=colour, legend=None),
        )
        for i, lane in enumerate(_lanes(dated, axis.days / (width - 70) * APART))
    ]


def _mark(row: Report, counted: str) -> dict[str, str]:
    word = MARKS[mark_of(row, counted)][0]
    return {"start": row.start.isoformat(), "mark": word, "record": f"#{anchor(row.id)}"}


def anchor(event: str) -> str:
    """Return what a page calls the record of an event, so that its mark leads there."""
    return "event-" + re.sub(r"[^a-z0-9]+", "-", event.lower()).strip("-")


def _lanes(rows: Sequence[Report], days_apart: float) -> list[list[Report]]:
    """Return rows dealt to as few lanes as keep them apart; the last lane takes what is left."""
    lanes: list[list[Report]] = [[] for _ in range(LANES)]
    for row in rows:
        free = (lane for lane in lanes if not lane or (row.start - lane[-1].start).days >= days_apart)
        next(free, lanes[-1]).append(row)
    return [lane for lane in lanes if lane]
