"""Tempo: attacks a day per front, bursty, steered, deterred, and fed by the trigger war."""

from __future__ import annotations

from typing import Any

from armslength.parameters.priors import Beta, Fixed, HalfNormal, LogNormal, Normal
from armslength.world.composed import Outlook, Params, State
from armslength.world.decay import decay_factor, saturated, spread
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.network import Network
from armslength.world.numerics import jnp, sigmoid
from armslength.world.record import (
    POSITIVE,
    UNIT,
    OutlookRecord,
    Parameters,
    PerFront,
    PerWorld,
    StateRecord,
    Told,
    parameter,
    quantity,
    variable,
)
from armslength.world.records import Events, Inputs

FLOOR = 1e-6  # attacks a day; keeps the score of a count finite on a closed front

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class TempoParameters(Parameters, scope="tempo"):
    """What makes attacks follow each other."""

    branching: PerWorld = parameter("Attacks that one attack triggers on its own front", "α_s/(1-φ_h)", "attacks", Beta(9, 11), 0.475, "Lewis et al. 2012; White et al. 2013", (0.0, 0.999))
    memory: PerWorld = parameter("Memory of excitation", "τ_h", "days", LogNormal(9, 0.4), 9.0, "White et al. 2013", POSITIVE)
    cross_excitation: PerWorld = parameter("Excitation from coupled fronts, of the share that a front's own leaves, times integration", "α_c", "share", Beta(1, 2), 0.3, "Tench et al. 2016, sign only", UNIT)
    grievance_push: PerWorld = parameter("Rise of tempo with grievance", "α_g", "-", HalfNormal(0.2), 0.2, "assumed; sign only", POSITIVE)
    capability_elasticity: PerWorld = parameter("Elasticity of tempo to capability", "ε", "-", Fixed(0.5), 0.5, "assumed", POSITIVE)
    half_saturation: PerWorld = parameter("Trigger intensity at which tempo is half of its full level", "x_h", "trigger", LogNormal(0.05, 0.8), 0.05, "none in the truce, steady in January", POSITIVE, ("tempo", "opening"))
    deterrence: PerWorld = parameter("Fall of log tempo with perceived threat; sign free", "φ", "log", Normal(0.1, 0.8), 0.25, "assumed width; studies disagree on the sign: Jaeger & Paserman 2008; Dugan & Chenoweth 2012; Johnston & Sarbahi 2016")


class MobilisationParameters(Parameters, scope="mobilisation"):
    """How a front mobilises for the trigger war."""

    baseline: PerWorld = parameter("Logit of mobilisation without a trigger", "κ_0", "logit", Normal(-2.6, 0.4), -2.6, "quiet before October 2023")
    trigger: PerWorld = parameter("Rise of that logit with the trigger", "κ_x", "logit", LogNormal(1.6, 0.3), 1.6, "tallies by phase of the trigger war", POSITIVE)
    speed: PerWorld = parameter("Share of the gap closed a day", "δ_m", "share/day", LogNormal(0.1, 0.5), 0.12, "opening lags", UNIT)


# fmt: on


def mobilised_at_rest(network: Network, params: Params) -> Any:
    """Return the mobilisation of a front that the trigger war has not reached."""
    return sigmoid(params.mobilisation.baseline)


class TempoState(StateRecord):
    """What earlier attacks and the trigger war left behind."""

    excitation: PerFront = variable("h, attacks, fading", told=Told("the momentum of {}", 20.0))
    mobilisation: PerFront = variable("m in [0, 1]", mobilised_at_rest, Told("the mobilisation of {}"))


class TempoOutlook(OutlookRecord):
    """How many attacks to expect today."""

    tempo: PerFront = quantity("expected attacks today, for a front open by the end of the opening step")
    follows_pace: PerFront = quantity("share of it that rises and falls with the pace")


def expect(network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook) -> TempoOutlook:
    """Return the attacks expected today on each front, if it is open."""
    tempo, rate = params.tempo, params.fronts.base_rate
    fade = 1 - decay_factor(tempo.memory)
    busy = state.excitation * fade / rate  # 1 = as busy as its base rate
    drive = rate * (1 + tempo.grievance_push * state.grievance)
    push = state.pace + params.orders.release * state.release - tempo.deterrence * outlook.threat
    own = tempo.branching * fade * state.excitation
    cross = (1 - tempo.branching) * tempo.cross_excitation * state.integration
    led = own + cross * rate * network.from_neighbours(busy)  # by earlier attacks: dies out whatever the rest
    begun = drive * jnp.exp(push)
    able = network.client_to_front(state.capability) ** tempo.capability_elasticity
    steered = able * jnp.exp(-params.orders.restraint * state.restraint)
    whole = steered * state.mobilisation * (begun + led) * saturated(params, outlook.trigger)
    if inputs.exists is not None:
        whole = whole * inputs.exists
    return TempoOutlook(
        tempo=jnp.maximum(whole * outlook.going_on, FLOOR),
        follows_pace=begun / (begun + led),
    )


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> TempoState:
    """Let excitation take the day's attacks, and mobilisation follow the trigger once the front is open."""
    keep = decay_factor(params.tempo.memory)
    excitation = keep * state.excitation + events.count + events.surprise * spread(keep, events.surprise_days)
    sense = params.fronts.trigger_sensitivity * saturated(params, outlook.trigger)
    target = sigmoid(params.mobilisation.baseline + params.mobilisation.trigger * sense)
    moved = state.mobilisation + jnp.minimum(params.mobilisation.speed, 1.0) * (target - state.mobilisation)
    start = jnp.broadcast_to(mobilised_at_rest(network, params), moved.shape)
    return TempoState(
        excitation=jnp.maximum(excitation, 0.0), mobilisation=jnp.where(state.open > 0, moved, start)
    )


MECHANISM = Mechanism(
    name="tempo",
    title="Tempo",
    equations=(
        "μ_f = open_f K^ε m_f [ν_f (1 + α_g G_f) exp(l_f + η_e Q^e - φ F^eff) + b h_f (1 - φ_h) + (1 - b) α_c Z ν_f Σ_k Ω_fk h_k (1 - φ_h)/ν_k] X/(X + x_h) exp(-η Q^r), times δ in a halt; 0 once the client has ended",
        "n_f ~ NegBin(μ_f, k_f); b = branching; φ_h = exp(-1/τ_h); what earlier attacks lead to dies out at any value, as b + (1 - b) α_c Z < 1",
        "h' = φ_h h + n; m' = m + δ_m [sigmoid(κ_0 + κ_x s_f X/(X + x_h)) - m]",
    ),
    source="Hawkes 1971; INGARCH: Ferland et al. 2006; Lewis et al. 2012",
    parameters=(TempoParameters, MobilisationParameters),
    state=TempoState,
    outlook=TempoOutlook,
    expect=expect,
    change=change,
    off={"tempo.branching": 0.0, "tempo.cross_excitation": 0.0},
    shows=(
        Shown(
            "tempo",
            "front",
            "Attacks a day now",
            place=2,
            unit="attacks/day",
            value=lambda params, state, outlook: outlook.tempo * state.open,
        ),
    ),
    drives=("Attacks",),
)
