"""Severity: whether an attack harms, kills, and how many; and whose doing a lethal one would be."""

from __future__ import annotations

from typing import Any

from armslength.parameters.priors import Fixed, HalfNormal, LogNormal, Normal, Truncated
from armslength.world.composed import Outlook, Params, State
from armslength.world.mechanism import Mechanism
from armslength.world.network import Network
from armslength.world.numerics import jnp, sigmoid
from armslength.world.record import (
    POSITIVE,
    OutlookRecord,
    Parameters,
    PerFront,
    PerWorld,
    parameter,
    quantity,
)
from armslength.world.records import Inputs

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class SeverityParameters(Parameters, scope="severity"):
    """What makes an attack harm or kill, and how many."""

    lethal: PerWorld = parameter("Logit that an attack kills", "ψ_0", "logit", Normal(-4.9, 0.5), -5.4, "3 lethal of 246")
    capability: PerWorld = parameter("Rise with log capability", "ψ_K", "logit", Fixed(0.3), 0.3, "assumed", POSITIVE)
    cap: PerWorld = parameter("Fall under a full severity cap", "ψ_s", "logit", LogNormal(1.5, 0.4), 1.6, "assumed", POSITIVE)
    fear: PerWorld = parameter("Fall with perceived threat", "ψ_F", "logit", HalfNormal(0.3), 0.3, "assumed", POSITIVE)
    grievance: PerWorld = parameter("Rise with grievance", "ψ_G", "logit", HalfNormal(0.35), 0.35, "assumed", POSITIVE)
    slack: PerWorld = parameter("Rise with what the patron does not control; sign free", "ψ_C", "logit", Normal(0.4, 0.4), 0.6, "Abrahms & Mierau 2017 (+); Heger 2012 (-)")
    tail: PerWorld = parameter("Tail exponent of deaths", "α_0", "-", Truncated(2.3, 0.2, 1.8, 4.0), 2.3, "Bohorquez et al. 2009; Clauset et al. 2007", (1.8, 6.0))
    tail_cap: PerWorld = parameter("Rise of that exponent under a full severity cap", "α_q", "-", HalfNormal(0.5), 0.4, "assumed", POSITIVE)
    scale: PerWorld = parameter("Scale of deaths", "b", "deaths", LogNormal(1.0, 0.5), 1.0, "Clauset et al. 2007", POSITIVE)


# fmt: on


class SeverityOutlook(OutlookRecord):
    """What an attack would do, should one happen today."""

    lethal: PerFront = quantity("chance per attack that it kills")
    harm: PerFront = quantity("chance per attack of injury or damage without deaths")
    tail: PerFront = quantity("tail exponent of the deaths of a lethal attack")
    ordered: PerFront = quantity(
        "how likely a lethal attack is by a client within the patron's control rather than beyond it"
    )


def expect(
    network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook
) -> SeverityOutlook:
    """Return what an attack on each front would do, and how likely a lethal one is within what the patron asked for."""
    severity = params.severity
    control = network.client_to_front(outlook.control)
    common = (
        severity.lethal
        + severity.capability * jnp.log(network.client_to_front(state.capability))
        - severity.fear * outlook.threat
        + severity.grievance * state.grievance
    )
    logit = common - severity.cap * state.cap + severity.slack * (1 - control)
    lethal = sigmoid(logit)
    asked = jnp.maximum(state.cap, params.orders.standing_cap)
    obeying = control * sigmoid(common - severity.cap * asked)
    straying = (1 - control) * sigmoid(common + severity.slack)
    harm = sigmoid(logit + params.fronts.harm_offset) - lethal
    if network.counted:
        lethal, harm = _where_attacks_are_counted(network, lethal, harm)
    return SeverityOutlook(
        lethal=lethal,
        harm=harm,
        tail=severity.tail + severity.tail_cap * state.cap,
        ordered=obeying / (obeying + straying),
    )


def _where_attacks_are_counted(network: Network, lethal: Any, harm: Any) -> tuple[Any, Any]:
    """Return both chances [front] as the counts allow: lethal attacks kill, and of clashes neither is said."""
    attacks, kills = network.is_counted("attacks", lethal), network.is_counted("lethal_attacks", lethal)
    return jnp.where(attacks, lethal, kills * 1.0), jnp.where(attacks, harm, 0.0)


def tail_beyond(params: Params, tail: Any, deaths: Any) -> Any:
    """Return P(deaths >= y | lethal) for y >= 1: a discrete Lomax law."""
    return jnp.exp(-(tail - 1) * jnp.log1p((deaths - 1) / params.severity.scale))


MECHANISM = Mechanism(
    name="severity",
    title="Severity",
    equations=(
        "ψ = ψ_0 + ψ_K log K - ψ_s Q^s - ψ_F F^eff + ψ_G G + ψ_C (1 - C)",
        "P(z ≥ 1) = sigmoid(ψ + c_1f); P(z = 2) = sigmoid(ψ)",
        "P(x ≥ y | lethal) = (1 + (y - 1)/b)^-(α - 1), α = α_0 + α_q Q^s",
        "on a front of lethal attacks each kills; on one of clashes neither harm nor death is asked",
        "P(within control | lethal) = C p_o / (C p_o + (1 - C) p_s), p_o under the standing cap and full control, p_s under neither",
    ),
    source="Bohorquez et al. 2009; Clauset et al. 2007; Abrahms & Mierau 2017",
    parameters=(SeverityParameters,),
    outlook=SeverityOutlook,
    expect=expect,
    off={"severity.slack": 0.0},
    drives=("A lethal attack",),
)
