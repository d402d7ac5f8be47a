"""Every case ships the forecast that its first page shows, made by this version from the files and the fit that ship."""

import pytest

from armslength.forecasting.shipped import outdated, read_stamp, shipped_file
from armslength.scenario import list_cases, load
from tools.forecasts import first_tasks

CASES = [case.name for case in list_cases()]
MOST_BYTES = 10_000_000  # all cases together, in the repository and in the wheel


@pytest.mark.parametrize("name", CASES)
def test_the_forecast_that_ships_is_of_this_version(name: str) -> None:
    case = load(name)
    assert not (why := outdated(case)), (
        f"the shipped forecast of {name} is not used: {why}; `make forecasts` makes it"
    )
    stamp = read_stamp(shipped_file(name))
    assert stamp is not None
    assert stamp.asked == {task.kind: task.model_dump(exclude={"kind"}) for task in first_tasks(case)}


def test_they_are_small() -> None:
    assert sum(shipped_file(name).stat().st_size for name in CASES) < MOST_BYTES
