"""Counts from uniforms: exact inverse distribution functions, vectorised over worlds.

One uniform makes one draw: two worlds with common random numbers draw the same where their laws are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
from jax import lax
from jax.scipy.special import gammaln

MOST_ATTACKS = 1000  # on one front in one day
# Past the mean, less than this moves no sum near 1: a draw that rounding put beyond the law ends there.
NO_MASS = 2.0**-26
DEVIATIONS = 6.0  # below the mean, where the search for a large count begins
STEPS_A_TURN = 8  # fastest of 1, 4, 8 and 16, measured


def negative_binomial(u: Any, mean: Any, size: Any) -> Any:
    """Return the count with this mean and size k (variance mean + mean²/k) at uniform `u`."""
    first = jnp.exp(-size * jnp.log1p(mean / size))
    ratio = mean / (mean + size)
    return _search(u, first, mean, ratio, size, lambda n, ratio, size: ratio * (size + n), apart=True)


def negative_binomial_of_many(u: Any, mean: Any, size: Any) -> Any:
    """Return the count with this mean and size at uniform `u` where it may be large, as over a step of many days."""
    u, mean, size = jnp.broadcast_arrays(u, mean, size)
    least = _far_below(mean, mean + mean**2 / size)
    ratio = mean / (mean + size)
    ways = gammaln(least + size) - gammaln(size) - gammaln(least + 1)
    first = jnp.exp(ways - size * jnp.log1p(mean / size) + least * jnp.log(ratio))
    return _search_from(u, least, first, mean, lambda n: ratio * (size + n) / (n + 1))


def binomial_of_many(u: Any, trials: Any, chance: Any) -> Any:
    """Return the successes in `trials` at uniform `u` where there may be many."""
    u, trials, chance = jnp.broadcast_arrays(u, trials, jnp.clip(chance, 1e-12, 1 - 1e-6))
    mean = trials * chance
    least = _far_below(mean, mean * (1 - chance))
    ways = gammaln(trials + 1) - gammaln(least + 1) - gammaln(trials - least + 1)
    first = jnp.exp(ways + least * jnp.log(chance) + (trials - least) * jnp.log1p(-chance))
    odds = chance / (1 - chance)
    drawn = _search_from(u, least, first, mean, lambda n: odds * jnp.maximum(trials - n, 0) / (n + 1))
    return jnp.minimum(drawn, trials)


def _far_below(mean: Any, variance: Any) -> Any:
    """Return where a search for a large count begins: next to nothing lies below it.

    The chance of none at all, where others begin, may be too small for single precision.
    """
    return jnp.floor(jnp.maximum(mean - DEVIATIONS * jnp.sqrt(variance), 0.0))


def _search_from(u: Any, least: Any, first: Any, mean: Any, following: Callable[[Any], Any]) -> Any:
    """Return the smallest n from `least` on whose cumulative mass reaches `u`; `first` is the mass of `least`."""

    def is_beyond(n: Any, mass: Any, total: Any) -> Any:
        return (u > total) & ((mass > NO_MASS) | (n < mean)) & (n - least < MOST_ATTACKS + 2 * mean)

    def going(carry: Any) -> Any:
        return is_beyond(*carry[:3]).any()

    def step(carry: Any) -> Any:
        n, mass, total, count = carry
        for _ in range(STEPS_A_TURN):
            count = count + is_beyond(n, mass, total)
            mass = mass * following(n)
            total, n = total + mass, n + 1
        return n, mass, total, count

    return lax.while_loop(going, step, (least, first, first, least))[3]


def binomial(u: Any, trials: Any, chance: Any) -> Any:
    """Return the successes in `trials` (a whole number, as a float) at uniform `u`."""
    first = jnp.exp(trials * jnp.log1p(-chance))
    odds = chance / (1 - chance)
    drawn = _search(
        u, first, trials * chance, odds, trials, lambda n, odds, trials: odds * jnp.maximum(trials - n, 0)
    )
    return jnp.minimum(drawn, trials)


def _search(
    u: Any, first: Any, mean: Any, ratio: Any, size: Any, following: Callable[..., Any], apart: bool = False
) -> Any:
    """Return the smallest n whose cumulative mass reaches `u`, several steps a turn: a turn costs more than its arithmetic.

    The mass of n + 1 is that of n times `following(n, ratio, size) / (n + 1)`. `apart`: after a first turn each actor
    searches alone, so that where one front is busy the others need not go on with it.
    """

    def turns(u: Any, mean: Any, ratio: Any, size: Any) -> tuple[Any, Any]:
        def is_beyond(n: Any, mass: Any, total: Any) -> Any:
            return (u > total) & ((mass > NO_MASS) | (n < mean))

        def going(carry: Any) -> Any:
            n, mass, total, _ = carry
            return jnp.any(is_beyond(n, mass, total)) & (n < MOST_ATTACKS)

        def step(carry: Any) -> Any:
            n, mass, total, count = carry
            for _ in range(STEPS_A_TURN):
                count = count + is_beyond(n, mass, total)
                mass = mass * following(n, ratio, size) / (n + 1)
                total, n = total + mass, n + 1
            return n, mass, total, count

        return going, step

    u, first, *law = jnp.broadcast_arrays(u, first, mean, ratio, size)
    going, step = turns(u, *law)
    n, *rest = step((jnp.zeros((), first.dtype), first, first, jnp.zeros_like(first)))
    if not apart or u.ndim < 2:
        return lax.while_loop(going, step, (n, *rest))[3]
    rows = zip(zip(u, *law, strict=True), zip(*rest, strict=True), strict=True)
    return jnp.stack([lax.while_loop(*turns(*given), (n, *row))[3] for given, row in rows])


def lomax_deaths(bits: Any, apart: Any, lethal: Any, tail: Any, scale: Any) -> tuple[Any, Any]:
    """Return the dead in all of `lethal` attacks, and in the worst of them, each by a discrete Lomax law."""

    def going(carry: Any) -> Any:
        return jnp.any(carry[0] < lethal)

    def step(carry: Any) -> Any:
        k, total, worst = carry
        u = uniform(bits_of_attack(k.astype(jnp.uint32), bits, apart))
        dead = 1 + jnp.floor(scale * jnp.expm1(-jnp.log(u) / (tail - 1)))
        dead = jnp.where(k < lethal, dead, 0.0)
        return k + 1, total + dead, jnp.maximum(worst, dead)

    zero = jnp.zeros_like(lethal)
    _, total, worst = lax.while_loop(going, step, (jnp.zeros((), lethal.dtype), zero, zero))
    return total, worst


def bits_of_attack(k: Any, bits: Any, apart: Any) -> Any:
    """Return the bits of lethal attack `k` of a day from those of the day and of how far apart its attacks stand.

    The two words of a day are 64 bits, so that no two days share the attacks that follow one by chance.
    """
    return scramble(bits + k * (apart | jnp.uint32(1)))


def scramble(x: Any) -> Any:
    """Return other 32 bits for each `x`, one to one: a finaliser, each bit of which depends on each bit of `x`.

    Two multiplications and three shifts in the form of MurmurHash3, with constants that were searched for the least
    bias (hash-prospector, issue 19).
    """
    x = (x ^ (x >> 16)) * jnp.uint32(0x21F0AAAD)
    x = (x ^ (x >> 15)) * jnp.uint32(0x735A2D97)
    return x ^ (x >> 15)


def uniform(bits: Any) -> Any:
    """Return a uniform strictly between 0 and 1 from 32 random bits.

    It is an odd multiple of 2^-24: the most that single precision keeps apart.
    """
    return (bits >> 9).astype(jnp.float32) * jnp.float32(2**-23) + jnp.float32(2**-24)


def normal(u: Any) -> Any:
    """Return the standard normal at uniform `u`, in single precision as `u` is; it takes a third of the time of `ndtri`."""
    return lax.erf_inv(2 * u - 1) * jnp.float32(2**0.5)
