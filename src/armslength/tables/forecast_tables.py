"""Tables of a forecast: who follows, what the commander does, attacks, lethal attacks, reprisals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from armslength.formatting import capital, day, interval, number, percent, share, told_apart
from armslength.ladder import LEVELS
from armslength.results.actors import ANY_FRONT
from armslength.results.follow import Follow
from armslength.results.forecast import ForecastResult, WeeklyAttacks, within
from armslength.results.together import Together
from armslength.tables.marks import assumed, assumed_said, marked, prior_only_said
from armslength.tables.table import Cell, Column, Estimate, Table

FEW_WINDOWS = 3  # that 80 columns hold with their intervals
COUNTS = (1, 2, 5, 10, 20, 50, 100, 200)  # of the exceedance curve, as tables show it
FRONT = Column("Front", words=True, name="front")
#: why a number of who follows is not one of what comes next
APART = "Asked with no other order on the days ahead; elsewhere the commander goes on giving his own."
TOTAL = " A total is of fronts that are counted together or ask about one adversary."


def who_follows_table(result: ForecastResult) -> Table:
    """Return, front by front, whether a client would pause under an order carried by an envoy: the short answer."""
    rows = [row for row in result.follow if row.order == "envoy"]
    message = {row.about: row.pauses_because_told for row in result.follow if row.order == "message"}
    return Table(
        f"Will they follow? An order today to stop, carried by an envoy; {rows[0].window_days} days",
        (
            FRONT,
            Column("Control (90%)", share, words=True),
            Column("Pauses anyway", percent, part=True),
            Column("Does not pause", percent, part=True),
            Column(assumed(result, "follow", "Because told"), percent, part=True),
            Column("In words", words=True),
            Column(assumed(result, "follow", "By message"), percent),
        ),
        tuple(
            (
                marked(result, "follow", row.about, row.window_days, _told(result, row)),
                _control(result, row),
                row.pauses_anyway if row.askable else None,
                row.does_not_pause if row.askable else None,
                row.pauses_because_told if row.askable else None,
                row.words,
                message[row.about] if row.askable else None,
            )
            for row in rows
        ),
        f"Pauses: {rows[0].rule}. The three add to one. By message: because told, if the order comes without an envoy. {APART}{assumed_said(result, 'follow')}{prior_only_said(result)}",
    )


def _told(result: ForecastResult, row: Follow) -> str:
    """Return a row's front, of several patrons with the one that tells."""
    by = result.scenario.patron_named(row.patron)
    return result.actors.short(row.front) + (f", told by {by}" if by else "")


def _control(result: ForecastResult, row: Follow) -> Estimate:
    """Return control of a row's client, of several patrons by the one that tells."""
    held = result.state.bonds.get(f"{row.client}.{row.patron}") or result.state.bonds.get(row.client, {})
    control = held.get("control", result.state.clients[row.client]["control"])
    return Estimate(control.median, control.interval_90)


def follow_table(result: ForecastResult) -> Table:
    """Return who pauses under each order, with intervals and bounds."""
    windows = " or ".join(str(days) for days in sorted({row.window_days for row in result.follow}))
    error = max(row.mc_error for row in result.follow)
    return Table(
        f"Who pauses under an order to pause for {windows} days, given today.",
        (
            FRONT,
            *((Column("Told by", words=True),) if result.scenario.patrons else ()),
            Column("Order", words=True),
            Column(assumed(result, "follow", "Because told"), percent, part=True),
            Column("Anyway", percent, part=True),
            Column("Does not", percent, part=True),
            Column("Because told: bounds (any pairing of futures)", words=True),
            Column("Because told, in words", words=True),
        ),
        tuple(
            (
                result.actors.name(row.front),
                *((result.scenario.patron_named(row.patron) or "nobody",) if result.scenario.patrons else ()),
                row.order,
                Estimate(row.pauses_because_told, row.parameters_90.pauses_because_told),
                Estimate(row.pauses_anyway, row.parameters_90.pauses_anyway),
                Estimate(row.does_not_pause, row.parameters_90.does_not_pause),
                interval(row.told_bounds, percent),
                row.words,
            )
            for row in result.by_front(result.follow)
        ),
        f"In brackets: 90% interval over {result.covers}. Monte Carlo error at most {100 * error:.1f} points.{assumed_said(result, 'follow')}",
    )


