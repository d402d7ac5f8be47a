"""One block of futures, compiled: every world a column, every day the same two functions.

What a forecast asks of the days is added up as they pass; each day overwrites the entry of its window or week, so
that the last day of each stays. Days are not kept, and memory stays where the processor is quick. Where the case goes
by longer steps, what is called a day here is a step, and a week is one step too.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp

from armslength.ladder import RUNGS
from armslength.simulate.kept_code import kept
from armslength.simulate.policies import Policy
from armslength.simulate.streams import uniforms_of_worlds, world_keys
from armslength.world.day import Day, conditional, unroll
from armslength.world.ladder import rung
from armslength.world.network import Network
from armslength.world.params import Layout
from armslength.world.records import Events, Inputs, State

DAYS_OF_A_WEEK = 7
SUMS = ("count", "lethal", "ordered", "deaths", "reprisals", "direct_fire")
PATHS = {"count": jnp.uint16, "lethal": jnp.uint8, "level": jnp.uint8, "rung": jnp.uint8, "halt": jnp.uint8}
NAMES = {"count": "attacks", "rung": "highest"}  # of what is added up, where it is called otherwise outside


@kept(fixed=4)
def play_block(
    layout: Layout,
    windows: tuple[int, ...],
    keep: int,
    replicates: int,
    values: Any,
    start: State,
    plan: Inputs,
    keys: Any,
    policy: Policy,
) -> dict[str, Any]:
    """Play one block of futures; return its outcomes, each [..., draw, replicate].

    Inside there is one axis of worlds, draw by replicate: it is what runs fastest.

    Args:
        layout: who is tied to whom, and where each parameter stands.
        windows: steps from the first, at whose end outcomes are reported.
        keep: replicates of each draw that keep their daily path.
        replicates: futures for each draw of the parameters.
        values: parameters, [site, draw].
        start: the state before the first day, [actor, draw].
        plan: what is given on each day, [day, ...].
        keys: of the random streams, two words [row, draw].
        policy: what acts inside the day.
    """
    network = layout.network
    params = jax.lax.optimization_barrier(layout.params(jnp.repeat(values, replicates, axis=-1)))
    state = jax.tree.map(lambda x: jnp.repeat(x, replicates, axis=-1), start)
    by_world = world_keys(keys, replicates)
    days, week = plan.trigger.shape[0], DAYS_OF_A_WEEK if network.step.is_day else 1

    def observe(day: Day, memory: Any) -> Any:
        so_far, kept, booked = memory
        seen = _seen(day) | (_compared(day.events) if policy.compares else {})
        so_far = {
            name: x + seen[name] if name in SUMS else jnp.maximum(x, seen[name]) for name, x in so_far.items()
        }
        kept = _keep(kept, so_far, jnp.sum(day.number > jnp.asarray(windows)), (day.number - 1) // week)
        return (so_far, kept, policy.book(network, day, booked)), _of_the_day(
            seen, keep, replicates, network.step.is_day
        )

    nothing = _nothing(network, state.tension, policy.compares)
    # One entry for each window and week, and one for what lies beyond them.
    windowed = jax.tree.map(lambda x: jnp.stack([x] * (len(windows) + 1)), nothing)
    weekly = jnp.stack([nothing["count"]] * (days // week + 1))
    final, (_, kept, _), daily = unroll(
        network,
        params,
        state,
        (jnp.arange(1, days + 1), plan, policy.daily),
        prepare=lambda day, memory: policy.prepare(day, memory[2]),
        happen=lambda day, memory, uniforms: policy.happen(network, day, memory[2], uniforms),
        observe=observe,
        uniforms=partial(uniforms_of_worlds, network, by_world),
        memory=(nothing, (windowed, weekly), policy.begin(state.tension)),
    )
    inputs, today = jax.tree.map(lambda x: x[-1][:, None] if x.ndim > 1 else x[-1], (plan, policy.daily))
    at_last = conditional(network, policy.params_on(params, today), final, inputs)
    outcomes = _outcomes(kept, daily["rung"]) | {"control": at_last.control}
    shaped = {name: x.reshape(*x.shape[:-1], -1, replicates) for name, x in outcomes.items()}
    return shaped | {name: x for name, x in daily.items() if name.startswith("path_")}


def _seen(day: Day) -> dict[str, Any]:
    """Return what a forecast asks of a day, each [..., world]."""
    events, war = day.events, day.state.war
    return {
        "count": events.count,
        "lethal": events.lethal,
        "ordered": events.lethal * day.outlook.ordered,
        "deaths": events.deaths,
        "told": (events.tempo_order > 0) * 1.0,
        "level": events.level,
        "struck": events.patron_strike,
        "rung": jnp.where(war > 0, RUNGS - 1.0, rung(day.params, events)),  # war stays
        "war": jnp.maximum(war, events.war),
        # what a client would announce as a suspension
        "halt": (events.tempo_order * events.accepted > 0) * 1.0,
    }


def _compared(events: Events) -> dict[str, Any]:
    """Return what comparisons add up besides, each [..., world]."""
    direct = (events.level.max(0) == 4) | (events.patron_strike.max(0) > 0)
    return {"reprisals": events.reprisal, "direct_fire": direct * 1.0}


def _nothing(network: Network, world: Any, compares: bool) -> dict[str, Any]:
    """Return the sums and maxima before the first day, each [..., world]."""
    fronts, adversaries = (
        jnp.zeros((len(x), *world.shape), world.dtype) for x in (network.fronts, network.adversaries)
    )
    nothing = dict.fromkeys(("count", "lethal", "ordered", "deaths", "told"), fronts)
    nothing |= {"level": adversaries, "struck": adversaries}
    nothing |= {name: jnp.zeros_like(world) for name in ("rung", "war")}
    return nothing | ({"reprisals": adversaries, "direct_fire": jnp.zeros_like(world)} if compares else {})


def _keep(kept: Any, so_far: dict[str, Any], window: Any, week: Any) -> Any:
    windowed, weekly = kept
    return jax.tree.map(lambda entries, x: entries.at[window].set(x), windowed, so_far), weekly.at[week].set(
        so_far["count"]
    )


def _of_the_day(seen: dict[str, Any], keep: int, replicates: int, is_day: bool) -> dict[str, Any]:
    """Return the rung, and the paths of the first `keep` futures of each draw."""
    made = {"rung": seen["rung"].astype(jnp.int8)}
    for name, kind in PATHS.items() if keep else ():
        path = seen[name].reshape(*seen[name].shape[:-1], -1, replicates)[..., :keep]
        made[f"path_{name}"] = path.astype(kind if is_day or name != "lethal" else jnp.uint16)
    return made


def _outcomes(kept: Any, daily_rung: Any) -> dict[str, Any]:
    """Return sums and maxima from the first day to the end of each window, [window, ...], and what follows from them."""
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
