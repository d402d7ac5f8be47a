"""Answer the questions that a case brings, each in a sentence from a forecast."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from string import Formatter
from typing import Any

from armslength.errors import ArmslengthError, Fault
from armslength.formatting import NOT_GIVEN, told_apart
from armslength.results.actors import ANY_FRONT
from armslength.results.forecast import ForecastResult
from armslength.results.questions import AnsweredQuestion
from armslength.scenario import Scenario, explain
from armslength.scenario.schema import Answer, Question
from armslength.scenario.schema.questions import FORECAST_TABLES, STATE_TABLES

ENDS = {"low": 0, "high": 1}  #: of an interval
#: the part of `against_prior` that an answer's numbers belong to, and the column that says whose they are
PARTS = {
    "follow": ("follow", "front"),
    "commander": ("order", "front"),
    "attacks": ("attacks", "front"),
    "lethal": ("lethal", "front"),
    "reprisal": ("reprisal", "adversary"),
    "patron_strike": ("patron strike", "adversary"),
    "clients": ("control", "client"),
    "together": ("together", ""),
}
ACTORS = ("front", "client", "adversary")  #: columns that hold ids, said as names
Row = Mapping[str, Any]


def answered(case: Scenario, forecast: ForecastResult) -> tuple[AnsweredQuestion, ...]:
    """Return the case's questions with their answers; raises `ArmslengthError` where a case brings none."""
    return tuple(_answered(case, forecast, question) for question in asked_by(case))


def asked_by(case: Scenario) -> tuple[Question, ...]:
    """Return the questions that a case brings; raises `ArmslengthError` where it brings none."""
    if not case.questions:
        what = "the case brings no questions.yaml, which says what is asked and which number answers it"
        raise ArmslengthError(Fault(case.folder, None, what, "docs/scenario.md shows one"))
    return tuple(case.questions.values())


def _answered(case: Scenario, forecast: ForecastResult, question: Question) -> AnsweredQuestion:
    asking = [
        c
        for c in case.claims
        if c.id in question.claims or (question.group and c.group.startswith(question.group))
    ]
    rows = rows_taken(case, forecast, question.answer)
    return AnsweredQuestion(
        id=question.id,
        topic=question.topic,
        asks=question.asks,
        says=question.says,
        answer=_sentence(forecast, question, rows) + _apart(question.answer, rows),
        prior_only=_prior_only(forecast, question.answer, rows),
        status=question.status,
        claims=tuple(c.id for c in asking),
        context=tuple(c.id for c in asking if c.bears_on == ("context",)),
        command=_command(case, question.answer),
    )


def _command(case: Scenario, answer: Answer) -> str:
    """Return the command that prints what the answer says."""
    if answer.of in FORECAST_TABLES:
        return f"armslength forecast {case.name}"
    if answer.of == "parameter":
        return f"armslength explain {case.name} {answer.path}"
    return f"armslength {'check' if answer.of == 'evidence' else 'questions'} {case.name}"


def _prior_only(forecast: ForecastResult, answer: Answer, rows: Sequence[Row]) -> bool | None:
    """Return whether every number of an answer is the prior's, as `against_prior` finds; None where it is not asked."""
    part, whose = PARTS.get(answer.of, ("", ""))
    if not forecast.against_prior or not part or not rows:
        return None
    said = rows if answer.each else [rows[0], rows[-1]] if "last." in answer.sentence else rows[:1]
    text = answer.sentence + (answer.each or "")
    marks = []
    for row in said:
        about = row[whose] if whose else f"{row['kind']} {row['group']}"
        if answer.of == "follow":
            about = row["about"]
        if (answer.of, about) == ("lethal", ANY_FRONT):
            about = "all all"
        names = [n for n in ("lethal", "order", "attacks") if f"{{{n}" in text] if not whose else [part]
        days = row.get("window_days", 0)
        asked = answer.of != "follow" or row["order"] == "envoy"
        marks += [asked and forecast.prior_only(name, about, days) for name in names]
    return all(marks)


def _apart(answer: Answer, rows: Sequence[Row]) -> str:
    """Return a sentence where the numbers that an answer puts in order have intervals that all overlap."""
    column = answer.highest_first
    if not column or len(rows) < 2 or not (answer.each or "last." in answer.sentence):
        return ""
    ends = [interval_of(row, column) for row in (rows if answer.each else (rows[0], rows[-1]))]
    known = [e for e in ends if e is not None]
    if len(known) < len(ends) or told_apart(known):
        return ""
    return " They cannot be told apart: their intervals overlap."


