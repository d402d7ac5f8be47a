"""What happened after the as-of date, where a case carries it: it informs no fit and no forecast, only scores."""

from __future__ import annotations

from pathlib import Path

from armslength.scenario.scenario import Scenario

OUTCOMES = "outcomes.csv"  #: with the columns of events.csv; no part of the case's hash


def outcomes_file(case: Scenario) -> Path | None:
    """Return the file of a case that says what happened since; None where it has none."""
    file = case.folder / OUTCOMES if case.folder else None
    return file if file is not None and file.is_file() else None
