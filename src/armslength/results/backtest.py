"""The result of a backtest: forecasts from past origins, scored on what was reported afterwards."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from armslength.results.record import Count, Days, Document, Record, Share, described
from armslength.results.scores import (
    FEWEST_INDEPENDENT,
    MODEL,
    CountScores,
    LadderScores,
    ReliabilityBin,
    ScoredRows,
    Skill,
    TargetName,
    UnscoredWindow,
    YesNoScores,
)

USUAL_BASELINE = "historical mean"


class DeclaredEndpoint(Skill):
    """The one comparison that the scenario declared before anything was run."""

    target: str = described("fronts that are counted together, joined by `;`")
    horizon: str = described("the window")
    reason: str = described("why this comparison, on grounds that do not depend on any result")

    @property
    def finding(self) -> str:
        """The verdict in words, with skill, interval, occasions and the test."""
        text = self.in_words
        if self.skill is not None:
            text += f" over {self.n} occasions, {self.independent} of them independent"
        if self.verdict == "too few to tell":
            return f"{text}; a verdict needs {FEWEST_INDEPENDENT}"
        if self.p_value is not None:
            text += f"; Diebold-Mariano p = {self.p_value:.2f}"
        return text


class Vintage(Record):
    """What was known at an origin, and how many rows of the record each rule concerned."""

    policy: str = described("what was known at an origin, in words")
    undated_used_from_their_last_day: Count = described("rows without a date of publication")
    edited_since_left_out: Count = described("rows from pages edited since, where they were left out")
    edited_since_admitted: Count = described("rows from pages edited since, where they were admitted")
    published_after_the_as_of_date_never_used: Count = described("rows published too late to be used")


class Exploratory(Record):
    """Everything that was not declared beforehand: many comparisons, some of which look good by chance."""

    counts: tuple[CountScores, ...] = described("attacks, by target and horizon")
    yes_no: tuple[YesNoScores, ...] = described("events, by kind and horizon")
    ladder: tuple[LadderScores, ...] = described("the highest rung, by horizon")
    tested: Count = described(
        "comparisons with enough independent occasions for a verdict: Holm's correction is for so many"
    )


class PooledCalibration(Record):
    """Calibration of the model over all targets, events and horizons together; windows overlap."""

    windows: Count = described("windows of counts")
    in_50: Share | None = described("share of them inside the central 50 % interval")
    in_90: Share | None = described("share of them inside the central 90 % interval")
    reliability: tuple[ReliabilityBin, ...] = described("how often probabilities of events came true")


class BacktestResult(Document):
    """Forecasts from past origins with what had been published by then, beside naive baselines."""

    kind: ClassVar[str] = "result of a backtest"
    made_by: ClassVar[str] = "armslength backtest"

    format: Literal["armslength-backtest/3"] = described(
        "another number means that keys have changed", default="armslength-backtest/3"
    )
    scenario: str = described("name of the case")
    title: str = described("title of the case")
    scenario_hash: str = described("SHA-256 of the files of the case")
    as_of: date = described("last day of the record")
    forecaster: str = described("what forecast, in words")
    origins: tuple[date, ...] = described("days from which it was forecast")
    horizons: tuple[Days, ...] = described("days ahead of each origin")
    vintage: Vintage = described("what was known at an origin")
    caveat: str = described("what a retrospective score is worth")
    primary: DeclaredEndpoint | None = described(
        "the declared comparison and its result; null where the scenario declares none"
    )
    exploratory: Exploratory = described("mean scores and skill of everything else")
    targets: dict[str, TargetName] = described("names of the fronts that are counted together, by target")
    rows: ScoredRows = described("every scored occasion")
    unscored: tuple[UnscoredWindow, ...] = described("windows of counts that could not be scored")
    seed: int = described("seed of the random numbers: the same seed gives the same result")

    @property
    def rival(self) -> str:
        """The declared baseline, or the usual one where none is declared."""
        return self.primary.baseline if self.primary else USUAL_BASELINE

    @property
    def foremost(self) -> CountScores | None:
        """The scores that stand first: the declared ones, or the first where none are declared or scored."""
        return self.declared or next(iter(self.exploratory.counts), None)

    @property
    def declared(self) -> CountScores | None:
        """The scores of the declared target and horizon, or None where nothing was declared or scored."""
        if (end := self.primary) is None:
            return None
        counts = self.exploratory.counts
        return next((s for s in counts if (s.target, s.horizon) == (end.target, end.horizon)), None)

    def pooled(self) -> PooledCalibration:
        """Return the calibration of the model over all windows together."""
        own = [scores.forecasters[MODEL] for scores in self.exploratory.counts]
        windows = sum(row.n for row in own)
        bins: dict[float, list[ReliabilityBin]] = {}
        for row in (row for scores in self.exploratory.yes_no for row in scores.reliability):
            bins.setdefault(row.low, []).append(row)
        return PooledCalibration(
            windows=windows,
            in_50=sum(row.in_50 * row.n for row in own) / windows if windows else None,
            in_90=sum(row.in_90 * row.n for row in own) / windows if windows else None,
            reliability=tuple(_pooled(bins[low]) for low in sorted(bins)),
        )


def _pooled(rows: list[ReliabilityBin]) -> ReliabilityBin:
    n = sum(row.n for row in rows)
    return ReliabilityBin(
        low=rows[0].low,
        high=rows[0].high,
        predicted=sum(row.predicted * row.n for row in rows) / n,
        observed=sum(row.observed * row.n for row in rows) / n,
        n=n,
    )
