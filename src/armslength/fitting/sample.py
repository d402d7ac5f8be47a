"""Draw from the posterior by NUTS, in pieces, so that what is finished is never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from numpyro.infer import MCMC, NUTS

from armslength.fitting.quick import Mode
from armslength.fitting.target import Target

FIELDS = ("diverging", "energy", "num_steps", "accept_prob", "potential_energy")
PIECE = 25  # draws of each chain between two reports


class Draws(NamedTuple):
    """What NUTS left, finished or interrupted."""

    z: np.ndarray  #: [chain, draw, informed]
    stats: dict[
        str, np.ndarray
    ]  #: [chain, draw] `diverging`, `energy`, `num_steps`, `accept_prob`, `potential_energy`
    finished: bool


def sample(
    target: Target, mode: Mode, chains: int, warmup: int, draws: int, seed: int,
    tick: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Draws:  # fmt: skip
    """Run `chains` chains side by side; must run in 64 bits.

    The sampler moves in the space where the Gaussian at the mode is round: what is nearly Gaussian then costs few
    steps. The chains start spread over twice that Gaussian's width.
    """
    root = jnp.asarray(np.linalg.cholesky(mode.covariance))
    middle = jnp.asarray(mode.z)
    kernel = NUTS(
        potential_fn=lambda y: target.potential(middle + root @ y), target_accept_prob=0.85, max_tree_depth=8
    )
    mcmc = MCMC(
        kernel,
        num_warmup=warmup,
        num_samples=PIECE,
        num_chains=chains,
        chain_method="vectorized",
        progress_bar=False,
    )
    start = 2.0 * np.random.default_rng(seed).standard_normal((chains, len(mode.z)))
    tick("adapting the sampler", 0, warmup)
    mcmc.warmup(jax.random.key(seed), init_params=jnp.asarray(start), extra_fields=FIELDS)
    kept: list[np.ndarray] = []
    stats: list[dict[str, np.ndarray]] = []
    finished = True
    try:
        for done in range(0, draws, PIECE):
            tick("drawing from the posterior", done, draws)
            mcmc.run(mcmc.post_warmup_state.rng_key, extra_fields=FIELDS)
            kept.append(np.asarray(mcmc.get_samples(group_by_chain=True)))
            stats.append({k: np.asarray(v) for k, v in mcmc.get_extra_fields(group_by_chain=True).items()})
            mcmc.post_warmup_state = mcmc.last_state
    except KeyboardInterrupt:
        if not kept:
            raise
        finished = False
    y = np.concatenate(kept, axis=1)
    z = mode.z + y @ np.asarray(root).T
    return Draws(z, {k: np.concatenate([s[k] for s in stats], axis=1) for k in FIELDS}, finished)
