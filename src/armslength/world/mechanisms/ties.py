"""Ties: rapport with a person, ties with an organisation, integration among clients, own revenue."""

import jax.numpy as jnp

from armslength.world.decay import fading
from armslength.world.mechanism import Mechanism


def change(net, p, s, d, c, e, new):
    """Visits build both strands, by different talents; neglect wears them; embedded clients earn."""
    hard = 1 + p.clients.hardship
    warmth = p.rapport.growth * hard * s.charisma * s.language * e.envoy
    wear = 1 - fading(p.rapport.memory * hard)
    craft = s.skill * e.envoy
    mean_visit = e.envoy.sum(0) / len(net.clients)
    pooled = p.integration.growth * s.skill * mean_visit
    grow = p.revenue.growth * p.clients.embedding / 365.0
    return {
        "rapport": s.rapport + warmth * (1 - s.rapport) - wear * s.rapport,
        "tie": s.tie + p.tie.growth * craft * (1 - s.tie) - (1 - fading(p.tie.memory)) * s.tie,
        "integration": s.integration
        + pooled * (1 - s.integration)
        - (1 - fading(p.integration.memory)) * s.integration,
        "revenue": s.revenue + grow * s.revenue * (1 - s.revenue / p.revenue.ceiling),
    }


def succeed(net, p, s, d, c, e, new):
    """A commander is lost or replaced: rapport goes with the person, the institutional tie stays."""
    change_of_office = d.successor >= 0
    who = jnp.maximum(d.successor, 0)
    kept = p.ties.kept[who]
    after = _handed_over(net, p, new, kept) | {
        "charisma": _like(p.commanders.charisma[who], new.charisma),
        "skill": _like(p.commanders.skill[who], new.skill),
        "language": _like(p.ties.language[who], new.language),
    }
    return {name: jnp.where(change_of_office, value, getattr(new, name)) for name, value in after.items()}


def _handed_over(net, p, s, kept):
    personal = s.rapport / jnp.maximum(s.rapport + s.tie, 1e-6)
    survives = net.client_to_front(1 - personal * (1 - kept))  # orders die with the man in proportion
    mourning = p.grievance.loss_of_commander * net.client_to_front(s.rapport)
    return {
        "rapport": kept * s.rapport,
        "restraint": survives * s.restraint,
        "release": survives * s.release,
        "cap": survives * s.cap,
        "grievance": jnp.minimum(s.grievance + mourning, 1.0),
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
    claims=("C15", "C16", "C17", "C18", "C22", "C31", "C36", "C37", "C38", "C55", "C58", "C71"),
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
    claims=("C1", "C4", "C5", "C8", "C10", "C28", "C30", "C39"),
    source="Rigterink 2021; Jordan 2014; an exogenous shock, never chosen",
    change=succeed,
    off={"ties.*.kept": 1.0, "grievance.loss_of_commander": 0.0},
)
