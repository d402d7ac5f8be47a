"""A weekly autoregression with a halt, pooled: one set of parameters for all series, learned on other networks.

The logarithm of a week's mean is linear in the logarithms of a short and a long memory of past counts and of the mean of
the whole past; counts are negative binomial. (Linear in the memories themselves, as INGARCH is, it carries the height of
a war of weeks into the months after.) A front is active or halted: halted, it has a share of that mean. Which of the two
is filtered from the counts (Hamilton 1989), and the memories take up only what the active front does. Log-linear
autoregression of counts: Fokianos & Tjostheim (2011).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import gammaln
from scipy.optimize import minimize

from armslength.track_record.occasions import FIRST_WEEKS, Occasions
from armslength.track_record.series import WEEK, WeeklyCounts

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

    short: jax.Array
    long: jax.Array
    total: jax.Array  #: events of the counted past
    weeks: jax.Array  #: weeks of it
    halted: jax.Array  #: probability


class Numbers(NamedTuple):
    """The parameters as they act."""

    gains: jax.Array
    weights: jax.Array  #: the first is the intercept
    size: jax.Array  #: logarithm at a mean of one, and slope
    share: jax.Array  #: of the mean, in a halt
    enters: jax.Array  #: chance a week
    ends: jax.Array


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


def _mean(n: Numbers, state: State) -> jax.Array:
    past = state.total / jnp.maximum(state.weeks, 1)
    logs = [jnp.log(x + ADDED) for x in (state.short, state.long, past)]
    w = n.weights
    return jnp.exp(
        jnp.clip(w[0] + w[1] * logs[0] + w[2] * logs[1] + w[3] * logs[2], np.log(LEAST), np.log(MOST))
    )


def _size(n: Numbers, mean: jax.Array) -> jax.Array:
    return jnp.exp(n.size[0] + n.size[1] * jnp.log(mean + 0.1))


def _log(count: jax.Array, mean: jax.Array, size: jax.Array) -> jax.Array:
    shared = gammaln(count + size) - gammaln(size) - gammaln(count + 1)
    return shared + size * jnp.log(size / (size + mean)) + count * jnp.log(mean / (size + mean))


def step(n: Numbers, state: State, count: jax.Array) -> tuple[State, jax.Array]:
    """Return the state after a week and the log probability of its count; an uncounted week (NaN) only lets the halt move."""
    known = ~jnp.isnan(count)
    y = jnp.where(known, count, 0.0)
    mean = _mean(n, state)
    active = jnp.log1p(-state.halted) + _log(y, mean, _size(n, mean))
    idle = jnp.log(state.halted) + _log(y, mean * n.share, _size(n, mean * n.share))
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


@dataclass(frozen=True)
class Forecasts:
    """Simulated totals of the weeks after each origin of a network."""

    weeks: Sequence[int]
    totals: dict[tuple[str, int], np.ndarray]  #: by front and origin as its ordinal number: [horizon, path]

    def of(self, found: Occasions) -> np.ndarray:
        """Return the totals of some occasions, [occasion, path]."""
        at = list(self.weeks).index(found.weeks)
        keys = zip(found.front.tolist(), found.origin.tolist(), strict=True)
        return np.stack([self.totals[front, day][at] for front, day in keys])


def forecast(
    p: np.ndarray, series: Sequence[WeeklyCounts], origins: Sequence[date], weeks: Sequence[int], seed: int
) -> Forecasts:
    """Return simulated totals for each series from each origin that lies within it."""
    totals: dict[tuple[str, int], np.ndarray] = {}
    with jax.enable_x64(True):
        n = numbers(jnp.asarray(p))
    for number, one in enumerate(series):
        states = _states(p, one.counts)
        for origin in origins:
            at = ((origin - one.start) + timedelta(days=1)).days // WEEK
            if not 0 <= at < len(states):
                continue
            rng = np.random.default_rng([seed, number, origin.toordinal()])
            totals[one.front, origin.toordinal()] = _simulate(n, states[at], weeks, rng)
    return Forecasts(tuple(weeks), totals)


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


def _simulate(n: Numbers, state: np.ndarray, weeks: Sequence[int], rng: np.random.Generator) -> np.ndarray:
    """Return the totals of simulated futures, [horizon, path]."""
    short, long, total, counted = (np.full(PATHS, x) for x in state[:4])
    gains, weights, size = (np.asarray(x, float) for x in (n.gains, n.weights, n.size))
    share, enters, ends = (float(x) for x in (n.share, n.enters, n.ends))
    halted = rng.uniform(size=PATHS) < state[4]
    so_far, found = np.zeros(PATHS), np.zeros((len(weeks), PATHS))
    for week in range(1, max(weeks) + 1):
        past = total / np.maximum(counted, 1)
        logs = [np.log(x + ADDED) for x in (short, long, past)]
        mean = np.exp(
            np.clip(
                weights[0] + sum(w * x for w, x in zip(weights[1:], logs, strict=True)),
                np.log(LEAST),
                np.log(MOST),
            )
        )
        mean = np.where(halted, mean * share, mean)
        k = np.exp(size[0] + size[1] * np.log(mean + 0.1))
        y = rng.poisson(rng.gamma(k, mean / k)).astype(float)
        so_far, total, counted = so_far + y, total + y, counted + 1
        short = np.where(halted, short, short + gains[0] * (y - short))
        long = np.where(halted, long, long + gains[1] * (y - long))
        moved = rng.uniform(size=PATHS)
        halted = np.where(halted, moved >= ends, moved < enters)
        for i, h in enumerate(weeks):
            if h == week:
                found[i] = so_far
    return found