def commander_table(result: ForecastResult) -> Table:
    """Return the probability of an order of restraint, front by front."""
    held = {(row.front, row.window_days): Estimate(row.order, row.parameters_90) for row in result.commander}
    return Table(
        f"{assumed(result, 'order', 'Probability of at least one order of restraint within each window')}.",
        (FRONT, *_windows(result)),
        tuple(
            (
                marked(result, "order", front.id, result.main_window, front.name),
                *(held[front.id, days] for days in result.windows),
            )
            for front in result.actors.fronts_in_order
        ),
        f"In brackets: 90% interval over {result.covers}.{assumed_said(result, 'order')}{prior_only_said(result)}",
    )


def together_table(result: ForecastResult) -> Table:
    """Return what happens on the fronts of each group within the main window."""
    days = result.main_window
    words = {"all": "All fronts", "adversary": "Against", "host": "Clients in", "label": "Reported as"}
    return Table(
        f"Fronts together, within {days} days.",
        (
            Column("Which", words=True),
            Column("Fronts"),
            Column(capital(result.counted)),
            *([Column("A lethal attack", percent)] if result.lethal else []),
            *(
                [Column(assumed(result, "order", "An order of restraint"), percent)]
                if result.commander
                else []
            ),
        ),
        tuple(
            (
                words[row.kind] if row.kind == "all" else f"{words[row.kind]} {row.name}",
                row.fronts,
                Estimate(row.attacks, row.attacks_90),
                *([Estimate(row.lethal, row.lethal_90)] if result.lethal else []),
                *([Estimate(row.order, row.order_90)] if result.commander else []),
            )
            for row in within(result.together, days)
        ),
        f"In brackets: 90% interval; of {result.counted} over {result.attacks[0].covers}, of probabilities over {result.covers}.",
    )


def patron_strike_table(result: ForecastResult) -> Table:
    """Return the probability that the patron's own forces strike each adversary."""
    held = {
        (row.adversary, row.window_days): Estimate(row.probability, row.parameters_90)
        for row in result.patron_strike
    }
    return Table(
        f"At least one strike by {result.scenario.patron.name}'s own forces within each window.",
        (Column("Adversary", words=True), *_windows(result)),
        tuple(
            (
                marked(result, "patron strike", adversary, result.main_window, _struck(result, adversary)),
                *(held[adversary, days] for days in result.windows),
            )
            for adversary in dict.fromkeys(row.adversary for row in result.patron_strike)
        ),
        f"In brackets: 90% interval over {result.covers}.{prior_only_said(result)}",
    )


def _struck(result: ForecastResult, adversary: str) -> str:
    return "Any of them" if adversary == ANY_FRONT else result.actors.name(adversary)


def attacks_by_window_table(result: ForecastResult) -> Table:
    """Return the attacks ahead, front by front: the short answer."""
    held = {(row.front, row.window_days): Estimate(row.median, row.interval_90) for row in result.attacks}
    shares = [row.variance.parts for row in within(result.attacks, result.windows[-1])]
    split = ", ".join(f"{part} {_range([s[part] for s in shares])}" for part in shares[0] if part != "chance")
    war = ", if there is no regional war" if result.war.windows else ""
    totals = tuple(_totals(result))
    return Table(
        f"{capital(result.counted)} ahead: median (90% interval over {result.attacks[0].covers}){war}",
        (FRONT, Column("A day now"), *_windows(result, number, FEW_WINDOWS)),
        tuple[tuple[Cell, ...], ...](
            (
                marked(result, "attacks", front.id, result.main_window, in_unit(result, front.id, "short")),
                result.state.fronts[front.id]["tempo"].median,
                *(held[front.id, days] for days in result.windows[:FEW_WINDOWS]),
            )
            for front in result.actors.fronts
        )
        + totals,
        f"Of the variance of log(1 + {result.counted}) in {result.windows[-1]} days by front: {split}; chance the rest."
        f"{TOTAL if totals else ''}{prior_only_said(result)}".strip(),
    )


