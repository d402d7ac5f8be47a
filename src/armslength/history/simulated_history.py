"""Histories that the model itself made: drawn day by day, then reported in full, as the replay reads them.

Every attack, answer and reprisal is known, so the score of such a history is exact up to the quadrature over what one
meeting adds. That is what recovery of parameters and simulation-based calibration need.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple
from zlib import crc32

import jax
import jax.numpy as jnp
import numpy as np

from armslength.history.arrays import History, Reports, Tallies
from armslength.world.day import Day, unroll
from armslength.world.draw import STREAMS, Uniforms, actors_of, sample_events, uniforms_of
from armslength.world.initial_state import initial_state
from armslength.world.network import Network
from armslength.world.records import Events, Inputs, Params, State


class SimulatedHistory(NamedTuple):
    """What happened in a simulated past."""

    events: Events  #: [day, actor, *world]
    trigger: Any  #: [day, *world] intensity, given or by its process
    state: State  #: at the end


@partial(jax.jit, static_argnums=0)
def simulate_history(network: Network, params: Params, plan: Inputs, key: Any) -> SimulatedHistory:
    """Draw a past from its first day; `params` has one axis of worlds, `plan` is [day, ...]."""
    start = initial_state(network, params)
    (worlds,) = start.tension.shape
    start = jax.tree.map(lambda x: jnp.asarray(x, jnp.result_type(float)), start)
    sizes = {stream: len(actors_of(network, kind)) for stream, kind in STREAMS.items()}
    roots = {stream: jax.random.fold_in(key, crc32(stream.encode())) for stream in STREAMS}

    def uniforms(day: Any) -> Uniforms:
        keys = {stream: jax.random.fold_in(root, day) for stream, root in roots.items()}
        return uniforms_of(
            Uniforms(**{n: jax.random.bits(k, (sizes[n], worlds), jnp.uint32) for n, k in keys.items()})
        )

    def happen(day: Day, memory: None, uniforms: Uniforms) -> Events:
        events = sample_events(network, params, day.state, day.inputs, day.outlook, uniforms)
        made: Events = jax.tree.map(lambda x: jnp.asarray(x, start.tension.dtype), events)
        return made

    def observe(day: Day, memory: None) -> Any:
        return None, (day.events, jnp.broadcast_to(day.outlook.trigger, start.tension.shape))

    days = jnp.arange(plan.trigger.shape[0], dtype=jnp.uint32)
    plans = (days, plan, None)
    state, _, (events, trigger) = unroll(
        network, params, start, plans, happen=happen, observe=observe, uniforms=uniforms
    )
    return SimulatedHistory(events, trigger, state)


def reported(
    network: Network, plan: Inputs, simulated: SimulatedHistory, world: int, tally_days: int = 1
) -> History:
    """Return the history of one world, all of it observed: a tally for each front, and every other event dated.

    Tallies of one day are exact; longer ones say only their totals, as counts of a campaign do.
    """
    events = jax.tree.map(lambda x: np.asarray(x[..., world], float), simulated.events)
    fronts = events.count.shape[1]
    given = {name: np.asarray(x, float) for name, x in vars(plan).items() if x is not None}
    given |= {name: getattr(events, name) for name in ("tempo_order", "release_order", "cap_order", "envoy")}
    given |= {
        "trigger": np.asarray(simulated.trigger[..., world], float),
        "successor": np.asarray(plan.successor),
    }
    return History(
        inputs=Inputs(**given),
        reports=_reports(network, events, daily=tally_days == 1),
        tallies=_tallies(events, tally_days),
        member=np.eye(fronts),
        label=np.array([[float(a == b) for b in network.label_of] for a in network.label_of]),
        lead=np.array([float(lead == f) for f, lead in enumerate(network.label_of)]),
        primary=np.ones(fronts),
        reporting=np.ones(fronts),
        is_past=None,
    )


def _reports(network: Network, events: Events, daily: bool) -> Reports:
    """Return every dated event; attacks among them where the tallies are of one day."""
    orders = np.maximum(np.maximum(events.tempo_order, events.release_order), events.cap_order)
    asked = (orders > 0) * 1.0
    everywhere = np.ones(events.count.shape)
    known = np.ones((len(events.count), len(network.adversaries)))
    return Reports(
        announced=0 * everywhere,
        resumed=0 * everywhere,
        opened=events.opened,
        dated_share=0 * everywhere,
        judged=0 * everywhere,
        deaths_known=0 * everywhere,
        arrived=events.arrived,
        ordered=np.zeros((len(events.count), len(network.hosts))),
        orders_known=np.zeros((len(events.count), len(network.hosts))),
        dated=daily * events.count,
        exact=daily * everywhere,
        covered=everywhere,
        harmed=daily * events.harmed,
        lethal=events.lethal,
        deaths=events.deaths,
        worst=events.worst,
        accepted=np.where(asked > 0, events.accepted, np.nan),
        asked=asked,
        reprisal=events.reprisal,
        level=events.level,
        answered=events.answered,
        answer_known=known,
        reprisals_known=known,
        coded_from=known,
        patron_strike=events.patron_strike,
        war=events.war,
    )


def _tallies(events: Events, length: int) -> Tallies:
    """Return totals of `length` days each, [day, front]; the last one may be shorter."""
    days, fronts = np.shape(events.count)
    start = np.arange(days) // length * length
    end = np.minimum(start + length, days) - 1

    def total(x: np.ndarray) -> np.ndarray:
        return np.stack([x[a : b + 1].sum(0) for a, b in zip(start, end, strict=True)])

    everywhere = np.ones((days, fronts))
    return Tallies(
        active=everywhere,
        ends=everywhere * (np.arange(days) == end)[:, None],
        days=everywhere * (end - start + 1)[:, None],
        last=np.broadcast_to(end[:, None], (days, fronts)).astype(np.int32),
        scored=everywhere * (np.arange(days) == end)[:, None],
        total=total(events.count),
        harmed=total(events.harmed + events.lethal),
        lethal=total(events.lethal),
    )
