"""One front in time: what was reported, the as-of date, and the fan of futures on the same axis."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import altair as alt

from armslength.counted import is_clash
from armslength.formatting import capital, day, interval, number
from armslength.report.charts.style import LABELS_APART, WIDE, colours, data, plain
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
SHOWN = "toDate(datum.end) > since && toDate(datum.start) <= until"


@dataclass(frozen=True)
class Axis:
    """The first and the last day that are shown."""

    first: date
    last: date

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
    return Axis(min([*starts, result.scenario.as_of]), result.scenario.last_day)


def front_in_time(
    result: ForecastResult, front: str, width: int = WIDE, height: int = 150, axis: Axis | None = None
) -> alt.LayerChart:
    """Draw tallies as steps (dashed where fronts share them), events as marks, then median, 50% and 90% bands.

    Parameters say which days are shown (`since`, `until`) and how large an event is (`lane`, pixels), so that a page
    that draws the chart itself changes them.
    """
    axis = axis or whole_axis(result)
    counted, rows = result.actors.counted(front), _own(result, front)
    layers = [
        *_bars(_rates(rows), counted),
        *_fan([week for week in result.weekly if week.front == front], counted),
        _as_of(result.scenario.as_of),
        *([_elsewhere(result)] if len(rows) < len(result.reports_on(front)) else []),
        _events([row for row in rows if axis.overlaps(row.start, row.start)], axis, width, counted),
    ]
    return _on_axis(layers, axis, width, height)


def _on_axis(layers: list[Any], axis: Axis, width: int, height: int) -> alt.LayerChart:
    """Return layers over each other, on the days of an axis."""
    shown = {"since": _milliseconds(axis.first), "until": _milliseconds(axis.last), "lane": LANE}
    return (
        alt.layer(*layers)
        .properties(width=width - 70, height=height)
        .add_params(*(alt.param(name, value=value) for name, value in shown.items()))
    )


def _milliseconds(day: date) -> int:
    """Return the beginning of a day as charts count time."""
    return timegm(day.timetuple()) * 1000


def _dated(name: str, rows: Sequence[Mapping[str, object]]) -> alt.Chart:
    """Return a chart of those rows whose days are shown; a page finds all of them by name."""
    return alt.Chart(data(rows, name)).transform_filter(SHOWN)


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
    rows = [row for row in result.history if row.kind == "tally" and set(row.fronts) == set(fronts)]
    first, counted = result.scenario.first_day, result.actors.counted(*fronts)
    ahead = [
        {
            **_days(first, first + timedelta(days=row.window_days)),
            "low": row.attacks_90[0] / row.window_days,
            "high": row.attacks_90[1] / row.window_days,
            "rate": row.attacks / row.window_days,
            "said": f"{capital(counted)} in the next {row.window_days} days: {number(row.attacks)} (90%: {interval(row.attacks_90)})",
        }
        for row in sorted(ahead_of(result, fronts), key=lambda row: -row.window_days)
        if row.window_days in (result.main_window, max(result.windows))
        and row.attacks is not None
        and row.attacks_90[0] is not None
        and row.attacks_90[1] is not None
    ]
    x = _x()
    boxes = [
        _dated(colour, [row])
        .mark_rect(clip=True, fill=LIGHT[colour], opacity=0.8)
        .encode(x=x, x2=alt.X2("end:T"), y=_y(counted, "low:Q"), y2=alt.Y2("high:Q"))
        for row, colour in zip(ahead, ("band-90", "band-50"), strict=False)
    ]
    medians = (
        _dated("ahead", ahead)
        .mark_rule(clip=True, color=LIGHT["median"], strokeWidth=2)
        .encode(x=x, x2=alt.X2("end:T"), y=_y(counted))
    )
    layers = [
        *_bars([rate._replace(shared=False) for rate in _rates(rows)], counted),
        *boxes,
        medians,
        _as_of(result.scenario.as_of),
    ]
    return _on_axis(layers, axis or whole_axis(result), width, height)


def mark_of(row: Report, counted: str = "attacks") -> str:
    """Return which mark an event shows as, on a front of which this is counted."""
    if row.kind == "attack" and is_clash(counted):
        return "clash"
    return "lethal" if row.is_lethal else KINDS.get(row.kind, "other")


def _x(field: str = "start:T") -> alt.X:
    scale = plain(domain=[plain(expr="since"), plain(expr="until")], type="utc", nice=False)
    ticks = plain(title=None, grid=False, **LABELS_APART, tickCount=plain(expr=TICKS), labelExpr=LABELS)
    return alt.X(field, scale=scale, axis=ticks)


DAY = "(width / (until - since) * 864e5)"  #: the width of a day, px
FORTNIGHT, MONTH = f"(14 * {DAY} > 52)", f"30.4 * {DAY}"
#: months, or weeks with their days where a month is wide
TICKS = (
    f"{DAY} > 52 ? {{interval: 'day', step: 1}} : {FORTNIGHT} ? {{interval: 'week', step: {DAY} > 7.4 ? 1 : 2}} : "
    f"{{interval: 'month', step: {MONTH} > 70 ? 1 : {MONTH} > 35 ? 2 : {MONTH} > 22 ? 3 : 6}}"
)
LABELS = f"utcFormat(datum.value, {FORTNIGHT} ? '%-d %b' : '%b %Y')"


def _y(counted: str, field: str = "rate:Q") -> alt.Y:
    """Return an axis of at least one attack a week, so that nothing looks like nothing."""
    axis = plain(tickCount=4, domain=False, ticks=False, minExtent=34, maxExtent=34)
    scale = plain(domain=plain(unionWith=[0, 1 / 7]), nice=True)
    return alt.Y(field, title=f"{counted} a day", axis=axis, scale=scale)


def _days(first: date, past_end: date) -> dict[str, object]:
    """Return from when to when something holds, as a chart's row has it."""
    return {"start": first.isoformat(), "end": past_end.isoformat()}


