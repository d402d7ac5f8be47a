"""Which panels of a backtest's chart are shown first, and which stay behind a click."""

from __future__ import annotations

from collections.abc import Sequence

from armslength.report.charts.skill_chart import Panel

FEW = 3  #: totals of a series below which a line of a table says more than a picture
WEEK = "7 days"


def split_panels(panels: Sequence[Panel]) -> dict[str, list[Panel]]:
    """Return the comparison declared beforehand, or else a week ahead, as `main`; what is left as `rest`."""
    declared = [panel for panel in panels if panel.declared]
    first = declared or [panel for panel in panels if panel.label.endswith(WEEK)] or list(panels)
    parts = {"main": first, "rest": [panel for panel in panels if panel not in first]}
    return {part: some for part, some in parts.items() if some}
