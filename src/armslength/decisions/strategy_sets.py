"""Strategies ready to play: found by name, checked against budgets and dates, written as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import jax
import numpy as np

from armslength.errors import ArmslengthError, Fault
from armslength.initial_conditions import InitialConditions
from armslength.scenario import Scenario
from armslength.scenario.actions import Action, conflicts, outside
from armslength.scenario.schema import Strategy
from armslength.scenario.strategy_actions import NOTHING, actions_of
from armslength.scenario.suggest import did_you_mean
from armslength.simulate import Acting, policy_of, write_plan
from armslength.simulate.plan import INSIDE, places_of
from armslength.world.network import Network
from armslength.world.records import Inputs

#: the one strategy without an action, which no scenario may write
BASELINE = Strategy.model_construct(
    id=NOTHING, title="Nothing is changed: everyone goes on by the model's own rules", actions=()
)
INLINE = "as-told"
SLACK = 1e-6


def resolve(scenario: Scenario, asked: Iterable[str | Strategy]) -> tuple[Strategy, ...]:
    """Return strategies that are given by name or as records; raises `ArmslengthError` naming the nearest right name."""
    found: list[Strategy] = []
    for one in asked:
        strategy = one if isinstance(one, Strategy) else _named(scenario, one)
        if strategy.id in [s.id for s in found]:
            raise ArmslengthError(f"two strategies are called '{strategy.id}'; give one another name")
        found.append(strategy)
    return tuple(found)


def _named(scenario: Scenario, name: str) -> Strategy:
    if name == NOTHING:
        return BASELINE
    if name in scenario.strategies:
        return scenario.strategies[name]
    near = did_you_mean(name, (*scenario.strategies, NOTHING))
    raise ArmslengthError(f"no strategy is called '{name}' in {scenario.name}; {near}")


def inline(actions: Sequence[str], name: str = INLINE) -> Strategy:
    """Return a strategy made of actions in words."""
    return Strategy.model_construct(  # the grammar of actions says what is wrong with them
        id=name, title="; ".join(actions), actions=tuple(actions), source="given with the question"
    )


def planned(
    initial: InitialConditions, strategy: Strategy, days: int, given: Inputs | None = None
) -> tuple[Inputs, Acting]:
    """Return the inputs and the policies of a strategy over the days ahead; `given` are inputs that are given anyway.

    Raises:
        ArmslengthError: with every fault at once.
    """
    scenario, net, first = initial.scenario, initial.network, initial.first_day
    own = scenario.strategies.get(strategy.id) is strategy
    place = str(scenario.files.name("scenario.yaml")) if own else None
    actions = actions_of(strategy, net, first, place)
    faults = [fault for action in actions if (fault := outside(action, first, days))]
    faults = faults or [*conflicts(actions, first, days), *_over_budget(initial, actions, days)]
    if faults:
        raise ArmslengthError(*(Fault(place, None, f"strategy '{strategy.id}': {fault}") for fault in faults))
    plan = initial.plan(days) if given is None else jax.tree.map(np.array, given)
    dated = [a for a in actions if a.verb not in INSIDE and a.when is None]
    return write_plan(plan, net, first, dated), policy_of(net, first, days, actions)


def _over_budget(initial: InitialConditions, actions: Sequence[Action], days: int) -> Iterable[str]:
    """Yield what asks for more than the envoy's attention of a day, or for more support than is given today."""
    site, first, net = initial.scenario.site, initial.first_day, initial.network
    budget = site("orders.attention").value
    visits = [a for a in actions if a.verb == "visit"]
    by_bond = np.zeros((days, len(net.bonds)))
    for action in (a for a in visits if a.when is None):
        by_bond[np.ix_(_days(action, first, days), places_of(net, action))] = action.value("days")
    for dated in (by_bond[:, own].sum(1) for own in _by_patron(net)):
        most, day = float(dated.max(initial=0.0)), int(dated.argmax()) if days else 0
        if most <= budget + SLACK:
            continue
        yield f"on {first + timedelta(days=day)} the envoy would spend {most:g} envoy-days; a day holds {budget:g} (orders.attention): spread the visits over days, or shorten them with days="
    waiting: dict[tuple[str | None, str | None, int, str], float] = {}
    for action in (a for a in visits if a.when):
        how = (action.when, action.where, action.within, action.patron)
        waiting[how] = waiting.get(how, 0.0) + len(action.who) * action.value("days")
    for (when, _, _, _), asked in waiting.items():
        if asked > budget + SLACK:
            yield f"after each {when} the envoy would spend {asked:g} envoy-days in one day; a day holds {budget:g} (orders.attention): shorten the visits with days="
    yield from _over_support(initial, [a for a in actions if a.verb == "support"], days)


def _over_support(initial: InitialConditions, actions: Sequence[Action], days: int) -> Iterable[str]:
    if not actions:
        return
    net, first = initial.network, initial.first_day
    today = np.array([initial.scenario.site(f"clients.{b}.support").value for b in net.bonds])
    standing = initial.scenario.standing(first, 1).given
    today = today if standing is None else today * standing[0]
    factor = np.ones((days, len(today)))
    for action in actions:
        factor[np.ix_(_days(action, first, days), places_of(net, action))] = action.value("factor")
    for own in _by_patron(net):
        ratio = (factor * today)[:, own].sum(1) / max(today[own].sum(), 1e-9)
        if ratio.max() > 1 + SLACK:
            yield f"on {first + timedelta(days=int(ratio.argmax()))} the patron would give {ratio.max():.2f} times what it gives today, its budget: give others less"


def _by_patron(net: Network) -> list[np.ndarray]:
    """Return the places of the bonds of each patron."""
    owners = np.array([patron for _, patron in net.pairs])
    return [np.flatnonzero(owners == p) for p in range(len(net.patrons))]


def _days(action: Action, first: date, days: int) -> np.ndarray:
    """Return the days ahead, from 0, on which a dated action acts."""
    return np.array(action.days(first, days), dtype=int)
