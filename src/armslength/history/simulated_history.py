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

from armslength.history.arrays import History
from armslength.world.day import conditional, update
from armslength.world.draw import STREAMS, draw
from armslength.world.initial_state import initial_state
from armslength.world.network import Network
from armslength.world.records import Day, Events, Group, State


class SimulatedHistory(NamedTuple):
    """What happened in a simulated past."""

    events: Events  #: [day, actor, *world]
    trigger: Any  #: [day, *world] intensity, given or by its process
    state: State  #: at the end


@partial(jax.jit, static_argnums=0)
def live(net: Network, p: Group, plan: Day, key: Any) -> SimulatedHistory:
    """Draw a past from its first day; `p` has one axis of worlds, `plan` is [day, ...]."""
    state = initial_state(net, p)
    (worlds,) = state.tension.shape
    state = jax.tree.map(lambda x: jnp.asarray(x, jnp.result_type(float)), state)
    sizes = {stream: 1 if kind == "world" else len(getattr(net, kind)) for stream, kind in STREAMS.items()}

    def play(s: State, today: tuple[Any, Day]) -> Any:
        t, given = today
        given = jax.tree.map(lambda x: x[:, None] if x.ndim else x, given)
        keys = {
            stream: jax.random.fold_in(jax.random.fold_in(key, crc32(stream.encode())), t)
            for stream in STREAMS
        }
        bits = Group(**{n: jax.random.bits(k, (sizes[n], worlds), jnp.uint32) for n, k in keys.items()})
        c = conditional(net, p, s, given)
        events = jax.tree.map(lambda x: jnp.asarray(x, s.tension.dtype), draw(net, p, s, given, c, bits))
        return update(net, p, s, given, c, events), (events, jnp.broadcast_to(c.trigger, s.tension.shape))

    days = jnp.arange(plan.trigger.shape[0], dtype=jnp.uint32)
    state, (events, trigger) = jax.lax.scan(play, state, (days, plan))
    return SimulatedHistory(events, trigger, state)


def reported(net: Network, plan: Day, lived: SimulatedHistory, world: int, tally_days: int = 1) -> History:
    """The history of one world, all of it observed: a tally for each front, and every other event dated.

    Tallies of one day are exact; longer ones say only their totals, as counts of a campaign do.
    """
    e = jax.tree.map(lambda x: np.asarray(x[..., world], float), lived.events)
    days, fronts = e.count.shape
    given = {name: np.asarray(getattr(plan, name), float) for name in plan.__dataclass_fields__}
    given |= {name: getattr(e, name) for name in ("tempo_order", "release_order", "cap_order", "envoy")}
    given |= {
        "trigger": np.asarray(lived.trigger[..., world], float),
        "successor": np.asarray(plan.successor),
    }
    orders = np.maximum(np.maximum(e.tempo_order, e.release_order), e.cap_order)
    asked = (orders > 0) * 1.0
    everywhere = np.ones((days, fronts))
    known = np.ones((days, len(net.adversaries)))
    daily = tally_days == 1
    seen = {name: getattr(e, name) for name in ("opened", "lethal", "deaths", "worst", "answered")}
    seen |= {name: getattr(e, name) for name in ("reprisal", "level", "patron_strike", "war")}
    seen |= {"announced": 0 * everywhere, "resumed": 0 * everywhere, "asked": asked, "covered": everywhere}
    seen |= {"dated": daily * e.count, "harmed": daily * e.harmed, "exact": daily * everywhere}
    seen |= {"accepted": np.where(asked > 0, e.accepted, np.nan)}
    seen |= {"answer_known": known, "reprisals_known": known, "coded_from": known}
    return History(
        given=Day(**given), seen=Group(**seen), tallies=_tallies(e, tally_days),
        member=np.eye(fronts), primary=np.ones(fronts), reporting=np.ones(fronts),
    )  # fmt: skip


def _tallies(e: Events, length: int) -> Group:
    """[day, front] totals of `length` days each; the last one may be shorter."""
    days, fronts = np.shape(e.count)
    start = np.arange(days) // length * length
    end = np.minimum(start + length, days) - 1

    def total(x: np.ndarray) -> np.ndarray:
        return np.stack([x[a : b + 1].sum(0) for a, b in zip(start, end, strict=True)])

    everywhere = np.ones((days, fronts))
    return Group(
        active=everywhere, ends=everywhere * (np.arange(days) == end)[:, None], days=everywhere * (end - start + 1)[:, None],
        total=total(e.count), harmed=total(e.harmed + e.lethal), lethal=total(e.lethal),
    )  # fmt: skip
