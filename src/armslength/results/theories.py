"""The result of a comparison of theories of obedience: how well each predicted, and the weight that it has earned."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from armslength.results.backtest import Vintage
from armslength.results.record import Count, Days, Document, Interval, Record, Share, described

TheoryVerdict = Literal["the data cannot tell", "better than the full model", "worse than the full model", ""]


class TurningPoint(Record):
    """The origin whose window moves a difference most."""

    origin: date = described("the origin")
    part: float = described("its part of the difference", "nats")


class ComparedTheory(Record):
    """One theory: what it says, how well it predicted, and its weight."""

    name: str = described("id of the theory")
    title: str = described("title of the theory")
    sentence: str = described("what it says")
    claims: tuple[str, ...] = described("ids of the case's claims that bear on it")
    held: dict[str, float] = described("parameters that it holds at a value, by path")
    log_predictive_density: float = described("total log predictive density", "nats")
    monte_carlo_error: float = described("standard error of that total from the draws", "nats")
    difference: float | None = described("total less the full model's; null for the full model", "nats")
    difference_error: float | None = described("standard error of the difference over origins", "nats")
    difference_90: Interval | None = described(
        "90 % interval of the difference over resampled blocks of origins", "nats"
    )
    turns_on: TurningPoint | None = described("the origin that moves the difference most")
    verdict: TheoryVerdict = described("what the record says against the full model; empty for that model")
    weight: Share = described("weight used: mean over resamples of the origins; the weights add to one")
    weight_90: Interval = described("90 % interval of the weight over those resamples", "share")
    stacked: Share = described("stacking weight for the record as it is; these add to one")
    modes_missed: Count = described("refits that did not reach their mode")

    @property
    def turning_share(self) -> float | None:
        """Share of the difference that rests on one origin, where the record tells the theory from the full model."""
        if self.turns_on is None or not self.difference or self.verdict == "the data cannot tell":
            return None
        return self.turns_on.part / self.difference


class WindowDensity(Record):
    """The log predictive density of one window under one theory."""

    origin: date = described("last day that the theory was fitted to")
    end: date = described("last day of the window")
    theory: str = described("id of the theory")
    reports: int = described("rows of the record published in the window")
    log_predictive_density: float = described("log predictive density of those reports", "nats")
    monte_carlo_error: float = described("its standard error from the draws", "nats")
    mode_reached: bool = described("whether the refit reached its mode")


class LeftOutTheory(Record):
    """A theory that was not compared."""

    theory: str = described("id of the theory")
    why: str = described("why it was left out")


class TheoriesResult(Document):
    """Theories of obedience compared by their log predictive densities from past origins on."""

    kind: ClassVar[str] = "comparison of theories"
    made_by: ClassVar[str] = "armslength theories"

    format: Literal["armslength-theories/2"] = described(
        "another number means that keys have changed", default="armslength-theories/2"
    )
    scenario: str = described("name of the case")
    title: str = described("title of the case")
    scenario_hash: str = described("SHA-256 of the files of the case")
    model_version: str = described("version of the model")
    as_of: date = described("last day of the record")
    origins: tuple[date, ...] = described("days from which the next reports were predicted")
    window_days: Days = described("days after each origin")
    draws: Count = described("draws of each refit")
    seed: int = described("seed of the random numbers: the same seed gives the same result")
    refits: str = described("how the fits at the origins were made")
    vintage: Vintage = described("what was known at an origin")
    caveat: str = described("what a retrospective comparison is worth")
    finished: bool = described("false where the comparison was interrupted")
    left_out: tuple[LeftOutTheory, ...] = described("theories that were not compared")
    says: str = described("the result in a sentence or two")
    rule: str = described("when the data cannot tell")
    theories: tuple[ComparedTheory, ...] = described("the theories compared, the full model first")
    rows: tuple[WindowDensity, ...] = described("every window under every theory")
