"""The value of information: what would be worth knowing before choosing a strategy."""

from __future__ import annotations

from typing import Literal

from armslength.results.comparison import ComparisonManifest
from armslength.results.record import Days, Document, Record, Share, described


class Value(Record):
    """The value of knowing one thing before choosing, in deaths spared on average."""

    name: str = described("what is known: a group of parameters, or a series")
    value: float = described("expected value of knowing it", "deaths")
    error: float = described("its standard error over draws", "deaths")
    floor: float = described("what the estimate finds where there is nothing to know", "deaths")
    stands_out: bool = described("whether the value exceeds its floor by two standard errors")


class InformationResult(Document):
    """What knowing parameters, or collecting a series, is worth before choosing among strategies."""

    kind = "value of information"
    made_by = "armslength worth"

    format: Literal["armslength-information/1"] = described(
        "another number means that keys have changed", default="armslength-information/1"
    )
    days: Days = described("days ahead")
    unit: str = described("unit of every value")
    with_war: bool = described("whether the burden counts regional war, whose hazard is assumed")
    strategies: tuple[str, ...] = described("the strategies among which one chooses")
    burdens: tuple[float, ...] = described("expected burden of each", "deaths")
    best_now: str = described("the best strategy without knowing more")
    best_in: Share = described("share of draws in which that one is the best")
    perfect: float = described("value of knowing every parameter, biased up by chance", "deaths")
    partial: tuple[Value, ...] = described("value of knowing each group of parameters, the largest first")
    sample: tuple[Value, ...] = described("value of collecting each series first, the largest first")
    watched_days: Days = described("length of the series")
    manifest: ComparisonManifest = described("what it was computed from")
