"""Ties: rapport with a person, ties with an organisation, integration among clients, own revenue."""

from __future__ import annotations

from armslength.parameters.priors import Beta, Fixed, LogNormal
from armslength.world.composed import Outlook, Params, State
from armslength.world.decay import decay_factor
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.network import Network
from armslength.world.record import (
    POSITIVE,
    UNIT,
    Parameters,
    PerBond,
    PerClient,
    PerWorld,
    StateRecord,
    Told,
    parameter,
    variable,
)
from armslength.world.records import Events, Inputs

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class RapportParameters(Parameters, scope="rapport"):
    """How rapport with a person grows and fades."""

    growth: PerWorld = parameter("Growth of rapport per envoy-day, times charisma and language", "ρ_R", "1/envoy-day", LogNormal(0.02, 0.5), 0.02, "assumed: two decades; Price 2012", POSITIVE)
    memory: PerWorld = parameter("Memory of rapport", "1/δ_R", "days", LogNormal(1500, 0.5), 1500.0, "assumed", POSITIVE)


class InstitutionalTieParameters(Parameters, scope="tie"):
    """How ties with an organisation grow and fade."""

    growth: PerWorld = parameter("Growth of the institutional tie per envoy-day, times skill", "ρ_I", "1/envoy-day", LogNormal(0.012, 0.5), 0.012, "assumed", POSITIVE)
    memory: PerWorld = parameter("Memory of the institutional tie", "1/δ_I", "days", LogNormal(3000, 0.5), 3000.0, "assumed", POSITIVE)


class IntegrationParameters(Parameters, scope="integration"):
    """How the clients come to act together."""

    initial: PerWorld = parameter("Integration of the clients at the start of the history", "Z", "share", Beta(3, 7), 0.3, "assumed", UNIT)
    growth: PerWorld = parameter("Growth of integration per mean envoy-day, times skill", "ρ_Z", "1/envoy-day", LogNormal(0.01, 0.5), 0.01, "Popovic 2018; assumed", POSITIVE)
    memory: PerWorld = parameter("Memory of integration", "1/δ_Z", "days", Fixed(1000.0), 1000.0, "assumed", POSITIVE)


class RevenueParameters(Parameters, scope="revenue"):
    """How a client's own revenue grows."""

    growth: PerWorld = parameter("Yearly growth of own revenue of a fully embedded client", "γ_S", "1/year", LogNormal(0.2, 0.6), 0.2, "assumed; public budgets of armed groups", POSITIVE)
    ceiling: PerWorld = parameter("Own revenue at which growth ends", "-", "ratio", Fixed(3.0), 3.0, "assumed", POSITIVE)


# fmt: on


class TiesState(StateRecord):
    """What the patron and its clients are to each other."""

    rapport: PerBond = variable(
        "R in [0, 1], personal: lost with a person",
        lambda network, params: params.clients.rapport,
        Told("the rapport with {}"),
    )
    tie: PerBond = variable(
        "I in [0, 1], institutional: survives, grows slowly",
        lambda network, params: params.clients.tie,
        Told("the institutional tie with {}"),
    )
    integration: PerWorld = variable(
        "Z in [0, 1]",
        lambda network, params: params.integration.initial,
        Told("integration among the clients"),
    )
    revenue: PerClient = variable(
        "S, ratio to the largest client's support",
        lambda network, params: params.clients.own_revenue,
        Told("the own revenue of {}", 2.0),
    )


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> TiesState:
    """Let visits build both strands, by different talents, and neglect wear them; embedded clients earn."""
    hard = 1 + params.clients.hardship
    charisma, skill = (network.patron_to_bond(x) for x in (state.charisma, state.skill))
    warmth = params.rapport.growth * hard * charisma * state.language * events.envoy
    wear = 1 - decay_factor(params.rapport.memory * hard)
    craft = skill * events.envoy
    mean_visit = network.sum_by_patron(events.envoy) / len(network.clients)
    pooled = params.integration.growth * state.skill * mean_visit
    pooled = pooled.sum(0) if network.several else pooled
    apart = 1 - decay_factor(params.integration.memory)
    grow = params.revenue.growth * params.clients.embedding / 365.0
    return TiesState(
        rapport=state.rapport + warmth * (1 - state.rapport) - wear * state.rapport,
        tie=state.tie
        + params.tie.growth * craft * (1 - state.tie)
        - (1 - decay_factor(params.tie.memory)) * state.tie,
        integration=state.integration + pooled * (1 - state.integration) - apart * state.integration,
        revenue=state.revenue + grow * state.revenue * (1 - state.revenue / params.revenue.ceiling),
    )


MECHANISM = Mechanism(
    name="ties",
    title="Rapport, ties, integration, revenue",
    equations=(
        "R' = R + ρ_R κ l_i e_i (1 - R) - δ_R R; I' = I + ρ_I β e_i (1 - I) - δ_I I",
        "Z' = Z + ρ_Z β ē_t (1 - Z) - δ_Z Z; S' = S + γ_S M S (1 - S/3)/365",
    ),
    source="Price 2012; Popovic 2018",
    parameters=(RapportParameters, InstitutionalTieParameters, IntegrationParameters, RevenueParameters),
    state=TiesState,
    change=change,
    off={"control.weight_rapport": 0.0},
    shows=(
        Shown("rapport", "bond"),
        Shown("tie", "bond"),
        Shown("revenue", "client", "Own revenue", place=6),
        Shown("integration", "world"),
    ),
)
