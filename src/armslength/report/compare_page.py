"""The page of a comparison: what each strategy does, how sure, and in which order de-escalation puts them."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from armslength.formatting import percent
from armslength.report.charts.comparison import by_war, changes, pauses
from armslength.report.charts.strategy_difference import apart, label_of
from armslength.report.forecast_page import environment, style
from armslength.report.render_figures import Figure, draw
from armslength.results.comparison import ComparisonResult
from armslength.tables.comparison_tables import (
    every_change_table,
    every_contrast_table,
    ranking_tables,
    reversals_table,
)

DRAWN = ("attacks", "deaths", "reprisals", "direct_fire_days", "rung_4", "war", "control_lost")
TABLE = "The table holds its numbers"


def draw_comparison(result: ComparisonResult) -> dict[str, Figure]:
    """Draw every picture of a comparison, by name, so that the report and the page draw it once."""
    if not result.changes:
        return {}
    drawn = draw_apart(result)
    for name in result.asked(DRAWN):
        label = f"{result.outcome(name).title}: change under each strategy, with its interval"
        drawn[f"changes/{name}"] = draw(partial(changes, result, name), f"changes-{name}", label, TABLE)
    if any(outcome.name.startswith("pauses/") for outcome in result.outcomes):
        label = "Probability in per cent that each front pauses under each strategy"
        drawn["pauses"] = draw(partial(pauses, result), "pauses", label)
    if result.ranking.with_war:
        label = "Burden of strategies against doing nothing, as war grows likelier"
        drawn["by-war"] = draw(partial(by_war, result), "by-war", label)
    return drawn


def draw_apart(result: ComparisonResult) -> dict[str, Figure]:
    """Draw the difference between two strategies, or between one and doing nothing."""
    pair = pair_of(result)
    if pair is None:
        return {}
    return {"apart": draw(partial(apart, result, *pair), "apart", *label_of(result, *pair), TABLE)}


def pair_of(result: ComparisonResult) -> tuple[str, str] | None:
    """Return what is set against what: the second strategy against the first, or the only one against nothing."""
    names = [strategy.name for strategy in result.strategies]
    return (names[-1], names[-2]) if len(names) in (2, 3) else None


def write_compare_page(result: ComparisonResult, drawn: dict[str, Figure] | None = None) -> str:
    """Return the page of a comparison as HTML; `drawn` are its pictures, if they are drawn already."""
    drawn = draw_comparison(result) if drawn is None else drawn
    page = environment().get_template("compare.html.j2")
    return page.render(
        result=result,
        style=Markup(style()),
        pair=pair_of(result),
        drawn=drawn,
        changes=[(result.outcome(o).title, drawn[f"changes/{o}"]) for o in DRAWN if f"changes/{o}" in drawn],
        every_contrast=every_contrast_table(result),
        every_change=every_change_table(result, result.changes),
        rankings=ranking_tables(result),
        reversals=reversals_table(result) if result.ranking.flips else None,
        saved=_saved(result),
    )


def _saved(result: ComparisonResult) -> tuple[str, str] | None:
    known = [row.median for row in result.pairing if row.median is not None]
    return (percent(min(known)), percent(max(known))) if known else None
