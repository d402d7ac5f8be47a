"""Robust choice: which strategy holds up under every parameter and structure, and the patron's dilemma."""

from __future__ import annotations

from typing import Literal

from armslength.results.comparison import ComparisonManifest
from armslength.results.record import Days, Document, Record, Share, Spread, described

Rule = Literal["expected", "worst", "regret", "satisfied"]


class StrategyStanding(Record):
    """A strategy under each rule of choice; its burden is in deaths."""

    strategy: str = described("the strategy")
    expected: float = described("expected burden", "deaths")
    worst: float = described("burden in the worst draws under the worst structure", "deaths")
    regret: float = described("burden above that of the best strategy, in the worst draws", "deaths")
    satisfied: float = described(
        "share of draws in which the burden is no worse than the baseline's", "share"
    )
    best_in: float = described("share of draws in which it is the best of all", "share")


class RobustChoice(Record):
    """The strategy that each rule chooses."""

    rules: dict[Rule, str] = described("what each rule asks for")
    with_war: bool = described("whether the burden counts regional war, whose hazard is assumed")
    standings: tuple[StrategyStanding, ...] = described("each strategy, the baseline first")
    chosen: dict[Rule, str] = described("the strategy that each rule chooses")
    agree: bool = described("whether all rules choose the same")


class ParameterShift(Record):
    """A parameter that differs between the draws in which a strategy is best and the others."""

    name: str = described("the parameter")
    moved: float = described("difference of its means, in standard deviations over all draws")
    median_here: float = described("its median where the strategy is best")
    median_elsewhere: float = described("its median elsewhere")


class WhereBest(Record):
    """The draws in which a strategy is the best."""

    strategy: str = described("the strategy")
    best_in: Share = described("share of draws in which it is the best of all")
    where: tuple[ParameterShift, ...] = described("the parameters that differ most there")


class DilemmaRow(Record):
    """The patron's dilemma where the clients' own revenue is multiplied by a factor; means or medians of clients."""

    factor: float = described("what the clients' own revenue of today is multiplied by")
    control: Spread = described("control over the clients", "share")
    dependence: Spread = described("dependence of the clients", "share")
    lethal_per_attack: Spread = described("probability that an attack kills", "probability")


class RobustnessResult(Document):
    """Which strategy holds up whatever is true."""

    kind = "robust choice"
    made_by = "armslength robust"

    format: Literal["armslength-robustness/1"] = described(
        "another number means that keys have changed", default="armslength-robustness/1"
    )
    days: Days = described("days ahead")
    without_war: RobustChoice = described("the choice without the war term")
    with_war: RobustChoice = described("the choice with the war term")
    where_best: tuple[WhereBest, ...] = described(
        "where each strategy is the best; empty over rival theories"
    )
    dilemma: tuple[DilemmaRow, ...] = described("self-sufficiency of the clients against control over them")
    manifest: ComparisonManifest = described("what it was computed from")
