"""The state at the start of a history."""

import jax.numpy as jnp
from jax.nn import sigmoid

from armslength.world.network import Network
from armslength.world.records import Day, Group, State


def initial_state(net: Network, p: Group) -> State:
    """Before anything happened: no front open, no order in force, nobody afraid."""
    world = jnp.broadcast_shapes(jnp.shape(p.tension.memory), jnp.shape(p.clients.autonomy)[1:])

    def fill(value, actors=None):
        shape = world if actors is None else (actors, *world)
        return jnp.broadcast_to(jnp.asarray(value, dtype=p.clients.autonomy.dtype), shape)

    f, a, c = len(net.fronts), len(net.adversaries), len(net.clients)
    office = net.in_office
    return State(
        capability=fill(p.clients.capability, c), revenue=fill(p.clients.own_revenue, c),
        rapport=fill(p.clients.rapport, c), tie=fill(p.clients.tie, c), language=fill(p.ties.language[office], c),
        open=fill(0.0, f), restraint=fill(0.0, f), release=fill(0.0, f), cap=fill(0.0, f), excitation=fill(0.0, f),
        mobilisation=fill(sigmoid(p.mobilisation.baseline), f), fear=fill(0.0, f), grievance=fill(0.0, f),
        heat=fill(0.0, a), pressure=fill(0.0, a), attribution=fill(p.attribution.baseline, a),
        patron_pressure=fill(0.0, a), tension=fill(0.0), integration=fill(p.integration.initial),
        charisma=fill(p.commanders.charisma[office]), skill=fill(p.commanders.skill[office]),
        trigger=fill(jnp.exp(p.trigger.log_mean)), truce=fill(0.0), war=fill(0.0),
    )  # fmt: skip


def quiet_day(net: Network, deciding: bool = True) -> Day:
    """A day on which nothing is given: the trigger runs by its process, the commander decides (or not)."""
    f, a, c = len(net.fronts), len(net.adversaries), len(net.clients)
    return Day(
        tempo_order=jnp.zeros(f), release_order=jnp.zeros(f), cap_order=jnp.zeros(f), envoy=jnp.zeros(c),
        deciding=jnp.full(f, float(deciding)), host_pressure=jnp.zeros(c), threat=jnp.zeros(a),
        trigger=jnp.array(jnp.nan), successor=jnp.array(-1, dtype=jnp.int32),
    )  # fmt: skip