class _Rate(NamedTuple):
    """A count as attacks a day over its dates, both included."""

    start: str
    end: str
    rate: float
    shared: bool
    second: bool
    said: str


def _rates(rows: Sequence[Report]) -> list[_Rate]:
    shown = []
    for row in rows:
        if row.kind == "tally" and row.count is not None:
            past_end = row.end + timedelta(days=1)
            rate = row.count / (past_end - row.start).days
            shown.append(
                _Rate(
                    row.start.isoformat(),
                    past_end.isoformat(),
                    rate,
                    row.is_shared,
                    not row.primary,
                    f"{row.series or 'count'}, {_dates(row)}: {row.count:,}",
                )
            )
    return shown


def _dates(row: Report) -> str:
    return day(row.start) if row.start == row.end else f"{day(row.start)} to {day(row.end)}"


def _bars(shown: Sequence[_Rate], counted: str) -> list[alt.Chart]:
    x, x2, y = alt.X("start:T"), alt.X2("end:T"), _y(counted)
    looks = {  # what several fronts share is outlined and dashed
        False: ("counts", plain(fill=LIGHT["tally"])),
        True: ("shared counts", plain(fill="transparent", strokeDash=[3, 2])),
    }
    bars = [
        _dated(name, [tally._asdict() for tally in shown if not tally.second and tally.shared == shared])
        .mark_rect(clip=True, stroke=LIGHT["tally-line"], strokeWidth=1, **look)
        .encode(x=x, x2=x2, y=y, y2=alt.Y2Datum(0))
        for shared, (name, look) in looks.items()
    ]
    beside = (
        _dated("second counts", [tally._asdict() for tally in shown if tally.second])
        .mark_rule(clip=True, stroke=LIGHT["tally-line"], strokeWidth=2)
        .encode(x=x, x2=x2, y=y)
    )
    return [*bars, beside]


