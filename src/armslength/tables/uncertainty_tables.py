"""Tables of the analyses of deep uncertainty: drivers, boxes, robust choices, the value of information, indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from armslength.formatting import number, percent
from armslength.results.discovery import DiscoveryResult
from armslength.results.indicators import IndicatorsResult
from armslength.results.robustness import RobustChoice, RobustnessResult, WhereBest
from armslength.results.sensitivity import SensitivityResult
from armslength.results.value_of_information import InformationResult, Value
from armslength.tables.table import Column, Estimate, Table

SURE = 0.95  # share of draws in which a strategy is the best beyond which nothing would change the choice
MOST_VALUES, MOST_INDICATORS = 12, 2


def sensitivity_tables(result: SensitivityResult) -> Iterator[Table]:
    """Yield the screening, then the indices."""
    top = result.screening[: 2 * len(result.sobol)]
    about = f"{result.outcome} within {result.window_days} days, {result.scale}"
    yield Table(
        f"Screening: mean effect over the whole range ({about})",
        (Column("parameter", words=True), Column("effect"), Column("± (95%)")),
        tuple((row.name, row.effect, row.error) for row in top),
        f"Chance alone would give an effect of {number(top[0].noise)}.",
    )
    yield Table(
        f"Sobol indices of the expected outcome ({result.samples} samples: {result.verdict})",
        (
            Column("factor", words=True),
            *(Column(title, percent) for title in ("alone", "± (95%)", "with interactions", "± (95%)")),
        ),
        tuple(
            (row.name, max(row.first, 0.0), row.first_error, max(row.total, 0.0), row.total_error)
            for row in result.sobol
        ),
        f"Of the variance of one future, {percent(result.chance)} is chance: no parameter explains it.",
    )


def box_table(result: DiscoveryResult) -> Table:
    """Return the limits of the box; without any, its sentence stands alone."""
    return Table(
        result.words,
        (
            Column("parameter", words=True),
            *(Column(title, _three_figures) for title in ("above", "below", "least draw", "greatest draw")),
        ),
        tuple((x.name, _side(x.low), _side(x.high), x.least, x.most) for x in result.limits),
        f"Measured on draws that the box was not cut to, {result.futures:,} futures in which it happens. A box is an association under these assumptions, not a cause.",
    )


def robustness_tables(result: RobustnessResult) -> Iterator[Table]:
    """Yield the four rules without and with the war term, where each strategy is the best, and the dilemma."""
    yield from (choice_table(choice, result.days) for choice in (result.without_war, result.with_war))
    if result.where_best:
        yield Table(
            "Where each strategy is the best",
            (
                Column("strategy", words=True),
                Column("best in", percent),
                Column("parameters there", words=True),
            ),
            tuple((row.strategy, row.best_in, _where(row)) for row in result.where_best),
        )
    spreads = ("control", "dependence", "an attack kills")
    yield Table(
        "The patron's dilemma: own revenue of the clients multiplied by a factor",
        (Column("factor"), *(Column(title) for title in spreads)),
        tuple(
            (
                row.factor,
                Estimate.of(row.control),
                Estimate.of(row.dependence),
                Estimate.of(row.lethal_per_attack),
            )
            for row in result.dilemma
        ),
        "Median (90% interval over parameters); means of clients.",
    )


def choice_table(choice: RobustChoice, days: int) -> Table:
    """Return the strategies under each rule of choice, the least expected burden first."""
    war = "with the war term, whose hazard is assumed" if choice.with_war else "without the war term"
    chosen = "; ".join(f"{rule}: {name}" for rule, name in choice.chosen.items())
    return Table(
        f"Burden in deaths over {days} days, {war}",
        (
            Column("strategy", words=True),
            *(Column(title) for title in ("expected", "worst", "regret")),
            *(Column(title, percent) for title in ("no worse", "best in")),
        ),
        tuple(
            (s.strategy, s.expected, s.worst, s.regret, s.satisfied, s.best_in)
            for s in sorted(choice.standings, key=lambda s: s.expected)
        ),
        f"Chosen: {chosen}.{'' if choice.agree else ' The rules disagree.'}",
    )


def information_tables(result: InformationResult) -> Iterator[Table]:
    """Yield what knowing parameters is worth, then what collecting a series is worth."""
    known = f"Best now: {result.best_now}, in {percent(result.best_in)} of draws. Knowing every parameter first would spare {number(result.perfect)} deaths on average over {result.days} days (biased up by chance)."
    if result.best_in > SURE:
        known += " Hardly anything known first would change the choice; name the strategies that are in question to ask among them."
    yield _values_table("Knowing parameters first", result.partial, known)
    yield _values_table("Collecting a series first", result.sample, "")


def _values_table(title: str, values: Sequence[Value], caption: str) -> Table:
    shown = [row for row in values if row.value > 0][:MOST_VALUES]
    return Table(
        f"{title}: {'deaths spared on average' if shown else 'nothing of this would change the choice'}",
        (
            Column("what", words=True),
            *(Column(name) for name in ("value", "± 1 s.e.", "floor")),
            Column("stands out", words=True),
        ),
        tuple((r.name, r.value, r.error, r.floor, "yes" if r.stands_out else "no") for r in shown),
        caption,
    )


def indicators_table(result: IndicatorsResult) -> Table:
    """Return a sentence for each telling indicator, the best of each outcome first."""
    rows: list[tuple[str, str]] = []
    shown: dict[str, int] = {}
    for row in result.indicators:
        shown[row.outcome] = shown.get(row.outcome, 0) + row.tells
        if row.tells and shown[row.outcome] <= MOST_INDICATORS:
            rows.append((f"{percent(row.skill)} ± {percent(row.error)}", row.words))
    title = (
        "Updating on these makes the score better on futures that did not choose the value"
        if rows
        else f"Nothing to be seen in the next {result.watch_days} days would make these forecasts score better"
    )
    columns = (Column("skill"), Column("what it says", words=True))
    return Table(
        title, columns, tuple(rows), "Skill: share of the Brier score taken away, ± one standard error."
    )


def _where(row: WhereBest) -> str:
    shifts = [
        f"{shift.name} {'higher' if shift.moved > 0 else 'lower'} (median {shift.median_here:.2g}, elsewhere {shift.median_elsewhere:.2g})"
        for shift in row.where
    ]
    return "; ".join(shifts) or "nowhere in particular"


def _side(x: float | None) -> float | str:
    return "open" if x is None else x


def _three_figures(x: float) -> str:
    return f"{x:.3g}"
