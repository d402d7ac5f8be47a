"""What an average over theories of obedience adds to a forecast: what each theory says of the headline numbers."""

from __future__ import annotations

from collections.abc import Sequence

from armslength.results.record import Days, Probability, Record, Share, described


class WeightedTheory(Record):
    """A theory and its weight in the average."""

    name: str = described("id of a theory")
    title: str = described("its title")
    sentence: str = described("what it says")
    weight: Share = described("its weight; they add to one")


class ChanceSplit(Record):
    """What the variance of a probability is made of; the three add to one."""

    chance: Share = described("share of the variance that would stay if theory and parameters were known")
    parameters: Share = described("share between draws of the parameters within a theory")
    structure: Share = described("share between theories; the three add to one")


class Headline(Record):
    """A headline probability under each theory."""

    number: str = described("what may happen within the window")
    about: str = described("the front, the adversary, `any` front or `all`")
    window_days: Days = described("days ahead")
    probability: Probability = described("its probability: the weighted mean")
    by_theory: dict[str, Probability] = described("what each theory says")
    variance: ChanceSplit = described("what its variance is made of")

    @property
    def range(self) -> float:
        """How far the theories lie apart."""
        return max(self.by_theory.values()) - min(self.by_theory.values())


class TheoryAverage(Record):
    """The theories over which a forecast is averaged."""

    says: str = described("what the comparison of the theories said")
    rows: tuple[WeightedTheory, ...] = described("the theories with their weights")
    headlines: tuple[Headline, ...] = described("the headline probabilities under each")

    def differing(self, most: int, numbers: Sequence[str] = ()) -> list[Headline]:
        """Return the headlines on which the theories differ most, widest first; of these numbers alone, if any are named."""
        asked = [h for h in self.headlines if not numbers or h.number in numbers]
        return sorted(asked, key=lambda headline: headline.range, reverse=True)[:most]
