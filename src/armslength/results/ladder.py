"""The ladder of escalation: its rungs, and the shares of futures on each."""

from __future__ import annotations

from armslength.results.record import Count, Days, Interval, Probability, Record, described, optional


class Rung(Record):
    """A rung of the ladder."""

    rung: Count = described("number of a rung")
    name: str = described("what it is")


class _RungShares(Record):
    """A probability for each rung; they add to one."""

    rung_0: Probability = described("probability of rung 0", key="0")
    rung_1: Probability = described("of rung 1", key="1")
    rung_2: Probability = described("of rung 2", key="2")
    rung_3: Probability = described("of rung 3", key="3")
    rung_4: Probability = described("of rung 4", key="4")
    rung_5: Probability = described("of rung 5; they add to one", key="5")

    @property
    def shares(self) -> tuple[float, ...]:
        """The probabilities from the lowest rung to the highest."""
        return (self.rung_0, self.rung_1, self.rung_2, self.rung_3, self.rung_4, self.rung_5)


class HighestRung(_RungShares):
    """How likely each rung is to be the highest that is reached within a window."""

    window_days: Days = described("days ahead")
    parameters_90: tuple[Interval, ...] | None = optional(
        "interval over parameters of each of the six probabilities, from rung 0 on", default=None
    )


class Occupancy(_RungShares):
    """The share of futures on each rung on a day."""

    day: Days = described("a day ahead, every seventh")


class FirstPassage(Record):
    """How likely it is that a rung, or a higher one, has been reached by a day."""

    rung: Count = described("a rung")
    day: Days = described("a day ahead")
    p: Probability = described("probability of having reached the rung, or a higher one, by then")


class Ladder(Record):
    """How far it climbs."""

    rungs: tuple[Rung, ...] = described("the rungs, lowest first")
    highest: tuple[HighestRung, ...] = described("the highest rung within each window")
    occupancy: tuple[Occupancy, ...] = described("rungs day by day")
    first_passage: tuple[FirstPassage, ...] = described("when each rung is first reached")

    def name(self, rung: int) -> str:
        """Return what a rung is."""
        return next(r.name for r in self.rungs if r.rung == rung)


class WarWindow(Record):
    """Regional war within a window."""

    window_days: Days = described("days ahead")
    probability: Probability = described("probability of regional war within the window")
    parameters_90: Interval = described("interval of that probability")


class War(Record):
    """Regional war: prior-dominated, and no part of the headline."""

    rule: str = described("the written rule by which regional war is resolved")
    prior_dominated: bool = described("true: the prior decides this number, not the evidence")
    windows: tuple[WarWindow, ...] = described("one entry for each window")
