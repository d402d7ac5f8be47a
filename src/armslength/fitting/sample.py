"""Draw from the posterior by Hamiltonian Monte Carlo, one draw at a time, so that finished draws are never lost.

The sampler moves in the space where a Gaussian near the posterior is round. There a trajectory of that Gaussian is a
rotation, which is taken exactly, and steps are needed only for what the posterior differs from it (split HMC: Shahbaba,
Lan, Johnson & Neal 2014). It is the Gaussian at the mode until the middle of the warm-up, then the one that agrees best
with the slopes met. A draw takes about five gradients, and side by side all chains take equally many.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from math import ceil, exp, log, sqrt
from threading import Event

import jax
import numpy as np

from armslength.fitting.density import Density
from armslength.fitting.draws import Draws
from armslength.fitting.linear_algebra import one_thread
from armslength.fitting.quick import Mode
from armslength.fitting.round_space import RoundSpace
from armslength.fitting.target import SIDE_BY_SIDE

FIELDS = ("diverging", "energy", "num_steps", "accept_prob", "potential_energy")
TARGET_ACCEPT = 0.85  # of the trajectories, at which the length of a step aims: higher is shorter
POLL = 1.0  # seconds after which a chain that says nothing is looked at
SPREAD = 2.0  # of the starts, in widths of the Gaussian at the mode
TURN, JITTER = (
    1.8,
    0.25,
)  # radians of a trajectory, and by which share it varies: a quarter circle forgets a Gaussian
FIRST, LONGEST, MOST = 0.4, 1.0, 64  # radians of the first step and the longest; steps of a trajectory
SETTLING = 0.1  # of the warm-up, in which the slopes met do not count
WILD = 1000.0  # error of the energy beyond which a trajectory counts as divergent

Slope = tuple[np.ndarray, np.ndarray]  # places [chain, informed] in the round space, and the slopes there


def sample(
    target: Density,
    mode: Mode,
    chains: int,
    warmup: int,
    draws: int,
    seed: int,
    accept: float = TARGET_ACCEPT,
    tick: Callable[[str, int, int], None] = lambda stage, done, total: None,
    only: int | None = None,
) -> Draws:
    """Run `chains` chains, two in each thread; must run in 64 bits. `only` is the number of the two to run, if not all.

    The length of a step adapts, and once the Gaussian. The chains start spread over twice the width of the Gaussian at the mode.
    """
    one_thread()
    starts = SPREAD * np.random.default_rng(seed).standard_normal((chains, len(mode.z)))
    at = range(0, chains, SIDE_BY_SIDE)[slice(None) if only is None else slice(only, only + 1)]
    groups = [_Group(target, mode, starts[n : n + SIDE_BY_SIDE], (seed, n), warmup, accept) for n in at]
    stop, moved = Event(), Event()

    def run(group: _Group) -> None:
        with jax.enable_x64(True):  # which holds for one thread
            while group.done < warmup + draws and not stop.is_set():
                group.draw()
                moved.set()

    with ThreadPoolExecutor(len(groups)) as pool:
        running = [pool.submit(run, group) for group in groups]
        try:
            while not any(r.done() and r.exception() for r in running):
                done = min(group.done for group in groups)
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
    return Draws(np.swapaxes(z, 0, 1), made, kept == draws)


class _Group:
    """Chains that run side by side in one thread with steps of one length, and what they have drawn."""

    def __init__(
        self,
        target: Density,
        mode: Mode,
        start: np.ndarray,
        seed: tuple[int, int],
        warmup: int,
        accept: float,
    ):
        """Begin at `start` [chain, informed], in the round space."""
        self.target, self.space = target, RoundSpace.at(mode)
        self.warmup = warmup
        self.met: list[Slope] = []  #: on accepted trajectories
        self.random = np.random.default_rng(seed)
        self.step = _StepLength(accept)
        self.place = start
        self.point: tuple[np.ndarray, np.ndarray] | None = None  #: energy there [chain], and its slope
        self.path: list[Slope] = []  #: on the last trajectory
        self.done = 0  #: draws, with those of the warm-up
        self.z: list[np.ndarray] = []  #: of each draw, [chain, informed]
        self.stats: list[np.ndarray] = []  #: of each draw, [field, chain]

    def draw(self) -> None:
        """Move each chain by one trajectory, and keep where it ends if it is accepted and the warm-up is over."""
        energy, slope = self.point or self._energy(self.place)
        push = self.random.standard_normal(self.place.shape)
        turn = TURN * (1 + JITTER * self.random.uniform(-1, 1))
        steps = min(ceil(turn / self.step.length(self.done >= self.warmup)), MOST)
        before = energy + (push**2).sum(1) / 2
        with np.errstate(over="ignore", invalid="ignore"):  # a divergent trajectory
            place, after, slope_after, push = self._trajectory(slope, push, turn, steps)
            whole = after + (push**2).sum(1) / 2
            error = np.nan_to_num(whole - before, nan=np.inf)
        chance = np.exp(-np.maximum(error, 0.0))
        accepted = self.random.uniform(size=len(chance)) < chance
        self.place = np.where(accepted[:, None], place, self.place)
        energy = np.where(accepted, after, energy)
        self.point = energy, np.where(accepted[:, None], slope_after, slope)
        if self.done < self.warmup:
            self.step.learn(float(chance.mean()))
        else:
            energies = np.where(accepted, whole, before)
            self.z.append(self.space.z(self.place))
            self.stats.append(np.array([error > WILD, energies, np.full(len(chance), steps), chance, energy]))
        self.done += 1
        if SETTLING * self.warmup < self.done <= self.warmup // 2:
            self.met += [(x[accepted], slope[accepted]) for x, slope in self.path]
        if self.done == self.warmup // 2 and self.met:
            self._refit()

    def _refit(self) -> None:
        """Go on in the space of the Gaussian that agrees with the slopes met."""
        places, slopes = (np.concatenate(each) for each in zip(*self.met, strict=True))
        z = self.space.z(self.place)
        self.space = self.space.refitted(places, slopes)
        self.place, self.point, self.met = self.space.place(z), None, []

    def _trajectory(
        self, slope: np.ndarray, push: np.ndarray, turn: float, steps: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return place, energy, its slope and momentum at the end of so many steps, `turn` radians in all."""
        place, each, self.path = self.place, turn / steps, []
        cos, sin = np.cos(each), np.sin(each)
        for _ in range(steps):
            push = push - each / 2 * (slope - place)
            place, push = cos * place + sin * push, cos * push - sin * place
            energy, slope = self._energy(place)
            self.path.append((place, slope))
            push = push - each / 2 * (slope - place)
        return place, energy, slope, push

    def _energy(self, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the negative log posterior [chain] and its slope, [chain, informed], in the round space."""
        z = self.space.z(place)
        value, slope = self.target.slopes(self.target.whole(z))
        return (z**2).sum(1) / 2 - value, (z - slope[:, self.target.informed]) @ self.space.root


class _StepLength:
    """The length of a step that brings the wanted rate of acceptance: dual averaging (Hoffman & Gelman 2014)."""

    def __init__(self, wanted: float):
        """Aim at a rate of acceptance."""
        self.wanted, self.seen = wanted, 0
        self.missing, self.now, self.mean = 0.0, log(FIRST), log(FIRST)

    def length(self, is_settled: bool) -> float:
        """Return radians, while it adapts or once it has."""
        return min(exp(self.mean if is_settled else self.now), LONGEST)

    def learn(self, accepted: float) -> None:
        """Take in the rate of acceptance of a step of the present length."""
        self.seen += 1
        weight = 1 / (self.seen + 10)
        self.missing += weight * (self.wanted - accepted - self.missing)
        self.now = log(2 * FIRST) - self.missing * sqrt(self.seen) / 0.05
        self.mean += self.seen**-0.75 * (self.now - self.mean)
