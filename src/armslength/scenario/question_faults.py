"""Faults of `questions.yaml`: claims, numbers and names that nothing answers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from armslength.errors import Fault
from armslength.results.evidence import Evidence
from armslength.results.follow import Follow
from armslength.results.forecast import Attacks, Lethal, Order, Reprisal
from armslength.results.record import Record
from armslength.results.together import PatronStrike, Together
from armslength.scenario.schema import Claim, ScenarioFile
from armslength.scenario.schema.questions import Answer, Question, names_in
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.yaml_text import Document, Path

TABLES: Mapping[str, type[Record]] = {
    "follow": Follow,
    "commander": Order,
    "attacks": Attacks,
    "lethal": Lethal,
    "reprisal": Reprisal,
    "together": Together,
    "patron_strike": PatronStrike,
    "evidence": Evidence,
}
OF_PARAMETER = ("value", "prior", "sources")
ANY_FRONT = "any"


def question_faults(
    document: Document,
    questions: Iterable[Question],
    claims: Mapping[str, Claim],
    file: ScenarioFile,
    numbers: Sequence[str],
) -> Iterator[Fault]:
    """Yield what a question names and the case or a forecast does not have; `numbers` are the case's parameters, if they are known."""
    for question in questions:
        place: Path = (question.id,)
        for i, claim in enumerate(question.claims):
            if claim not in claims:
                hint = did_you_mean(claim, claims)
                yield document.fault((*place, "claims", i), f"unknown claim '{claim}'", hint)
        if question.group and not any(c.group.startswith(question.group) for c in claims.values()):
            what = f"no claim is of a group '{question.group}'"
            hint = did_you_mean(question.group, (c.group for c in claims.values()))
            yield document.fault((*place, "group"), what, hint)
        yield from _answer_faults(document, (*place, "answer"), question.answer, file, numbers)


def _answer_faults(
    document: Document, place: Path, answer: Answer, file: ScenarioFile, numbers: Sequence[str]
) -> Iterator[Fault]:
    if answer.path and numbers and answer.path not in numbers:
        what = f"the case has no number '{answer.path}'"
        yield document.fault((*place, "path"), what, did_you_mean(answer.path, numbers))
    columns = columns_of(answer.of)
    used: list[tuple[str, str]] = [
        *(("where", name) for name in answer.where),
        *(("at_least", name) for name in answer.at_least),
        *(("highest_first", name) for name in [answer.highest_first] if name),
        *(("each", name) for name in names_in(answer.each or "")),
        *(("sentence", name) for name in names_in(answer.sentence) if name != "each"),
    ]
    for key, name in used:
        column = name.removeprefix("first.").removeprefix("last.").partition(".")[0]
        if columns is not None and column not in columns:
            what = f"'{column}' is no number of {answer.of}"
            yield document.fault((*place, key), what, did_you_mean(column, columns) if columns else None)
    for kind, known in (
        ("front", (*file.fronts, ANY_FRONT)),
        ("client", file.clients),
        ("adversary", (*file.adversaries, ANY_FRONT)),
    ):
        given = answer.where.get(kind)
        if given is not None and given not in known:
            hint = did_you_mean(str(given), known)
            yield document.fault((*place, "where", kind), f"unknown {kind} '{given}'", hint)


def columns_of(table: str) -> tuple[str, ...] | None:
    """Return the columns of a table of the forecast; None for a state, whose quantities the mechanisms declare."""
    if table in TABLES:
        record = TABLES[table]
        properties = [n for n, x in vars(record).items() if isinstance(x, property)]
        return (*record.model_fields, *properties)
    return {"parameter": OF_PARAMETER, "nothing": ()}.get(table)
