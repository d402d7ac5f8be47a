"""What a backtest's and a fit's pictures show first, and what stays behind a click."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armslength.scenario import Scenario

FEW = 3  #: totals of a series below which a line of a table says more than a picture
DECLARED, WEEK = "declared beforehand", "7 days"


def parted(figure: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The comparison declared beforehand, or else a week ahead, as `main`; what is left as `rest`."""
    rows = [
        {**row, "group": row["group"].replace(", 1 days", ", 1 day")} for row in figure["rows"] if row["skill"] is not None
    ]  # fmt: skip
    groups = list(dict.fromkeys(row["group"] for row in rows))
    first = next(
        (found for sign in (DECLARED, WEEK) if (found := [g for g in groups if g.endswith(sign)])), groups
    )
    parts = {
        "main": [row for row in rows if row["group"] in first],
        "rest": [row for row in rows if row["group"] not in first],
    }
    return {part: {**figure, "rows": held} for part, held in parts.items() if held}


def names_of(case: Scenario, found: Mapping[str, Any]) -> dict[str, str]:
    """What a reader calls the fronts that are counted together."""
    targets = {row["target"] for row in found["exploratory"]["counts"]}
    targets |= {found["primary"]["target"]} if found["primary"] else set()
    return {target: _name(case, tuple(target.split(";"))) for target in targets}


def _name(case: Scenario, fronts: tuple[str, ...]) -> str:
    umbrella = next((u.name for u in case.umbrellas.values() if set(u.fronts) == set(fronts)), None)
    return umbrella or " and ".join(case.fronts[front].name for front in fronts)
