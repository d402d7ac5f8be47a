"""The numbers that answer a question of a case, each with its interval, for a picture."""

from __future__ import annotations

from collections.abc import Iterator

from armslength.forecasting.question_answers import Row, interval_of, rows_taken, value_at
from armslength.formatting import estimate, number, percent
from armslength.results.brief import BriefNumber
from armslength.results.forecast import ForecastResult
from armslength.scenario import Scenario
from armslength.scenario.schema import Question

#: by part of a forecast: the number that stands for a row where an answer does not order its rows by one
USUAL = {
    "follow": "pauses_because_told",
    "commander": "order",
    "attacks": "median",
    "lethal": "probability",
    "reprisal": "coded",
    "patron_strike": "probability",
    "together": "lethal",
}
COUNTS = ("attacks", "median")  #: columns that count; every other number lies between 0 and 1


def numbers_of(case: Scenario, forecast: ForecastResult, question: Question) -> tuple[BriefNumber, ...]:
    """Return the numbers of an answer; none where it holds no number with an interval."""
    return tuple(_numbers(case, forecast, question))


def _numbers(case: Scenario, forecast: ForecastResult, question: Question) -> Iterator[BriefNumber]:
    answer = question.answer
    column = answer.highest_first or USUAL.get(answer.of, "")
    if not column:
        return
    for row in rows_taken(case, forecast, answer):
        value, ends = value_at(row, column), interval_of(row, column)
        if value is None or ends is None:
            continue
        form = number if column in COUNTS else percent
        yield BriefNumber(
            group="",
            name=_name(forecast, row),
            value=value,
            low=ends[0],
            high=ends[1],
            said=estimate(value, ends, form),
        )


def _name(forecast: ForecastResult, row: Row) -> str:
    if "name" in row:
        return str(row["name"])
    actor = next((row[kind] for kind in ("front", "adversary", "client") if kind in row), "")
    return forecast.actors.short(actor)
