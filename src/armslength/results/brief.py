"""What a brief says on one page: the answer, how sure, what the record supports, what it rests on, how to repeat it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from armslength.results.record import Days, Record, described

Unit = Literal["probability", "count", "share of what would happen anyway", "share"]


class BriefAnswer(Record):
    """One half of the question and its answer."""

    asks: str = described("what is asked")
    says: tuple[str, ...] = described("the answer in sentences, each number with its interval")


class BriefNumber(Record):
    """One number of the picture with its interval."""

    group: str = described("what it belongs to")
    name: str = described("whose it is")
    value: float = described("the number, in the unit of the picture")
    low: float = described("lower end of its interval")
    high: float = described("upper end of its interval")
    said: str = described("the number and its interval in words")
    informed: bool = described("whether the reports moved it from its prior", default=True)


class BriefPicture(Record):
    """The one picture: numbers with their intervals, all on one scale."""

    title: str = described("what it shows")
    unit: Unit = described("unit of all its numbers")
    numbers: tuple[BriefNumber, ...] = described("the numbers, in the order in which they are drawn")
    note: str = described("what dots and lines are")


class Brief(Record):
    """One page about a case, a question of a case, or a comparison."""

    kind: Literal["case", "question", "comparison"] = described("what it is about")
    case: str = described("name of the case")
    title: str = described("title of the case")
    question: str = described("what is asked")
    as_of: date = described("the day on which the answer was made; nothing later informs it")
    days: Days = described("days ahead that the headline numbers are about")
    answers: tuple[BriefAnswer, ...] = described("the answer, half by half")
    covers: str = described("what the intervals cover, and what they do not")
    record: str = described("what past forecasts of this case show of its worth")
    caveats: tuple[str, ...] = described("what else a reader must know, a sentence each")
    picture: BriefPicture | None = described("the picture; null where no number has an interval")
    rests_on: tuple[str, ...] = described("sources, fit and what is only prior, a sentence each")
    reproduce: tuple[str, ...] = described("commands, or the address of a page, that make it again")
    made: str = described("date, version, commit and seed")
