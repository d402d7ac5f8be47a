"""Succession: a commander is lost or replaced; what was personal goes, what was institutional stays."""

from __future__ import annotations

from armslength.world.composed import Outlook, Params, State
from armslength.world.mechanism import Mechanism
from armslength.world.network import Network
from armslength.world.numerics import jnp
from armslength.world.record import PerClient, PerWorld, StateRecord, variable
from armslength.world.records import Events, Inputs


class SuccessionState(StateRecord):
    """The commander in office."""

    language: PerClient = variable(
        "l in [0, 1], of the commander in office",
        lambda network, params: params.ties.language[network.in_office],
    )
    charisma: PerWorld = variable(
        "kappa, of the commander in office",
        lambda network, params: params.commanders.charisma[network.in_office],
    )
    skill: PerWorld = variable(
        "beta, of the commander in office",
        lambda network, params: params.commanders.skill[network.in_office],
    )


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
    kept = params.ties.kept[who]
    personal = updated.rapport / jnp.maximum(updated.rapport + updated.tie, 1e-6)
    survives = network.client_to_front(1 - personal * (1 - kept))  # orders die with the man in proportion
    mourning = params.grievance.loss_of_commander * network.client_to_front(updated.rapport)
    after = {
        "language": params.ties.language[who],
        "charisma": params.commanders.charisma[who],
        "skill": params.commanders.skill[who],
        "rapport": kept * updated.rapport,
        "restraint": survives * updated.restraint,
        "release": survives * updated.release,
        "cap": survives * updated.cap,
        "grievance": jnp.minimum(updated.grievance + mourning, 1.0),
    }
    is_replaced = inputs.successor >= 0
    return updated.replace(
        **{name: jnp.where(is_replaced, value, getattr(updated, name)) for name, value in after.items()}
    )


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
