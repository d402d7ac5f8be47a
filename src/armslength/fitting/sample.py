"""Draw from the posterior by NUTS, one step of all chains at a time, so that finished draws are never lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import jax
import numpy as np

from armslength.fitting.draws import Draws
from armslength.fitting.quick import Mode
from armslength.fitting.target import Structure, Target, potential

FIELDS = ("diverging", "energy", "num_steps", "accept_prob", "potential_energy")
TARGET_ACCEPT, DEEPEST = 0.8, 7  # the first aims at the length of a step: higher is shorter
SPREAD = 2.0  # of the starts, in widths of the Gaussian at the mode


def sample(
    target: Target,
    mode: Mode,
    chains: int,
    warmup: int,
    draws: int,
    seed: int,
    accept: float = TARGET_ACCEPT,
    tick: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Draws:
    """Run `chains` chains side by side; must run in 64 bits.

    The sampler moves in the space where the Gaussian at the mode is round: what is nearly Gaussian then costs few
    steps, and only the step's size is left to adapt. The chains start spread over twice that Gaussian's width.
    """
    root = np.linalg.cholesky(mode.covariance)
    begin, step = _kernel(target.structure, tuple(int(i) for i in target.informed), warmup, accept)
    data = (mode.z, root, target.held, target.histories)
    tick("adapting the sampler", 0, warmup)
    start = SPREAD * np.random.default_rng(seed).standard_normal((chains, len(mode.z)))
    state = begin(start, jax.random.split(jax.random.key(seed), chains), data)
    z: list[np.ndarray] = []
    stats: list[list[np.ndarray]] = []
    try:
        for done in range(warmup + draws):
            state = step(state, data)
            if done < warmup:
                tick("adapting the sampler", done + 1, warmup)
                continue
            z.append(mode.z + np.asarray(state.z) @ root.T)
            stats.append([np.asarray(getattr(state, name)) for name in FIELDS])
            tick("drawing from the posterior", len(z), draws)
    except KeyboardInterrupt:
        if not z:
            raise
    kept = np.array(stats[: len(z)])  # [draw, field, chain]
    made = {name: kept[:, i].T for i, name in enumerate(FIELDS)}
    return Draws(np.swapaxes(np.array(z), 0, 1), made, len(z) == draws)


@lru_cache(maxsize=4)
def _kernel(structure: Structure, informed: tuple[int, ...], warmup: int, accept: float) -> tuple[Any, Any]:
    """Return functions for the first state and the next one of all chains; data are arguments, so like fits compile once."""
    from numpyro.infer.hmc import hmc

    def aim(middle: Any, root: Any, held: Any, histories: Any) -> Callable[[Any], Any]:
        return lambda y: potential(structure, informed, middle + root @ y, held, histories)

    first, following = hmc(potential_fn_gen=aim, kinetic_fn=None, algo="NUTS")

    def begin(start: Any, key: Any, data: Any) -> Any:
        return first(
            start,
            warmup,
            adapt_mass_matrix=False,
            target_accept_prob=accept,
            max_tree_depth=DEEPEST,
            trajectory_length=None,
            model_args=data,
            rng_key=key,
        )

    each = jax.vmap(begin, in_axes=(0, 0, None))
    return jax.jit(each), jax.jit(jax.vmap(following, in_axes=(0, None)))
