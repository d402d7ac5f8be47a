"""Perceived threat: the client fears the reprisal it expects, not only the one it has seen."""

import jax.numpy as jnp

from armslength.world.decay import fading, of_level
from armslength.world.mechanism import Mechanism
from armslength.world.mechanisms.reprisal import hazard, level_probabilities


def expect(network, params, state, inputs, outlook):
    """`threat` [front], perceived; `foreseen` [adversary], its part from the reprisal hazard."""
    quiet = jnp.zeros_like(state.pressure)
    levels = level_probabilities(params, state, quiet)
    foreseen = (
        params.fear.foresight
        * hazard(params, state, quiet)
        * sum(levels[i] * params.fear.of_level[i] for i in range(4))
    )
    return {"foreseen": foreseen, "threat": state.fear + network.adversary_to_front(foreseen + inputs.threat)}


def change(network, params, state, inputs, outlook, events, updated):
    """Fear rises in full on the front answered, in part on the adversary's others, and fades."""
    answered = events.answered + params.fear.spill * (1 - events.answered)
    dread = network.adversary_to_front(events.reprisal * of_level(params.fear.of_level, events.level))
    return {"fear": fading(params.fear.memory) * state.fear + answered * dread * (1 - state.fear)}


MECHANISM = Mechanism(
    name="deterrence",
    title="Perceived threat",
    equations=(
        "Θ_j = f_ρ ρ_j Σ_l P_j(l) f_l",
        "F^eff_f = F_f + Θ_j + ω_j",
        "F' = φ_F F + f_l (1 - F), in full on the front answered, the share ς on the adversary's others",
    ),
    source="perceived hazard after the suspension of 30 January 2024, which came before the strikes",
    expect=expect,
    change=change,
    off={"control.weight_fear": 0.0, "tempo.deterrence": 0.0, "severity.fear": 0.0},
)
