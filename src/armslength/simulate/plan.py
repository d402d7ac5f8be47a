"""What is given on the days ahead, as arrays: orders, visits, threats, pressure, a truce.

The grammar is that of `scenario.actions`. What waits for an event, changes support or binds an adversary's reply
acts inside the day: `simulate.policies`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import jax
import numpy as np

from armslength.errors import ArmslengthError
from armslength.scenario.actions import Action, conflicts, outside
from armslength.scenario.standing import Standing
from armslength.world.initial_state import quiet_day
from armslength.world.network import Network
from armslength.world.records import Inputs

TRUCE_LEVEL = 0.003
INSIDE = ("support", "reply")  # act inside the day

#: fields of a day that a verb gives, and the word that says how much
GIVES: dict[str, dict[str, str]] = {
    "order": {"tempo_order": "tempo", "cap_order": "cap", "release_order": "release"},
    "visit": {"envoy": "days"},
    "threat": {"threat": "value"},
    "pressure": {"host_pressure": "value"},
}


def plan_days(
    network: Network,
    first_day: date,
    days: int,
    actions: Iterable[Action] = (),
    deciding: bool = True,
    standing: Standing | None = None,
) -> Inputs:
    """Return what is given on each of `days` days from `first_day`, [day, ...].

    That is what holds on anyway (`standing`) and the actions written over it; without either nothing is.

    Raises `ArmslengthError` for what lies outside those days, contradicts itself or acts inside the day.
    """
    plan = jax.tree.map(
        lambda x: np.array(np.broadcast_to(np.asarray(x), (days, *x.shape))), quiet_day(network, deciding)
    )
    if standing is not None:
        for name, values in standing._asdict().items():
            if values is not None:
                getattr(plan, name)[:] = values
    return write_plan(plan, network, first_day, actions)


def write_plan(plan: Inputs, network: Network, first_day: date, actions: Iterable[Action]) -> Inputs:
    """Write these actions over the plan, in place, and return it. Raises `ArmslengthError` as `plan_days` does."""
    actions, days = tuple(actions), plan.trigger.shape[0]
    faults = [fault for a in actions if (fault := outside(a, first_day, days))]
    faults += conflicts(actions, first_day, days) if not faults else ()
    if inside := next((a for a in actions if a.verb in INSIDE or a.when), None):
        faults.append(f"{inside.verb} acts inside the days: it can be compared, not given day by day")
    if faults:
        raise ArmslengthError(*faults)
    for action in sorted(actions, key=lambda a: a.verb != "abstain"):  # silence first, then what is said
        _write(plan, network, action, np.array(action.days(first_day, days), dtype=int))
    return plan


def _write(plan: Inputs, network: Network, action: Action, when: np.ndarray) -> None:
    if action.verb == "truce":
        plan.trigger[when] = TRUCE_LEVEL
        return
    places = np.ix_(when, places_of(network, action))
    if action.verb == "abstain":
        for field in ("deciding", "tempo_order", "cap_order", "release_order"):
            getattr(plan, field)[places] = 0.0
        heard = {c for f, c in zip(network.fronts, network.client_of, strict=True) if f not in action.who}
        for client in set(range(len(network.clients))) - heard:
            for bond in (b for b, c in enumerate(network.client_of_bond) if c == client):
                plan.envoy[when, bond] = 0.0
        return
    for field, word in GIVES[action.verb].items():
        if action.verb != "order" or word in dict(action.values):
            getattr(plan, field)[places] = action.value(word)
    if action.verb == "order" and action.patron:
        plan.sender[places] = network.patrons.index(action.patron)


def places_of(network: Network, action: Action) -> np.ndarray:
    """Return the places of the fronts, clients, bonds or adversaries that an action concerns."""
    if action.patron and action.verb != "order":
        patron = network.patrons.index(action.patron)
        bonds = [network.bond(network.clients.index(name), patron) for name in action.who]
        return np.array(bonds, dtype=int)
    names = {
        "order": network.fronts,
        "abstain": network.fronts,
        "threat": network.adversaries,
        "reply": network.adversaries,
    }
    return np.array([names.get(action.verb, network.clients).index(name) for name in action.who], dtype=int)
