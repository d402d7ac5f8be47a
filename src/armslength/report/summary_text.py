"""The answer in words with numbers, built from a forecast by rule: what a reader should see first."""

from __future__ import annotations

from collections.abc import Sequence

from armslength.formatting import (
    capital,
    day,
    interval,
    listed,
    not_apart,
    number,
    percent,
    percents,
    verbal_probability,
)
from armslength.report.first_counts import FirstCount, first_counts, why_this_way
from armslength.results import Interval
from armslength.results.actors import ANY_FRONT
from armslength.results.answer import Answer, Followers, Tile, WhoFollows
from armslength.results.follow import Follow
from armslength.results.forecast import ForecastResult, Reprisal, within
from armslength.tables.forecast_tables import in_unit

OUTCOMES = {  # in the order of `Follow.shares`
    "pauses_because_told": "would most likely pause because told",
    "pauses_anyway": "would most likely pause anyway",
    "does_not_pause": "would most likely not pause",
}
SHORT = ("a pause because told", "a pause anyway", "no pause")
PARTS = ("follow", "pauses anyway", "does not pause")  # as `against_prior` names them
ANYWAY = 1  # its place there
MOST_FRONTS = 5  # that the answer names
DIRECT_FIRE = 4  # the rung below war, which stays out of the headline
ORDERS = {"message": "by message", "envoy": "by envoy"}


def answer(result: ForecastResult) -> Answer:
    """Return the answer of a forecast."""
    return Answer(
        who_follows=_who_follows(result),
        other_order=_other_order(result),
        made_of=_made_of(result),
        counts_by=why_this_way(result, result.main_window),
        next=(
            *_commander(result),
            *_attacks(result),
            *_lethal(result),
            *_reprisal(result),
            *_rung(result),
        ),
    )


def _who_follows(result: ForecastResult) -> WhoFollows:
    if not result.follow:
        return WhoFollows(intro=_counts(result), groups=())
    rows = [row for row in result.follow if row.order == heeded_most(result).order and row.askable]
    if not rows:
        none = "no attack came" if result.counted == "attacks" else f"{result.counted} were none"
        unsupported = not any(row.supported for row in result.follow)
        why = "nobody supports a client on the as-of date" if unsupported else f"{none} in the 30 days before"
        return WhoFollows(intro=f"Who would pause cannot be asked: {why}", groups=())
    groups: dict[str, list[str]] = {outcome: [] for outcome in OUTCOMES}
    for row in sorted(rows, key=lambda row: -max(row.shares)):
        at = row.shares.index(max(row.shares))
        of_it = (
            _because_told(row, result)
            if at == 0
            else f"{percents(row.shares)[at]}; 90% {_ends(row, at)}{_follow_mark(row, result, at)}"
        )
        of_it += _doubt(row, at)
        groups[list(OUTCOMES)[at]].append(f"{told(row, result)} ({of_it})")
    said = [Followers(outcome, OUTCOMES[outcome], listed(who)) for outcome, who in groups.items() if who]
    if not groups["pauses_because_told"]:
        best = max(rows, key=lambda row: row.pauses_because_told)
        nearest = (
            f"the likeliest to is {told(best, result)} ({_because_told(best, result)}{_apart(best, rows)})"
        )
        outcome = "pauses_because_told"
        said.insert(0, Followers(outcome, f"{OUTCOMES[outcome]}; {nearest}", "nobody"))
    when, days = day(result.scenario.as_of), rows[0].window_days
    intro = f"Told {ORDERS[rows[0].order]} on {when} to pause for {days} days"
    return WhoFollows(intro=intro, groups=tuple(said))


def _counts(result: ForecastResult) -> str:
    """Return what comes on the busiest fronts: the answer where nobody is asked whether they follow."""
    days = result.main_window
    rows = first_counts(result, days)
    if not rows:
        return f"How many {result.counted} come cannot be told: in every future there is a regional war"
    said = [
        f"{in_unit(result, row.front)} {number(row.median)} ({interval(row.ends)}{_count_mark(result, row)})"
        for row in rows[:MOST_FRONTS]
    ]
    more = f"; {len(rows) - MOST_FRONTS} more fronts below" if len(rows) > MOST_FRONTS else ""
    return f"{capital(result.counted)} within {days} days (median; 90% over {rows[0].covers}): {listed(said)}{more}"


