"""What other networks teach plain forecasters, as it ships: parameters and weights, learned once, with where they come from.

A case that ships has a set of its own, learned without it; any other case uses the one of all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import ClassVar, Literal

import numpy as np

from armslength.plain.components import COMPONENTS
from armslength.plain.negative_binomials import Learned
from armslength.results.record import Count, Document, Record, Share, described, optional
from armslength.results.ways import FEWEST

FILE = "taught.json"
MECHANISM, BASELINE, POOL = "mechanism", "baseline", "pool"  #: the three ways


class TaughtWeeks(Record):
    """What is learned of totals of so many weeks."""

    weeks: Count = described("weeks ahead")
    sizes: dict[str, tuple[float, float]] = described(
        "by plain mean: the log size of its negative binomial at a mean of one, and its slope in the log mean"
    )
    regression: tuple[float, ...] = described("weights of the regression; the first is the intercept")
    regression_size: tuple[float, float] = described("log size of the regression, and its slope")
    weights: tuple[Share, ...] = described("weights of the components of the baseline, adding to one")

    @property
    def learned(self) -> Learned:
        """The same as the forecasters take it."""
        sizes = {name: np.array(p) for name, p in self.sizes.items()}
        return Learned(sizes, np.array(self.regression), np.array(self.regression_size))


class Judged(Record):
    """How the three ways did in the record, on other networks."""

    weeks: Count = described("weeks ahead")
    networks: Count = described("number of networks")
    ratio: dict[str, float] = described("by way: mean CRPS as a share of that of the historical mean")
    weight: Share = described("weight of the mechanism in the pool; the baseline has the rest")

    @property
    def first(self) -> str:
        """The way that did best; the pool where too few networks were scored."""
        if self.networks < FEWEST or set(self.ratio) < {MECHANISM, BASELINE, POOL}:
            return POOL
        return min(self.ratio, key=lambda way: self.ratio[way])


class Taught(Record):
    """One set of parameters, and how the ways of forecasting did on the networks that it was learned on."""

    without: str = described("the case that was left out; empty for none")
    by: date = described("last day of what was learned from")
    networks: tuple[str, ...] = described("the cases that it was learned on")
    autoregression: tuple[float, ...] = described("parameters of the autoregression in their unbounded form")
    weeks: tuple[TaughtWeeks, ...] = described("by weeks ahead")
    judged: tuple[Judged, ...] = described(
        "how the ways did in the record, by weeks ahead; empty before it was made"
    )

    def at(self, weeks: int) -> TaughtWeeks:
        """Return what is learned of a horizon; between those that were learned, parameters lie between in the log of weeks."""
        known = {row.weeks: row for row in self.weeks}
        if weeks in known:
            return known[weeks]
        low = max((w for w in known if w < weeks), default=min(known))
        high = min((w for w in known if w > weeks), default=max(known))
        share = 0.0 if low == high else float(np.log(weeks / low) / np.log(high / low))
        return _between(known[low], known[high], share, weeks)

    def judged_at(self, weeks: int) -> Judged:
        """Return how the ways did at the nearest horizon; in equal parts, on no network, before there is a record."""
        nearest = min(self.judged, key=lambda row: abs(np.log(row.weeks / weeks)), default=None)
        return nearest or Judged(weeks=weeks, networks=0, ratio={}, weight=0.5)


def _between(low: TaughtWeeks, high: TaughtWeeks, share: float, weeks: int) -> TaughtWeeks:
    def mix(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, ...]:
        return tuple((1 - share) * x + share * y for x, y in zip(a, b, strict=True))

    return TaughtWeeks(
        weeks=weeks,
        sizes={name: _pair(mix(p, high.sizes[name])) for name, p in low.sizes.items()},
        regression=mix(low.regression, high.regression),
        regression_size=_pair(mix(low.regression_size, high.regression_size)),
        weights=mix(low.weights, high.weights),
    )


def _pair(of_two: tuple[float, ...]) -> tuple[float, float]:
    first, second = of_two
    return first, second


class TaughtFile(Document):
    """All sets that ship, with where they come from."""

    kind: ClassVar[str] = "file of what other networks teach"
    made_by: ClassVar[str] = "make taught"

    format: Literal["armslength-taught/1"] = described(
        "another number means that keys have changed", default="armslength-taught/1"
    )
    made: date = described("the day on which it was made")
    command: str = described("the command that made it")
    components: tuple[str, ...] = described("what the baseline is mixed of, in the order of the weights")
    record: str | None = optional("the day and the command of the record that judged the ways", default=None)
    sets: tuple[Taught, ...] = described("of all networks, and without each")

    def of(self, case: str) -> Taught:
        """Return the set for a case: the one that it did not teach."""
        named: Mapping[str, Taught] = {row.without: row for row in self.sets}
        return named.get(case, named[""])


@cache
def shipped() -> TaughtFile:
    """Return the file that ships."""
    text = files("armslength.plain").joinpath(FILE).read_text(encoding="utf-8")
    found = TaughtFile.from_json(text, FILE)
    assert found.components == COMPONENTS
    return found
