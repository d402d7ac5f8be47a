"""What a backtest's and a fit's pictures show first, and what stays behind a click."""

from __future__ import annotations

from armslength.scenario import Scenario
from armslength.web.tasks import Untyped

FEW = 3  #: totals of a series below which a line of a table says more than a picture
DECLARED, WEEK = "declared beforehand", "7 days"


def split_figure(figure: Untyped) -> dict[str, Untyped]:
    """Return the comparison declared beforehand, or else a week ahead, as `main`; what is left as `rest`."""
    rows = [
        {**row, "group": row["group"].replace(", 1 days", ", 1 day")}
        for row in figure["rows"]
        if row["skill"] is not None
    ]
    groups = list(dict.fromkeys(row["group"] for row in rows))
    endings = ([g for g in groups if g.endswith(ending)] for ending in (DECLARED, WEEK))
    first = next(filter(None, endings), groups)
    parts = {
        "main": [row for row in rows if row["group"] in first],
        "rest": [row for row in rows if row["group"] not in first],
    }
    return {part: {**figure, "rows": rows} for part, rows in parts.items() if rows}


def target_names(case: Scenario, backtest: Untyped) -> dict[str, str]:
    """Return what a reader calls the fronts that are counted together."""
    targets = {row["target"] for row in backtest["exploratory"]["counts"]}
    targets |= {backtest["primary"]["target"]} if backtest["primary"] else set()
    return {target: _name(case, tuple(target.split(";"))) for target in targets}


def _name(case: Scenario, fronts: tuple[str, ...]) -> str:
    umbrella = next((u.name for u in case.umbrellas.values() if set(u.fronts) == set(fronts)), None)
    return umbrella or " and ".join(case.fronts[front].name for front in fronts)
