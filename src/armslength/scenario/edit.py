"""Changes to a case as typed records: the dates, a number, a count, a strategy. Each gives the case anew, checked as a whole.

Only the place that changes is written anew: comments, order and every other byte of the files stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from armslength.errors import ArmslengthError, Fault
from armslength.parameters import Site
from armslength.parameters.elicited import prior_around, width_90
from armslength.parameters.priors import Fixed
from armslength.scenario.events_edit import with_cells, with_rows
from armslength.scenario.files import EVENTS, FILES, SCENARIO, Texts
from armslength.scenario.parse import assemble
from armslength.scenario.scenario import Scenario
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.yaml_edit import GONE, edited
from armslength.scenario.yaml_text import Path, read_yaml

Places = Mapping[Path, Any]
AREAS: Mapping[str, Callable[[list[str]], Path]] = {  # where the numbers of an actor stand, by its ids
    "clients": lambda ids: ("clients", ids[0], *(("towards", ids[1]) if ids[1:] else ("parameters",))),
    "commanders": lambda ids: ("commanders", ids[0], "parameters"),
    "adversaries": lambda ids: ("adversaries", ids[0], "parameters"),
    "fronts": lambda ids: ("fronts", ids[0], "parameters"),
    "ties": lambda ids: ("clients", ids[1], "ties", ids[0]),
}


@dataclass(frozen=True)
class DatesChange:
    """The days of a case: the first of its history, the as-of date, and how many are asked ahead."""

    start: date
    as_of: date
    horizon: int

    def places(self, scenario: Scenario) -> Places:
        """Return what to write where in `scenario.yaml`: those that differ."""
        asked = {"start": self.start, "as_of": self.as_of, "horizon": self.horizon}
        return {(key,): value for key, value in asked.items() if getattr(scenario, key) != value}


@dataclass(frozen=True)
class NumberChange:
    """A number of the model: its middle, the width of its 90 % interval, and where both come from.

    Without a width the middle alone is written, and the usual prior stands around it; a width of 0 pins it.
    """

    name: str  #: its dotted path
    middle: float
    width: float | None
    source: str
    note: str = ""

    def places(self, scenario: Scenario) -> Places:
        """Return what to write where in `scenario.yaml`."""
        site = site_of(scenario, self.name)
        at = place_of(site)
        held = read_yaml(SCENARIO, scenario.files.texts[SCENARIO]).lines
        written: dict[str, Any] = {"value": self.middle, "prior": GONE}
        if (self.middle, self.width) == shown(site):
            written = {} if at in held else {"prior": site.prior.as_data()}
        elif self.width is not None:
            like = site.record.prior if isinstance(site.prior, Fixed) else site.prior
            try:
                prior = prior_around(self.middle, self.width, like, site.record.support)
            except ValueError as error:
                raise ArmslengthError(f"{site.record.meaning}: {error}") from None
            written = {"prior": prior.as_data(), "value": GONE}
        written |= {"source": self.source, "note": self.note or GONE}
        if at not in held:
            entry = {key: value for key, value in written.items() if value is not GONE}
            if site.record.scope == "commanders" and at[:2] not in held:  # the one of a case that names none
                return {at[:2]: {"name": scenario.commanders[str(at[1])].name, at[2]: {at[3]: entry}}}
            return {at: entry}
        return {(*at, key): value for key, value in written.items()}


@dataclass(frozen=True)
class CountChange:
    """Cells of one row of `events.csv`: of the row that begins on a line, or of a new one."""

    cells: Mapping[str, str]
    line: int | None = None


@dataclass(frozen=True)
class StrategyChange:
    """A strategy of the case: its title and its actions in words; without actions it is removed."""

    id: str
    title: str
    actions: tuple[str, ...]

    def places(self, scenario: Scenario) -> Places:
        """Return what to write where in `scenario.yaml`: what differs."""
        at, known = ("strategies", self.id), scenario.strategies.get(self.id)
        if not self.actions:
            return {at: GONE}
        asked: dict[str, Any] = {"title": self.title, "actions": list(self.actions)}
        if known is None:
            return {at: asked}
        held = {"title": known.title, "actions": list(known.actions)}
        return {(*at, key): value for key, value in asked.items() if held[key] != value}


Change = DatesChange | NumberChange | CountChange | StrategyChange


def changed(scenario: Scenario, change: Change) -> Scenario:
    """Return the case after a change, read anew; raises `ArmslengthError` with what is wrong where it does not load."""
    texts = {file: text for file, text in scenario.files.texts.items() if file in FILES}
    if not isinstance(change, CountChange):
        places = change.places(scenario)
        texts[SCENARIO] = edited(SCENARIO, texts[SCENARIO], places)
    elif change.line is None:
        texts[EVENTS] = with_rows(texts[EVENTS], [change.cells])
    else:
        texts[EVENTS] = with_cells(texts[EVENTS], change.line, change.cells)
    return loading(texts)


def loading(texts: Mapping[str, str]) -> Scenario:
    """Return the case of these texts; raises `ArmslengthError` with what is wrong with them."""
    scenario, faults = assemble(Texts(texts))
    if scenario is None:
        raise ArmslengthError(*faults)
    return scenario


def site_of(scenario: Scenario, name: str) -> Site:
    """Return a number of the case by its dotted path; raises `ArmslengthError` with the nearest name."""
    try:
        return scenario.site(name)
    except KeyError:
        near = did_you_mean(name[:80], [site.name for site in scenario.sites()])
        raise ArmslengthError(f"no number is called '{name[:80]}'; {near}") from None


def place_of(site: Site) -> Path:
    """Return where a number stands in `scenario.yaml`.

    >>> from armslength.scenario import load
    >>> place_of(load("classroom").site("tempo.branching"))
    ('parameters', 'tempo.branching')
    """
    record = site.record
    if not record.per_entity:
        return ("parameters", record.path)
    ids = site.name.removeprefix(f"{record.scope}.").removesuffix(f".{record.name}").split(".")
    return (*AREAS[record.scope](ids), record.name)


def shown(site: Site) -> tuple[float, float]:
    """Return the middle of a number and the width of its 90 % interval, in as many digits as a form shows."""
    return float(f"{site.prior.median:.4g}"), float(f"{width_90(site.prior):.4g}")


def in_short(error: ArmslengthError) -> str:
    """Return what is wrong in one sentence: the first fault, and how many more there are."""
    first, *more = error.faults
    named = Fault(str(first.where) if first.where else None, first.line, first.what, first.hint)
    return f"{named}" + (f" (and {len(more)} more)" if more else "")
