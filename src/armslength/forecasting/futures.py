"""Play the futures of a forecast and keep what is asked of them, in memory that does not grow with their number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from armslength.forecasting.summaries import Histogram, Shares, Variance
from armslength.ladder import RUNGS
from armslength.simulate import Ensemble, play
from armslength.simulate.in_steps import steps_of
from armslength.world.step import DAY, TimeStep

SAMPLE = 1000  # futures that keep their daily path, so that a saved forecast can be scored on any dates


@dataclass
class Outcomes:
    """Summaries over futures; totals of attacks are over the futures without regional war in the window."""

    windows: tuple[int, ...]
    attacks: Histogram
    weekly: Histogram  #: of a case by the month, monthly
    variance: Variance = field(default_factory=Variance)
    lethal: Shares = field(default_factory=Shares)  #: [window, front] at least one lethal attack
    lethal_any: Shares = field(default_factory=Shares)  #: [window]
    told: Shares = field(default_factory=Shares)  #: [window, front] at least one order of restraint
    level: Shares = field(default_factory=Shares)  #: [window, adversary, level] highest level of reprisal
    highest: Shares = field(default_factory=Shares)  #: [window, rung] highest rung
    struck: Shares = field(default_factory=Shares)  #: [window, adversary, and any] the patron's own strike
    log_attacks: Shares = field(default_factory=Shares)  #: [window, front] mean of log(1 + attacks)
    lethal_together: Shares = field(default_factory=Shares)  #: [window, group]
    told_together: Shares = field(default_factory=Shares)  #: [window, group]
    log_together: Shares = field(default_factory=Shares)  #: [window, group]
    together: Histogram | None = None  #: [window, group] attacks
    members: tuple[tuple[int, ...], ...] = ()  #: fronts of each group, by their place
    war: Shares = field(default_factory=Shares)  #: [window]
    within_control: Any = 0.0  #: [2, window, front] lethal attacks, and the part by clients within control
    occupancy: Any = 0  #: [day, rung] futures
    passage: Any = 0  #: [rung, day] futures that first reach it; day 0 = never
    futures: int = 0
    paths: dict[str, list[np.ndarray]] = field(default_factory=dict)

    def add(self, block: dict[str, np.ndarray]) -> None:
        """Add one more block, its real draws alone."""
        peace = block["war"] == 0
        self.attacks.add(block["attacks"].astype(np.int64), keep=peace[:, None])
        self.weekly.add(block["weekly"].astype(np.int64))
        self.variance.add(block["attacks"])
        self.lethal.add(block["lethal"] > 0)
        self.lethal_any.add(np.any(block["lethal"] > 0, axis=1))
        self.told.add(block["told"])
        self.level.add(block["level"][:, :, None] == np.arange(5).reshape(5, 1, 1))
        self.highest.add(block["highest"][:, None] == np.arange(RUNGS).reshape(RUNGS, 1, 1))
        self.war.add(~peace)
        struck = block["struck"] > 0
        self.struck.add(np.concatenate([struck, struck.any(1, keepdims=True)], axis=1))
        self.log_attacks.add(np.log1p(block["attacks"].astype(float)))
        if self.together is not None:
            self._add_together(block, peace)
        both = np.stack([block["lethal"], block["ordered"]])
        self.within_control = self.within_control + both.sum((-2, -1), dtype=np.float64)
        days = block["rung"].shape[0]
        self.occupancy = self.occupancy + np.stack(
            [(block["rung"] == r).sum((1, 2)) for r in range(RUNGS)], axis=1
        )
        first = block["first_passage"].reshape(RUNGS, -1)
        self.passage = self.passage + np.stack([np.bincount(row, minlength=days + 1) for row in first])
        self.futures += peace.shape[1] * peace.shape[2]
        for name in block:
            if name.startswith("path_"):
                path = block[name]
                self.paths.setdefault(name, []).append(path.reshape(*path.shape[:-2], -1))

    def _add_together(self, block: dict[str, np.ndarray], peace: np.ndarray) -> None:
        def of_groups(x: np.ndarray) -> np.ndarray:
            return np.stack([x[:, list(fronts)].sum(1) for fronts in self.members], axis=1)

        attacks = of_groups(block["attacks"].astype(np.int64))
        assert self.together is not None
        self.together.add(attacks, keep=peace[:, None])
        self.log_together.add(np.log1p(attacks.astype(float)))
        self.lethal_together.add(of_groups(block["lethal"]) > 0)
        self.told_together.add(of_groups(block["told"] > 0) > 0)


def windows_of(days: int, step: TimeStep = DAY, first: date | None = None) -> tuple[int, ...]:
    """Return the windows that a forecast of so many days reports, each in whole steps."""
    usual = [w if first is None else step.nearest(first, w) for w in (7, 30, 90, 180, 365)]
    return tuple(sorted({w for w in usual if w < days} | {days}))


def play_futures(
    ensemble: Ensemble,
    workers: int,
    keep_paths: bool = False,
    tick: Callable[[int], None] = lambda _: None,
    variance: Variance | None = None,
    members: tuple[tuple[int, ...], ...] = (),
    among: tuple[int, int] | None = None,
) -> Outcomes:
    """Play an ensemble and summarise it; `keep_paths` keeps every daily path, not a sample of them.

    `variance` is another way to add up the variances; `members` are the fronts, by their place, of each group that is
    asked about; `among` is the place of the first draw, and the number of draws, in an ensemble of which this is a part.
    """
    net, days = ensemble.layout.network, ensemble.days
    windows, fronts = windows_of(days, net.step, ensemble.first_day), len(net.fronts)
    weeks = steps_of(net.step, ensemble.first_day, days).count if net.step.name == "month" else days // 7
    outcomes = Outcomes(
        windows, Histogram(len(windows), fronts), Histogram(weeks, fronts), variance or Variance()
    )
    outcomes.members = members
    outcomes.together = Histogram(len(windows), len(members)) if members else None
    done, draws = among or (0, ensemble.draws)
    keep = ensemble.replicates if keep_paths else min(ensemble.replicates, max(1, SAMPLE // draws))
    kept_draws = draws if keep_paths else SAMPLE // keep
    for real, block in play(ensemble, windows, keep=keep, workers=workers, tick=tick):
        room = max(kept_draws - done, 0)
        block = {n: x[..., :room, :] if n.startswith("path_") else x for n, x in block.items()}
        outcomes.add(block)
        done += real
    return outcomes
