"""Find a scenario by name or folder and read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import armslength.cases
from armslength.errors import ArmslengthError, Fault
from armslength.scenario.files import SCENARIO, read_folder
from armslength.scenario.parse import assemble
from armslength.scenario.revise import read_new_events, with_events
from armslength.scenario.scenario import Scenario
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.yaml_text import read_yaml

SHIPPED = Path(armslength.cases.__file__).parent


@dataclass(frozen=True)
class Case:
    """A built-in case, as a list shows it."""

    name: str
    title: str
    group: str  #: heading under which the list shows it
    question: str
    as_of: date
    step: str
    folder: Path


def list_cases() -> tuple[Case, ...]:
    """Return the built-in cases: those without a group, then group by group."""
    cases = []
    for folder in sorted(p.parent for p in SHIPPED.glob(f"*/{SCENARIO}")):
        data = read_yaml(SCENARIO, (folder / SCENARIO).read_text(encoding="utf-8")).data
        group, step = data.get("group", ""), data.get("step", "day")
        cases.append(Case(folder.name, data["title"], group, data["question"], data["as_of"], step, folder))
    return tuple(sorted(cases, key=lambda c: (c.group, c.name)))


def find(name_or_path: str | Path) -> Path:
    """Return the folder of a built-in case by its name, or of any scenario by its path; a case's name wins."""
    shipped = SHIPPED / str(name_or_path)
    if shipped.parent == SHIPPED and (shipped / SCENARIO).exists():
        return shipped
    path = Path(name_or_path)
    if path.is_file() and path.name == SCENARIO:
        return path.parent
    if path.exists():
        return path
    cases = [p.parent.name for p in SHIPPED.glob(f"*/{SCENARIO}")]
    raise ArmslengthError(
        Fault(
            None,
            None,
            f"no case or folder is named '{name_or_path}'",
            did_you_mean(str(name_or_path), sorted(cases)),
        )
    )


def load(case: Scenario | str | Path, events: str | Path | None = None) -> Scenario:
    """Return the built-in case of that name or the scenario in that folder; one that is loaded comes back as it is.

    `events` is a file with more rows in the form of `events.csv`, up to the as-of date. Raises `ArmslengthError` with
    every fault.

    >>> load("axis-2024").as_of
    datetime.date(2024, 2, 8)
    """
    scenario = case if isinstance(case, Scenario) else _read(case)
    return scenario if events is None else with_events(scenario, read_new_events(events), scenario.as_of)


def _read(case: str | Path) -> Scenario:
    texts, faults = read_folder(find(case))
    scenario, more = assemble(texts)
    if faults or scenario is None:
        raise ArmslengthError(*faults, *more)
    return scenario
