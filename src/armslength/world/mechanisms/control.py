"""Control and compliance: what the patron steers, and who would obey one order now."""

from __future__ import annotations

from typing import Any

from armslength.parameters.priors import Beta, Fixed, HalfNormal, LogNormal, Truncated
from armslength.world.composed import Outlook, Params, State
from armslength.world.decay import decay_factor
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.network import Network
from armslength.world.numerics import jnp, sigmoid
from armslength.world.record import (
    POSITIVE,
    UNIT,
    OutlookRecord,
    Parameters,
    PerBond,
    PerClient,
    PerFront,
    PerWorld,
    StateRecord,
    Told,
    parameter,
    quantity,
    variable,
)
from armslength.world.records import Events, Inputs

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class ControlParameters(Parameters, scope="control"):
    """The weights of a client's choice."""

    precision: PerWorld = parameter("Precision of the client's choice", "λ", "-", Fixed(4.0), 4.0, "normalisation (McKelvey & Palfrey 1995)", POSITIVE)
    threshold: PerWorld = parameter("Utility that must be overcome", "c_0", "utility", Fixed(0.55), 0.55, "normalisation")
    weight_dependence: PerWorld = parameter("Weight of dependence", "w_D", "utility", LogNormal(0.7, 0.4), 0.7, "Emerson 1962", POSITIVE)
    weight_rapport: PerWorld = parameter("Weight of personal rapport", "w_R", "utility", LogNormal(0.6, 0.4), 0.8, "Rigterink 2021", POSITIVE)
    weight_tie: PerWorld = parameter("Weight of the institutional tie", "w_I", "utility", Fixed(0.6), 0.6, "normalisation", POSITIVE)
    weight_fear: PerWorld = parameter("Weight of perceived threat on compliance", "w_F", "utility", LogNormal(1.2, 0.4), 1.4, "assumed; answers to the orders of January 2024", POSITIVE)
    weight_host: PerWorld = parameter("Weight of the host's pressure on compliance", "w_M", "utility", HalfNormal(0.5), 0.4, "assumed", POSITIVE)
    weight_grievance: PerWorld = parameter("Weight of grievance against compliance", "w_G", "utility", HalfNormal(0.7), 0.5, "Jordan 2014", POSITIVE)
    lapse: PerWorld = parameter("Share of answers that come about by anything but this choice, half of them yes", "ε", "share", Beta(1, 9), 0.07, "assumed", UNIT)
    meeting_spread: PerWorld = parameter("Spread of what clients of one host share at one meeting", "s_ξ", "logit", HalfNormal(1.0), 0.5, "clients of one host hear one message", POSITIVE)


class OrdersParameters(Parameters, scope="orders"):
    """What an order does, how far it reaches, how long it holds."""

    restraint: PerWorld = parameter("Fall of log tempo under restraint, for each unit of an order that asks for less than a halt", "η", "log", LogNormal(1.4, 0.4), 1.4, "assumed: half restraint halves the tempo", POSITIVE, ("tempo",))
    release: PerWorld = parameter("Rise of log tempo under a full order of release", "η_e", "log", Truncated(0.0, 0.4, 0.0, 0.7), 0.4, "MODEL; stability", (0.0, 0.7), ("tempo",))
    persistence: PerWorld = parameter("Memory of an accepted order", "τ_Q", "days", LogNormal(60, 0.6), 60.0, "about 38 quiet days in 2020", POSITIVE)
    reach_scale: PerWorld = parameter("Envoy-days that carry an order", "ē", "envoy-days", LogNormal(0.5, 0.4), 0.5, "assumed", POSITIVE)
    institutional_reach: PerWorld = parameter("Reach of a message without a visit, per unit of institutional tie", "ω_I", "envoy-days", LogNormal(0.3, 1.2), 0.3, "assumed, wide: the halt of October 2020 had no reported visit", POSITIVE)
    standing_cap: PerWorld = parameter("Severity cap that stands, before control", "Q̄^s", "share", Beta(4, 4), 0.5, "assumed; weeks of capping", UNIT, ("control", "severity"))
    attention: PerWorld = parameter("Envoy attention on a day of visits", "B", "envoy-days", Truncated(1.0, 0.3, 0.1, 3.0), 1.0, "assumed", POSITIVE, ("directives",))


# fmt: on


class ControlState(StateRecord):
    """Orders that were accepted and are still in force."""

    restraint: PerFront = variable(
        "Q^r in [0, 1], accepted and still in force", told=Told("the restraint accepted by {}")
    )
    release: PerFront = variable("Q^e in [0, 1]", told=Told("the free hand of {}"))
    cap: PerFront = variable("Q^s in [0, 1]", told=Told("the severity cap accepted by {}"))


class ControlOutlook(OutlookRecord):
    """What the patron steers today."""

    dependence: PerBond = quantity("D: how much of what the client lives on comes from the patron")
    hold: PerBond = quantity("C_ip in [0, 1], share of what the client does that one patron steers")
    control: PerClient = quantity(
        "C in [0, 1], share of what the client does that patrons steer: the most of any"
    )
    obedience: PerFront = quantity(
        "logit of accepting an order given today, of several patrons by the sender"
    )


def dependence(network: Network, params: Params, state: State, inputs: Inputs) -> Any:
    """Return D [bond]: how much of what the client lives on comes from the patron (Emerson 1962).

    What other patrons give is an alternative, so it lowers the dependence on this one.
    """
    client = params.clients
    support = client.support if inputs.given is None else client.support * inputs.given
    means = network.sum_by_bonds(support) + state.revenue + client.other_sponsors
    return client.investment * support / network.client_to_bond(means)


