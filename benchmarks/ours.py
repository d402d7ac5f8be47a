"""Ours: the ensemble as the command plays it, and the same day played once more for what is compared."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from armslength.ladder import RUNGS
from armslength.simulate import play as play_ensemble
from armslength.simulate.streams import row_keys, uniforms_of_worlds, world_keys
from armslength.world.day import Day, conditional, unroll
from armslength.world.draw import sample_events
from armslength.world.ladder import rung
from armslength.world.params import Layout
from armslength.world.records import Events, Inputs, State
from benchmarks.measures import HIGH_RUNG, Measures, named
from benchmarks.start import Start


def play(start: Start, workers: int) -> int:
    """Every future of the ensemble, as `armslength forecast` plays them; how many there were."""
    blocks = play_ensemble(start.ensemble, start.windows, keep=5, workers=workers)
    return sum(real for real, _ in blocks) * start.ensemble.replicates


def attacks(start: Start) -> np.ndarray:
    """[window, front, future] of the first draw, by the ensemble's own path."""
    _, outcomes = next(play_ensemble(start.ensemble, start.windows))
    return outcomes["attacks"][:, :, 0]


def measure(start: Start) -> Measures:
    """The futures of the first draw, with more kept of each: same keys, hence the same futures."""
    ensemble = start.ensemble
    keys = row_keys(start.network, ensemble.seed, np.arange(1))
    values = jnp.asarray(start.values[:, :1], jnp.float32)
    state = jax.tree.map(lambda x: jnp.asarray(x)[..., :1], start.state)
    daily, final = _daily(start.layout, ensemble.replicates, values, state, ensemble.plan, keys)
    daily = {name: np.asarray(x, float) for name, x in daily.items()}
    return named(
        start.network,
        start.windows,
        attacks=np.stack([daily["count"][:w].sum(0) for w in start.windows]),
        lethal=daily["lethal"].sum(0),
        reprisals=daily["reprisal"].sum(0),
        orders=daily["ordered"].sum(0),
        high=(daily["rung"] >= HIGH_RUNG).sum(0),
        control=np.asarray(final["control"]),
        tension=np.asarray(final["tension"]),
    )


@partial(jax.jit, static_argnums=(0, 1))
def _daily(layout: Layout, replicates: int, values: Any, state: State, plan: Inputs, keys: Any) -> Any:
    net = layout.network
    params = layout.params(jnp.repeat(values, replicates, axis=-1))
    state = jax.tree.map(lambda x: jnp.repeat(x, replicates, axis=-1), state)
    by_world = world_keys(keys, replicates)

    def happen(day: Day, memory: None, uniforms: Any) -> Events:
        return sample_events(net, day.params, day.state, day.inputs, day.outlook, uniforms)

    def observe(day: Day, memory: None) -> Any:
        events = day.events
        seen = {
            "count": events.count,
            "lethal": events.lethal,
            "reprisal": events.reprisal,
            "rung": jnp.where(day.state.war > 0, RUNGS - 1, rung(day.params, events)),
            "ordered": (events.tempo_order > 0).any(0),
        }
        return None, seen

    days = (jnp.arange(1, plan.trigger.shape[0] + 1), plan, None)
    uniforms = partial(uniforms_of_worlds, net, by_world)
    final, _, daily = unroll(net, params, state, days, happen=happen, observe=observe, uniforms=uniforms)
    last = jax.tree.map(lambda x: x[-1][:, None] if x.ndim > 1 else x[-1], plan)
    return daily, {"control": conditional(net, params, final, last).control, "tension": final.tension}
