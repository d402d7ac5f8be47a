"""A weekly autoregression with a halt, pooled: one set of parameters for all series, learned on other networks.

The logarithm of a week's mean is linear in the logarithms of a short and a long memory of past counts and of the mean of
the whole past; counts are negative binomial. (Linear in the memories themselves, as INGARCH is, it carries the height of
a war of weeks into the months after.) A front is active or halted: halted, it has a share of that mean. Which of the two
is filtered from the counts (Hamilton 1989), and the memories take up only what the active front does. Log-linear
autoregression of counts: Fokianos & Tjostheim (2011).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import log
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from scipy.optimize import minimize

from armslength.track_record.negative_binomials import size_of
from armslength.track_record.occasions import FIRST_WEEKS, Totals
from armslength.track_record.series import WEEK, WeeklyCounts
from armslength.world.score import log_negative_binomial

NAME = "autoregression with halts"
PATHS = 500  #: simulated futures of each occasion
ADDED = 0.1  #: events a week, to what is taken the logarithm of
LEAST = 1e-3  #: events a week, below which no mean falls
MOST = 1e4  #: events a week, above which no simulated mean rises
#: logarithms of the half-lives in weeks; intercept, and weights of the memories and of the mean; log size and its slope;
#: share in a halt; chances a week
START = np.array([*np.log([2.0, 13.0]), 0.0, 0.5, 0.3, 0.1, 0.5, 0.0, -2.0, -5.0, -4.0])
WIDTH = 3.0  #: of the weak normal prior about the start, which keeps what nothing informs in reach


class State(NamedTuple):
    """What is known before a week, each [series]."""

    short: Any
    long: Any
    total: Any  #: events of the counted past
    weeks: Any  #: weeks of it
    halted: Any  #: probability


class Numbers(NamedTuple):
    """The parameters as they act."""

    gains: Any
    weights: Any  #: the first is the intercept
    size: Any  #: logarithm at a mean of one, and slope
    share: Any  #: of the mean, in a halt
    enters: Any  #: chance a week
    ends: Any


def numbers(p: jax.Array) -> Numbers:
    """Return the parameters from their unbounded form."""
    return Numbers(
        1 - 0.5 ** (1 / jnp.exp(p[:2])),
        p[2:6],
        p[6:8],
        jax.nn.sigmoid(p[8]),
        jax.nn.sigmoid(p[9]),
        jax.nn.sigmoid(p[10]),
    )


def _mean(n: Numbers, state: State, xp: Any = jnp) -> Any:
    """Return the mean of an active week; `xp` is the library of the arrays."""
    past = state.total / xp.maximum(state.weeks, 1)
    logs = [xp.log(x + ADDED) for x in (state.short, state.long, past)]
    w = n.weights
    return xp.exp(xp.clip(w[0] + w[1] * logs[0] + w[2] * logs[1] + w[3] * logs[2], log(LEAST), log(MOST)))


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
    taken = jnp.where(known, 1 - halted, 0.0)
    after = State(
        state.short + n.gains[0] * taken * (y - state.short),
        state.long + n.gains[1] * taken * (y - state.long),
        state.total + y,
        state.weeks + known,
        jnp.clip(halted * (1 - n.ends) + (1 - halted) * n.enters, 1e-6, 1 - 1e-6),
    )
    return after, jnp.where(known, both, 0.0)


def _start(counts: np.ndarray) -> State:
    """Return the state before the first week of series [week, series]: the mean of their first eight counted weeks."""
    first = np.array([np.nanmean(c[~np.isnan(c)][:FIRST_WEEKS]) for c in counts.T])
    zero = np.zeros_like(first)
    return State(*map(jnp.asarray, (first, first, zero, zero, zero + 0.02)))


def _stacked(series: Sequence[np.ndarray]) -> np.ndarray:
    """Return series of different lengths side by side, [week, series]; NaN beyond the end."""
    longest = max(map(len, series))
    return np.stack([np.pad(y, (0, longest - len(y)), constant_values=np.nan) for y in series], 1)


def _loss(p: jax.Array, counts: jax.Array, begin: State) -> jax.Array:
    n = numbers(p)
    _, log = jax.lax.scan(lambda state, count: step(n, state, count), begin, counts)
    return -log.sum() + 0.5 * (((p - START) / WIDTH) ** 2).sum()


_both = jax.jit(jax.value_and_grad(_loss))


def learn(series: Sequence[WeeklyCounts], by: date) -> np.ndarray:
    """Return the parameters in their unbounded form that the weeks of some series up to a day make likeliest."""
    known = [one.counts[: max((by - one.start).days + 1, 0) // WEEK] for one in series]
    counts = _stacked([y for y in known if (~np.isnan(y)).sum() > FIRST_WEEKS])
    with jax.enable_x64(True):
        begin = _start(counts)

        def loss(p: np.ndarray) -> tuple[float, np.ndarray]:
            value, slope = _both(jnp.asarray(p), jnp.asarray(counts), begin)
            return float(value), np.asarray(slope)

        return np.asarray(minimize(loss, START, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x)


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
            made = _simulate(n, states[at], weeks, np.random.default_rng([seed, number, day]))
            totals |= {(one.front, day, h): of_horizon for h, of_horizon in zip(weeks, made, strict=True)}
    return totals


def _states(p: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the state before each week and after the last, [week + 1, number of the state]."""
    with jax.enable_x64(True):
        columns = jnp.asarray(counts[:, None])
        begin = _start(counts[:, None])
        n = numbers(jnp.asarray(p))

        def play(state: State, count: jax.Array) -> tuple[State, State]:
            after, _ = step(n, state, count)
            return after, after

        _, after = jax.lax.scan(play, begin, columns)
        first = np.array([np.asarray(x)[0] for x in begin])
        return np.vstack([first, np.stack([np.asarray(x)[:, 0] for x in after], 1)])


def _simulate(n: Numbers, begin: np.ndarray, weeks: Sequence[int], rng: np.random.Generator) -> np.ndarray:
    """Return the totals of simulated futures, [horizon, path]; numbers and state are NumPy's."""
    halted = rng.uniform(size=PATHS) < begin[4]
    state = State(*(np.full(PATHS, x) for x in begin))
    so_far, found = np.zeros(PATHS), np.zeros((len(weeks), PATHS))
    for week in range(1, max(weeks) + 1):
        mean = _mean(n, state, np)
        mean = np.where(halted, mean * n.share, mean)
        k = size_of(n.size, mean)
        y = rng.poisson(rng.gamma(k, mean / k)).astype(float)
        so_far = so_far + y
        short, long = (
            np.where(halted, x, x + gain * (y - x))
            for x, gain in zip((state.short, state.long), n.gains, strict=True)
        )
        state = State(short, long, state.total + y, state.weeks + 1, state.halted)
        moved = rng.uniform(size=PATHS)
        halted = np.where(halted, moved >= n.ends, moved < n.enters)
        found[[i for i, h in enumerate(weeks) if h == week]] = so_far
    return found