def expect(
    network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook
) -> ControlOutlook:
    """Return dependence and control of each client, and the logit of accepting an order given today on each front."""
    weights = params.control
    depends = dependence(network, params, state, inputs)
    structural = (
        weights.weight_dependence * depends
        + weights.weight_rapport * state.rapport
        + weights.weight_tie * state.tie
        - params.clients.autonomy
        - weights.threshold
    )
    hosted = weights.weight_host * params.clients.embedding * inputs.host_pressure
    moment = weights.weight_fear * outlook.threat - weights.weight_grievance * state.grievance
    steered = structural + network.client_to_bond(hosted)
    logit = weights.precision * (network.sender_to_front(steered, inputs.sender) + moment)
    hold = sigmoid(weights.precision * structural)
    return ControlOutlook(dependence=depends, hold=hold, control=network.most_of_bonds(hold), obedience=logit)


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> ControlState:
    """Latch orders at issue: what was accepted stays and fades; it is not asked for again each day."""
    orders = params.orders
    keep = decay_factor(orders.persistence)
    force = followed(events)
    partial = (events.tempo_order > 0) & (events.tempo_order < 1)
    standing = orders.standing_cap * network.client_to_front(outlook.control)
    restraint, release = keep * state.restraint, keep * state.release
    cap = standing + keep * (state.cap - standing)
    told = force * events.tempo_order  # 0 where no such order was given
    freed = force * events.release_order
    restraint = (restraint + force * partial * (events.tempo_order - restraint)) * (1 - freed)
    return ControlState(
        restraint=restraint * (1 - events.resumed),
        release=(release + force * (events.release_order > 0) * (events.release_order - release))
        * (1 - told),
        cap=cap + force * (events.cap_order > 0) * (events.cap_order - cap),
    )


def reach(network: Network, params: Params, state: State, inputs: Inputs, envoy: Any) -> Any:
    """Return how far [front] an order of today arrives, in [0, 1], by visit (`envoy` [bond], envoy-days) or by message.

    A message goes by the people who bring the support: in full with as much as usual, not at all with none.
    """
    channel = state.tie if inputs.given is None else state.tie * jnp.minimum(inputs.given, 1.0)
    carried = envoy + params.orders.institutional_reach * channel
    return network.sender_to_front(1 - jnp.exp(-carried / params.orders.reach_scale), inputs.sender)


def acceptance(params: Params, logit: Any) -> Any:
    """Return the chance of accepting an order, with these log-odds of the choice and a lapse now and then."""
    return (1 - params.control.lapse) * sigmoid(logit) + params.control.lapse / 2


def followed(events: Events) -> Any:
    """Return the chance [front] that an order of today, if there is one, arrives and is accepted; announced, it has."""
    return events.accepted * (events.announced + (1 - events.announced) * events.arrived)


MECHANISM = Mechanism(
    name="control",
    title="Control, compliance and orders",
    equations=(
        "D_ip = v_ip g_ip / (Σ_q g_iq + S_i + o_i); with one patron p is left out",
        "u0_ip = w_D D + w_R R + w_I I - θ - c_0; C_ip = sigmoid(λ u0_ip); C_i = max_p C_ip",
        "q_f = (1 - ε) sigmoid(λ [u0_i + w_F F^eff + w_M M p - w_G G] + ξ) + ε/2, ξ ~ N(0, s_ξ) shared by the clients of one host",
        "an order asks for a halt (d = 1) or for restraint (d < 1): Q' = φ_Q Q + reach y (d - φ_Q Q), reach = 1 - exp(-(e + ω_I I)/ē), or 1 where acceptance was announced; p is who gives the order; without support that day ω_I = 0",
        "Q^s relaxes to Q̄^s C; an announced end of a suspension sets Q^r to 0",
    ),
    source="Emerson 1962; McKelvey & Palfrey 1995 (quantal response)",
    parameters=(ControlParameters, OrdersParameters),
    state=ControlState,
    outlook=ControlOutlook,
    expect=expect,
    change=change,
    off={"orders.restraint": 0.0, "orders.release": 0.0, "severity.cap": 0.0, "severity.tail_cap": 0.0},
    shows=(
        Shown(
            "control",
            "client",
            "Control",
            "share",
            place=1,
            value=lambda params, state, outlook: outlook.control,
        ),
        Shown(
            "personal_strand",
            "bond",
            "Personal strand",
            "share",
            place=2,
            value=lambda params, state, outlook: params.control.weight_rapport * state.rapport,
        ),
        Shown(
            "institutional_strand",
            "bond",
            "Institutional strand",
            "share",
            place=3,
            value=lambda params, state, outlook: params.control.weight_tie * state.tie,
        ),
        Shown(
            "dependence",
            "bond",
            "Dependence",
            "share",
            place=4,
            value=lambda params, state, outlook: outlook.dependence,
        ),
        Shown(
            "compliance",
            "front",
            "Accepts an order given today",
            "percent",
            place=1,
            value=lambda params, state, outlook: acceptance(params, outlook.obedience),
        ),
        Shown("restraint", "front", "Restraint in force", "share", place=3),
        Shown("release", "front"),
        Shown("cap", "front", "Severity cap in force", "share", place=4),
    ),
    drives=("Who follows",),
)
