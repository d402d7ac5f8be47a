"""Perceived threat: the client fears the reprisal it expects, not only the one it has seen."""

from __future__ import annotations

from armslength.parameters.priors import Fixed, LogNormal
from armslength.world.composed import Outlook, Params, State
from armslength.world.decay import decay_factor
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.mechanisms.reprisal import hazard, level_probabilities, suffered
from armslength.world.network import Network
from armslength.world.numerics import jnp
from armslength.world.record import (
    POSITIVE,
    UNIT,
    OutlookRecord,
    Parameters,
    PerAdversary,
    PerFront,
    PerLevel,
    PerWorld,
    StateRecord,
    Told,
    by_level,
    parameter,
    quantity,
    variable,
)
from armslength.world.records import Events, Inputs

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class FearParameters(Parameters, scope="fear"):
    """What raises fear, and how long it lasts."""

    of_level: PerLevel = by_level("Fear raised on the front answered", "f", "share", (0.06, 0.25, 0.55, 0.9), "assumed; only the order of levels is argued", UNIT)
    spill: PerWorld = parameter("Share of it on the adversary's other fronts", "ς", "share", Fixed(0.35), 0.35, "assumed", UNIT)
    foresight: PerWorld = parameter("Weight of the reprisal hazard that the client perceives", "f_ρ", "days", LogNormal(2.2, 0.3), 2.2, "the suspension of 30 January 2024 came before the strikes", POSITIVE)
    memory: PerWorld = parameter("Memory of fear", "τ_F", "days", LogNormal(30.0, 0.6), 30.0, "assumed", POSITIVE)


# fmt: on


class DeterrenceState(StateRecord):
    """Fear of reprisals suffered."""

    fear: PerFront = variable("F in [0, 1]", told=Told("the fear of {}"))


class DeterrenceOutlook(OutlookRecord):
    """The threat that clients perceive today."""

    foreseen: PerAdversary = quantity("part of the threat that comes from the hazard of a reprisal")
    threat: PerFront = quantity("threat perceived, in units of fear")


def expect(
    network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook
) -> DeterrenceOutlook:
    """Return the threat that each client perceives: its fear, the reprisal that it foresees, and what is said in public."""
    quiet = jnp.zeros_like(state.pressure)
    levels = level_probabilities(params, state, quiet)
    feared = sum(levels[i] * params.fear.of_level[i] for i in range(4))
    foreseen = params.fear.foresight * hazard(network, params, state, quiet) * feared
    return DeterrenceOutlook(
        foreseen=foreseen, threat=state.fear + network.adversary_to_front(foreseen + inputs.threat)
    )


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> DeterrenceState:
    """Raise fear in full on the front answered and in part on the adversary's others; let it fade."""
    each = suffered(network, outlook, events)
    level = network.adversary_to_front(events.level)
    dread = jnp.zeros_like(state.fear)
    for i, raised in enumerate(params.fear.of_level):
        of_level = network.adversary_to_front(events.reprisal) * (level == i + 1)
        of_level = of_level + network.adversary_to_front(events.hidden[i])
        dread = dread + raised * (each[i] + params.fear.spill * (of_level - each[i]))
    return DeterrenceState(fear=decay_factor(params.fear.memory) * state.fear + dread * (1 - state.fear))


MECHANISM = Mechanism(
    name="deterrence",
    title="Perceived threat",
    equations=(
        "Θ_j = f_ρ ρ_j Σ_l P_j(l) f_l",
        "F^eff_f = F_f + Θ_j + ω_j",
        "F' = φ_F F + f_l (1 - F), in full on the front answered, the share ς on the adversary's others",
    ),
    source="perceived hazard after the suspension of 30 January 2024, which came before the strikes",
    parameters=(FearParameters,),
    state=DeterrenceState,
    outlook=DeterrenceOutlook,
    expect=expect,
    change=change,
    off={"control.weight_fear": 0.0, "tempo.deterrence": 0.0, "severity.fear": 0.0},
    shows=(
        Shown("fear", "front", "Fear", "share", place=5),
        Shown("threat", "front", value=lambda params, state, outlook: outlook.threat),
    ),
    drives=("Who follows",),
)
