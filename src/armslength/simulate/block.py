"""One block of futures, compiled: every world a column, every day the same two functions.

What a forecast asks of the days is added up as they pass; each day overwrites the entry of its window or week, so
that the last day of each stays. Days are not kept, and memory stays where the processor is quick.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp

from armslength.simulate import policies as lever
from armslength.simulate.policies import Levers
from armslength.simulate.streams import bits_of_worlds, world_keys
from armslength.world.day import conditional, update
from armslength.world.draw import happen, luck
from armslength.world.ladder import RUNGS, rung
from armslength.world.params import Layout
from armslength.world.records import Day, State

WEEK = 7
SUMS = ("count", "lethal", "ordered", "deaths", "reprisals", "direct_fire")
PATHS = {"count": jnp.uint16, "lethal": jnp.uint8, "level": jnp.uint8, "rung": jnp.uint8, "halt": jnp.uint8}
NAMES = {"count": "attacks", "rung": "highest"}  # of what is added up, where it is called otherwise outside


@partial(jax.jit, static_argnums=(0, 1, 2, 3))
def play_block(
    layout: Layout,
    windows: tuple[int, ...],
    keep: int,
    chance: int,
    values: Any,
    start: State,
    plan: Day,
    keys: Any,
    levers: Levers | None = None,
) -> dict[str, Any]:
    """Outcomes of one block, each [..., draw, chance]. One axis of worlds inside: it is what runs fastest.

    Without `levers` the compiled code knows nothing of them.
    """
    net = layout.network
    p = jax.lax.optimization_barrier(layout.group(jnp.repeat(values, chance, axis=-1)))
    state = jax.tree.map(lambda x: jnp.repeat(x, chance, axis=-1), start)
    by_world = world_keys(keys, chance)

    def play_day(carry: Any, today: tuple[Any, Day, Any]) -> Any:
        state, chances, so_far, kept, booked = carry
        t, given, by_day = today
        given = jax.tree.map(lambda x: x[:, None] if x.ndim else x, given)
        outlook, events, new, booked = live(net, p, state, given, chances, levers, by_day, booked, t)
        seen = _seen(p, state, outlook, events) | (_counted(events) if levers else {})
        so_far = {
            name: x + seen[name] if name in SUMS else jnp.maximum(x, seen[name]) for name, x in so_far.items()
        }
        kept = _keep(kept, so_far, jnp.sum(t > jnp.asarray(windows)), (t - 1) // WEEK)
        # Carried from the day before, the day's luck is made once, not again wherever it is used.
        tomorrow = luck(bits_of_worlds(net, by_world, t + 1))
        return (new, tomorrow, so_far, kept, booked), _of_the_day(seen, keep, chance)

    days = plan.trigger.shape[0]
    nothing = _nothing(net, state.tension, levers is not None)
    # One entry for each window and week, and one for what lies beyond them.
    windowed = jax.tree.map(lambda x: jnp.stack([x] * (len(windows) + 1)), nothing)
    weekly = jnp.stack([nothing["count"]] * (days // WEEK + 1))
    booked = lever.nothing_booked(levers, state.tension) if levers else None
    by_day = levers.daily if levers else None
    chances = luck(bits_of_worlds(net, by_world, jnp.asarray(1)))
    carry = (state, chances, nothing, (windowed, weekly), booked)
    (final, _, _, kept, _), daily = jax.lax.scan(play_day, carry, (jnp.arange(1, days + 1), plan, by_day))
    last = jax.tree.map(lambda x: x[-1][:, None] if x.ndim > 1 else x[-1], plan)
    at_last = lever.supported(p, jax.tree.map(lambda x: x[-1], by_day)) if by_day else p
    outcomes = _outcomes(kept, daily["rung"]) | {"control": conditional(net, at_last, final, last).control}
    shaped = {name: x.reshape(*x.shape[:-1], -1, chance) for name, x in outcomes.items()}
    return shaped | {name: x for name, x in daily.items() if name.startswith("path_")}


def live(
    net: Any, p: Any, state: State, given: Day, chances: Any, levers: Levers | None, by_day: Any, booked: Any, t: Any
) -> tuple[Any, Any, State, Any]:  # fmt: skip
    """One day: its outlook, its events, tomorrow's state and what is then booked."""
    if levers is None:
        outlook = conditional(net, p, state, given)
        events = happen(net, p, state, given, outlook, chances)
        return outlook, events, update(net, p, state, given, outlook, events), None
    given, p = lever.act(levers, booked, t, given, lever.supported(p, by_day))
    outlook = conditional(net, p, state, given)
    events = happen(net, p, state, given, outlook, lever.bind(by_day, booked, t, chances))
    events = lever.bound(by_day, events)
    new = update(net, p, state, given, outlook, events)
    return outlook, events, new, lever.book(net, levers, by_day, booked, t, events)