def _count_mark(result: ForecastResult, row: FirstCount) -> str:
    """Return the mark of a count that the data did not move; what other networks teach is no prior of the mechanism."""
    return _prior_only(result, "attacks", row.front) if row.way == "mechanism" else ""


def _apart(best: Follow, rows: Sequence[Follow]) -> str:
    """Return whether the likeliest to pause because told is not told apart from others."""
    others = [row.parameters_90.pauses_because_told for row in rows if row is not best]
    return not_apart(best.parameters_90.pauses_because_told, others)


def _ends(row: Follow, at: int) -> str:
    return interval(getattr(row.parameters_90, list(OUTCOMES)[at]), percent)


def _doubt(row: Follow, at: int) -> str:
    """Return which other outcome the likeliest one is not told apart from, as their intervals overlap."""
    ends = [getattr(row.parameters_90, outcome) for outcome in OUTCOMES]
    alike = [n for n, (_, high) in enumerate(ends) if n != at and high >= ends[at].low]
    return f"; not told apart from {' or '.join(SHORT[n] for n in alike)}" if alike else ""


def _because_told(row: Follow, result: ForecastResult) -> str:
    """Return the number most in doubt with its interval and its mark."""
    ends = interval(row.parameters_90.pauses_because_told, percent)
    return f"{percents(row.shares)[0]}; 90% {ends}{_follow_mark(row, result)}"


def _follow_mark(row: Follow, result: ForecastResult, at: int = 0) -> str:
    """Return the mark of a number that nothing scores or that the data did not move; it is asked of orders by envoy."""
    if "follow" in result.assumed:
        return "" if at == ANYWAY else "; assumed"  # who pauses untold is no matter of orders
    moved = row.order != "envoy" or not result.prior_only(PARTS[at], row.about, row.window_days)
    return "" if moved else "; prior only"


def told(row: Follow, result: ForecastResult) -> str:
    """Return who is told, of several patrons by which."""
    by = result.scenario.patron_named(row.patron)
    return f"{result.actors.follower(row.front)} told by {by}" if by else result.actors.follower(row.front)


def heeded_most(result: ForecastResult) -> Follow:
    """Return the row whose order is likeliest to be heeded."""
    return max(result.follow, key=lambda row: row.pauses_because_told)


def _other_order(result: ForecastResult) -> str:
    if not result.follow:
        return result.not_asked
    if not any(row.askable for row in result.follow):
        return ""
    main = heeded_most(result).order
    rows = [row for row in result.follow if row.order != main and row.askable]
    best = max(rows, key=lambda row: row.pauses_because_told)
    who = f"{told(best, result)} ({_because_told(best, result)}{_apart(best, rows)})"
    return f"Told {ORDERS[best.order]} instead, the likeliest to pause because told is {who}."


def _made_of(result: ForecastResult) -> str:
    days = result.main_window
    shares = [row.variance.chance for row in within(result.attacks, days)]
    rest = "the rest is parameters and structure." if result.theories else "the rest is parameters."
    own = "mechanism's counts" if result.ways and result.ways.offered else "counts"
    return (
        f"Of the variance of the {own} of {days} days, chance makes up "
        f"{interval([min(shares), max(shares)], percent)} by front: it would remain if every parameter were known; {rest}"
    )


def _commander(result: ForecastResult) -> tuple[Tile, ...]:
    """Return the tile of the next order; nothing where the commander of the case gives none."""
    days = result.main_window
    if not result.commander:
        return ()
    everyone = [row for row in within(result.together, days) if row.kind == "all"]
    if not everyone:  # saved by an earlier version
        most = max(within(result.commander, days), key=lambda row: row.order)
        chance, ends, where = most.order, most.parameters_90, f"on {result.actors.name(most.front)}"
    else:
        chance, ends, where = everyone[0].order, everyone[0].order_90, "on any front"
    tile = Tile(
        value=percent(chance),
        what=f"chance that the commander orders restraint within {days} days {where}",
        interval=f"{verbal_probability(chance)}; 90% {interval(ends, percent)} over {result.covers}"
        + ("; assumed" if "order" in result.assumed else _prior_only(result, "order", "all all")),
        driver="What the commander does",
    )
    return (tile,)


