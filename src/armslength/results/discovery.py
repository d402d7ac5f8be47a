"""Scenario discovery: the box of assumptions in which an outcome happens most."""

from __future__ import annotations

from typing import Literal

from armslength.results.manifest import Manifest
from armslength.results.record import Count, Days, Document, Probability, Record, Share, described


class Limit(Record):
    """The sides of a box in one parameter."""

    name: str = described("the parameter")
    low: float | None = described("lower side; null where the box is open below")
    high: float | None = described("upper side; null where it is open above")
    least: float = described("least value of all draws")
    most: float = described("greatest value of all draws")

    @property
    def words(self) -> str:
        """The sides in words, such as `reprisal.heat above 2.1`."""
        if self.low is None:
            return f"{self.name} below {self.high:.3g}"
        if self.high is None:
            return f"{self.name} above {self.low:.3g}"
        return f"{self.name} from {self.low:.3g} to {self.high:.3g}"


class Box(Record):
    """A box of assumptions, measured on draws that it was not cut to."""

    outcome: str = described("the outcome")
    days: Days = described("its window, from the first day ahead")
    limits: tuple[Limit, ...] = described("the sides of the box; empty where none stands out")
    probability: Probability = described("probability of the outcome inside the box")
    overall: Probability = described("probability of the outcome everywhere")
    coverage: Share = described("share of all futures with the outcome that lie inside")
    mass: Share = described("share of all draws that lie inside")
    futures: Count = described("futures with the outcome, in the half that measures")
    words: str = described("the box in one sentence")


class DiscoveryResult(Box, Document):
    """The box of assumptions in which an outcome happens most: an association under these assumptions, not a cause."""

    kind = "scenario discovery"
    made_by = "armslength discover"

    format: Literal["armslength-discovery/1"] = described(
        "another number means that keys have changed", default="armslength-discovery/1"
    )
    loss_of_control: float = described(
        "mean control lost over the clients that counts as `loses_control`", "share"
    )
    manifest: Manifest = described("what it was computed from")