def _fan(weeks: Sequence[WeeklyAttacks], counted: str) -> list[alt.Chart]:
    rows = [
        {
            "at": at.isoformat(),
            **_days(week.week, week.last_day + timedelta(days=1)),
            "rate": week.median / week.days,
            "said": f"{capital(counted)} in the {week.days} days from {day(week.week)}: {number(week.median)} "
            f"(50%: {interval(week.interval_50)}, 90%: {interval(week.interval_90)})",
            "low50": week.interval_50.low / week.days,
            "high50": week.interval_50.high / week.days,
            "low90": week.interval_90.low / week.days,
            "high90": week.interval_90.high / week.days,
        }
        for week in weeks
        for at in (week.week, week.last_day + timedelta(days=1))  # a step has two ends
    ]
    base = _dated("ahead", rows).encode(x=_x("at:T"))
    bands = [
        base.mark_area(clip=True, color=LIGHT[f"band-{at}"]).encode(
            y=_y(counted, f"low{at}:Q"), y2=alt.Y2(f"high{at}:Q")
        )
        for at in (90, 50)
    ]
    return [*bands, base.mark_line(clip=True, color=LIGHT["median"], strokeWidth=2).encode(y=_y(counted))]


def _as_of(on: date) -> alt.LayerChart:
    row = {**_days(on, on + timedelta(days=1)), "said": "as of"}
    base = _dated("as of", [row]).encode(x=alt.X("start:T"))
    rule = base.mark_rule(color=LIGHT["ink"], strokeWidth=1.2, strokeDash=[5, 3])
    return rule + base.mark_text(
        color=LIGHT["muted"], fontSize=11, align="left", dx=4, baseline="top"
    ).encode(text=alt.Text("said:N"), y=alt.YValue(1))


def _elsewhere(result: ForecastResult) -> alt.Chart:
    """Say where the counts stand that are not drawn here, lest their absence reads as no attacks."""
    row = {
        **_days(whole_axis(result).first, result.scenario.as_of),
        "said": "counted together with others, see above",
    }
    return (
        _dated("elsewhere", [row])
        .mark_text(color=LIGHT["muted"], fontSize=11, align="left")
        .encode(x=alt.XValue(8), y=alt.YValue(75), text=alt.Text("said:N"))
    )


def _events(rows: Sequence[Report], axis: Axis, width: int, counted: str) -> alt.Chart:
    dated = sorted((row for row in rows if row.kind != "tally"), key=lambda row: row.start)
    used = [key for key in MARKS if any(mark_of(row, counted) == key for row in dated)]
    domain = [MARKS[key][0] for key in used]
    shape = plain(domain=domain, range=[MARKS[key][1] for key in used])
    colour = plain(domain=domain, range=colours(*(MARKS[key][2] for key in used)))
    lanes = _lanes(dated, axis.days / (width - 70) * APART)
    marks = [{**_mark(row, counted), "row": i} for i, lane in enumerate(lanes) for row in lane]
    return (
        alt.Chart(data(marks, "events"))
        .mark_point(filled=True, size=plain(expr="0.41 * lane * lane"), opacity=1, aria=True)
        .transform_calculate(at=f"{ABOVE} - lane * datum.row")
        .encode(
            href=alt.Href("record:N"),
            description=alt.Description("said:N"),
            tooltip=alt.Tooltip("said:N"),
            x=alt.X("start:T"),
            y=alt.Y("at:Q", scale=None, axis=None),
            shape=alt.Shape("mark:N", scale=shape, legend=None),
            color=alt.Color("mark:N", scale=colour, legend=None),
        )
    )


def _mark(row: Report, counted: str) -> dict[str, object]:
    word = MARKS[mark_of(row, counted)][0]
    said = f"{day(row.start)}, {row.in_words}"
    return {"start": row.start.isoformat(), "mark": word, "record": f"#{anchor(row.id)}", "said": said}


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
