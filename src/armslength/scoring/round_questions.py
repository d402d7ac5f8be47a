"""Questions that people can be asked about a case over the days ahead, each with a rule that settles it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from armslength.errors import ArmslengthError
from armslength.formatting import day
from armslength.results.actors import Actors
from armslength.results.record import Record, described
from armslength.scenario import Scenario
from armslength.scoring.ledger_entry import RegisteredForecast
from armslength.scoring.observed import observe
from armslength.scoring.occasion import questions
from armslength.scoring.scoring_actors import ScoringActors, actors_of_case

NOBODY = ""  #: the forecaster of a question that nobody has answered yet
MOST = 12  # questions of one round: more than anybody answers with care


class AskedQuestion(Record):
    """A yes-or-no question of a round."""

    asks: RegisteredForecast = described("what is asked, without an answer")
    words: str = described("the same in words, with the names of the case")

    def answered_by(self, name: str, probability: float) -> RegisteredForecast:
        """Return the answer of somebody, as the ledger registers it."""
        return self.asks.model_copy(update={"forecaster": name, "probability": probability})


def round_questions(
    case: Scenario, actors: Actors, days: int, at_least: Mapping[str, int], most: int = MOST
) -> tuple[AskedQuestion, ...]:
    """Return the questions of the first `days` days ahead, at most `most`.

    `at_least` is the number of attacks asked for on fronts that are counted together; those it leaves out are not asked.

    Raises:
        ArmslengthError: where nothing of the case can be asked so that events settle it.
    """
    scoring = actors_of_case(case)
    first, last = case.as_of + timedelta(days=1), case.as_of + timedelta(days=days)
    targets = observe(case.events, scoring).counts
    found = [*_counts(scoring, actors, targets, first, last, at_least)]
    found += _events(scoring, actors, list(targets), first, last)
    if not found:
        raise ArmslengthError(f"nothing of {case.name} can be asked so that reported events settle it")
    return tuple(found[:most])


def _counts(
    scoring: ScoringActors,
    actors: Actors,
    targets: Mapping[str, object],
    first: date,
    last: date,
    at_least: Mapping[str, int],
) -> Iterator[AskedQuestion]:
    for target in targets:
        if target not in at_least:
            continue
        counted = scoring.counts(target)
        asked = RegisteredForecast(
            forecaster=NOBODY,
            kind="attacks",
            subject=target,
            first=first,
            last=last,
            at_least=at_least[target],
            counts=counted,
        )
        where = " and ".join(actors.short(front) for front in target.split(";"))
        yield AskedQuestion(
            asks=asked,
            words=f"Are at least {at_least[target]} {counted} reported on {where} {_span(first, last)}?",
        )


def _events(
    scoring: ScoringActors, actors: Actors, targets: Sequence[str], first: date, last: date
) -> Iterator[AskedQuestion]:
    for question in questions(scoring, targets):
        level = question.level if question.kind == "reprisal" else None
        asked = RegisteredForecast(
            forecaster=NOBODY,
            kind=question.kind,
            subject=question.subject,
            first=first,
            last=last,
            level=level,
        )
        who = " and ".join(actors.short(name) for name in question.subject.split(";"))
        words = {
            "reprisal": f"Does {who} strike back (level {level} or more)",
            "lethal": f"Does any attack by {who} kill the adversary's own people",
            "suspension": f"Does {who} announce that it halts its attacks",
        }[question.kind]
        yield AskedQuestion(asks=asked, words=f"{words}, {_span(first, last)}?")


def _span(first: date, last: date) -> str:
    return f"from {day(first)} to {day(last)}"
