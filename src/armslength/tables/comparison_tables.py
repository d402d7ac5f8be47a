"""Tables of a comparison: what each strategy changes, who pauses, the order of the strategies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Literal

from armslength.formatting import difference, estimate, interval, number, percent
from armslength.results.comparison import (
    NOTHING,
    Change,
    ComparisonResult,
    Contrast,
    Difference,
    RankedStrategy,
)
from armslength.tables.table import Cell, Column, Estimate, Table

FEW = 4  # strategies of which each is shown against each
LEAST = 0.01  # change of a probability that is worth a row
PRACTICALLY = 0.02  # share of what would happen anyway, below which a change of a count is practically none
#: what a difference comes to: `same` is practically no change, `open` cannot be told
Way = Literal["down", "up", "same", "open"]
WORDS: Mapping[Way, str] = {
    "down": "Less",
    "up": "More",
    "same": "Practically no change",
    "open": "Cannot be told",
}
MARKS = {"down": "▼", "up": "▲", "open": "·"}
SIGNS = {"down": "less", "up": "more", "open": "not told apart"}
LEGEND = "▼ less, ▲ more, · not told apart."
#: outcomes that the terminal shows, two to a table so that 80 columns hold them, and their heads
SHORT = {
    "attacks": "attacks",
    "deaths": "deaths",
    "reprisals": "reprisals",
    "direct_fire_days": "days of direct fire",
    "rung_4": "rung 4 or 5 reached",
    "control_lost": "control lost",
}
SHOWN = (("attacks", "deaths"), ("reprisals", "direct_fire_days"), ("rung_4", "control_lost"))
#: outcomes that the report and the page set beside each other: known in all cases, the best known first
COMPARED = (
    *("attacks", "deaths", "reprisals", "lethal_attack", "leadership_struck", "direct_fire_days"),
    *("rung_4", "control_lost", "war"),
)


def difference_text(row: Difference, unit: str) -> str:
    """Return a difference with its interval, such as `-35 pts (-48 to -0.2)`."""
    ends = interval(row.parameters, partial(difference, unit=unit, bare=True))
    return f"{difference(row.difference, unit)} ({ends})"


def way_of(row: Difference, unit: str, anyway: float) -> Way:
    """Return what a difference comes to, where `anyway` is the mean if nothing is done.

    It is practically none where it is known to be smaller than a hundredth of a probability or a share, or than `PRACTICALLY` of what
    would happen anyway; where its interval holds 0 and something larger, it cannot be told.
    """
    least = LEAST if unit in ("probability", "share") else PRACTICALLY * abs(anyway)
    low, high = row.parameters
    if max(abs(low), abs(high)) <= least or (row.sign != "open" and abs(row.difference) <= least):
        return "same"
    return row.sign


def few_strategies(result: ComparisonResult) -> bool:
    """Return whether there are several strategies, and few enough to show each against each."""
    return 2 <= len(result.strategies) - 1 <= FEW


def comparison_tables(result: ComparisonResult) -> Iterator[Table | str]:
    """Yield the tables and sentences of the terminal, in order."""
    shown = [asked for outcomes in SHOWN if (asked := result.asked(outcomes))]
    yield from (change_table(result, outcomes) for outcomes in shown)
    if few_strategies(result):
        yield from (contrast_table(result, outcomes) for outcomes in shown)
    if any(outcome.name.startswith("pauses/") for outcome in result.outcomes):
        yield pauses_table(result)
    yield from filter(None, (result.not_asked, result.assumed))
    yield from ranking_tables(result)
    if result.ranking.flips:
        yield reversals_table(result, most=5)
    elif result.ranking.with_war:
        war = percent(result.ranking.war_probability[NOTHING])
        yield f"No two strategies change places at any probability of war (if nothing is done: {war})."


def change_table(result: ComparisonResult, outcomes: Sequence[str]) -> Table:
    """Return the change of some outcomes under each strategy against doing nothing."""
    title = f"Change against doing nothing, {result.scenario.days} days ({result.interval_covers})"
    return _by_strategy(result, title, result.changes, outcomes, LEGEND)


def _by_strategy(
    result: ComparisonResult, title: str, changes: Sequence[Change], outcomes: Sequence[str], caption: str
) -> Table:
    held = {(row.strategy, row.outcome): row for row in changes}
    units = {name: result.outcome(name).unit for name in outcomes}
    names = dict.fromkeys(row.strategy for row in changes)
    baselines = {row.outcome: row.baseline for row in changes}
    columns = tuple(
        Column(f"{_head(name, units)}\n(nothing: {_level(baselines.get(name), units[name])})")
        for name in outcomes
    )
    rows = [(name, *(_marked(held[name, o], units[o]) for o in outcomes)) for name in names]
    return Table(title, (Column("strategy", words=True), *columns), tuple(rows), caption)


def contrast_table(result: ComparisonResult, outcomes: Sequence[str]) -> Table:
    """Return the difference in some outcomes between each strategy and each named before it."""
    held = {(row.strategy, row.against, row.outcome): row for row in result.contrasts}
    units = {name: result.outcome(name).unit for name in outcomes}
    columns = tuple(
        Column(f"{_head(name, units)}{', points' if units[name] == 'probability' else ''}")
        for name in outcomes
    )
    rows = tuple(
        (f"{name} against {against}", *(_marked(held[name, against, o], units[o]) for o in outcomes))
        for name, against in dict.fromkeys((row.strategy, row.against) for row in result.contrasts)
    )
    title = f"Against each other, {result.scenario.days} days ({result.interval_covers})"
    return Table(title, (Column("strategy against", words=True), *columns), rows)


def _head(name: str, units: Mapping[str, str]) -> str:
    """Return the head of an outcome's column; what is counted is its unit."""
    return units[name] if name == "attacks" else SHORT[name]