def _prior_only(result: ForecastResult, part: str, about: str) -> str:
    return "; prior only" if result.prior_only(part, about, result.main_window) else ""


def _attacks(result: ForecastResult) -> tuple[Tile, ...]:
    """Return the tile of the busiest front; nothing where every future saw war."""
    days = result.main_window
    tiles = [
        Tile(
            value=number(most.median),
            what=f"{result.actors.counted(most.front)} in {days} days on the busiest front, {result.actors.name(most.front)} (median)",
            interval=f"90% {interval(most.ends)}, {most.covers}" + _count_mark(result, most),
            driver="Attacks",
        )
        for most in first_counts(result, days)[:1]
    ]
    return tuple(tiles)


def _lethal(result: ForecastResult) -> tuple[Tile, ...]:
    """Return the tile of a lethal attack; nothing where clashes are counted everywhere."""
    days = result.main_window
    if not result.lethal:
        return ()
    (row,) = (row for row in within(result.lethal, days) if row.front == ANY_FRONT)
    tile = Tile(
        value=percent(row.probability),
        what=f"chance of a lethal attack on any front within {days} days{_by_adversary(result)}",
        interval=f"{row.words}; 90% {interval(row.parameters_90, percent)} over {result.covers}"
        + _prior_only(result, "lethal", "all all"),
        driver="A lethal attack",
    )
    return (tile,)


def _by_adversary(result: ForecastResult) -> str:
    rows = [row for row in within(result.together, result.main_window) if row.kind == "adversary"]
    rows = [row for row in rows if row.lethal is not None]
    each = [f"{row.name} {percent(row.lethal)} ({interval(row.lethal_90, percent)})" for row in rows]
    return f"; on {listed(each)}" if len(each) > 1 else ""


def _reprisal(result: ForecastResult) -> tuple[Tile, ...]:
    """Return the tile of the likeliest reprisal; nothing where no adversary of the case is known to hit back."""
    days = result.main_window
    rows = within(result.reprisal, days)
    if not rows:
        return ()
    known = {row.adversary: _that_can_be_checked(row) for row in rows}
    most = max(rows, key=lambda row: known[row.adversary][0])
    chance, ends = known[most.adversary]
    partly = most.coded_from_level > 1 and most.coded is not None
    of = f" of level {most.coded_from_level} or more, which alone are coded," if partly else ""
    tile = Tile(
        value=percent(chance),
        what=f"chance of a reprisal{of} within {days} days by {result.actors.name(most.adversary)}, the likeliest adversary",
        interval=f"{verbal_probability(chance)}; 90% {interval(ends, percent)} over {result.covers}"
        + ("" if partly else _prior_only(result, "reprisal", most.adversary))
        + not_apart(ends, [known[row.adversary][1] for row in rows if row is not most]),
        driver="Reprisal",
    )
    return (tile,)


def _that_can_be_checked(row: Reprisal) -> tuple[float, Interval]:
    """Return how likely a reprisal is with its interval: of the levels alone that are in the events, where that is told."""
    if row.coded_from_level > 1 and row.coded is not None and row.coded_90 is not None:
        return row.coded, row.coded_90
    return row.any_level, row.any_level_interval()


def _rung(result: ForecastResult) -> tuple[Tile, ...]:
    """Return the tile of the ladder; nothing where it is not asked."""
    if not result.ladder.highest:
        return ()
    days, names = result.main_window, [rung.name for rung in result.ladder.rungs]
    (row,) = within(result.ladder.highest, days)
    likeliest = row.shares.index(max(row.shares))
    said = f"{names[DIRECT_FIRE]} as the highest: {percent(row.shares[DIRECT_FIRE])}"
    if ends := row.parameters_90:
        said += f" ({interval(ends[DIRECT_FIRE], percent)})"
        alike = [str(n) for n, (_, high) in enumerate(ends) if n != likeliest and high >= ends[likeliest].low]
        said += f"; rung {likeliest} is not told apart from {listed(alike)}" if alike else ""
    named = f"{names[likeliest]} ({percent(row.shares[likeliest])})"
    tile = Tile(
        value=f"{likeliest} of {len(names) - 1}",
        what=f"likeliest highest rung of the ladder within {days} days: {named}",
        interval=capital(said),
        driver="",
    )
    return (tile,)