def _range(shares: list[float]) -> str:
    """Return the least and the greatest share, once where they read alike."""
    return " to ".join(dict.fromkeys((percent(min(shares)), percent(max(shares)))))


def _totals(result: ForecastResult) -> Iterator[tuple[Cell, ...]]:
    """Yield the attacks on several fronts together: under one label, and against one adversary where that says more."""
    fronts = result.actors.fronts
    labels = {row.fronts for row in result.together if row.kind == "label"}
    held = {(row.kind, row.group, row.window_days): row for row in result.together}
    for kind, group in dict.fromkeys((row.kind, row.group) for row in result.together):
        first = held[kind, group, result.main_window]
        if kind not in ("label", "adversary") or not 1 < first.fronts < len(fronts):
            continue
        if first.attacks is None and not result.actors.counted_alike:
            continue
        if kind == "adversary" and first.fronts in labels and _same_as_a_label(result, first):
            continue
        name = f"total: {first.name}"
        yield (
            marked(result, "attacks", f"{kind} {group}", result.main_window, name),
            "",
            *(
                Estimate(held[kind, group, d].attacks, held[kind, group, d].attacks_90)
                for d in result.windows[:FEW_WINDOWS]
            ),
        )


def _same_as_a_label(result: ForecastResult, row: Together) -> bool:
    """Return whether a label is printed that has the same numbers, since it holds the same fronts."""
    return any(
        (x.kind, x.fronts, x.window_days, x.lethal, x.order, x.attacks)
        == ("label", row.fronts, row.window_days, row.lethal, row.order, row.attacks)
        for x in result.together
    )


def in_unit(result: ForecastResult, front: str, form: Literal["name", "short"] = "name") -> str:
    """Return a front's name, with what is counted on it where that differs among the fronts."""
    name = result.actors.short(front) if form == "short" else result.actors.name(front)
    return name if result.actors.counted_alike else f"{name} ({result.actors.counted(front)})"


def attacks_table(result: ForecastResult) -> Table:
    """Return attacks by front and window, with both intervals and three points of the exceedance curve."""
    shown = (1, 5, 20)
    return Table(
        f"{capital(result.counted)} by front and window.",
        (
            FRONT,
            Column("Window", _days),
            Column("Median"),
            Column("50%", words=True),
            Column("90%", words=True),
            *(Column(f"At least {n}", percent) for n in shown),
        ),
        tuple(
            (
                in_unit(result, row.front),
                row.window_days,
                row.median,
                interval(row.interval_50),
                interval(row.interval_90),
                *(point.p for point in row.at_least if point.n in shown),
            )
            for row in result.by_front(result.attacks)
        ),
        f"Intervals cover {result.attacks[0].covers}.",
    )


def exceedance_table(result: ForecastResult) -> Table:
    """Return the exceedance curve of each front within the main window."""
    rows = result.by_front(within(result.attacks, result.main_window))
    return Table(
        f"Probability of at least so many {result.counted} within {result.main_window} days.",
        (FRONT, *(Column(f"{n:,}", percent) for n in COUNTS)),
        tuple(
            (
                in_unit(result, row.front),
                *(point.p for point in row.at_least if point.n in COUNTS),
            )
            for row in rows
        ),
    )


