"""A comparison of strategies: what each changes, how sure that is, and in which order de-escalation puts them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from armslength.errors import ArmslengthError
from armslength.results.manifest import Manifest
from armslength.results.record import Count, Days, Document, Interval, Record, Share, described

NOTHING = "nothing"  #: the strategy of doing nothing, the baseline of every comparison

Sign = Literal["down", "up", "open"]


class Objective(Record):
    """An aim of de-escalation. Search, ranking and advice know no other aims."""

    name: str = described("name of the objective")
    title: str = described("what it is")
    unit: str = described("its unit")
    weight: float = described("how many of the adversaries' own dead one unit counts like", "deaths a unit")
    source: str = described("where the weight comes from")


class Outcome(Record):
    """An outcome that a comparison reports."""

    name: str = described("name of the outcome")
    title: str = described("what it is")
    unit: str = described("its unit; `probability` for what happens or does not")
    days: Days = described("its window, from the first day ahead", "days")


class StrategyActions(Record):
    """A strategy and what it does."""

    name: str = described("name of the strategy; `nothing` is the baseline")
    title: str = described("what is done")
    actions: tuple[str, ...] = described("its actions in words")


class StrategyDescription(StrategyActions):
    """A strategy that was compared, and where it comes from."""

    by: str | None = described("the side that does it; null where several do", default=None)
    source: str = described("claims or sources that speak of it", default="")
    note: str = described("a note", default="")


class ScenarioAhead(Record):
    """A case and the days ahead that a result is about."""

    name: str = described("name of the case")
    title: str = described("its title")
    as_of: date = described("its as-of date")
    first_day: date = described("the first day ahead")
    days: Days = described("days ahead", "days")


class ComparedScenario(ScenarioAhead):
    """The case that a comparison is about."""

    question: str = described("the question it asks")
    parameters_from: str = described("where the parameters come from: `prior`, `posterior` or `theories`")


class Counterfactual(Record):
    """A comparison that starts at a day of the past."""

    since: date = described("the day to which the past was replayed")
    kept: str = described("what stays as reported")


class Structure(Record):
    """A structure of the model, such as a theory, with its weight."""

    name: str = described("name of the structure")
    weight: Share = described("its weight; the weights add to one")


class Coverage(Record):
    """What each kind of interval covers."""

    parameters: str = described("what the intervals named `parameters` cover")
    futures: str = described("what the intervals named `futures` cover")
    structure: str = described("what the intervals named `structure` cover")


class ActorNames(Record):
    """Names of the actors by their ids."""

    fronts: dict[str, str] = described("name of each front")
    clients: dict[str, str] = described("short name of each client")
    adversaries: dict[str, str] = described("short name of each adversary")


class VarianceShares(Record):
    """The variance of a difference between paired futures, split into shares that add to one."""

    chance: Share = described("share that is chance within a draw of the parameters")
    parameters: Share = described("share that is between draws of the parameters")
    structure: Share = described("share that is between structures")


class DiscordantPairs(Record):
    """Pairs of futures in which an event happens in one and not in the other."""

    only_with: float = described("share of pairs in which it happens only with the strategy", "probability")
    only_with_bounds: Interval = described("least and greatest such share under any pairing", "probability")
    only_without: float = described(
        "share of pairs in which it happens only without the strategy", "probability"
    )
    only_without_bounds: Interval = described(
        "least and greatest such share under any pairing", "probability"
    )


class Difference(Record):
    """The difference in the mean of an outcome between two strategies, in the outcome's unit."""

    strategy: str = described("the strategy")
    outcome: str = described("the outcome")
    window_days: Days = described("the window of the outcome, from the first day ahead", "days")
    difference: float = described("mean under the strategy less mean under the other")
    error: float = described("standard error of the difference over draws of the parameters")
    parameters: Interval = described("interval of the expected difference over parameters (and structures)")
    sign: Sign = described("`down` or `up`; `open` where that interval holds 0")
    futures: Interval = described("interval of the difference over pairs of futures")
    structure: Interval | None = described(
        "least and greatest expected difference over structures; null with one structure"
    )


class Change(Difference):
    """A strategy against doing nothing, or a starting state against the scenario's own."""

    baseline: float = described("mean if nothing is done")
    value: float = described("mean under the strategy")
    variance: VarianceShares | None = described(
        "variance of the difference; null where the futures do not differ"
    )
    saved: float | None = described(
        "fraction of the Monte Carlo variance removed by common random numbers; null where there is none"
    )
    pairs: DiscordantPairs | None = described("pairs of futures that disagree; null but for probabilities")


class Contrast(Difference):
    """A strategy against another that was named before it."""

    against: str = described("the strategy named before it")


class RankedStrategy(Record):
    """The burden of a strategy: the weighted sum of the objectives, in deaths."""

    strategy: str = described("the strategy")
    burden: float = described("mean burden", "deaths")
    against_baseline: float = described("mean burden less that of the baseline", "deaths")
    error: float = described("standard error of that difference", "deaths")
    better_in: Share = described(
        "share of draws of the parameters in which its burden is below the baseline's"
    )
    apart: bool = described("whether the difference is more than two standard errors")


