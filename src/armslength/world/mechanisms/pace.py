"""Pace: the slowly wandering part of a front's tempo, shared by the fronts under one label.

On the as-of date it is known as well as the reports tell, and no better: the replay filters it, as a level of counts
with a gamma distribution is filtered, and a simulation draws it from what is left open and lets it walk on.
"""

from __future__ import annotations

from typing import Any

from armslength.parameters.priors import LogNormal
from armslength.world.composed import Outlook, Params, State
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.network import Network
from armslength.world.numerics import jnp
from armslength.world.record import (
    POSITIVE,
    Parameters,
    PerFront,
    PerWorld,
    StateRecord,
    Told,
    parameter,
    variable,
)
from armslength.world.records import Events, Inputs

MOST_UNKNOWN = 1e3  # of the spread: years without a count teach no less than that (assumed)

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class PaceParameters(Parameters, scope="pace"):
    """How fast the pace wanders."""

    speed: PerWorld = parameter("Daily step of the logarithm of the pace, a standard deviation", "σ_l", "log/√day", LogNormal(0.05, 0.5), 0.05, "assumed; weekly counts of 52 clients to 2018 keep a memory of about 11 weeks", POSITIVE)


# fmt: on


class PaceState(StateRecord):
    """The pace at the beginning of the next day, and how well it is known."""

    pace: PerFront = variable(
        "l, logarithm of the pace: 0 as at the start", told=Told("the pace of {}"), least=float("-inf")
    )
    pace_spread: PerFront = variable("c, squared coefficient of variation of what is not known of the pace")


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> PaceState:
    """Let the pace walk a step on from what is known of today's; its mean stays."""
    spread = (1 + events.pace_spread) * jnp.exp(params.pace.speed**2) - 1
    return PaceState(pace=events.pace, pace_spread=jnp.minimum(spread, MOST_UNKNOWN))


def drawn(network: Network, state: State, noise: Any) -> Any:
    """Return the logarithm of today's pace [front], drawn from what is known of it with `noise` [front], standard normals."""
    variance = jnp.log1p(state.pace_spread)
    return state.pace + jnp.sqrt(variance) * network.same_under_label(noise) - variance / 2


def after_count(state: State, counted: Any, expected: Any, certain: Any) -> tuple[Any, Any]:
    """Return the move of the logarithm and the new spread of the pace after a count, as a gamma level takes a Poisson count.

    Args:
        state: with the pace before.
        counted: the count [front, *world] over 1 + mean/size, times the share w of its mean that follows the pace.
        expected: its mean, likewise.
        certain: what the spread loses: the count, likewise, times w again.
    """
    shape = 1 / jnp.maximum(state.pace_spread, 1e-6)
    return jnp.log((shape + counted) / (shape + expected)), 1 / (shape + certain)


MECHANISM = Mechanism(
    name="pace",
    title="Wandering pace",
    equations=(
        "l' = l + σ_l ε - σ_l²/2 for all fronts under one label",
        "after a count n with mean M, of which the share w follows the pace: l += log[(1/c + w n)/(1/c + w M)], 1/c += w² n, n and M over 1 + M/k; then c' = (1 + c) exp(σ_l²) - 1, at most 1000",
    ),
    source="Harvey & Fernandes 1989 (counts with a gamma level)",
    parameters=(PaceParameters,),
    state=PaceState,
    change=change,
    off={"pace.speed": 1e-6},
    shows=(Shown("pace", "front"),),
    drives=("Attacks",),
)
