"""What the world is made of: state, the day's given facts, what can happen, what happened.

Axis 0 of every array counts actors (clients, fronts or adversaries); whatever axes follow count *worlds* (one, or
draws of the parameters by chance), so the same code plays one world or a thousand. Scalars of a world have no
actor axis.
"""

from __future__ import annotations

from typing import Any

import equinox as eqx
import jax
import jax.numpy as jnp
from jaxtyping import Array, Float, Int


@jax.tree_util.register_pytree_node_class
class Group:
    """Named arrays, read as attributes."""

    def __init__(self, **values: Any):
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> Any:  # only reached when the name is not there
        raise AttributeError(f"nothing here is called '{name}'; there are {', '.join(self.__dict__)}")

    def __contains__(self, name: str) -> bool:
        return name in self.__dict__

    def replace(self, **values: Any) -> Group:
        """The same group with some values replaced or added."""
        return Group(**{**self.__dict__, **values})

    def tree_flatten(self) -> tuple[tuple[Any, ...], tuple[str, ...]]:
        """Leaves in the order of their names' first mention."""
        return tuple(self.__dict__.values()), tuple(self.__dict__)

    @classmethod
    def tree_unflatten(cls, names: tuple[str, ...], values: tuple[Any, ...]) -> Group:
        """The inverse of `tree_flatten`."""
        return cls(**dict(zip(names, values, strict=True)))


def lift(tree: Any, axes: int) -> Any:
    """Give every array axes for the worlds, so that actors stay in front; scalars stay as they are."""
    return jax.tree.map(lambda x: jnp.reshape(x, (*jnp.shape(x), *([1] * axes))) if jnp.ndim(x) else x, tree)


class State(eqx.Module):
    """Everything the past left behind; a deterministic function of past events, actions and inputs."""

    # clients
    capability: Float[Array, "client *world"]  # K, ratio to the start
    revenue: Float[Array, "client *world"]  # S, ratio to the largest client's support
    rapport: Float[Array, "client *world"]  # R in [0, 1], personal: lost with a person
    tie: Float[Array, "client *world"]  # I in [0, 1], institutional: survives, grows slowly
    language: Float[Array, "client *world"]  # l in [0, 1], of the commander in office
    # fronts
    open: Float[Array, "front *world"]  # 0 or 1, latched
    restraint: Float[Array, "front *world"]  # Q^r in [0, 1], accepted and still in force
    release: Float[Array, "front *world"]  # Q^e in [0, 1]
    cap: Float[Array, "front *world"]  # Q^s in [0, 1]
    excitation: Float[Array, "front *world"]  # h, attacks, fading
    mobilisation: Float[Array, "front *world"]  # m in [0, 1]
    fear: Float[Array, "front *world"]  # F in [0, 1]
    grievance: Float[Array, "front *world"]  # G in [0, 1]
    # adversaries
    heat: Float[Array, "adversary *world"]  # H, weighted attacks, fading
    pressure: Float[Array, "adversary *world"]  # P, red-line pressure
    attribution: Float[Array, "adversary *world"]  # A, log-odds that the patron ordered it
    patron_pressure: Float[Array, "adversary *world"]  # P^pat, the patron's own red line
    # the whole
    tension: Float[Array, "*world"]  # tau
    integration: Float[Array, "*world"]  # Z in [0, 1]
    charisma: Float[Array, "*world"]  # kappa, of the commander in office
    skill: Float[Array, "*world"]  # beta
    trigger: Float[Array, "*world"]  # X beneath a truce
    truce: Float[Array, "*world"]  # 0 or 1
    war: Float[Array, "*world"]  # 0 or 1, absorbing


class Inputs(eqx.Module):
    """What is given on a day and not drawn: the patron's fixed actions, and the world outside."""

    tempo_order: Float[Array, "front *world"]  # d^r in [0, 1]; 0 = none
    release_order: Float[Array, "front *world"]  # d^e in [0, 1]; 0 = none
    cap_order: Float[Array, "front *world"]  # d^s in [0, 1]; 0 = none
    envoy: Float[Array, "client *world"]  # e, envoy-days
    deciding: Float[Array, "front *world"]  # 1 where the commander's own directives run today
    host_pressure: Float[Array, "client *world"]  # p in [0, 1]
    threat: Float[Array, "adversary *world"]  # omega, public threat
    trigger: Float[Array, "*world"]  # X; NaN = by its own process
    successor: Int[Array, ""]  # who takes office at the end of the day; -1 = nobody


class Events(eqx.Module):
    """What happened on a day: drawn in simulation, read from reports in replay, scored in a fit."""

    tempo_order: Float[Array, "front *world"]  # d^r in [0, 1], given or the commander's own; 0 = none
    release_order: Float[Array, "front *world"]  # d^e in [0, 1]; 0 = none
    cap_order: Float[Array, "front *world"]  # d^s in [0, 1], given or the commander's own; 0 = none
    envoy: Float[Array, "client *world"]  # e, envoy-days
    accepted: Float[Array, "front *world"]  # y in {0, 1}; between them where nobody knows
    announced: Float[Array, "front *world"]  # 1 where acceptance was announced
    resumed: Float[Array, "front *world"]  # 1 where the end of a suspension was announced
    opened: Float[Array, "front *world"]  # 1 where the front opened today
    count: Float[Array, "front *world"]  # n, attacks; expected ones inside a tally
    surprise: Float[Array, "front *world"]  # per day, when a tally ends: (observed - expected) / length
    surprise_days: Float[Array, "front *world"]  # its length; 0 = no tally ends today
    harmed: Float[Array, "front *world"]  # attacks with injury or damage but no deaths
    lethal: Float[Array, "front *world"]  # attacks lethal to the adversary's own people
    deaths: Float[Array, "front *world"]  # the adversary's own dead
    worst: Float[Array, "front *world"]  # dead of the worst attack
    reprisal: Float[Array, "adversary *world"]  # 0 or 1
    level: Float[Array, "adversary *world"]  # 1 to 4; 0 = none
    answered: Float[Array, "front *world"]  # 1 for the front a reprisal answers
    patron_strike: Float[Array, "adversary *world"]  # 0 or 1
    war: Float[Array, "*world"]  # 0 or 1
    trigger_noise: Float[Array, "*world"]  # standard normal
    truce_turns: Float[Array, "*world"]  # 1 where a truce begins or ends
