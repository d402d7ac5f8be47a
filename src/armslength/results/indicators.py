"""Indicators to watch: what of the next days would most move the probability of each outcome, and at which value."""

from __future__ import annotations

from typing import Literal

from armslength.results.manifest import Manifest
from armslength.results.record import Days, Document, Probability, Record, described


class Indicator(Record):
    """An observable of the next days, and what it would say about one outcome."""

    outcome: str = described("the outcome")
    window: Days = described("days of the outcome, counted after the watch")
    observable: str = described("what is watched")
    watch: Days = described("days that are watched")
    value: float = described("the forecast changes when at least so much is seen")
    seen: Probability = described("probability that it is seen")
    before: Probability = described("probability of the outcome today")
    if_seen: Probability = described("probability of the outcome if it is seen")
    if_not: Probability = described("probability of the outcome if it is not")
    skill: float = described(
        "share of the Brier score that updating takes away, on futures that did not choose the value"
    )
    error: float = described("its standard error")
    words: str = described("the indicator in one sentence")
    tells: bool = described("whether the skill exceeds two standard errors")


class IndicatorsResult(Document):
    """What to watch over the next days, the most telling indicator first."""

    kind = "list of indicators"
    made_by = "armslength watch"

    format: Literal["armslength-indicators/1"] = described(
        "another number means that keys have changed", default="armslength-indicators/1"
    )
    watch_days: Days = described("days that are watched")
    window_days: Days = described("days after them, of which each outcome speaks")
    indicators: tuple[Indicator, ...] = described("each observable with each outcome that it could tell of")
    manifest: Manifest = described("what it was computed from")
