"""The answer in a sentence for each half of the question, built from a forecast by rule: for the page, the brief and the card."""

from __future__ import annotations

from armslength.formatting import interval, percent, told_apart
from armslength.report.first_counts import counts_sentence, why_this_way
from armslength.report.summary_text import heeded_most, told
from armslength.results import Interval
from armslength.results.follow import Follow
from armslength.results.forecast import ForecastResult, within
from armslength.results.headline import HeadlinePart

EVEN = 0.5  # a chance whose interval holds this may be either likelier or less likely than not


def headline(result: ForecastResult) -> tuple[HeadlinePart, ...]:
    """Return what the commander does next, or how much comes where none is heard of, and who would follow."""
    who = "the commander" if result.speakers or not result.commander else result.scenario.patron.name
    next_part = (
        HeadlinePart(asks=f"What {who} does next", says=_commander(result, who))
        if result.commander
        else HeadlinePart(
            asks="What comes next",
            says=counts_sentence(result),
            because=why_this_way(result, result.main_window),
        )
    )
    return next_part, HeadlinePart(asks="Who would follow", says=_clients(result))


def _commander(result: ForecastResult, who: str) -> str:
    days = result.main_window
    rows = [row for row in within(result.together, days) if row.kind == "all"]
    if not rows:
        return "It is not known of any client: this forecast was saved by an earlier version."
    row = rows[0]
    chance = f"{percent(row.order)} ({_ends(row.order_90)}){_mark(result, 'order', 'all all')}"
    if row.order_90.low <= EVEN <= row.order_90.high:
        said = f"Whether {who} tells any client to hold back within {days} days cannot be told: {chance}."
    elif row.order > EVEN:
        said = f"Probably tells at least one client to hold back within {days} days: {chance}."
    else:
        said = f"Probably tells no client to hold back within {days} days: {chance} that one is told."
    hosts = [host.order_90 for host in within(result.together, days) if host.kind == "host"]
    if len(hosts) > 1 and not told_apart(hosts):
        said += " Whose clients first cannot be told apart."
    return said


def _clients(result: ForecastResult) -> str:
    if not result.follow:
        return "It cannot be asked: nothing that was reported shows a client told to pause."
    order = heeded_most(result).order
    rows = [row for row in result.follow if row.order == order and row.askable]
    if not rows:
        return "It cannot be asked: nobody who is supported attacked in the 30 days before."
    rows.sort(key=lambda row: -row.pauses_because_told)
    best, last = rows[0], rows[-1]
    by = "an envoy" if order == "envoy" else "message"
    sure = [row for row in rows if row.parameters_90.pauses_because_told.low > EVEN]
    start = f"Told by {by} to pause for {best.window_days} days"
    lead = f"{start}, {'some clients are likely' if sure else 'no client is sure'} to do so for that reason."
    said = f"{lead} Likeliest: {_chance(best, result)}"
    others = [row.parameters_90.pauses_because_told for row in rows[1:]]
    alike = sum(ends.high >= best.parameters_90.pauses_because_told.low for ends in others)
    if alike:
        of = "the other" if len(others) == 1 else f"{alike} of the {len(others)} others"
        said += f", which cannot be told apart from {'any of the others' if 1 < alike == len(others) else of}"
    if last is not best:
        said += f". Least likely: {_chance(last, result)}"
    return f"{said}."


def _chance(row: Follow, result: ForecastResult) -> str:
    ends = _ends(row.parameters_90.pauses_because_told)
    return f"{told(row, result)}, {percent(row.pauses_because_told)} ({ends}){_mark(result, 'follow', row.about)}"


def _mark(result: ForecastResult, part: str, about: str) -> str:
    """Return whether a number is assumed or its prior's alone."""
    if part in result.assumed:
        return ", assumed"
    return ", prior only" if result.prior_only(part, about, result.main_window) else ""


def _ends(ends: Interval) -> str:
    return f"90%: {interval(ends, percent)}"
