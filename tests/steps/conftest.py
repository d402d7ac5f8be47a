"""Made-up cases by the day, the week and the month."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from armslength.scenario import Scenario, load
from benchmarks.long_case import write_case

START = date(2001, 1, 1)  # a Monday


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Path]:
    """Return the folder of a case with so many steps of history and three fronts."""
    folder = tmp_path_factory.mktemp("steps")

    def write(step: str, steps: int) -> Path:
        place = folder / f"{step}-{steps}"
        return place if place.exists() else write_case(place, step, START, steps, fronts=3)

    return write


@pytest.fixture(scope="session")
def weekly_case(made: Callable[[str, int], Path]) -> Scenario:
    """Two years by the week."""
    return load(made("week", 104))


@pytest.fixture(scope="session")
def monthly_case(made: Callable[[str, int], Path]) -> Scenario:
    """Three years by the month."""
    return load(made("month", 36))
