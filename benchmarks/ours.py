"""Ours: the ensemble as the command plays it, and the same day played once more for what is compared."""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from armslength.simulate import play as play_ensemble
from armslength.simulate.streams import bits_of_day, row_keys
from armslength.world.day import conditional, update
from armslength.world.draw import draw
from armslength.world.ladder import RUNGS, rung
from armslength.world.params import Layout
from armslength.world.records import Day, State
from benchmarks.measures import HIGH_RUNG, Measures, named
from benchmarks.start import Start


def play(start: Start, workers: int) -> int:
    """Every future of the ensemble, as `armslength forecast` plays them; how many there were."""
    blocks = play_ensemble(start.ensemble, start.windows, keep=5, workers=workers)
    return sum(real for real, _ in blocks) * start.ensemble.chance


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
    daily, final = _daily(start.layout, ensemble.chance, values, state, ensemble.plan, keys)
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
def _daily(layout: Layout, chance: int, values: Any, state: State, plan: Day, keys: Any) -> Any:
    net = layout.network
    p = layout.group(jnp.repeat(values, chance, axis=-1))
    state = jax.tree.map(lambda x: jnp.repeat(x, chance, axis=-1), state)

    def play_day(state: State, today: tuple[Any, Day]) -> Any:
        t, given = today
        given = jax.tree.map(lambda x: x[:, None] if x.ndim else x, given)
        bits = jax.tree.map(lambda x: x.reshape(x.shape[0], -1), bits_of_day(net, keys, t, chance))
        outlook = conditional(net, p, state, given)
        e = draw(net, p, state, given, outlook, bits)
        seen = {
            "count": e.count,
            "lethal": e.lethal,
            "reprisal": e.reprisal,
            "rung": jnp.where(state.war > 0, RUNGS - 1, rung(p, e)),
        }
        seen["ordered"] = (e.tempo_order > 0).any(0)
        return update(net, p, state, given, outlook, e), seen

    final, daily = jax.lax.scan(play_day, state, (jnp.arange(1, plan.trigger.shape[0] + 1), plan))
    last = jax.tree.map(lambda x: x[-1][:, None] if x.ndim > 1 else x[-1], plan)
    return daily, {"control": conditional(net, p, final, last).control, "tension": final.tension}