def lethal_table(result: ForecastResult) -> Table:
    """Return the probability of a lethal attack, front by front, and whether by a client within control."""
    held = {(row.front, row.window_days): row for row in result.lethal}
    asked = {row.front for row in result.lethal}
    fronts = [*(front.id for front in result.actors.fronts_in_order if front.id in asked), ANY_FRONT]
    main = result.main_window
    return Table(
        "Probability of at least one lethal attack within each window.",
        (
            FRONT,
            *_windows(result),
            Column(assumed(result, "within control", "Within control"), percent, part=True),
            Column(assumed(result, "within control", "Beyond control"), percent, part=True),
        ),
        tuple(
            (
                marked(
                    result,
                    "lethal",
                    "all all" if front == ANY_FRONT else front,
                    main,
                    result.actors.name(front),
                ),
                *(
                    Estimate(held[front, days].probability, held[front, days].parameters_90)
                    for days in result.windows
                ),
                held[front, main].within_control,
                held[front, main].beyond_control,
            )
            for front in fronts
        ),
        f"In brackets: 90% interval over {result.covers}. "
        f"Last two columns: if there is one within {main} days, how likely it is by a client within, or beyond, the patron's control; no order to kill is in the model."
        f"{assumed_said(result, 'within control')}",
    )


def reprisal_table(result: ForecastResult) -> Table:
    """Return the highest level of reprisal of each adversary within each window."""
    return Table(
        "Highest level of reprisal within each window; each row adds to one.",
        (
            Column("Adversary", words=True),
            Column("Window", _days),
            *(Column(capital(level), percent, part=True) for level in ("none", *LEVELS)),
        ),
        tuple((result.actors.name(row.adversary), row.window_days, *row.shares) for row in result.reprisal),
    )


def happens_table(result: ForecastResult) -> Table:
    """Return what else may happen within each window, each with its interval: the short answer."""
    rows = (*_lethal_rows(result), *_reprisal_rows(result), *_order_rows(result), *_rung_rows(result))
    rungs = f"Rung 3: {result.ladder.name(3)}; 4: {result.ladder.name(4)}." if result.ladder.highest else ""
    return Table(
        f"What else may happen within the window (90% interval over {result.covers})",
        (Column("Event", words=True), *_windows(result, percent, FEW_WINDOWS)),
        tuple(rows),
        f"{rungs}{_apart_said(result)}{assumed_said(result, 'order')}{prior_only_said(result)}".strip(),
    )


def _lethal_rows(result: ForecastResult) -> Iterator[tuple[Cell, ...]]:
    main = result.main_window
    if not result.lethal:
        return
    adversaries = _groups(result, "adversary")
    for group, name in adversaries if len(adversaries) > 1 else ():  # of one alone, any front says the same
        held = {r.window_days: r for r in result.together if (r.kind, r.group) == ("adversary", group)}
        if held[main].lethal is None:  # clashes are counted, so nobody says whose attack killed
            continue
        text = marked(result, "lethal", f"adversary {group}", main, f"lethal attack on {name}")
        yield text, *(Estimate(held[w].lethal, held[w].lethal_90) for w in result.windows[:FEW_WINDOWS])
    anywhere = {row.window_days: row for row in result.lethal if row.front == ANY_FRONT}
    text = marked(result, "lethal", "all all", main, "lethal attack, any front")
    yield (
        text,
        *(Estimate(anywhere[w].probability, anywhere[w].parameters_90) for w in result.windows[:FEW_WINDOWS]),
    )


def _reprisal_rows(result: ForecastResult) -> Iterator[tuple[Cell, ...]]:
    main = result.main_window
    for adversary in result.actors.adversaries:
        held = {row.window_days: row for row in result.reprisal if row.adversary == adversary.id}
        if not held:  # one that is not known to hit back is not asked about
            continue
        least = held[main].coded_from_level
        what = f"reprisal by {adversary.short}"
        if least > 1 and held[main].coded is not None:
            what += f", level {least} or more"  # below it none is in the events, so none can be checked
            text, cells = (
                what,
                [Estimate(held[w].coded, held[w].coded_90) for w in result.windows[:FEW_WINDOWS]],
            )
        else:
            text = marked(result, "reprisal", adversary.id, main, what)
            cells = [
                Estimate(held[w].any_level, held[w].any_level_interval())
                for w in result.windows[:FEW_WINDOWS]
            ]
        yield text, *cells
    own = {row.window_days: row for row in result.patron_strike if row.adversary == ANY_FRONT}
    if own:
        what = f"{result.scenario.patron.name}'s own forces strike"
        text = marked(result, "patron strike", ANY_FRONT, main, what)
        yield (
            text,
            *(Estimate(own[w].probability, own[w].parameters_90) for w in result.windows[:FEW_WINDOWS]),
        )


