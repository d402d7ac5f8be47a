"""The networks of a population: each with its fit, unless it counts too little or counts again what another has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from armslength.errors import ArmslengthError
from armslength.fitting import Posterior, fit_at_hand
from armslength.fitting.at_hand import keep
from armslength.fitting.fit import can_be_fitted
from armslength.fitting.fits import AskedFit, CachedFits
from armslength.formatting import listed
from armslength.population.lesson import Lesson, lesson_of
from armslength.results.population import NetworkTaught
from armslength.scenario import Scenario
from armslength.scenario.names import plain_name
from armslength.tasks import Here

FEWEST = 20  # attacks or clashes below which a network is kept for scoring only; assumed
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Network:
    """One network, with what it teaches or why it does not."""

    case: Scenario
    posterior: Posterior | None = None
    lesson: Lesson | None = None
    why_not: str = ""

    @property
    def row(self) -> NetworkTaught:
        """The network as a row of the result."""
        case = self.case
        return NetworkTaught(
            name=case.name,
            title=case.title,
            start=case.start,
            as_of=case.as_of,
            clients=tuple(c.name for c in case.clients.values()),
            counted=counted(case),
            method=None if self.posterior is None else self.posterior.manifest.method,
            teaches=self.lesson is not None,
            why_not=self.why_not,
            informs=tuple(sorted(self.lesson.informs)) if self.lesson is not None else (),
        )


def counted(case: Scenario) -> int:
    """Return how many attacks or clashes the primary series of a case count."""
    primary = {i for i, series in case.series.items() if series.primary}
    tallies = (e.count or 0 for e in case.events if e.kind == "tally" and e.series in primary)
    return sum(tallies) + sum(e.kind == "attack" for e in case.events)


def shared_clients(one: Scenario, other: Scenario) -> tuple[str, ...]:
    """Return the names of clients that are in both cases."""
    names = {plain_name(c.name) for c in one.clients.values()}
    return tuple(c.name for i, c in other.clients.items() if plain_name(c.name) in names or i in one.clients)


def gather(cases: Sequence[Scenario], progress: Progress) -> tuple[list[Network], list[str]]:
    """Return the networks, in the order given, and a sentence on everything that was left out or counted once.

    A network without a fit at hand gets a quick one, which is kept, so that an interrupted run goes on from there.
    """
    if twice := {c.name for c in cases if sum(c.name == d.name for d in cases) > 1}:
        raise ArmslengthError(f"{listed(sorted(twice))} is named twice; each network counts once")
    why_not, notes = _left_out(cases)
    fits = _fits_of([case for case in cases if case.name not in why_not], progress)
    networks = [
        Network(case, why_not=why_not[case.name])
        if case.name in why_not
        else _taught(Network(case, fits[case.name]))
        for case in cases
    ]
    notes += [f"{n.case.name} {n.why_not}." for n in networks if n.why_not and n.case.name not in why_not]
    progress("fitting", len(cases), len(cases))
    return networks, notes


def _fits_of(cases: Sequence[Scenario], progress: Progress) -> dict[str, Posterior]:
    """Return the fit of each case by its name: the one at hand, or a quick one made now and kept."""
    found = {case.name: at_hand for case in cases if (at_hand := fit_at_hand(case)) is not None}
    missing = [case for case in cases if case.name not in found]
    if missing:
        work = CachedFits(missing[0], tuple(map(AskedFit, missing)), seed=1, quick=True)
        for case, made in zip(missing, work.posteriors(Here(progress=progress)), strict=True):
            keep(case, made)
            found[case.name] = made
    return found


def _taught(network: Network) -> Network:
    assert network.posterior is not None
    lesson = lesson_of(network.case, network.posterior)
    if not lesson.informs:
        return replace(
            network, why_not="informs no parameter that networks share, and is kept for scoring only"
        )
    return replace(network, lesson=lesson)


def _left_out(cases: Sequence[Scenario]) -> tuple[dict[str, str], list[str]]:
    """Return why networks do not teach, by name, and a sentence on each and on clients that recur."""
    why: dict[str, str] = {}
    notes: list[str] = []
    for case in cases:
        if not can_be_fitted(case) or counted(case) < FEWEST:
            why[case.name] = (
                f"counts {counted(case)} attacks or clashes, fewer than {FEWEST}, and is kept for scoring only"
            )
            notes.append(f"{case.name} {why[case.name]}.")
    for one, other in combinations(cases, 2):
        if not (both := shared_clients(one, other)) or {one.name, other.name} & set(why):
            continue
        first, last = max(one.start, other.start), min(one.as_of, other.as_of)
        who = f"{one.name} and {other.name} share {listed(both)}"
        if first > last:
            notes.append(f"{who} at different times: both count, as if they were independent.")
            continue
        less, more = sorted((one, other), key=counted)
        why[less.name] = (
            f"shares {listed(both)} with {more.name} from {first} to {last}, and is not counted again"
        )
        notes.append(f"{who} from {first} to {last}: counted once, in {more.name}, which counts more.")
    return why, notes
