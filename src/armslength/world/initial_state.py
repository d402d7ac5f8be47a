"""The state at the start of a history, and a day on which nothing is given."""

from __future__ import annotations

from typing import Any

from armslength.world.composed import Params, State
from armslength.world.mechanism import variables_of
from armslength.world.network import Network
from armslength.world.numerics import jnp
from armslength.world.record import Field
from armslength.world.records import Inputs


def initial_state(network: Network, params: Params) -> State:
    """Return the state before anything happened, [actor, *world], as each mechanism declares its start."""
    autonomy = params.clients.autonomy
    world = jnp.broadcast_shapes(jnp.shape(params.tension.memory), jnp.shape(autonomy)[1:])

    def fill(value: Any, kind: str) -> Any:
        actors = network.count(kind)
        shape = world if actors is None else (actors, *world)
        return jnp.broadcast_to(jnp.asarray(value, dtype=autonomy.dtype), shape)

    def start(variable: Field) -> Any:
        value = variable.start
        return fill(value(network, params) if callable(value) else value, variable.kind)

    return State(**{name: start(variable) for name, variable in variables_of(network.mechanisms).items()})


def quiet_day(network: Network, deciding: bool = True) -> Inputs:
    """Return a day on which nothing is given: the trigger runs by its process, the commander decides (or not)."""
    fronts, adversaries = len(network.fronts), len(network.adversaries)
    clients, bonds = len(network.clients), len(network.bonds)
    return Inputs(
        tempo_order=jnp.zeros(fronts),
        release_order=jnp.zeros(fronts),
        cap_order=jnp.zeros(fronts),
        envoy=jnp.zeros(bonds),
        deciding=jnp.full(fronts, float(deciding)),
        host_pressure=jnp.zeros(clients),
        threat=jnp.zeros(adversaries),
        trigger=jnp.array(jnp.nan),
        successor=jnp.array(-1, dtype=jnp.int32),
        truce_begins=jnp.zeros(fronts),
        truce_holds=jnp.zeros(fronts),
        truce_ends=jnp.zeros(fronts),
        given=jnp.ones(bonds) if network.is_dated else None,
        exists=jnp.ones(fronts) if network.ends else None,
        sender=jnp.array([float(network.patron_of[c]) for c in network.client_of])
        if network.several
        else None,
    )
