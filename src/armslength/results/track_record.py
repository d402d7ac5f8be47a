"""The result of a track record: forecasts of many networks, scored beside baselines learned on the others."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from armslength.results.record import Count, Document, Interval, Record, Share, described
from armslength.results.scores import ReliabilityBin, Skill

ABLATED = "mechanism without "  #: begins the name of a model of which a part is switched off


class ForecasterScores(Record):
    """Mean scores of one forecaster on one network at one horizon."""

    n: Count = described("number of occasions: fronts times origins")
    crps: float = described("mean CRPS", "clashes")
    ratio: float = described("mean CRPS as a share of that of the historical mean")
    log: float = described("mean of minus the log predictive probability", "nats")
    in_50: Share = described("share of occasions inside the central 50 % interval")
    in_90: Share = described("share of occasions inside the central 90 % interval")
    middle_90: Share | None = described(
        "share of occasions with a randomised PIT between .05 and .95: what a 90 % interval holds once its ends, whole "
        "counts, are split; 90 % where calibrated",
        default=None,
    )
    pit: tuple[int, ...] = described("histogram of the PIT in five equal bins; even where calibrated")


class NetworkHorizon(Record):
    """One network at one horizon."""

    network: str = described("name of the case")
    title: str = described("title of the case")
    weeks: Count = described("weeks ahead")
    first: date = described("first origin", key="from")
    last: date = described("last origin", key="to")
    forecasters: dict[str, ForecasterScores] = described("scores by forecaster")
    skill: dict[str, Skill] = described(
        "by forecaster: CRPS beside the baseline that was chosen beforehand, fronts averaged at each origin"
    )


class OverNetworks(Record):
    """One forecaster at one horizon over all networks, which weigh alike."""

    weeks: Count = described("weeks ahead")
    forecaster: str = described("name of the forecaster")
    networks: Count = described("number of networks")
    ratio: float = described("mean over networks of its CRPS as a share of that of the historical mean")
    skill: float = described("mean over networks of 1 - its CRPS / that of the baseline chosen beforehand")
    interval: Interval | None = described(
        "90 % interval of that mean, over networks; null of fewer than three"
    )
    in_50: Share = described("mean share inside the central 50 % interval")
    in_90: Share = described("mean share inside the central 90 % interval")
    middle_90: Share | None = described(
        "mean share with a randomised PIT between .05 and .95; 90 % where calibrated", default=None
    )

    @property
    def verdict(self) -> str:
        """What the interval says."""
        return _verdict(self.interval)


class AgainstBaseline(Record):
    """One of the three ways beside one plain forecaster at one horizon, over all networks, which weigh alike."""

    weeks: Count = described("weeks ahead")
    forecaster: str = described("`mechanism`, `baseline` or `pool`")
    baseline: str = described("the plain forecaster; of the mechanism also itself without a part of it")
    networks: Count = described("number of networks")
    skill: float = described("mean over networks of 1 - its CRPS / that of the plain forecaster")
    interval: Interval | None = described(
        "90 % interval of that mean, over networks; null of fewer than three"
    )

    @property
    def verdict(self) -> str:
        """What the interval says."""
        return _verdict(self.interval)


def _verdict(interval: Interval | None) -> str:
    if interval is None:
        return "too few networks to tell"
    if interval.low > 0:
        return "skill shown"
    return "worse than the baseline" if interval.high < 0 else "no skill shown"


class YesNo(Record):
    """How reliable the probabilities of one kind of question were, over all networks."""

    question: str = described("what was asked")
    forecaster: str = described("who answered")
    weeks: Count = described("weeks ahead")
    n: Count = described("number of occasions")
    happened: Count = described("how often it happened")
    brier: float = described("mean Brier score", "squared probability")
    reliability: tuple[ReliabilityBin, ...] = described("how often probabilities came true")


class TrackRecordResult(Document):
    """Rolling forecasts of many networks, scored on what was counted afterwards."""

    kind: ClassVar[str] = "track record"
    made_by: ClassVar[str] = "armslength record"

    format: Literal["armslength-track-record/1"] = described(
        "another number means that keys have changed", default="armslength-track-record/1"
    )
    baseline: str = described("the baseline that was chosen beforehand")
    learned_by: date = described("what is learned on other networks ends by this day")
    every: Count = described("weeks between origins")
    networks: tuple[NetworkHorizon, ...] = described("each network at each horizon")
    overall: tuple[OverNetworks, ...] = described("over networks")
    against: tuple[AgainstBaseline, ...] = described(
        "the three ways beside each plain forecaster, over networks", default=()
    )
    yes_no: tuple[YesNo, ...] = described("yes-or-no questions")
    notes: tuple[str, ...] = described(
        "what was counted once although two networks hold it, and what was scored only; sentences", default=()
    )
    draws: Count = described("draws of the model's parameters; 0 where it was left out", default=0)
    seed: Count = described("seed of the random numbers")

    @property
    def command(self) -> str:
        """The command that makes it again, but for the cases."""
        parts = dict.fromkeys(
            row.baseline.removeprefix(ABLATED) for row in self.against if row.baseline.startswith(ABLATED)
        )
        without = f" --without {','.join(parts)}" if parts else ""
        return (
            f"armslength record --draws {self.draws} --every {self.every} --learned-by {self.learned_by} --seed {self.seed}"
            f"{without}"
        )

    def over(self, weeks: int) -> list[OverNetworks]:
        """Return the forecasters at one horizon, best first."""
        return sorted((o for o in self.overall if o.weeks == weeks), key=lambda o: o.ratio)
