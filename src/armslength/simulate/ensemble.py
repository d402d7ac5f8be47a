"""Futures by the block: twenty draws of the parameters, fifty futures each, always in the same shape.

A block's arithmetic does not depend on how many blocks there are or who runs them, so neither do its results.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from armslength.simulate.streams import CHANCE, bits_of_day, row_keys
from armslength.world.day import conditional, update
from armslength.world.draw import draw
from armslength.world.ladder import RUNGS, rung
from armslength.world.params import Layout
from armslength.world.records import Day, State

DRAWS_IN_BLOCK = 20
WEEK = 7


@dataclass(frozen=True)
class Ensemble:
    """What is needed to play futures: parameters, where they start, and what is given on the way."""

    layout: Layout
    values: np.ndarray  #: [site, draw]
    start: State  #: [actor, draw]
    plan: Day  #: [day, ...] what is given on each day ahead
    seed: int
    chance: int = CHANCE  #: futures for each draw
    block: int = DRAWS_IN_BLOCK  #: draws played at once

    @property
    def draws(self) -> int:
        """Draws of the parameters."""
        return int(self.values.shape[1])

    @property
    def days(self) -> int:
        """Days ahead."""
        return int(self.plan.trigger.shape[0])


def play(
    ensemble: Ensemble,
    windows: tuple[int, ...],
    keep: int = 0,
    workers: int = 2,
    tick: Callable[[int], None] = lambda _: None,
) -> Iterator[tuple[int, dict[str, np.ndarray]]]:
    """(number of real draws, outcomes) of each block, in order; `tick` is told the futures done.

    Outcomes are arrays [..., draw, chance]; `keep` is how many futures of each draw keep their daily path.
    """
    blocks = range(0, ensemble.draws, ensemble.block)
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        waiting = [pool.submit(_block, ensemble, first, windows, keep) for first in blocks]
        try:
            for future in waiting:
                real, outcomes = future.result()
                yield real, outcomes
                tick(real * ensemble.chance)
        finally:
            for future in waiting:
                future.cancel()


def _block(
    ensemble: Ensemble, first: int, windows: tuple[int, ...], keep: int
) -> tuple[int, dict[str, np.ndarray]]:
    numbers = np.arange(first, first + ensemble.block)
    real = min(ensemble.block, ensemble.draws - first)
    held = np.minimum(numbers, ensemble.draws - 1)  # a short block is filled up, and the filling thrown away
    start = jax.tree.map(lambda x: np.asarray(x)[..., held], ensemble.start)
    net = ensemble.layout.network
    keys = row_keys(net, ensemble.seed, numbers)
    values = ensemble.values[:, held].astype(np.float32)
    out = _futures(ensemble.layout, windows, keep, ensemble.chance, values, start, ensemble.plan, keys)
    return real, {name: np.asarray(x)[..., :real, :] for name, x in out.items()}


@partial(jax.jit, static_argnums=(0, 1, 2, 3))
def _futures(
    layout: Layout,
    windows: tuple[int, ...],
    keep: int,
    chance: int,
    values: Any,
    start: State,
    plan: Day,
    keys: Any,
) -> dict[str, Any]:
    """Outcomes of one block, each [..., draw, chance]. One axis of worlds inside: it is what runs fastest."""
    net = layout.network
    p = jax.lax.optimization_barrier(layout.group(jnp.repeat(values, chance, axis=-1)))
    state = jax.tree.map(lambda x: jnp.repeat(x, chance, axis=-1), start)

    def play_day(carry: State, today: tuple[Any, Day]) -> Any:
        t, given = today
        given = jax.tree.map(lambda x: x[:, None] if x.ndim else x, given)
        bits = jax.tree.map(lambda x: x.reshape(x.shape[0], -1), bits_of_day(net, keys, t, chance))
        outlook = conditional(net, p, carry, given)
        events = draw(net, p, carry, given, outlook, bits)
        seen = {
            "count": events.count, "lethal": events.lethal, "ordered": events.lethal * outlook.ordered,
            "level": events.level, "told": jnp.minimum(events.tempo_order, 1.0) > 0, "deaths": events.deaths,
            "rung": rung(p, events), "war": jnp.maximum(carry.war, events.war),
            "halt": (events.tempo_order * events.accepted > 0) * 1.0,  # what a client would announce as a suspension
        }  # fmt: skip
        return update(net, p, carry, given, outlook, events), seen

    days = plan.trigger.shape[0]
    final, daily = jax.lax.scan(play_day, state, (jnp.arange(1, days + 1), plan))
    outcomes = _outcomes(daily, windows, days)
    outcomes["control"] = conditional(
        net, p, final, jax.tree.map(lambda x: x[-1][:, None] if x.ndim > 1 else x[-1], plan)
    ).control
    shaped = {name: x.reshape(*x.shape[:-1], -1, chance) for name, x in outcomes.items()}
    if keep:
        for name, kind in (
            ("count", jnp.uint16),
            ("lethal", jnp.uint8),
            ("level", jnp.uint8),
            ("rung", jnp.uint8),
            ("halt", jnp.uint8),
        ):
            path = daily[name].reshape(*daily[name].shape[:-1], -1, chance)[..., :keep]
            shaped[f"path_{name}"] = path.astype(kind)
    return shaped


def _outcomes(daily: dict[str, Any], windows: tuple[int, ...], days: int) -> dict[str, Any]:
    """[window, ...] sums and maxima from the first day to the end of each window, and the like."""

    def by_window(x: Any, how: Any) -> Any:
        return jnp.stack([how(x[:w], axis=0) for w in windows])

    weeks = days // WEEK
    week = daily["count"][: weeks * WEEK]
    reached = jnp.stack([daily["rung"] >= r for r in range(RUNGS)], axis=1)  # [day, rung, world]
    first = jnp.where(reached.any(0), jnp.argmax(reached, axis=0) + 1, 0)
    return {
        "attacks": by_window(daily["count"], jnp.sum),
        "weekly": week.reshape(weeks, WEEK, *week.shape[1:]).sum(1),
        "lethal": by_window(daily["lethal"], jnp.sum),
        "ordered": by_window(daily["ordered"], jnp.sum),
        "deaths": by_window(daily["deaths"], jnp.sum),
        "told": by_window(daily["told"], jnp.any),
        "level": by_window(daily["level"], jnp.max),
        "highest": by_window(daily["rung"], jnp.max),
        "war": by_window(daily["war"], jnp.max),
        "first_passage": first,
        "rung": daily["rung"].astype(jnp.int8),
    }
