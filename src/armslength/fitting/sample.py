"""Draw from the posterior by NUTS, one step at a time, so that finished draws are never lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Event, Lock
from typing import Any

import jax
import numpy as np

from armslength.fitting.draws import Draws
from armslength.fitting.linear_algebra import one_thread
from armslength.fitting.quick import Mode
from armslength.fitting.target import Structure, Target, potential

FIELDS = ("diverging", "energy", "num_steps", "accept_prob", "potential_energy")
TARGET_ACCEPT, DEEPEST = 0.9, 7  # the first aims at the length of a step: higher is shorter
SIDE_BY_SIDE = 2  # chains in one thread; the same on every machine, and so are the draws
POLL = 1.0  # seconds after which a chain that says nothing is looked at
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
    """Run `chains` chains, two in each thread; must run in 64 bits.

    The sampler moves in the space where the Gaussian at the mode is round: what is nearly Gaussian then costs few
    steps, and only the step's size is left to adapt. The chains start spread over twice that Gaussian's width.
    """
    one_thread()
    root = np.linalg.cholesky(mode.covariance)
    begin, step = _kernel(target.structure, tuple(int(i) for i in target.informed), warmup, accept)
    data = (mode.z, root, target.held, target.histories)
    start = SPREAD * np.random.default_rng(seed).standard_normal((chains, len(mode.z)))
    keys = jax.random.split(jax.random.key(seed), chains)
    groups = [_Group(slice(n, n + SIDE_BY_SIDE)) for n in range(0, chains, SIDE_BY_SIDE)]
    stop, moved, compiling = Event(), Event(), Lock()

    def advance(group: _Group, state: Any) -> Any:
        state = step(state, data)
        if group.steps >= warmup:
            group.z.append(np.asarray(state.z))
            group.stats.append(np.array([getattr(state, name) for name in FIELDS]))
        group.steps += 1
        moved.set()
        return state

    def run(group: _Group) -> None:
        with jax.enable_x64(True):  # which holds for one thread
            with compiling:  # once, not in each thread
                state = advance(group, begin(start[group.chains], keys[group.chains], data))
            while group.steps < warmup + draws and not stop.is_set():
                state = advance(group, state)

    with ThreadPoolExecutor(len(groups)) as pool:
        running = [pool.submit(run, group) for group in groups]
        try:
            while not any(r.done() and r.exception() for r in running):
                done = min(group.steps for group in groups)
                adapting = ("adapting the sampler", done, warmup)
                tick(*(adapting if done < warmup else ("drawing from the posterior", done - warmup, draws)))
                if all(r.done() for r in running):
                    break
                moved.wait(POLL)
                moved.clear()
        except KeyboardInterrupt:
            stop.set()
            wait(running)
            if not all(group.z for group in groups):
                raise
        finally:
            stop.set()
    for r in running:
        r.result()  # raises what a chain raised
    kept = min(len(group.z) for group in groups)
    z = np.concatenate([np.array(group.z[:kept]) for group in groups], axis=1)  # [draw, chain, informed]
    stats = np.concatenate([np.array(group.stats[:kept]) for group in groups], axis=2)  # [draw, field, chain]
    made = {name: stats[:, i].T for i, name in enumerate(FIELDS)}
    return Draws(mode.z + np.swapaxes(z, 0, 1) @ root.T, made, kept == draws)


@dataclass
class _Group:
    """Chains that run side by side in one thread, and what they have drawn."""

    chains: slice
    steps: int = 0  #: finished, with those of the warm-up
    z: list[np.ndarray] = field(default_factory=list)  #: of each draw, [chain, informed] in the round space
    stats: list[np.ndarray] = field(default_factory=list)  #: of each draw, [field, chain]


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
