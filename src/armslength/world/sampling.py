"""Counts from uniforms: exact inverse distribution functions, vectorised over worlds.

One uniform makes one draw: two worlds with common random numbers draw the same where their laws are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
from jax import lax

MOST_ATTACKS = 1000  # on one front in one day
# Past the mean, less than this moves no sum near 1: a draw that rounding put beyond the law ends there.
NO_MASS = 2.0**-26
STEPS_A_TURN = 8  # fastest of 1, 4, 8 and 16, measured


def negative_binomial(u: Any, mean: Any, size: Any) -> Any:
    """Return the count with this mean and size k (variance mean + mean²/k) at uniform `u`."""
    first = jnp.exp(-size * jnp.log1p(mean / size))
    ratio = mean / (mean + size)
    return _search(u, first, mean, ratio, size, lambda n, ratio, size: ratio * (size + n), apart=True)


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


def lomax_deaths(bits: Any, lethal: Any, tail: Any, scale: Any) -> tuple[Any, Any]:
    """Return the dead in all of `lethal` attacks, and in the worst of them, each by a discrete Lomax law."""

    def going(carry: Any) -> Any:
        return jnp.any(carry[0] < lethal)

    def step(carry: Any) -> Any:
        k, total, worst = carry
        u = uniform(_scramble(bits + k.astype(jnp.uint32) * jnp.uint32(0x9E3779B9)))
        dead = 1 + jnp.floor(scale * jnp.expm1(-jnp.log(u) / (tail - 1)))
        dead = jnp.where(k < lethal, dead, 0.0)
        return k + 1, total + dead, jnp.maximum(worst, dead)

    zero = jnp.zeros_like(lethal)
    _, total, worst = lax.while_loop(going, step, (jnp.zeros((), lethal.dtype), zero, zero))
    return total, worst


def _scramble(x: Any) -> Any:
    """Return fresh bits for each lethal attack of a day, by a finaliser of 32 bits (Stafford's mix 13)."""
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