def _marked(row: Difference, unit: str) -> str:
    """Return a difference with its interval and its sign; of a probability in points."""
    text = estimate(row.difference, row.parameters, partial(difference, unit=unit, bare=True))
    return f"{MARKS[row.sign]} {text}"


def _level(x: float | None, unit: str) -> str:
    return f"{percent(x)}, in points" if unit == "probability" else number(x)


def pauses_table(result: ComparisonResult) -> Table:
    """Return the fronts where a strategy moves the probability of a pause."""
    rows = []
    for strategy in result.strategies[1:]:
        for front, name in result.actors.fronts.items():
            row = result.change(strategy.name, f"pauses/{front}")
            if abs(row.difference) >= LEAST and row.pairs:
                rows.append((strategy.name, name, row.baseline, row.value, row.pairs.only_with))
    days = next(o.days for o in result.outcomes if o.name.startswith("pauses/"))
    return Table(
        f"Who pauses within {days} days: fronts where that moves by a point or more",
        (
            Column("strategy", words=True),
            Column("front", words=True),
            Column("nothing", percent),
            Column("with it", percent),
            Column("because of it", percent),
        ),
        tuple(rows),
        "Because of it: share of futures that pause only with the strategy; it depends on the pairing, bounds for any in the JSON.",
    )


def ranking_tables(result: ComparisonResult) -> list[Table]:
    """Return the order of the strategies without and with the war term, as far as the case gives ground for either."""
    ranking = result.ranking
    asked = [w for w, rows in ((False, ranking.without_war), (True, ranking.with_war)) if rows]
    return [ranking_table(result, with_war) for with_war in asked]


def ranking_table(result: ComparisonResult, with_war: bool) -> Table:
    """Return the strategies in the order of their burden, least first."""
    ranking = result.ranking
    ranked = ranking.with_war if with_war else ranking.without_war
    weights = ", ".join(f"{name} {weight:g}" for name, weight in ranking.weights.items())
    return Table(
        f"Order by de-escalation alone, {'with' if with_war else 'without'} the war term{' (prior-dominated)' if with_war else ''}",
        (
            Column("strategy", words=True),
            Column("burden in deaths"),
            Column("against nothing"),
            Column("told apart", words=True),
            Column("better in draws", percent),
            *([Column("war", percent)] if ranking.war_probability else []),
        ),
        tuple(_ranked(row, ranking.war_probability.get(row.strategy)) for row in ranked),
        f"± one standard error; told apart: by two of them. Weights: {weights}.",
    )


