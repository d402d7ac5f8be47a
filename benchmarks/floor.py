"""The floor: the same random numbers and as many exponentials and logarithms a day, in the same scan, nothing else."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend.core import ClosedJaxpr, Jaxpr, Var

from armslength.simulate.streams import bits_of_worlds, row_keys, world_keys
from armslength.world.day import conditional, update
from armslength.world.draw import sample_events, uniforms_of
from armslength.world.network import Network
from armslength.world.sampling import uniform
from benchmarks.start import Start

EXPONENTIALS = {"exp", "expm1", "logistic", "tanh", "pow"}
LOGARITHMS = {"log", "log1p", "erf_inv"}


def rows_of_day(start: Start) -> Counter[str]:
    """Exponentials and logarithms of a day, in rows of one number a future.

    What depends on the parameters alone is left out: a compiler takes it out of the days. The body of a loop counts
    once, however many turns it takes.
    """
    net, worlds = start.network, 3
    p = start.layout.params(jnp.zeros((len(start.layout.sites), worlds), jnp.float32))
    state = jax.tree.map(lambda x: jnp.zeros((*x.shape[:-1], worlds), jnp.float32), start.state)
    given = jax.tree.map(lambda x: x[0][:, None] if x.ndim > 1 else x[0], start.ensemble.plan)
    keys = row_keys(net, 0, np.arange(1))
    bits = bits_of_worlds(net, world_keys(keys, worlds), jnp.asarray(1))

    def day(state: Any, bits: Any) -> Any:
        outlook = conditional(net, p, state, given)
        events = sample_events(net, p, state, given, outlook, uniforms_of(bits))
        return update(net, p, state, given, outlook, events)

    closed = jax.make_jaxpr(day)(state, bits)
    return _count(closed.jaxpr, set(closed.jaxpr.invars), worlds)


def _count(jaxpr: Jaxpr, moving: set[Any], worlds: int) -> Counter[str]:
    """Rows by kind among what depends on `moving`, which grows on the way."""
    found: Counter[str] = Counter()
    for equation in jaxpr.eqns:
        touched = [isinstance(x, Var) and x in moving for x in equation.invars]
        if not any(touched):
            continue
        moving.update(equation.outvars)
        name = equation.primitive.name
        kind = "exp" if name in EXPONENTIALS else "log" if name in LOGARITHMS else None
        if kind:
            found[kind] += max(int(np.prod(equation.outvars[0].aval.shape)) // worlds, 1)
        for inner in _inside(equation):
            at = (
                inner.invars[len(inner.invars) - len(touched) :]
                if len(inner.invars) <= len(touched)
                else inner.invars
            )
            found += _count(inner, {v for v, t in zip(at, touched[-len(at) :], strict=False) if t}, worlds)
    return found


def _inside(equation: Any) -> list[Jaxpr]:
    if equation.primitive.name == "while":
        return [equation.params["body_jaxpr"].jaxpr]
    inner = equation.params.get("jaxpr", equation.params.get("call_jaxpr"))
    return [] if inner is None else [inner.jaxpr if isinstance(inner, ClosedJaxpr) else inner]


def play(start: Start, workers: int, rows: Counter[str]) -> int:
    """As many futures as the ensemble has, by blocks of the same size and as many threads; how many there were."""
    ensemble, exps, logs = start.ensemble, rows["exp"], rows["log"]
    firsts = range(0, ensemble.draws, ensemble.block)

    def block(first: int) -> int:
        keys = row_keys(start.network, ensemble.seed, np.arange(first, first + ensemble.block))
        _spent(start.network, ensemble.replicates, ensemble.days, exps, logs, keys).block_until_ready()
        return ensemble.block * ensemble.replicates

    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(block, firsts))


@partial(jax.jit, static_argnums=(0, 1, 2, 3, 4))
def _spent(net: Network, chance: int, days: int, exps: int, logs: int, keys: Any) -> Any:
    """[world] a sum that needs all of it."""
    by_world = world_keys(keys, chance)

    def made(day: Any) -> list[Any]:
        return [
            row for stream in vars(bits_of_worlds(net, by_world, day)).values() for row in uniform(stream)
        ]

    def play_day(carry: Any, t: Any) -> Any:
        total, u = carry
        grown = [jnp.exp(u[i % len(u)] + i // len(u)) for i in range(exps)]
        shrunk = [jnp.log(u[i % len(u)] + i // len(u)) for i in range(logs)]
        return (total + sum(u) + sum(grown) + sum(shrunk), made(t + 1)), None

    start = (jnp.zeros(keys.shape[2] * chance), made(jnp.asarray(1)))
    return jax.lax.scan(play_day, start, jnp.arange(1, days + 1))[0][0]