def _order_rows(result: ForecastResult) -> Iterator[tuple[Cell, ...]]:
    if not any(row.order for row in result.together):  # a commander who gives no orders is not asked about
        return
    for kind, what in (("all", "order of restraint, any client"), ("host", "  clients in {}")):
        for group, name in _groups(result, kind):
            held = {r.window_days: r for r in result.together if (r.kind, r.group) == (kind, group)}
            named = assumed(result, "order", what.format(name))
            text = marked(result, "order", f"{kind} {group}", result.main_window, named)
            yield text, *(Estimate(held[w].order, held[w].order_90) for w in result.windows[:FEW_WINDOWS])


def _rung_rows(result: ForecastResult) -> Iterator[tuple[Cell, ...]]:
    if not result.ladder.highest:
        return
    for rung in (3, 4):
        cells = (
            Estimate(row.shares[rung], row.parameters_90[rung] if row.parameters_90 else None)
            for row in result.ladder.highest[:FEW_WINDOWS]
        )
        yield f"highest rung {rung}", *cells


def _groups(result: ForecastResult, kind: str) -> list[tuple[str, str]]:
    """Return id and name of the groups of a kind, as they come."""
    return list(dict.fromkeys((row.group, row.name) for row in result.together if row.kind == kind))


def _apart_said(result: ForecastResult) -> str:
    """Say that orders to the clients of different hosts cannot be told apart, where all their intervals overlap."""
    hosts = [row.order_90 for row in within(result.together, result.main_window) if row.kind == "host"]
    if len(hosts) > 1 and not told_apart(hosts):
        return " Whose clients are told first cannot be told apart: the intervals overlap."
    return ""


def weekly_table(rows: Iterable[WeeklyAttacks], counted: str = "attacks") -> Table:
    """Return a front's attacks, or what is counted, week by week, or month by month where the case goes by months."""
    rows = tuple(rows)
    of = "month" if any(row.days > 7 for row in rows) else "week"
    return Table(
        f"{capital(counted)} in the {of} that starts on each date.",
        (
            Column(f"{of.capitalize()} from", words=True),
            Column("Median"),
            Column("50%", words=True),
            Column("90%", words=True),
        ),
        tuple(
            (day(row.week), row.median, interval(row.interval_50), interval(row.interval_90)) for row in rows
        ),
        "Intervals cover chance and parameters.",
    )


def attacks_data(result: ForecastResult) -> Table:
    """Return the numbers of `attacks.csv`: a row for each front and window."""
    names = ("median", "low_50", "high_50", "low_90", "high_90", "mean")
    parts = [f"variance_{part}" for part in result.attacks[0].variance.parts]
    rows = (
        (r.front, r.window_days, r.median, *r.interval_50, *r.interval_90, r.mean, *r.variance.parts.values())
        for r in result.attacks
    )
    columns = map(Column, ("front", "window_days", *names, *parts))
    return Table(f"{capital(result.counted)} by front and window", tuple(columns), tuple(rows))


def exceedance_data(result: ForecastResult) -> Table:
    """Return the numbers of `exceedance.csv`: a row for each front, window and number of attacks."""
    return Table(
        f"Probability of at least so many {result.counted}",
        tuple(map(Column, ("front", "window_days", "at_least", "probability"))),
        tuple(
            (row.front, row.window_days, point.n, point.p) for row in result.attacks for point in row.at_least
        ),
    )


def _windows(
    result: ForecastResult, form: Callable[[float], str] = percent, most: int | None = None
) -> list[Column]:
    return [Column(f"{days} days", form) for days in result.windows[:most]]


def _days(count: float) -> str:
    return f"{count:g} days"