def _ranked(row: RankedStrategy, war: float | None) -> tuple[Cell, ...]:
    against = f"{row.against_baseline:+.1f} ± {row.error:.1f}"
    cells = row.strategy, row.burden, against, "yes" if row.apart else "no", row.better_in
    return cells if war is None else (*cells, war)


def reversals_table(result: ComparisonResult, most: int | None = None) -> Table:
    """Return where two strategies change places as war grows likelier; with `most`, only the first of them."""
    ranking = result.ranking
    found = ranking.flips
    base = percent(ranking.war_probability[ranking.baseline])
    more = f" {len(found) - most} more in the JSON." if most is not None and len(found) > most else ""
    return Table(
        "Where the order turns",
        (
            Column("comes before", words=True),
            Column("this one", words=True),
            Column("once war without any strategy is likelier than", percent),
            Column("times the model's"),
        ),
        tuple((row.better_above, row.better_below, row.war_probability, row.factor) for row in found[:most]),
        f"Probability of war if nothing is done: {base}.{more}",
    )


def every_change_table(result: ComparisonResult, changes: Sequence[Change]) -> Table:
    """Return changes against doing nothing in every outcome, with every interval."""
    titles = {outcome.name: outcome.title for outcome in result.outcomes}
    rows = tuple(
        (
            row.strategy,
            titles[row.outcome],
            row.window_days,
            row.baseline,
            row.value,
            Estimate(row.difference, row.parameters),
            *_ends(row.futures),
            *_ends(row.structure),
            row.saved,
        )
        for row in changes
    )
    return Table(
        "Every outcome, its change and its intervals; probabilities in shares of one",
        (
            Column("Strategy", words=True),
            Column("Outcome", words=True),
            Column("Days"),
            Column("Nothing"),
            Column("With it"),
            Column(f"Change ({result.interval_covers})", difference),
            Column("Pairs of futures, from", difference),
            Column("to", difference),
            Column("Structures, from", difference),
            Column("to", difference),
            Column("Saved by pairing", percent),
        ),
        rows,
    )


def _ends(ends: Sequence[float] | None) -> tuple[float | None, float | None]:
    return (ends[0], ends[1]) if ends else (None, None)


def every_contrast_table(result: ComparisonResult) -> Table | None:
    """Return each strategy against each before it in the outcomes best known, or None where there are none or many."""
    if not few_strategies(result):
        return None
    outcomes = {name: result.outcome(name) for name in result.asked(COMPARED)}
    rows = tuple(
        (
            row.strategy,
            row.against,
            outcomes[row.outcome].title,
            difference_text(row, outcomes[row.outcome].unit),
            SIGNS[row.sign],
        )
        for row in result.contrasts
        if row.outcome in outcomes
    )
    titles = ("Strategy", "Against", "Outcome", "Difference", "Which way")
    columns = tuple(Column(title, words=title != "Difference") for title in titles)
    return Table(f"Each strategy against each before it, {result.interval_covers}", columns, rows)


def every_difference_table(result: ComparisonResult) -> Table:
    """Return every difference as `comparison.csv` holds it: against doing nothing first, then against each other.

    `low` and `high` are the interval over parameters, of the mass that `interval` says; `pairs_low` and `pairs_high`
    that over pairs of futures.
    """
    outcomes = {outcome.name: outcome for outcome in result.outcomes}
    means = {(row.strategy, row.outcome): row.value for row in result.changes}
    means |= {(NOTHING, row.outcome): row.baseline for row in result.changes}

    def cells(row: Change | Contrast) -> tuple[Cell, ...]:
        against, outcome = row.against if isinstance(row, Contrast) else NOTHING, outcomes[row.outcome]
        return (
            *(row.strategy, against, row.outcome, outcome.title, outcome.unit, row.window_days),
            *(means[row.strategy, row.outcome], means[against, row.outcome], row.difference, row.error),
            *(result.interval, *row.parameters, row.sign, *row.futures),
        )

    names = (
        *(
            "strategy",
            "against",
            "outcome",
            "title",
            "unit",
            "window_days",
            "mean",
            "mean_against",
            "difference",
        ),
        *("error", "interval", "low", "high", "sign", "pairs_low", "pairs_high"),
    )
    rows = (*map(cells, result.changes), *map(cells, result.contrasts))
    return Table("Every difference", tuple(Column(name) for name in names), rows)
