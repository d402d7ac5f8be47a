"""Compare strategies: futures paired by common luck, differences with their uncertainty, rankings, one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any, Literal

import numpy as np

from armslength.decisions.backdated import given_since, until
from armslength.decisions.difference import COVERS, between, difference
from armslength.decisions.outcomes import OBJECTIVES, Played, joined, outcomes, shocked
from armslength.decisions.ranking import ranking
from armslength.decisions.strategy_sets import BASELINE, planned, resolve
from armslength.errors import ArmslengthError
from armslength.fitting import Posterior, parameters_of, source_of
from armslength.forecasting.run_manifest import manifest
from armslength.initial_conditions import InitialConditions, replay_at, replay_to_as_of
from armslength.scenario import Scenario, load
from armslength.scenario.schema import Shock, Strategy
from armslength.scenario.suggest import did_you_mean
from armslength.scoring.refit import values_under
from armslength.simulate import REPLICATES
from armslength.world.network import Network
from armslength.world.params import Layout

FORMAT = "armslength-comparison/1"
MOST_DAYS, MOST_FUTURES, MOST_SEED = 3650, 10_000_000, 2**32 - 1

#: name, weight, parameters held at values by path, and a posterior where one was fitted under them: `theories.Variant`
Variant = tuple[Any, ...]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Comparison:
    """A finished comparison: `document` for reading, `played` for computing."""

    document: dict[str, Any]
    played: tuple[Played, ...]  #: the baseline first
    situations: tuple[InitialConditions, ...]  #: one for each structure

    def row(self, strategy: str, outcome: str) -> dict[str, Any]:
        """One outcome under one strategy, beside the baseline."""
        for row in self.document["rows"]:
            if (row["strategy"], row["outcome"]) == (strategy, outcome):
                found: dict[str, Any] = row
                return found
        raise ArmslengthError(f"the comparison holds no '{outcome}' under '{strategy}'")

    def between(self, strategy: str, against: str, outcome: str) -> dict[str, Any]:
        """One outcome under one strategy, beside another that was named before it."""
        for row in self.document["between"]:
            if (row["strategy"], row["against"], row["outcome"]) == (strategy, against, outcome):
                found: dict[str, Any] = row
                return found
        raise ArmslengthError(f"the comparison holds no '{outcome}' under '{strategy}' against '{against}'")


def compare(
    scenario: Scenario | str | Path,
    strategies: Sequence[str | Strategy] = (),
    *,
    days: int | None = None,
    futures: int = 200 * REPLICATES,
    seed: int = 1,
    workers: int = 2,
    interval: float = 0.9,
    since: date | None = None,
    shocks: Sequence[str] = (),
    weights: Mapping[str, float] | None = None,
    posterior: Posterior | Literal["prior"] | None = None,
    variants: Sequence[Variant] = (),
    initial: InitialConditions | None = None,
    progress: Progress = lambda stage, done, total: None,
) -> Comparison:
    """Compare strategies with doing nothing; all of the scenario's where none is named.

    Strategies are names or records (`decisions.inline` makes one of actions in words). `since` replays to a day within
    the history and compares from there. `variants` are structures, such as rival theories, with their weights; the
    intervals then tell structure apart. `initial` is one made before, to save its replay. Raises `ArmslengthError`.
    """
    case = load(scenario)
    days = case.horizon if days is None else days
    check_question(days, futures, seed, interval)
    asked = [s for s in resolve(case, strategies or case.strategies) if s.id != BASELINE.id]
    if not asked and not shocks:
        raise ArmslengthError(f"{case.name} has no strategies; say what is done instead (--do), or write them under `strategies:`")  # fmt: skip
    supposed = [_shock(case, name) for name in dict.fromkeys(shocks)]
    progress("replaying the reported past", 0, 1)
    asked_draws = ceil(futures / REPLICATES)
    situations, shares, names = _situations(case, asked_draws, seed, since, posterior, variants, initial)
    draws = situations[0].values.shape[1]
    check_question(days, draws * REPLICATES, seed, interval)
    given = given_since(case, situations[0], days) if since else None
    for strategy in asked:  # every fault before the first future is played
        planned(situations[0], strategy, days, given)
    tally = _Tally((len(asked) + len(supposed) + 1) * len(situations) * draws * REPLICATES, progress)

    def play(strategy: Strategy, change: Shock | None = None) -> Played:
        started = [shocked(s, change) if change else s for s in situations]
        parts = [
            outcomes(s, strategy, days=days, seed=seed, workers=workers, given=given, tick=tally)
            for s in started
        ]
        return joined(list(zip(parts, shares, strict=True)))

    played = tuple(play(s) for s in (BASELINE, *asked))
    looked_at = [play(BASELINE.model_copy(update={"id": s.id, "title": s.title}), s) for s in supposed]
    made = manifest(
        case, seed=seed, days=days, draws=draws, futures=draws * REPLICATES, workers=workers,
        since=None if since is None else since.isoformat(),
        **({"parameters_from": "theories", "fit_refused": None} if variants else source_of(case, posterior)),
    )  # fmt: skip
    document = {
        **_head(case, situations[0], days, interval, names, shares, since, made),
        "strategies": [_strategy(p.strategy) for p in played],
        "outcomes": [vars(o) for o in played[0].described.values()],
        "rows": [_row(played[0], p, n, interval) for p in played[1:] for n in played[0].described],
        "between": between(played[1:], interval),
        "objectives": [vars(o) for o in OBJECTIVES], "ranking": ranking(played, weights),
        "pairing": _pairing(played),
        "shocks": [{"name": s.id, "title": s.title, "caveat": s.caveat, "source": s.source} for s in supposed],
        "shock_rows": [_row(played[0], p, n, interval) for p in looked_at for n in played[0].described],
        "not_claimed": list(NOT_CLAIMED), "manifest": made,
    }  # fmt: skip
    return Comparison(document, played, tuple(situations))


NOT_CLAIMED = (
    "What anyone would do: a strategy says what changes if it is done, and nothing about whether it will be.",
    "Strikes on leaders or on the patron and the loss of a commander: these are never levers, and never ranked.",
    "That adversaries and clients know a strategy beforehand: they answer what they see. Under a rule of reply clients go on fearing by habit.",
    "How likely regional war is: its hazard is assumed, so each order of strategies is given without it, too.",
)
COUPLING = (
    "Differences of means, their intervals over parameters and the rankings do not depend on how futures are paired.",
    "Errors do: they are smaller by what pairing saves. So does what is said of single pairs: intervals over futures, and how often something happens only with a strategy; bounds that hold for any pairing stand beside.",
    "Futures with the same numbers share the luck of every day; after the strategies part, the same luck meets another world.",
)


def check_question(days: int, futures: int, seed: int, interval: float) -> None:
    """Refuse numbers that cannot be, and too few futures for the interval asked."""
    for name, value, least, most in (
        ("days", days, 7, MOST_DAYS), ("futures", futures, 1, MOST_FUTURES), ("seed", seed, 0, MOST_SEED),
    ):  # fmt: skip
        if not least <= value <= most:
            raise ArmslengthError(f"{name} is {value}; it must lie between {least} and {most:,}")
    if not 0 < interval < 1:
        raise ArmslengthError(f"the interval is {interval}; it is a share between 0 and 1, such as 0.9")
    needed = needed_futures(interval)
    if futures < needed:
        raise ArmslengthError(f"{futures:,} futures are too few for an interval of {100 * interval:g} %: each of its ends needs a draw of the parameters beyond it; ask for {needed:,} or more")  # fmt: skip


def needed_futures(interval: float) -> int:
    """Fewest futures whose draws of the parameters reach beyond both ends of an interval."""
    return ceil(round(2 / (1 - interval), 9)) * REPLICATES


def _situations(
    case: Scenario, draws: int, seed: int, since: date | None, posterior: Any, variants: Sequence[Variant], made: InitialConditions | None,
) -> tuple[list[InitialConditions], list[float], list[str]]:  # fmt: skip
    """One situation for each structure, with weights that add to one."""
    if made is not None:
        if made.scenario.hash != case.hash:
            raise ArmslengthError(
                f"these initial conditions belong to another scenario than {case.name}; replay it again"
            )
        if since is not None and made.scenario.as_of != since:
            raise ArmslengthError(
                f"these initial conditions are of {made.scenario.as_of}, not of {since}; replay the case to that date"
            )
        return [made], [1.0], [FULL]
    standing = case if since is None else until(case, since)
    fitted = parameters_of(case, posterior)
    if not variants:
        return [replay_to_as_of(standing, draws, seed, fitted)], [1.0], [FULL]
    total = sum(float(v[1]) for v in variants)
    found = [_under(standing, v[2], v[3] if len(v) > 3 else fitted, draws, seed) for v in variants]
    return found, [float(v[1]) / total for v in variants], [str(v[0]) for v in variants]


FULL = "full"


def _under(
    case: Scenario, held: Mapping[str, float], of: Posterior | None, draws: int, seed: int
) -> InitialConditions:
    layout = Layout(Network.of(case), case.sites())
    return replay_at(case, layout, values_under(layout, held, of, draws, seed))


def _shock(case: Scenario, name: str) -> Shock:
    if name in case.shocks:
        return case.shocks[name]
    if name in case.strategies:
        raise ArmslengthError(f"'{name}' is a strategy, not a shock: name it among the strategies")
    raise ArmslengthError(f"no shock is called '{name}' in {case.name}; {did_you_mean(name, case.shocks)}")


def _head(
    case: Scenario, initial: InitialConditions, days: int, interval: float, names: list[str], shares: list[float], since: date | None, made: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    return {
        "format": FORMAT,
        "scenario": {
            "name": case.name, "title": case.title, "question": case.question, "as_of": case.as_of.isoformat(),
            "first_day": initial.first_day.isoformat(), "days": days, "parameters_from": made["parameters_from"],
        },
        "counterfactual": None if since is None else {
            "since": since.isoformat(),
            "kept": f"trigger war, threats, host pressure and the patron's reported orders as they were until {case.as_of}; attacks, answers and reprisals are played",
        },
        "interval": interval, "covers": COVERS, "coupling": list(COUPLING),
        "structures": [{"name": n, "weight": w} for n, w in zip(names, shares, strict=True)],
        "actors": {"fronts": {f.id: f.name for f in case.fronts.values()}, "clients": {c.id: c.short for c in case.clients.values()}, "adversaries": {a.id: a.short for a in case.adversaries.values()}},
    }  # fmt: skip


def _strategy(strategy: Strategy) -> dict[str, Any]:
    return {
        "name": strategy.id, "title": strategy.title, "by": strategy.by, "actions": list(strategy.actions),
        "source": strategy.source, "note": strategy.note,
    }  # fmt: skip


def _row(base: Played, other: Played, name: str, interval: float) -> dict[str, Any]:
    return {"strategy": other.strategy.id, "window_days": base.described[name].days} | difference(base, other, name, interval)  # fmt: skip


def _pairing(played: Sequence[Played]) -> list[dict[str, Any]]:
    """What pairing saves, per strategy: over the objectives that chance moves."""
    made = []
    for p in played[1:]:
        rows = {o.name: difference(played[0], p, o.name)["saved"] for o in OBJECTIVES}
        known = [x for x in rows.values() if x is not None]
        made.append({"strategy": p.strategy.id, "saved": rows, "median": float(np.median(known)) if known else None})  # fmt: skip
    return made


class _Tally:
    """Says how many futures have been played, of all strategies together; what it tells may raise, to stop."""

    def __init__(self, total: int, progress: Progress):
        self.done, self.total, self.progress = 0, total, progress
        progress("playing strategies", 0, total)

    def __call__(self, futures: int) -> None:
        self.done += futures
        self.progress("playing strategies", self.done, self.total)
