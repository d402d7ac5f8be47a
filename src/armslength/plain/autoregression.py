"""A weekly autoregression with a halt, pooled: one set of parameters for all series, learned on other networks.

A week's mean is linear in a short, a middle and a long memory of past counts and in the mean of the whole past (INGARCH);
counts are negative binomial. A front is active or halted: halted, it has a share of that mean. Which of the two is filtered
from the counts (Hamilton 1989). Memories run on in a halt, so that a long one fades: on 1989-2010, four weeks ahead, that did
two per cent better than memories that wait, and than a mean log-linear in them. Score of counts as of INGARCH: Fokianos,
Rahbek & Tjostheim (2009).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from zlib import crc32

import jax
import jax.numpy as jnp
import numpy as np

from armslength.plain.negative_binomials import size_of
from armslength.plain.occasions import FIRST_WEEKS, Totals
from armslength.plain.series import WEEK, WeeklyCounts
from armslength.simulate.kept_code import kept
from armslength.world.score import log_negative_binomial

NAME = "autoregression with halts"
PATHS = 500  #: simulated futures of each occasion
LEAST = 1e-3  #: events a week, below which no mean falls
MOST = 1e4  #: events a week, above which no simulated mean rises
#: logarithms of the half-lives in weeks; of a constant, and of the weights of the memories and of the mean; log size and its
#: slope; share in a halt and chances a week as logits
START = np.array([*np.log([1.0, 4.0, 14.0]), -2.7, -1.3, -1.1, -1.1, -4.0, 0.2, 0.8, -2.0, -5.6, -4.9])
WEEKS_AT_ONCE, SERIES_AT_ONCE = 400, 16
WIDTH = 3.0  #: of the weak normal prior about the start, which keeps what nothing informs in reach


class State(NamedTuple):
    """What is known before a week, each [series]."""

    short: Any
    middle: Any
    long: Any
    total: Any  #: events of the counted past
    weeks: Any  #: weeks of it
    halted: Any  #: probability


class Numbers(NamedTuple):
    """The parameters as they act."""

    gains: Any
    weights: Any  #: the first is a constant, in events a week
    size: Any  #: logarithm at a mean of one, and slope
    share: Any  #: of the mean, in a halt
    enters: Any  #: chance a week
    ends: Any


def numbers(p: jax.Array) -> Numbers:
    """Return the parameters from their unbounded form."""
    return Numbers(
        1 - 0.5 ** (1 / jnp.exp(p[:3])),
        jnp.exp(jnp.clip(p[3:8], -12.0, 3.0)),
        p[8:10],
        jax.nn.sigmoid(p[10]),
        jax.nn.sigmoid(p[11]),
        jax.nn.sigmoid(p[12]),
    )


def _mean(n: Numbers, state: State, xp: Any = jnp) -> Any:
    """Return the mean of an active week; `xp` is the library of the arrays."""
    past = state.total / xp.maximum(state.weeks, 1)
    w = n.weights
    return LEAST + w[0] + w[1] * state.short + w[2] * state.middle + w[3] * state.long + w[4] * past


def _moved(n: Numbers, state: State, y: Any, known: Any = 1.0) -> tuple[Any, Any, Any]:
    """Return the memories after a week of `y` events."""
    short, middle, long = (m + gain * known * (y - m) for m, gain in zip(state[:3], n.gains, strict=True))
    return short, middle, long


def step(n: Numbers, state: State, count: jax.Array) -> tuple[State, jax.Array]:
    """Return the state after a week and the log probability of its count; an uncounted week (NaN) only lets the halt move."""
    known = ~jnp.isnan(count)
    y = jnp.where(known, count, 0.0)
    mean = _mean(n, state)
    active = jnp.log1p(-state.halted) + log_negative_binomial(y, mean, size_of(n.size, mean, jnp))
    idle = jnp.log(state.halted) + log_negative_binomial(
        y, mean * n.share, size_of(n.size, mean * n.share, jnp)
    )
    both = jnp.logaddexp(active, idle)
    halted = jnp.where(known, jnp.exp(idle - both), state.halted)
    after = State(
        *_moved(n, state, y, known),
        state.total + y,
        state.weeks + known,
        jnp.clip(halted * (1 - n.ends) + (1 - halted) * n.enters, 1e-6, 1 - 1e-6),
    )
    return after, jnp.where(known, both, 0.0)


def _start(counts: np.ndarray) -> State:
    """Return the state before the first week of series [week, series]: the mean of their first eight counted weeks."""
    known = (c[~np.isnan(c)][:FIRST_WEEKS] for c in counts.T)
    first = np.array([c.mean() if len(c) else 1.0 for c in known])
    zero = np.zeros_like(first)
    return State(*map(jnp.asarray, (first, first, first, zero, zero, zero + 0.02)))


def _stacked(series: Sequence[np.ndarray]) -> np.ndarray:
    """Return series of different lengths side by side, [week, series]; NaN beyond the end.

    Weeks and series are rounded up, so that programs compiled for some serve for others.
    """
    longest = _rounded(max(map(len, series)), WEEKS_AT_ONCE)
    found = np.full((longest, _rounded(len(series), SERIES_AT_ONCE) if len(series) > 1 else 1), np.nan)
    for i, y in enumerate(series):
        found[: len(y), i] = y
    return found


def _rounded(number: int, step: int) -> int:
    return -(-number // step) * step


def _loss(p: jax.Array, counts: jax.Array, begin: State) -> jax.Array:
    n = numbers(p)
    _, log = jax.lax.scan(lambda state, count: step(n, state, count), begin, counts)
    return -log.sum() + 0.5 * (((p - START) / WIDTH) ** 2).sum()


_both = jax.jit(jax.value_and_grad(_loss))


def learn(series: Sequence[WeeklyCounts], by: date, begin_at: np.ndarray = START) -> np.ndarray:
    """Return the parameters in their unbounded form that the weeks of some series up to a day make likeliest.

    The search begins at `begin_at`, such as what was found for nearly the same series.
    """
    from scipy.optimize import minimize  # only what learns waits for it

    known = [one.counts[: max((by - one.start).days + 1, 0) // WEEK] for one in series]
    counts = _stacked([y for y in known if (~np.isnan(y)).sum() > FIRST_WEEKS])
    with jax.enable_x64(True):
        begin = _start(counts)

        def loss(p: np.ndarray) -> tuple[float, np.ndarray]:
            value, slope = _both(jnp.asarray(p), jnp.asarray(counts), begin)
            return float(value), np.asarray(slope)

        return np.asarray(minimize(loss, begin_at, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)


def forecast(
    p: np.ndarray, series: Sequence[WeeklyCounts], origins: Sequence[date], weeks: Sequence[int], seed: int
) -> Totals:
    """Return simulated totals for each series from each origin that lies within it."""
    totals: dict[tuple[str, int, int], np.ndarray] = {}
    with jax.enable_x64(True):
        n = Numbers(*map(np.asarray, numbers(jnp.asarray(p))))
    for number, one in enumerate(series):
        states = _states(p, one.counts)
        for origin in origins:
            at = ((origin - one.start) + timedelta(days=1)).days // WEEK
            if not 0 <= at < len(states):
                continue
            day = origin.toordinal()
            made = _simulate(n, states[at][None], weeks, np.random.default_rng([seed, number, day]))[:, 0]
            totals |= {(one.front, day, h): of_horizon for h, of_horizon in zip(weeks, made, strict=True)}
    return totals


def forecast_at_once(
    p: np.ndarray, one: WeeklyCounts, at: np.ndarray, weeks: Sequence[int], seed: int, paths: int
) -> np.ndarray:
    """Return simulated totals of a series from many of its weeks, [horizon, origin, path]; quicker than one by one."""
    with jax.enable_x64(True):
        n = Numbers(*map(np.asarray, numbers(jnp.asarray(p))))
    rng = np.random.default_rng([seed, crc32(one.front.encode())])
    return _simulate(n, _states(p, one.counts)[at], weeks, rng, paths)


def _play(p: jax.Array, counts: jax.Array, begin: State) -> State:
    """Return the states after each week, [week, series]."""
    n = numbers(p)

    def one_week(state: State, count: jax.Array) -> tuple[State, State]:
        after, _ = step(n, state, count)
        return after, after

    every: State = jax.lax.scan(one_week, begin, counts)[1]
    return every


_played = kept(fixed=0)(_play)


def _states(p: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the state before each week and after the last, [week + 1, number of the state]."""
    with jax.enable_x64(True):
        columns = _stacked([counts])
        begin = _start(columns)
        after = _played(jnp.asarray(p), jnp.asarray(columns), begin)
        first = np.array([np.asarray(x)[0] for x in begin])
        every = np.stack([np.asarray(x)[:, 0] for x in after], 1)
    return np.vstack([first, every[: len(counts)]])


def _simulate(
    n: Numbers, begin: np.ndarray, weeks: Sequence[int], rng: np.random.Generator, paths: int = PATHS
) -> np.ndarray:
    """Return the totals of simulated futures, [horizon, origin, path], from states [origin, number of the state]."""
    shape = (len(begin), paths)
    halted = rng.uniform(size=shape) < begin[:, -1:]
    state = State(*(np.broadcast_to(x[:, None], shape) for x in begin.T))
    so_far, found = np.zeros(shape), np.zeros((len(weeks), *shape))
    for week in range(1, max(weeks) + 1):
        mean = np.minimum(_mean(n, state, np), MOST)
        mean = np.where(halted, mean * n.share, mean)
        k = size_of(n.size, mean)
        y = rng.poisson(rng.gamma(k, mean / k)).astype(float)
        so_far = so_far + y
        state = State(*_moved(n, state, y), state.total + y, state.weeks + 1, state.halted)
        moved = rng.uniform(size=shape)
        halted = np.where(halted, moved >= n.ends, moved < n.enters)
        found[[i for i, h in enumerate(weeks) if h == week]] = so_far
    return found