def _counted(events: Any) -> dict[str, Any]:
    """What comparisons add up besides, each [..., world]."""
    direct = (events.level.max(0) == 4) | (events.patron_strike.max(0) > 0)
    return {"reprisals": events.reprisal, "direct_fire": direct * 1.0}


def _seen(p: Any, state: State, outlook: Any, events: Any) -> dict[str, Any]:
    """What a forecast asks of a day, each [..., world]."""
    return {
        "count": events.count, "lethal": events.lethal, "ordered": events.lethal * outlook.ordered, "deaths": events.deaths,
        "told": (events.tempo_order > 0) * 1.0, "level": events.level, "rung": jnp.where(state.war > 0, RUNGS - 1.0, rung(p, events)),  # war stays
        "war": jnp.maximum(state.war, events.war),
        "halt": (events.tempo_order * events.accepted > 0) * 1.0,  # what a client would announce as a suspension
    }  # fmt: skip


def _nothing(net: Any, world: Any, counted: bool) -> dict[str, Any]:
    """Before the first day."""
    fronts, adversaries = (
        jnp.zeros((len(x), *world.shape), world.dtype) for x in (net.fronts, net.adversaries)
    )
    nothing = dict.fromkeys(("count", "lethal", "ordered", "deaths", "told"), fronts) | {"level": adversaries}
    nothing |= {name: jnp.zeros_like(world) for name in ("rung", "war")}
    return nothing | ({"reprisals": adversaries, "direct_fire": jnp.zeros_like(world)} if counted else {})


def _keep(kept: Any, so_far: dict[str, Any], window: Any, week: Any) -> Any:
    windowed, weekly = kept
    return jax.tree.map(lambda entries, x: entries.at[window].set(x), windowed, so_far), weekly.at[week].set(
        so_far["count"]
    )


def _of_the_day(seen: dict[str, Any], keep: int, chance: int) -> dict[str, Any]:
    """The rung, and the paths of the first `keep` futures of each draw."""
    made = {"rung": seen["rung"].astype(jnp.int8)}
    for name, kind in PATHS.items() if keep else ():
        path = seen[name].reshape(*seen[name].shape[:-1], -1, chance)[..., :keep]
        made[f"path_{name}"] = path.astype(kind)
    return made


def _outcomes(kept: Any, daily_rung: Any) -> dict[str, Any]:
    """[window, ...] sums and maxima from the first day to the end of each window, and the like."""
    windowed, weekly = kept
    reached = jnp.stack([daily_rung >= r for r in range(RUNGS)], axis=1)  # [day, rung, world]
    first = jnp.where(reached.any(0), jnp.argmax(reached, axis=0) + 1, 0)
    outcomes = {NAMES.get(name, name): x[:-1] for name, x in windowed.items()}
    return outcomes | {
        "told": outcomes["told"] > 0,
        "weekly": jnp.diff(weekly[:-1], axis=0, prepend=0.0),
        "first_passage": first,
        "rung": daily_rung,
    }