def interval_of(row: Row, column: str) -> tuple[float, float] | None:
    """Return the interval of a number of a row, where it has one."""
    for path in (
        f"parameters_90.{column}",
        f"{column}_90",
        column.replace(".median", ".interval_90"),
        "parameters_90",
    ):
        try:
            low, high = value_at(row, path)
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
        return float(low), float(high)
    return None


def _sentence(forecast: ForecastResult, question: Question, rows: Sequence[Row]) -> str:
    answer = question.answer
    if not rows and answer.of != "nothing":
        return answer.otherwise or NOT_GIVEN

    def said(row: Row, path: str, form: str) -> str:
        try:
            value = value_at(row, path)
        except (KeyError, AttributeError, TypeError):
            what = f"question '{question.id}': a row of {answer.of} has no '{path}'"
            raise ArmslengthError(f"{what}; its columns are {', '.join(row)}") from None
        if path in ACTORS:
            return forecast.actors.short(value)
        return NOT_GIVEN if value is None else format(value, form)

    def of_row(row: Row) -> Callable[[str, str], str]:
        return lambda name, form: said(row, name, form)

    def of_all(name: str, form: str) -> str:
        if name == "each":
            return answer.between.join(_filled(answer.each or "", of_row(row)) for row in rows)
        which, _, path = name.partition(".")
        if which in ("first", "last"):
            return said(rows[0 if which == "first" else -1], path, form)
        return said(rows[0], name, form)

    return _filled(answer.sentence, of_all)


def _filled(template: str, said: Callable[[str, str], str]) -> str:
    parts = Formatter().parse(template)
    return "".join(text + (said(name, form or "") if name else "") for text, name, form, _ in parts)


def _rows(case: Scenario, forecast: ForecastResult, answer: Answer) -> list[Row]:
    """Return the rows of the part of the forecast that an answer names."""
    if answer.of in FORECAST_TABLES:
        return [_columns(row) for row in getattr(forecast, answer.of)]
    if answer.of in STATE_TABLES:
        states: Mapping[str, Row] = getattr(forecast.state, answer.of)
        kind = {"clients": "client", "fronts": "front", "adversaries": "adversary"}[answer.of]
        return [{kind: actor, **quantities} for actor, quantities in states.items()]
    if answer.of == "evidence":
        return [_columns(forecast.evidence)]
    if answer.of == "parameter":
        found = explain(case, answer.path)
        prior = dict(found.rows())["prior"]
        return [{"value": found.site.value, "prior": prior, "sources": ", ".join(found.sources)}]
    return []


def _columns(record: Any) -> Row:
    names = [
        *type(record).model_fields,
        *(n for n, x in vars(type(record)).items() if isinstance(x, property)),
    ]
    return {name: getattr(record, name) for name in names}


def rows_taken(case: Scenario, forecast: ForecastResult, answer: Answer) -> list[Row]:
    """Return the rows of a forecast that an answer takes, ordered as it asks."""
    return _taken(_rows(case, forecast, answer), answer, forecast.main_window)


def _taken(rows: Sequence[Row], answer: Answer, window: int) -> list[Row]:
    """Return the rows that an answer takes, ordered as it asks."""
    wanted = dict(answer.where)
    if answer.of in FORECAST_TABLES and answer.of != "follow":
        wanted["window_days"] = answer.window or window
    taken = [
        row
        for row in rows
        if all(row[column] == value for column, value in wanted.items())
        and all(value_at(row, column) >= least for column, least in answer.at_least.items())
    ]
    if answer.highest_first:
        taken.sort(key=lambda row: -(value_at(row, answer.highest_first) or 0))
    return taken


def value_at(row: Row, path: str) -> Any:
    """Return a column, or a part of it: `control.median`, `parameters_90.low`, `cannot_answer.count`."""
    first, *rest = path.split(".")
    value = row[first]
    for part in rest:
        if isinstance(value, tuple):
            value = len(value) if part == "count" else value[ENDS[part]]
        else:
            value = getattr(value, part)
    return value
