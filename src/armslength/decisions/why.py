"""Why a strategy makes a difference: one pair of futures as a story, and on average what each mechanism carried.

A mechanism is switched off in both futures; what then remains of the difference did not need it, and what goes was
carried by it. What two mechanisms do only together goes with either, so the parts need not add up: the rest is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from armslength.decisions.compare import check_question
from armslength.decisions.outcomes import OBJECTIVES, Played, ensemble_of, outcomes
from armslength.decisions.paired_paths import first_day_apart, movers, trace
from armslength.decisions.path_difference import story
from armslength.decisions.ranking import burden, weights_of
from armslength.decisions.strategy_sets import BASELINE, planned, resolve
from armslength.errors import ArmslengthError
from armslength.fitting import Posterior, parameters_of, source_of
from armslength.forecasting.run_manifest import manifest
from armslength.initial_conditions import InitialConditions, replay_to_as_of
from armslength.scenario import Scenario, load
from armslength.scenario.claims import claims_on
from armslength.scenario.schema import Strategy
from armslength.simulate import REPLICATES
from armslength.world.day import ORDER_OF_PLAY
from armslength.world.mechanism import Mechanism

FORMAT = "armslength-why/1"
EXPLAINED = ("attacks", *(o.name for o in OBJECTIVES))
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Why:
    """An explanation: `document` for reading."""

    document: dict[str, Any]

    def carried(self, outcome: str) -> dict[str, float]:
        """What each mechanism carried of the difference in an outcome."""
        return {row["mechanism"]: row["carried"] for row in self.document["carried"] if row["outcome"] == outcome}  # fmt: skip


def why(
    scenario: Scenario | str | Path,
    strategy: str | Strategy,
    against: str | Strategy = BASELINE,
    *,
    days: int | None = None,
    futures: int = 2_000,
    seed: int = 1,
    workers: int = 2,
    posterior: Posterior | Literal["prior"] | None = None,
    initial: InitialConditions | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Why:
    """Explain the difference between a strategy and another, or doing nothing. Raises `ArmslengthError`."""
    case = load(scenario)
    days = case.horizon if days is None else days
    check_question(days, futures, seed, 0.5)
    other, base = resolve(case, [strategy, against])
    progress("replaying the reported past", 0, 1)
    draws = -(-futures // REPLICATES)
    at = initial or replay_to_as_of(case, draws, seed, parameters_of(case, posterior))
    for one in (base, other):
        planned(at, one, days)
    parts = [m for m in ORDER_OF_PLAY if m.off]
    pair = _pair(at, base, other, days, seed, workers)
    without = []
    for i, mechanism in enumerate(parts):
        progress(f"without: {mechanism.title}", i + 1, len(parts) + 1)
        without.append(_pair(switched_off(at, mechanism), base, other, days, seed, workers))
    draw, number = typical(*pair)
    chain = _chain(at, base, other, days, seed, draw, number)
    claims = {m.name: [c.id for c in claims_on(case.claims, m.name)] for m in ORDER_OF_PLAY}
    document = {
        "format": FORMAT,
        "scenario": {"name": case.name, "title": case.title, "as_of": case.as_of.isoformat(), "first_day": at.first_day.isoformat(), "days": days},
        "strategy": {"name": other.id, "title": other.title, "actions": list(other.actions)},
        "against": {"name": base.id, "title": base.title, "actions": list(base.actions)},
        "differences": [_difference(pair, name) for name in EXPLAINED],
        "carried": [_carried(pair, cut, m, name) for m, cut in zip(parts, without, strict=True) for name in EXPLAINED],
        "unexplained": [_rest(pair, without, name) for name in EXPLAINED],
        "pair": {"draw": draw, "future": number, **chain},
        "mechanisms": [{"name": m.name, "title": m.title, "claims": claims[m.name], "source": m.source, "switched_off": dict(m.off)} for m in ORDER_OF_PLAY],
        "reads": list(READS),
        "manifest": manifest(case, seed=seed, days=days, draws=at.values.shape[1], futures=at.values.shape[1] * REPLICATES, workers=workers, **source_of(case, posterior)),
    }  # fmt: skip
    return Why(document)


READS = (
    "Carried: the difference with everything on, less the difference with this mechanism off in both futures. The sign of the whole: it carried so much of it; the other sign: it worked against it.",
    "The past stays as it was replayed; a mechanism is off from the first day ahead.",
    "What the parts leave: what mechanisms do only together, which goes with each of them and so is counted more than once, and what no switch reaches, such as the trigger war itself.",
    "The story is of one pair of futures with the same luck: one way in which it can go, near the average, and not the likeliest.",
)


def switched_off(at: InitialConditions, mechanism: Mechanism) -> InitialConditions:
    """The situation with a mechanism off from now on: the past stays as it was."""
    return replace(at, values=at.layout.override(at.values, mechanism.off))


def _pair(
    at: InitialConditions, base: Strategy, other: Strategy, days: int, seed: int, workers: int
) -> tuple[Played, Played]:
    one, two = (outcomes(at, s, days=days, seed=seed, workers=workers) for s in (base, other))
    return one, two


def _gap(pair: tuple[Played, Played], name: str) -> np.ndarray:
    """[draw] mean difference of an outcome."""
    gap: np.ndarray = (pair[1][name] - pair[0][name]).mean(-1)
    return gap


def _of(by_draw: np.ndarray, w: np.ndarray) -> tuple[float, float]:
    mean = float(w @ by_draw)
    return mean, float(np.sqrt(w**2 @ (by_draw - mean) ** 2))


def _difference(pair: tuple[Played, Played], name: str) -> dict[str, Any]:
    mean, error = _of(_gap(pair, name), pair[0].weights)
    return {"outcome": name, "title": pair[0].described[name].title, "against": pair[0].mean(name), "with": pair[1].mean(name), "difference": mean, "error": error}  # fmt: skip


def _carried(
    pair: tuple[Played, Played], cut: tuple[Played, Played], mechanism: Mechanism, name: str
) -> dict[str, Any]:
    mean, error = _of(_gap(pair, name) - _gap(cut, name), pair[0].weights)
    whole = _of(_gap(pair, name), pair[0].weights)[0]
    share = mean / whole if whole else None
    return {"mechanism": mechanism.name, "outcome": name, "carried": mean, "error": error, "share": share}


def _rest(pair: tuple[Played, Played], without: Sequence[tuple[Played, Played]], name: str) -> dict[str, Any]:
    gap = _gap(pair, name)
    mean, error = _of(gap - sum(gap - _gap(cut, name) for cut in without), pair[0].weights)
    return {"outcome": name, "left": mean, "error": error}


def typical(base: Played, other: Played) -> tuple[int, int]:
    """Draw and number of the pair nearest to the average difference, among those that differ."""
    weights = weights_of(None)
    d = burden(other, weights) - burden(base, weights)
    mean = base.weights @ d.mean(-1)
    differs = (other["attacks"] != base["attacks"]) | (d != 0)
    if not differs.any():
        raise ArmslengthError(f"'{other.strategy.id}' and '{base.strategy.id}' make no difference in {d.size:,} pairs of futures: there is nothing to explain")  # fmt: skip
    draw, number = np.unravel_index(np.argmin(np.where(differs, np.abs(d - mean), np.inf)), d.shape)
    return int(draw), int(number)


def _chain(
    at: InitialConditions, base: Strategy, other: Strategy, days: int, seed: int, draw: int, number: int
) -> dict[str, Any]:
    one, two = (trace(ensemble_of(at, s, days, seed), draw, number) for s in (base, other))
    apart = first_day_apart(one, two)
    moved_by = movers(at.layout, one.state, one.given)
    return story(at, one, two, apart, moved_by)
