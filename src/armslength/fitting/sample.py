"""Draw from the posterior by NUTS, one step of all chains at a time, so that what is finished is never lost."""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
from numpyro.infer import NUTS

from armslength.fitting.draws import Draws
from armslength.fitting.quick import Mode
from armslength.fitting.target import Target

FIELDS = ("diverging", "energy", "num_steps", "accept_prob", "potential_energy")
TARGET_ACCEPT, DEEPEST = 0.8, 7
MOST_TIMES = 5  # steps per draw asked for, before unstable draws are taken to be the rule


def sample(
    target: Target, mode: Mode, chains: int, warmup: int, draws: int, seed: int,
    tick: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Draws:  # fmt: skip
    """Run `chains` chains side by side; must run in 64 bits.

    The sampler moves in the space where the Gaussian at the mode is round: what is nearly Gaussian then costs few
    steps, and only the step's size is left to adapt. The chains start spread over twice that Gaussian's width.
    """
    root = jnp.asarray(np.linalg.cholesky(mode.covariance))
    middle = jnp.asarray(mode.z)
    kernel = NUTS(
        potential_fn=lambda y: target.potential(middle + root @ y), target_accept_prob=TARGET_ACCEPT,
        max_tree_depth=DEEPEST, adapt_mass_matrix=False,
    )  # fmt: skip
    start = jnp.asarray(2.0 * np.random.default_rng(seed).standard_normal((chains, len(mode.z))))
    tick("adapting the sampler", 0, warmup)
    state = kernel.init(jax.random.split(jax.random.key(seed), chains), warmup, start)
    step = jax.jit(lambda state: kernel.sample(state, (), {}))
    kept = _Kept(chains, draws)
    finished = True
    try:
        for done in range(warmup + MOST_TIMES * draws):
            state = step(state)
            if done < warmup:
                tick("adapting the sampler", done + 1, warmup)
                continue
            z = mode.z + np.asarray(state.z) @ np.asarray(root).T
            kept.add(z, [np.asarray(getattr(state, name)) for name in FIELDS], target.stable(z))
            tick("drawing from the posterior", min(kept.least, draws), draws)
            if kept.least >= draws:
                break
    except KeyboardInterrupt:
        if not kept.least:
            raise
        finished = False
    return kept.draws(finished and kept.least >= draws)


class _Kept:
    """Stable draws of each chain, in order."""

    def __init__(self, chains: int, draws: int):
        self.draws_asked, self.tried = draws, 0
        self.z: list[list[np.ndarray]] = [[] for _ in range(chains)]
        self.stats: list[list[list[np.ndarray]]] = [[] for _ in range(chains)]

    def add(self, z: np.ndarray, stats: list[np.ndarray], stable: np.ndarray) -> None:
        """One step of all chains."""
        self.tried += len(stable)
        for chain in np.flatnonzero(stable):
            self.z[chain].append(z[chain])
            self.stats[chain].append([x[chain] for x in stats])

    @property
    def least(self) -> int:
        """Draws that every chain has."""
        return min(len(chain) for chain in self.z)

    def draws(self, finished: bool) -> Draws:
        """The same number of each chain."""
        count = min(self.least, self.draws_asked)
        unstable = 1 - sum(len(chain) for chain in self.z) / self.tried
        stats = np.array([chain[:count] for chain in self.stats])  # [chain, draw, field]
        made = {name: stats[..., i] for i, name in enumerate(FIELDS)}
        return Draws(np.array([chain[:count] for chain in self.z]), made, finished, unstable)
