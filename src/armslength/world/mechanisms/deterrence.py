"""Perceived threat: the client fears the reprisal it expects, not only the one it has seen."""

import jax.numpy as jnp

from armslength.world.decay import fading, of_level
from armslength.world.mechanism import Mechanism
from armslength.world.mechanisms.reprisal import hazard, level_probabilities


def expect(net, p, s, d, c):
    """`threat` [front], perceived; `foreseen` [adversary], its part from the reprisal hazard."""
    quiet = jnp.zeros_like(s.pressure)
    levels = level_probabilities(p, s, quiet)
    foreseen = p.fear.foresight * hazard(p, s, quiet) * sum(levels[i] * p.fear.of_level[i] for i in range(4))
    return {"foreseen": foreseen, "threat": s.fear + net.adversary_to_front(foreseen + d.threat)}


def change(net, p, s, d, c, e, new):
    """Fear rises in full on the front answered, in part on the adversary's others, and fades."""
    answered = e.answered + p.fear.spill * (1 - e.answered)
    dread = net.adversary_to_front(e.reprisal * of_level(p.fear.of_level, e.level))
    return {"fear": fading(p.fear.memory) * s.fear + answered * dread * (1 - s.fear)}


MECHANISM = Mechanism(
    name="deterrence",
    title="Perceived threat",
    equations=(
        "Θ_j = f_ρ ρ_j Σ_l P_j(l) f_l",
        "F^eff_f = F_f + Θ_j + ω_j",
        "F' = φ_F F + f_l (1 - F), in full on the front answered, the share ς on the adversary's others",
    ),
    claims=("C86", "C87"),
    source="perceived hazard after the suspension of 30 January 2024, which came before the strikes",
    expect=expect,
    change=change,
    off={"control.weight_fear": 0.0, "tempo.deterrence": 0.0, "severity.fear": 0.0},
)
