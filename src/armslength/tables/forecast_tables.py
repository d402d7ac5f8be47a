"""Tables of a forecast: who follows, what the commander does, attacks, lethal attacks, reprisals."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from armslength.formatting import capital, day, interval, number, percent, share
from armslength.ladder import LEVELS
from armslength.results.actors import ANY_FRONT
from armslength.results.forecast import ForecastResult, WeeklyAttacks, within
from armslength.tables.table import Cell, Column, Estimate, Table

COUNTS = (1, 2, 5, 10, 20, 50, 100, 200)  # of the exceedance curve, as tables show it
FRONT = Column("Front", words=True, name="front")
#: why a number of who follows is not one of what comes next
APART = "Asked with no other order on the days ahead; elsewhere the commander goes on giving his own."


def who_follows_table(result: ForecastResult) -> Table:
    """Return, front by front, whether a client would pause under an order carried by an envoy: the short answer."""
    rows = [row for row in result.follow if row.order == "envoy"]
    message = {row.front: row.pauses_because_told for row in result.follow if row.order == "message"}
    control = result.state.clients
    return Table(
        f"Will they follow? An order today to stop, carried by an envoy; {rows[0].window_days} days",
        (
            FRONT,
            Column("Control (90%)", share, words=True),
            Column("Pauses anyway", percent, part=True),
            Column("Does not pause", percent, part=True),
            Column("Because told", percent, part=True),
            Column("In words", words=True),
            Column("By message", percent),
        ),
        tuple(
            (
                result.actors.short(row.front),
                Estimate(control[row.client]["control"].median, control[row.client]["control"].interval_90),
                row.pauses_anyway,
                row.does_not_pause,
                row.pauses_because_told,
                row.words,
                message[row.front],
            )
            for row in rows
        ),
        f"Pauses: {rows[0].rule}. The three add to one. By message: because told, if the order comes without an envoy. {APART}",
    )


def follow_table(result: ForecastResult) -> Table:
    """Return who pauses under each order, with intervals and bounds."""
    windows = " or ".join(str(days) for days in sorted({row.window_days for row in result.follow}))
    error = max(row.mc_error for row in result.follow)
    return Table(
        f"Who pauses under an order to pause for {windows} days, given today.",
        (
            FRONT,
            Column("Order", words=True),
            Column("Because told", percent, part=True),
            Column("Anyway", percent, part=True),
            Column("Does not", percent, part=True),
            Column("Because told: bounds (any pairing of futures)", words=True),
            Column("Because told, in words", words=True),
        ),
        tuple(
            (
                result.actors.name(row.front),
                row.order,
                Estimate(row.pauses_because_told, row.parameters_90.pauses_because_told),
                Estimate(row.pauses_anyway, row.parameters_90.pauses_anyway),
                Estimate(row.does_not_pause, row.parameters_90.does_not_pause),
                interval(row.told_bounds, percent),
                row.words,
            )
            for row in result.by_front(result.follow)
        ),
        f"In brackets: 90% interval over parameters. Monte Carlo error at most {100 * error:.1f} points.",
    )


def commander_table(result: ForecastResult) -> Table:
    """Return the probability of an order of restraint, front by front."""
    held = {(row.front, row.window_days): Estimate(row.order, row.parameters_90) for row in result.commander}
    return Table(
        "Probability of at least one order of restraint within each window.",
        (FRONT, *_windows(result)),
        tuple(
            (front.name, *(held[front.id, days] for days in result.windows))
            for front in result.actors.fronts_in_order
        ),
        "In brackets: 90% interval over parameters.",
    )


def attacks_by_window_table(result: ForecastResult) -> Table:
    """Return the attacks ahead, front by front: the short answer."""
    held = {(row.front, row.window_days): Estimate(row.median, row.interval_90) for row in result.attacks}
    shares = [row.variance.parts for row in within(result.attacks, result.windows[-1])]
    split = ", ".join(
        f"{part} {percent(min(s[part] for s in shares))} to {percent(max(s[part] for s in shares))}"
        for part in shares[0]
        if part != "chance"
    )
    return Table(
        f"Attacks ahead: median (90% interval over {result.attacks[0].covers}), if there is no regional war",
        (FRONT, Column("A day now"), *_windows(result, number)),
        tuple(
            (
                result.actors.short(front.id),
                result.state.fronts[front.id]["tempo"].median,
                *(held[front.id, days] for days in result.windows),
            )
            for front in result.actors.fronts
        ),
        f"Of the variance of log(1 + attacks) in {result.windows[-1]} days by front: {split}; chance the rest.",
    )


def attacks_table(result: ForecastResult) -> Table:
    """Return attacks by front and window, with both intervals and three points of the exceedance curve."""
    shown = (1, 5, 20)
    return Table(
        "Attacks by front and window.",
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
                result.actors.name(row.front),
                row.window_days,
                row.median,
                interval(row.interval_50),
                interval(row.interval_90),
                *(point.p for point in row.at_least if point.n in shown),
            )
            for row in result.by_front(result.attacks)
        ),
        "Intervals cover chance and parameters.",
    )


def exceedance_table(result: ForecastResult) -> Table:
    """Return the exceedance curve of each front within the main window."""
    rows = result.by_front(within(result.attacks, result.main_window))
    return Table(
        f"Probability of at least so many attacks within {result.main_window} days.",
        (FRONT, *(Column(f"{n:,}", percent) for n in COUNTS)),
        tuple(
            (
                result.actors.name(row.front),
                *(point.p for point in row.at_least if point.n in COUNTS),
            )
            for row in rows
        ),
    )


def lethal_table(result: ForecastResult) -> Table:
    """Return the probability of a lethal attack, front by front, and whether by a client within control."""
    held = {(row.front, row.window_days): row for row in result.lethal}
    fronts = [*(front.id for front in result.actors.fronts_in_order), ANY_FRONT]
    main = result.main_window
    return Table(
        "Probability of at least one lethal attack within each window.",
        (
            FRONT,
            *_windows(result),
            Column("Within control", percent, part=True),
            Column("Beyond control", percent, part=True),
        ),
        tuple(
            (
                result.actors.name(front),
                *(
                    Estimate(held[front, days].probability, held[front, days].parameters_90)
                    for days in result.windows
                ),
                held[front, main].within_control,
                held[front, main].beyond_control,
            )
            for front in fronts
        ),
        "In brackets: 90% interval over parameters. "
        f"Last two columns: if there is one within {main} days, how likely it is by a client within, or beyond, the patron's control; no order to kill is in the model.",
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
    """Return what else may happen within each window: the short answer."""
    windows, ladder = result.windows, result.ladder
    lethal = {row.window_days: row for row in result.lethal if row.front == ANY_FRONT}
    rows: list[tuple[Cell, ...]] = [
        ("an attack kills the adversary's own", *(lethal[w].probability for w in windows)),
        ("  by a client within the patron's control", *(lethal[w].within_control for w in windows)),
    ]
    for adversary in result.actors.adversaries:
        held = {row.window_days: row for row in result.reprisal if row.adversary == adversary.id}
        top = (held[w].level_3 + held[w].level_4 for w in windows)
        rows.append((f"reprisal by {adversary.short}", *(1 - held[w].none for w in windows)))
        rows.append(("  on leadership or the patron itself", *top))
    orders = (max(row.order for row in within(result.commander, w)) for w in windows)
    rows.append(("commander orders restraint (likeliest front)", *orders))
    for rung in (3, 4):
        reached = (row.shares[rung] for row in ladder.highest)
        rows.append((f"highest rung {rung}: {ladder.name(rung)}", *reached))
    title = "What else may happen within the window"
    return Table(title, (Column("Event", words=True), *_windows(result)), tuple(rows))


def weekly_table(rows: Iterable[WeeklyAttacks]) -> Table:
    """Return a front's attacks week by week."""
    return Table(
        "Attacks in the week that starts on each date.",
        (
            Column("Week from", words=True),
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
    return Table("Attacks by front and window", tuple(columns), tuple(rows))


def exceedance_data(result: ForecastResult) -> Table:
    """Return the numbers of `exceedance.csv`: a row for each front, window and number of attacks."""
    return Table(
        "Probability of at least so many attacks",
        tuple(map(Column, ("front", "window_days", "at_least", "probability"))),
        tuple(
            (row.front, row.window_days, point.n, point.p) for row in result.attacks for point in row.at_least
        ),
    )


def _windows(result: ForecastResult, form: Callable[[float], str] = percent) -> list[Column]:
    return [Column(f"{days} days", form) for days in result.windows]


def _days(count: float) -> str:
    return f"{count:g} days"
