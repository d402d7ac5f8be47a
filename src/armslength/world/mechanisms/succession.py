"""Succession: a commander is lost or replaced; what was personal goes, what was institutional stays."""

from __future__ import annotations

from typing import Any

import numpy as np

from armslength.world.composed import Outlook, Params, State
from armslength.world.mechanism import Mechanism
from armslength.world.network import Network
from armslength.world.numerics import jnp
from armslength.world.record import PerBond, PerPatron, StateRecord, variable
from armslength.world.records import Events, Inputs


class SuccessionState(StateRecord):
    """The commander in office."""

    language: PerBond = variable(
        "l in [0, 1], of the commander in office",
        lambda network, params: _in_office(network, params.ties.language),
    )
    charisma: PerPatron = variable(
        "kappa, of the commander in office",
        lambda network, params: params.commanders.charisma[_offices(network)],
    )
    skill: PerPatron = variable(
        "beta, of the commander in office",
        lambda network, params: params.commanders.skill[_offices(network)],
    )


def _offices(network: Network) -> Any:
    """Return the commander of each patron at the start; of one patron its place, which makes no axis."""
    return np.array(network.offices) if network.several else network.in_office


def _in_office(network: Network, of_ties: Any) -> Any:
    """Return what each client is to the commander of its patron at the start: [commander, client, *world] to [bond, *world]."""
    if not network.several:
        return of_ties[network.in_office]
    return jnp.stack([of_ties[network.offices[p], c] for c, p in network.pairs])


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> State:
    """Hand over the office: rapport goes with the person, the institutional tie stays."""
    who = jnp.maximum(inputs.successor, 0)
    kept = network.client_to_bond(params.ties.kept[who])
    personal = updated.rapport / jnp.maximum(updated.rapport + updated.tie, 1e-6)
    lost = 1 - personal * (1 - kept)  # orders die with the man in proportion
    survives = network.sender_to_front(lost, inputs.sender)
    mourning = params.grievance.loss_of_commander * network.sender_to_front(updated.rapport, inputs.sender)
    of_bonds = {
        "language": network.client_to_bond(params.ties.language[who]),
        "rapport": kept * updated.rapport,
    }
    of_patrons = {"charisma": params.commanders.charisma[who], "skill": params.commanders.skill[who]}
    of_fronts = {
        "restraint": survives * updated.restraint,
        "release": survives * updated.release,
        "cap": survives * updated.cap,
        "grievance": jnp.minimum(updated.grievance + mourning, 1.0),
    }
    is_replaced = inputs.successor >= 0
    bonds, patrons, fronts = _concerned(network, inputs, who)
    return updated.replace(
        **{
            name: jnp.where(is_replaced & whose, value, getattr(updated, name))
            for after, whose in ((of_bonds, bonds), (of_patrons, patrons), (of_fronts, fronts))
            for name, value in after.items()
        }
    )


def _concerned(network: Network, inputs: Inputs, who: Any) -> tuple[Any, Any, Any]:
    """Return the bonds, patrons and fronts that a commander's coming to office concerns; with one patron all of them."""
    if not network.several:
        return True, True, True
    patron = jnp.array(network.speaks_for)[who]
    axes = (slice(None), *(None,) * (jnp.ndim(inputs.sender) - 1))
    bonds = (jnp.array(network.patron_of) == patron)[axes]
    return bonds, (jnp.arange(len(network.patrons)) == patron)[axes], inputs.sender == patron


MECHANISM = Mechanism(
    name="succession",
    title="Loss or change of the commander",
    equations=(
        "R <- kept_i R; traits <- the successor's; G += g_c R",
        "Q <- Q [1 - R/(R + I) (1 - kept_i)]; I and K unchanged",
    ),
    source="Rigterink 2021; Jordan 2014; an event from outside, never chosen",
    state=SuccessionState,
    change=change,
    off={"ties.*.kept": 1.0, "grievance.loss_of_commander": 0.0},
)