class RankReversal(Record):
    """Two strategies that change places as every probability of war grows in proportion."""

    better_below: str = described("the better strategy while war is less likely")
    better_above: str = described("the better strategy while war is likelier")
    factor: float = described("how many times the model's own probability of war that is")
    war_probability: float = described("probability of war under the baseline at which they change places")


class Ranking(Record):
    """The strategies in the order of their burden, least first, without and with the war term."""

    weights: dict[str, float] = described("weight of each objective", "deaths a unit")
    baseline: str = described("the strategy that the others are set against")
    without_war: tuple[RankedStrategy, ...] = described(
        "the order without the war term; empty where nothing that is ranked is asked"
    )
    with_war: tuple[RankedStrategy, ...] = described(
        "the order with the war term, whose hazard is assumed; empty where war is not asked"
    )
    war_probability: dict[str, float] = described(
        "probability of war under each strategy; empty where war is not asked", "probability"
    )
    flips: tuple[RankReversal, ...] = described(
        "where two strategies change places, the first to do so first"
    )


class Pairing(Record):
    """The variance that common random numbers remove from the differences of one strategy."""

    strategy: str = described("the strategy")
    saved: dict[str, float | None] = described("fraction of the Monte Carlo variance removed, by objective")
    median: float | None = described("median of those fractions; null where there are none")


class ComparisonManifest(Manifest):
    """What a comparison was computed from."""

    draws: Count = described("draws of the parameters")
    workers: int = described("threads; the result does not depend on them")
    since: date | None = described("the past day from which a counterfactual starts; null for the as-of date")


class ComparisonResult(Document):
    """Strategies compared with doing nothing and with each other in futures that share common random numbers."""

    kind = "comparison"
    made_by = "armslength compare"

    format: Literal["armslength-comparison/1"] = described(
        "another number means that keys have changed", default="armslength-comparison/1"
    )
    scenario: ComparedScenario = described("what the comparison is about")
    counterfactual: Counterfactual | None = described(
        "the past day from which it starts; null for the as-of date"
    )
    interval: float = described("mass of every interval", "share")
    covers: Coverage = described("what each kind of interval covers")
    coupling: tuple[str, ...] = described("what depends on the pairing of futures, and what does not")
    structures: tuple[Structure, ...] = described("the structures of the model that were averaged over")
    actors: ActorNames = described("names by id")
    strategies: tuple[StrategyDescription, ...] = described("the strategies, the baseline first")
    outcomes: tuple[Outcome, ...] = described("what the differences are in")
    changes: tuple[Change, ...] = described("each strategy against doing nothing, by outcome", key="rows")
    contrasts: tuple[Contrast, ...] = described(
        "each strategy against each named before it, by outcome", key="between"
    )
    objectives: tuple[Objective, ...] = described("the declared aims of de-escalation")
    ranking: Ranking = described("the strategies by their burden")
    not_asked: str = described(
        "what the case gives no ground to ask, in a sentence; left out where everything is asked",
        default="",
        exclude_if=lambda value: not value,
    )
    assumed: str = described(
        "which numbers nothing reported scores, in a sentence; left out where there are none",
        default="",
        exclude_if=lambda value: not value,
    )
    pairing: tuple[Pairing, ...] = described("what pairing saves, by strategy")
    shocks: tuple[()] = described("always empty: no other starting state is valued", default=())
    shock_changes: tuple[()] = described("always empty", key="shock_rows", default=())
    not_claimed: tuple[str, ...] = described("what a comparison does not claim")
    manifest: ComparisonManifest = described("what it was computed from")

    def asked(self, outcomes: Iterable[str]) -> tuple[str, ...]:
        """Return those of some outcomes that the comparison holds: a case gives no ground to ask the others."""
        held = {outcome.name for outcome in self.outcomes}
        return tuple(name for name in outcomes if name in held)

    def change(self, strategy: str, outcome: str) -> Change:
        """Return an outcome under a strategy beside the baseline; raises `ArmslengthError` where there is none."""
        for row in self.changes:
            if (row.strategy, row.outcome) == (strategy, outcome):
                return row
        raise ArmslengthError(f"the comparison holds no '{outcome}' under '{strategy}'")

    def contrast(self, strategy: str, against: str, outcome: str) -> Contrast:
        """Return an outcome under a strategy beside one named before it; raises `ArmslengthError` where there is none."""
        for row in self.contrasts:
            if (row.strategy, row.against, row.outcome) == (strategy, against, outcome):
                return row
        raise ArmslengthError(f"the comparison holds no '{outcome}' under '{strategy}' against '{against}'")

    def difference(self, strategy: str, against: str, outcome: str) -> Difference:
        """Return an outcome under a strategy beside another one or beside doing nothing."""
        return (
            self.change(strategy, outcome)
            if against == NOTHING
            else self.contrast(strategy, against, outcome)
        )

    def outcome(self, name: str) -> Outcome:
        """Return what an outcome is; raises `ArmslengthError` where the comparison holds none of that name."""
        for described_outcome in self.outcomes:
            if described_outcome.name == name:
                return described_outcome
        raise ArmslengthError(f"the comparison holds no outcome called '{name}'")

    @property
    def interval_covers(self) -> str:
        """The mass of the intervals and what they are over, such as `90% over parameters`."""
        over = "parameters and structures" if len(self.structures) > 1 else "parameters"
        return f"{100 * self.interval:g}% over {over}"
