"""Ties: rapport with a person, ties with an organisation, integration among clients, own revenue."""

import jax.numpy as jnp

from armslength.world.decay import fading
from armslength.world.mechanism import Mechanism


def change(network, params, state, inputs, outlook, events, updated):
    """Visits build both strands, by different talents; neglect wears them; embedded clients earn."""
    hard = 1 + params.clients.hardship
    warmth = params.rapport.growth * hard * state.charisma * state.language * events.envoy
    wear = 1 - fading(params.rapport.memory * hard)
    craft = state.skill * events.envoy
    mean_visit = events.envoy.sum(0) / len(network.clients)
    pooled = params.integration.growth * state.skill * mean_visit
    grow = params.revenue.growth * params.clients.embedding / 365.0
    return {
        "rapport": state.rapport + warmth * (1 - state.rapport) - wear * state.rapport,
        "tie": state.tie
        + params.tie.growth * craft * (1 - state.tie)
        - (1 - fading(params.tie.memory)) * state.tie,
        "integration": state.integration
        + pooled * (1 - state.integration)
        - (1 - fading(params.integration.memory)) * state.integration,
        "revenue": state.revenue + grow * state.revenue * (1 - state.revenue / params.revenue.ceiling),
    }


def succeed(network, params, state, inputs, outlook, events, updated):
    """A commander is lost or replaced: rapport goes with the person, the institutional tie stays."""
    change_of_office = inputs.successor >= 0
    who = jnp.maximum(inputs.successor, 0)
    kept = params.ties.kept[who]
    after = _handed_over(network, params, updated, kept) | {
        "charisma": _like(params.commanders.charisma[who], updated.charisma),
        "skill": _like(params.commanders.skill[who], updated.skill),
        "language": _like(params.ties.language[who], updated.language),
    }
    return {name: jnp.where(change_of_office, value, getattr(updated, name)) for name, value in after.items()}


def _handed_over(network, params, state, kept):
    personal = state.rapport / jnp.maximum(state.rapport + state.tie, 1e-6)
    survives = network.client_to_front(1 - personal * (1 - kept))  # orders die with the man in proportion
    mourning = params.grievance.loss_of_commander * network.client_to_front(state.rapport)
    return {
        "rapport": kept * state.rapport,
        "restraint": survives * state.restraint,
        "release": survives * state.release,
        "cap": survives * state.cap,
        "grievance": jnp.minimum(state.grievance + mourning, 1.0),
    }


def _like(value, state):
    return jnp.broadcast_to(value, state.shape)


MECHANISM = Mechanism(
    name="ties",
    title="Rapport, ties, integration, revenue",
    equations=(
        "R' = R + ρ_R κ l_i e_i (1 - R) - δ_R R; I' = I + ρ_I β e_i (1 - I) - δ_I I",
        "Z' = Z + ρ_Z β ē_t (1 - Z) - δ_Z Z; S' = S + γ_S M S (1 - S/3)/365",
    ),
    source="Price 2012; Popovic 2018",
    change=change,
    off={"control.weight_rapport": 0.0},
)

SUCCESSION = Mechanism(
    name="succession",
    title="Loss or change of the commander",
    equations=(
        "R <- kept_i R; traits <- the successor's; G += g_c R",
        "Q <- Q [1 - R/(R + I) (1 - kept_i)]; I and K unchanged",
    ),
    source="Rigterink 2021; Jordan 2014; an exogenous shock, never chosen",
    change=succeed,
    off={"ties.*.kept": 1.0, "grievance.loss_of_commander": 0.0},
)
