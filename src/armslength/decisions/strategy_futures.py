"""The futures of a strategy: named outcomes [draw, replicate], under random numbers that all strategies share.

    futures = play_strategy(initial, strategy, days=90, seed=1)
    futures["deaths"]            # [draw, replicate]

Futures of two strategies with the same numbers are the same until the day on which the strategies part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from armslength.decisions.outcome_definitions import Totals, outcomes_of, values_of
from armslength.decisions.starting_state import control_today
from armslength.decisions.strategy_sets import BASELINE, planned
from armslength.errors import ArmslengthError
from armslength.initial_conditions import InitialConditions
from armslength.results.comparison import Outcome
from armslength.scenario.schema import Strategy
from armslength.simulate import Ensemble, play
from armslength.world.records import Inputs


@dataclass(frozen=True)
class StrategyFutures:
    """The futures of one strategy, and what they may be compared with."""

    strategy: Strategy
    scenario: str  #: checksum of the case
    first_day: date
    seed: int
    outcomes: Mapping[str, Outcome]  #: what each outcome that is asked of the case is, by name
    values: Mapping[str, np.ndarray]  #: [draw, replicate] by outcome, also of those that are not asked
    weights: np.ndarray  #: [draw] adding to one
    structure: np.ndarray  #: [draw] number of the structure that each draw belongs to

    def __getitem__(self, outcome: str) -> np.ndarray:
        return self.values[outcome]

    @property
    def days(self) -> int:
        """Days ahead."""
        return self.outcomes["attacks"].days

    def mean(self, outcome: str) -> float:
        """Return the mean of an outcome over parameters and chance."""
        return float(self.weights @ self.values[outcome].mean(-1))


def play_strategy(
    initial: InitialConditions,
    strategy: Strategy = BASELINE,
    *,
    days: int | None = None,
    seed: int = 1,
    workers: int = 2,
    given: Inputs | None = None,
    tick: Callable[[int], None] = lambda _: None,
) -> StrategyFutures:
    """Play a strategy from initial conditions; `given` are inputs that are given anyway, such as the past's orders.

    `tick` is told how many futures were played. Raises `ArmslengthError` where the strategy cannot be carried out.
    """
    scenario = initial.scenario
    days = scenario.days_ahead if days is None else days
    pause = min(scenario.pause_days, days)
    windows = tuple(sorted({pause, days}))
    ensemble = ensemble_of(initial, strategy, days, seed, given)
    blocks = [block for _, block in play(ensemble, windows, workers=workers, tick=tick)]
    totals = _totals(initial, blocks, windows.index(pause), pause)
    return StrategyFutures(
        strategy,
        scenario.hash,
        initial.first_day,
        seed,
        outcomes_of(scenario, days),
        values_of({kind: getattr(initial.network, kind) for kind in _KINDS}, totals),
        weights_in(initial),
        structures_in(initial),
    )


_KINDS = ("clients", "fronts", "adversaries")
_OVER_TIME = ("attacks", "deaths", "lethal", "reprisals", "direct_fire", "level", "highest", "war", "told")


def ensemble_of(
    initial: InitialConditions, strategy: Strategy, days: int, seed: int, given: Inputs | None = None
) -> Ensemble:
    """Return what is needed to simulate the futures of a strategy."""
    plan, policy = planned(initial, strategy, days, given)
    return initial.futures(plan, seed, policy=policy)


def _totals(
    initial: InitialConditions, blocks: Sequence[Mapping[str, np.ndarray]], pause: int, days: int
) -> Totals:
    """Return what each future adds up to; `pause` is the number of the window of pauses, `days` its length."""
    whole = {name: np.concatenate([b[name] for b in blocks], axis=-2) for name in (*_OVER_TIME, "control")}
    most = initial.scenario.pause.ratio * initial.recent * days / initial.recent_days
    lost = control_today(initial)[..., None] - whole["control"]
    living = [client in initial.scenario.living for client in initial.scenario.clients]
    return {name: whole[name][-1] for name in _OVER_TIME} | {
        "control_lost": lost,
        "control_lost_mean": lost[living].mean(0),
        "paused": whole["attacks"][pause] <= most[:, :, None],
    }


def weights_in(initial: InitialConditions) -> np.ndarray:
    """Return the weight of each draw, [draw] adding to one."""
    draws = initial.values.shape[1]
    return np.full(draws, 1 / draws) if initial.weights is None else np.asarray(initial.weights)


def structures_in(initial: InitialConditions) -> np.ndarray:
    """Return the structure [draw] of each draw: those that share random numbers belong to different ones, in order."""
    if initial.streams is None:
        return np.zeros(initial.values.shape[1], dtype=int)
    seen: dict[int, int] = {}
    return np.array([seen.update({n: seen.get(n, -1) + 1}) or seen[n] for n in map(int, initial.streams)])


def refuse_unlike(one: StrategyFutures, other: StrategyFutures) -> None:
    """Raise `ArmslengthError` where two strategies do not share scenario, days and random numbers."""
    for what, a, b in (
        ("scenarios", one.scenario[:12], other.scenario[:12]),
        ("first days", one.first_day, other.first_day),
        ("numbers of days", one.days, other.days),
        ("seeds", one.seed, other.seed),
        ("numbers of futures", one["deaths"].shape, other["deaths"].shape),
    ):
        if a != b:
            names = f"'{one.strategy.id}' and '{other.strategy.id}'"
            raise ArmslengthError(
                f"{names} cannot be compared: different {what} ({a} and {b}); play both alike"
            )
