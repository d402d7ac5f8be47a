"""The first screen of a forecast: the answer in tables that fit a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from armslength.cli.console import rich_table
from armslength.formatting import estimate, percent
from armslength.results.forecast import ForecastResult
from armslength.tables import forecast_tables
from armslength.tables.theory_average_tables import theories_table
from armslength.tables.ways_tables import ways_table

HEADLINES = ("pauses because told by an envoy", "reprisal")  # on which theories are set beside each other
MOST_HEADLINES = 4
STRUCTURE = "Intervals are over the parameters of one model; whether another theory is right is not in them (--theories).\n"


def first_screen(result: ForecastResult) -> Iterator[RenderableType]:
    """Yield what the first screen shows, in order."""
    yield _head(result)
    if result.follow:
        yield rich_table(forecast_tables.who_follows_table(result), tight=True)
    yield rich_table(forecast_tables.attacks_by_window_table(result))
    if result.ways and result.ways.offered:
        yield rich_table(ways_table(result, result.ways), tight=True)
    elif result.ways:
        yield Text(f"{result.ways.says}\n")
    happens = forecast_tables.happens_table(result)
    if happens.rows:
        yield rich_table(happens)
    if result.not_asked:
        yield Text(f"{result.not_asked}\n")
    if result.theories:
        yield rich_table(theories_table(result, result.theories, MOST_HEADLINES, HEADLINES))
    yield _foot(result)


def _head(result: ForecastResult) -> Text:
    case, evidence, run = result.scenario, result.evidence, result.manifest
    return Text.assemble(
        (f"{case.title}\n", "bold"),
        (f"{case.question}\n", "italic"),
        f"As of {case.as_of}; {evidence.events} events ({evidence.revised} of them published or revised after that date, "
        f"{evidence.undated} without a date of publication); {evidence.claims} claims. {run.futures:,} futures, {run.draws} draws of the "
        f"{run.parameters_from}.{_rests_on(result)}\n",
    )


def _rests_on(result: ForecastResult) -> str:
    """Return how many uncertain parameters start from what other networks taught, and how many are assumed."""
    counts = result.evidence.rests_on
    if not counts:
        return ""
    learned, assumed = counts.get("learned from networks", 0), counts.get("assumed", 0)
    return f" Priors of {sum(counts.values())} parameters: {learned} learned from networks, {counts.get('a study', 0)} of studies, {assumed} assumed."


def _foot(result: ForecastResult) -> Text:
    war = ""
    if result.war.windows:
        last = max(result.war.windows, key=lambda row: row.window_days)
        war = f" Regional war within {last.window_days} days: {estimate(last.probability, last.parameters_90, percent)}, which rests on the prior and not on the evidence."
    return Text.assemble(
        ("\nConditions of this forecast: ", "dim"),
        " ".join(result.scenario.conditions),
        f"{war}\n{'' if result.theories else STRUCTURE}",
    )
