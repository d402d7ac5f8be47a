"""An explanation of a difference: one pair of futures as a chain of events, and the part that each mechanism carried."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from armslength.results.comparison import ScenarioAhead, StrategyActions
from armslength.results.manifest import Manifest
from armslength.results.record import Count, Document, Record, described


class MeanDifference(Record):
    """An outcome under both strategies, in its own unit."""

    outcome: str = described("the outcome")
    title: str = described("what it is")
    against: float = described("mean under the strategy that it is set against")
    with_strategy: float = described("mean under the strategy", key="with")
    difference: float = described("the second less the first")
    error: float = described("standard error of the difference")


class CarriedPart(Record):
    """The part of a difference that a mechanism carried: what goes when it is off in both futures."""

    mechanism: str = described("the mechanism")
    outcome: str = described("the outcome")
    carried: float = described("the difference with everything on less that with the mechanism off")
    error: float = described("standard error of that part")
    share: float | None = described("that part over the whole difference; null where that is 0")


class Remainder(Record):
    """What the parts leave of a difference."""

    outcome: str = described("the outcome")
    left: float = described("the whole difference less the sum of the parts")
    error: float = described("standard error of what is left")


class _Step(Record):
    day: int = described("day ahead, from 1")
    on: date = described("the date", key="date")
    text: str = described("what differs, in a sentence")


class ActionStep(_Step):
    """What the strategy does and the other does not, or the other way round."""

    kind: Literal["action"] = described("what the step is about", default="action")
    numbers: dict[str, tuple[float, float]] = described("each input without and with the strategy")


class StateStep(_Step):
    """A state variable that differs at the end of the day."""

    kind: Literal["state"] = described("what the step is about", default="state")
    field: str = described("the state variable")
    mechanism: str = described("the mechanism that moves it")
    with_strategy: float = described(
        "its size, or the value of the state variable, with the strategy", key="with"
    )
    against: float = described("the same in the other future")


class EventStep(_Step):
    """An event that differs."""

    kind: Literal["event"] = described("what the step is about", default="event")
    minor: bool = described("whether it is only another number of attacks")
    with_strategy: float = described(
        "its size, or the value of the state variable, with the strategy", key="with"
    )
    against: float = described("the same in the other future")


Step = Annotated[ActionStep | StateStep | EventStep, Field(discriminator="kind")]


class PairTotal(Record):
    """A total in which the two futures differ."""

    what: Literal["attacks", "deaths", "reprisals"] = described("what is counted")
    of: str = described("front or adversary, by its name")
    with_strategy: float = described("total with the strategy", key="with")
    against: float = described("total in the other future")


class PairedFutures(Record):
    """Two futures with the same random numbers, near the average difference."""

    draw: Count = described("number of the draw of the parameters")
    future: Count = described("number of the future within the draw")
    first_day_apart: date = described("the first day on which anything differs")
    steps: tuple[Step, ...] = described(
        "the chain: what was done, the state that it changed, the next event, and so on"
    )
    totals: tuple[PairTotal, ...] = described("what the two futures add up to, where that differs")
    mechanisms: tuple[str, ...] = described("the mechanisms that the chain goes through")


class MechanismReference(Record):
    """A mechanism of the model, and what it rests on."""

    name: str = described("the mechanism")
    title: str = described("what it is")
    claims: tuple[str, ...] = described("claims of the case that bear on it")
    source: str = described("the literature that it rests on")
    switched_off: dict[str, float] = described(
        "values of parameters that switch it off; empty where nothing does"
    )


class ExplanationManifest(Manifest):
    """What an explanation was computed from."""

    draws: Count = described("draws of the parameters")
    workers: int = described("threads; the result does not depend on them")


class ExplanationResult(Document):
    """How a difference between two strategies comes about."""

    kind = "explanation"
    made_by = "armslength why"

    format: Literal["armslength-why/1"] = described(
        "another number means that keys have changed", default="armslength-why/1"
    )
    scenario: ScenarioAhead = described("the case")
    strategy: StrategyActions = described("the strategy")
    against: StrategyActions = described("the strategy that it is set against")
    differences: tuple[MeanDifference, ...] = described("the differences that are explained")
    carried: tuple[CarriedPart, ...] = described("what each mechanism carried of each difference")
    unexplained: tuple[Remainder, ...] = described("what the parts leave of each difference")
    pair: PairedFutures = described("one pair of futures as a chain")
    mechanisms: tuple[MechanismReference, ...] = described(
        "the mechanisms of the model, in the order of play"
    )
    reads: tuple[str, ...] = described("how to read it")
    manifest: ExplanationManifest = described("what it was computed from")

    @property
    def explained(self) -> tuple[str, ...]:
        """The outcomes whose difference is explained: those that the case gives ground to ask."""
        return tuple(row.outcome for row in self.differences)

    def parts(self, outcome: str) -> dict[str, CarriedPart]:
        """Return the part of a difference that each mechanism carried, by mechanism."""
        return {part.mechanism: part for part in self.carried if part.outcome == outcome}

    def whole(self, outcome: str) -> MeanDifference:
        """Return the whole difference in an outcome that is explained."""
        return next(row for row in self.differences if row.outcome == outcome)

    def rest(self, outcome: str) -> Remainder:
        """Return what the parts leave of the difference in an outcome that is explained."""
        return next(row for row in self.unexplained if row.outcome == outcome)
