"""The tasks of a forecast: the past and the futures of some draws of the parameters, and who follows in each.

Two hundred draws make a task, however many there are, so that a forecast is the same wherever its tasks run. Where
a fit is used, one more task asks a few draws of the prior the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from threading import Event

import numpy as np

from armslength import initial_conditions as starting
from armslength.fitting import Posterior
from armslength.forecasting import outcome_arrays
from armslength.forecasting.against_prior import DRAWS
from armslength.forecasting.compliance import ORDERS, Answer, ask, questions
from armslength.forecasting.futures import Outcomes, play_futures, windows_of
from armslength.forecasting.groups import members_of
from armslength.initial_conditions import InitialConditions, draws_of, parts_of, replay_at, replay_part
from armslength.run import Tally
from armslength.simulate import REPLICATES, Action
from armslength.tasks import Arrays, Here, Work
from armslength.world.params import prior_draws

OF_THE_PRIOR = {"envoy": ORDERS["envoy"]}  #: the orders that the prior is asked about


@dataclass(frozen=True)
class Answered:
    """Initial conditions, the futures played from them, and who follows."""

    initial: InitialConditions
    outcomes: Outcomes
    answers: list[Answer]


@dataclass(frozen=True)
class DrawsForecast(Work[Arrays]):
    """The draws of a forecast, two hundred a task."""

    what = "forecast"
    unit = "parts"
    stage = "playing futures"

    posterior: Posterior | None
    draws: int
    days: int
    seed: int
    actions: tuple[Action, ...]
    keep_paths: bool

    @property
    def tasks(self) -> int:
        """Number of parts of the draws, and one for the prior beside a fit."""
        return parts_of(self.draws) + (self.posterior is not None)

    @cached_property
    def _values(self) -> np.ndarray:
        return draws_of(self.case, self.draws, self.seed, self.posterior)

    def compute(self, task: int, here: Here) -> Arrays:
        """Return initial conditions, summaries of futures and answers of some draws, as arrays."""
        if task == parts_of(self.draws):
            answered = self._under_the_prior(here)
        else:
            answered = self._part(task, here if self.tasks <= 2 else Here(here.threads))
        return {
            **{f"initial {n}": x for n, x in starting.arrays_of(answered.initial).items()},
            **{f"outcomes {n}": x for n, x in outcome_arrays.arrays_of(answered.outcomes).items()},
            **{f"without {i}": a.without for i, a in enumerate(answered.answers)},
            **{f"told {i}": a.told for i, a in enumerate(answered.answers)},
        }

    def _part(self, task: int, here: Here) -> Answered:
        here.progress("replaying the reported past", 0, 1)
        initial = replay_part(self.case, self.case.layout, self._values, task)
        stop = Event()
        with ThreadPoolExecutor(1) as beside:  # the second question is prepared while the first is played
            asked = beside.submit(ask, initial, self.seed, here.threads, stop)
            try:
                ensemble = initial.futures(initial.plan(self.days, self.actions), self.seed)
                tick = Tally(self.stage, ensemble.draws * REPLICATES, here.progress)
                outcomes = play_futures(
                    ensemble,
                    here.threads,
                    self.keep_paths,
                    tick,
                    members=members_of(self.case),
                    among=(task * starting.AT_ONCE, self.draws),
                )
                here.progress("asking who follows", 0, 1)
                return Answered(initial, outcomes, asked.result())
            finally:
                stop.set()  # interrupted: nobody will read the answer, so do not wait for it

    def _under_the_prior(self, here: Here) -> Answered:
        """Ask a few draws of the prior the same, on the random numbers of the forecast."""
        here.progress("asking the prior the same", 0, 1)
        layout = self.case.layout
        values = layout.values(prior_draws(layout, self.draws, self.seed))[:, :DRAWS]
        initial = replay_at(self.case, layout, values)
        ensemble = initial.futures(initial.plan(self.days, self.actions), self.seed)
        outcomes = play_futures(ensemble, here.threads, members=members_of(self.case))
        return Answered(initial, outcomes, ask(initial, self.seed, here.threads, orders=OF_THE_PRIOR))

    def joined(self, results: Iterable[Arrays]) -> tuple[Answered, Answered | None]:
        """Return the whole forecast from the results of all tasks in order, and beside it the prior's, if it was asked."""
        parts = [dict(result) for result in results]
        prior = parts.pop() if self.posterior is not None else None
        return self._whole(parts, ORDERS), self._whole([prior], OF_THE_PRIOR) if prior else None

    def _whole(self, parts: list[dict[str, np.ndarray]], orders: Mapping[str, float]) -> Answered:
        layout = self.case.layout
        initial = starting.joined(
            [starting.from_arrays(self.case, layout, _under("initial", part)) for part in parts]
        )
        windows = windows_of(self.days, self.case.time_step, self.case.first_day)
        outcomes = outcome_arrays.joined(
            windows, members_of(self.case), [_under("outcomes", part) for part in parts]
        )
        answers = [
            question._replace(
                without=np.concatenate([part[f"without {i}"] for part in parts]),
                told=np.concatenate([part[f"told {i}"] for part in parts]),
            )
            for i, question in enumerate(questions(initial, orders))
        ]
        return Answered(initial, outcomes, answers)


def _under(name: str, arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {n.removeprefix(f"{name} "): x for n, x in arrays.items() if n.startswith(f"{name} ")}
