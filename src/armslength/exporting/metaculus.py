"""Questions and payloads in Metaculus' style, of the windows that the ledger would register, settled by its rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np

from armslength.exporting.cumulative import cumulative_of
from armslength.exporting.hub_tasks import ALL_FUTURES, FEWEST_PATHS, refuse_few_paths
from armslength.formatting import percent
from armslength.results.record import Document, Record, described, optional
from armslength.scoring.ledger_entry import RegisteredForecast
from armslength.scoring.ledger_service import own_windows
from armslength.scoring.saved_forecast import SavedForecast, open_forecast

LOWEST, HIGHEST = 0.001, 0.999  #: probabilities that a client sends
NOT_ASKED = (
    "Written in the style of Metaculus by armslength; nobody has asked this question there, and the rule above is the one by "
    "which armslength's ledger settles it."
)


class Question(Record):
    """A question with the fields of its page."""

    question_text: str = described("what is asked")
    question_type: Literal["binary", "numeric"] = described("yes or no, or a number")
    resolution_criteria: str = described("the rule by which it is settled, the ledger's own")
    fine_print: str = described("what to know of the rule and of the answer")
    background_info: str = described("what the forecast is about, and what it is conditional on")
    open_time: date = described("the as-of date")
    close_time: date = described("the first day of the window, before which it must be answered")
    scheduled_resolution_time: date = described("the day after the window")
    lower_bound: float | None = optional("lower bound of a number", default=None)
    upper_bound: float | None = optional("upper bound of a number", default=None)
    open_lower_bound: bool | None = optional("whether it may be lower", default=None)
    open_upper_bound: bool | None = optional("whether it may be higher", default=None)
    unit_of_measure: str | None = optional("unit of a number", default=None)


class Payload(Record):
    """The answer, as a client sends it."""

    probability_yes: float | None = optional("probability of yes", default=None)
    continuous_cdf: tuple[float, ...] | None = optional(
        "201 values of the cumulative distribution", default=None
    )


class Answered(Record):
    """A question with the forecast's answer."""

    question: Question = described("the question")
    payload: Payload = described("the answer")


class MetaculusExport(Document):
    """A forecast's windows as questions and payloads."""

    kind: ClassVar[str] = "list of questions in Metaculus' style"
    made_by: ClassVar[str] = "armslength export metaculus FORECAST"

    format: Literal["armslength-metaculus/1"] = described(
        "another number means that keys have changed", default="armslength-metaculus/1"
    )
    forecast: str = described("SHA-256 of the forecast")
    questions: tuple[Answered, ...] = described("questions with answers")


def export_metaculus(forecast: str | Path) -> MetaculusExport:
    """Return a saved forecast's own windows as questions with payloads.

    Raises:
        ArmslengthError: where it keeps too few futures for a distribution of 201 points.
    """
    saved = open_forecast(forecast)
    refuse_few_paths(saved, FEWEST_PATHS, "the 201 points of a distribution")
    return MetaculusExport(forecast=saved.fingerprint, questions=tuple(_answered(saved)))


def _answered(saved: SavedForecast) -> Iterator[Answered]:
    paths = saved.paths
    for asked in own_windows(saved):
        if asked.probability is not None:
            p = min(max(asked.probability, LOWEST), HIGHEST)
            note = (
                ""
                if p == asked.probability
                else f" The forecast's own {percent(asked.probability)} is beyond them."
            )
            yield Answered(
                question=_question(
                    saved,
                    asked,
                    text=f"Will there be {asked.question}?",
                    fine_print=f"Probabilities from {LOWEST} to {HIGHEST} are sent.{note} {NOT_ASKED}",
                ),
                payload=Payload(probability_yes=round(p, 6)),
            )
            continue
        days = np.arange((asked.first - saved.as_of).days, (asked.last - saved.as_of).days + 1)
        found = cumulative_of(paths.total(asked.subject.split(";"), days))
        moved = (
            ""
            if found.flattened < 0.005
            else (
                f" No step may hold more than a fifth: {percent(found.flattened)} of the probability had to move to neighbouring "
                "counts."
            )
        )
        yield Answered(
            question=_question(
                saved,
                asked,
                text=f"How many {asked.question}?",
                fine_print="The count is a whole number; bounds lie half a count outside. Of the probability 1.1 % is spread "
                f"evenly, as the format's least steps ask.{moved} {NOT_ASKED}",
            ).model_copy(
                update={
                    "question_type": "numeric",
                    "lower_bound": found.lower,
                    "upper_bound": found.upper,
                    "open_lower_bound": False,
                    "open_upper_bound": True,
                    "unit_of_measure": asked.counts,
                }
            ),
            payload=Payload(continuous_cdf=found.values),
        )


def _question(saved: SavedForecast, asked: RegisteredForecast, text: str, fine_print: str) -> Question:
    result = saved.result
    who = "; ".join(f"{id_} is {result.actors.short(id_)}" for id_ in asked.subject.split(";"))
    return Question(
        question_text=text,
        question_type="binary",
        resolution_criteria=asked.rule,
        fine_print=fine_print,
        background_info=" ".join(
            [f"{result.scenario.title}: {who}.", *result.scenario.conditions, ALL_FUTURES]
        ),
        open_time=saved.as_of,
        close_time=asked.first,
        scheduled_resolution_time=asked.last + timedelta(days=1),
    )
