"""The state at the start of a history."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.network import Network
from armslength.world.records import Group, Inputs, State


def initial_state(network: Network, params: Group) -> State:
    """Before anything happened: no front open, no order in force, nobody afraid."""
    world = jnp.broadcast_shapes(jnp.shape(params.tension.memory), jnp.shape(params.clients.autonomy)[1:])

    def fill(value, actors=None):
        shape = world if actors is None else (actors, *world)
        return jnp.broadcast_to(jnp.asarray(value, dtype=params.clients.autonomy.dtype), shape)

    fronts, adversaries, clients = len(network.fronts), len(network.adversaries), len(network.clients)
    office = network.in_office
    return State(
        capability=fill(params.clients.capability, clients), revenue=fill(params.clients.own_revenue, clients),
        rapport=fill(params.clients.rapport, clients), tie=fill(params.clients.tie, clients), language=fill(params.ties.language[office], clients),
        open=fill(0.0, fronts), restraint=fill(0.0, fronts), release=fill(0.0, fronts), cap=fill(0.0, fronts), excitation=fill(0.0, fronts),
        mobilisation=fill(sigmoid(params.mobilisation.baseline), fronts), fear=fill(0.0, fronts), grievance=fill(0.0, fronts),
        heat=fill(0.0, adversaries), pressure=fill(0.0, adversaries), attribution=fill(params.attribution.baseline, adversaries),
        patron_pressure=fill(0.0, adversaries), tension=fill(0.0), integration=fill(params.integration.initial),
        charisma=fill(params.commanders.charisma[office]), skill=fill(params.commanders.skill[office]),
        trigger=fill(jnp.exp(params.trigger.log_mean)), truce=fill(0.0), war=fill(0.0),
    )  # fmt: skip


def quiet_day(network: Network, deciding: bool = True) -> Inputs:
    """A day on which nothing is given: the trigger runs by its process, the commander decides (or not)."""
    fronts, adversaries, clients = len(network.fronts), len(network.adversaries), len(network.clients)
    return Inputs(
        tempo_order=jnp.zeros(fronts), release_order=jnp.zeros(fronts), cap_order=jnp.zeros(fronts), envoy=jnp.zeros(clients),
        deciding=jnp.full(fronts, float(deciding)), host_pressure=jnp.zeros(clients), threat=jnp.zeros(adversaries),
        trigger=jnp.array(jnp.nan), successor=jnp.array(-1, dtype=jnp.int32),
    )  # fmt: skip
