"""Rounds: questions that people answer by themselves, kept from everyone until the umpire reveals them.

A round is a folder of the workspace with its questions and a ledger of its own: each answer is registered when it is
given, in a chain of hashes, so that it counts as made before the events. Nothing leaves this machine.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from datetime import UTC, datetime
from pathlib import Path

from armslength.errors import ArmslengthError
from armslength.results.ledger import LedgerResult, Resolution
from armslength.results.record import Record, described
from armslength.results.scores import MODEL
from armslength.scenario.names import person
from armslength.scoring.human_forecasts import forecaster_name
from armslength.scoring.ledger import Ledger
from armslength.scoring.ledger_record import ledger_result
from armslength.scoring.ledger_service import register_forecast, register_people, resolve, tracked_forecasts
from armslength.scoring.round_questions import AskedQuestion
from armslength.scoring.scoring_actors import ScoringActors
from armslength.web.app_state import NotFound
from armslength.writing import write_text

ABOUT, LEDGER = "round.json", "ledger.sqlite"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
CODE, KEY, ID = 6, 20, 8  # letters
LONGEST_NAME, MOST_PEOPLE, MOST_ROUNDS = 60, 400, 200
_writing = threading.Lock()  # one process serves a workspace


class Round(Record):
    """A round of questions."""

    id: str = described("its name in addresses")
    case: str = described("name of the case")
    title: str = described("its title, as the umpire wrote it")
    code: str = described("what those who answer must know; empty where anybody may answer")
    key: str = described("what the umpire alone knows")
    made: str = described("when it was made, UTC")
    questions: tuple[AskedQuestion, ...] = described("its questions")
    actors: ScoringActors = described("the names that they use")
    revealed: str | None = described("when its answers were revealed, UTC; null before", default=None)


class Rounds:
    """The rounds of one workspace."""

    def __init__(self, workspace: Path):
        self.folder = workspace / "rounds"

    def make(
        self,
        case: str,
        title: str,
        questions: tuple[AskedQuestion, ...],
        actors: ScoringActors,
        with_code: bool,
    ) -> Round:
        """Keep a new round and return it with its code and its umpire's key."""
        if sum(1 for _ in self.folder.glob("*/")) >= MOST_ROUNDS:
            raise ArmslengthError(f"this workspace holds {MOST_ROUNDS} rounds, the most it takes")
        made = Round(
            id=_letters(ID),
            case=case,
            title=" ".join(title.split())[:120] or "Questions",
            code=_letters(CODE) if with_code else "",
            key=_letters(KEY),
            made=_now(),
            questions=questions,
            actors=actors,
        )
        self._keep(made)
        return made

    def find(self, id_: str) -> Round:
        """Return a round; raises `NotFound` where there is none of that name."""
        file = self.folder / id_ / ABOUT
        if not (id_.isascii() and id_.isalnum() and file.is_file()):
            raise NotFound(f"no round is named '{id_[:40]}'; ask the umpire for the address")
        return Round.from_json(file.read_bytes(), ABOUT)

    def of_case(self, case: str) -> list[Round]:
        """Return the rounds of a case, newest first."""
        held = [Round.from_json(file.read_bytes(), ABOUT) for file in self.folder.glob(f"*/{ABOUT}")]
        return sorted((one for one in held if one.case == case), key=lambda one: one.made, reverse=True)

    def ledger(self, one: Round) -> Ledger:
        """Return the ledger of a round."""
        return Ledger(self.folder / one.id / LEDGER)

    def answer(self, one: Round, name: str, code: str, probabilities: list[float]) -> str:
        """Register somebody's answers to all questions and return the name under which they stand.

        Raises:
            ArmslengthError: for a wrong code, a name that nobody can read or that has answered, and after the reveal.
        """
        if one.code and not hmac.compare_digest(one.code.encode(), code.strip().lower().encode()):
            raise ArmslengthError("that is not the code of this round; ask the umpire for it")
        if one.revealed:
            raise ArmslengthError("the answers of this round are revealed: nothing more is taken")
        try:
            who = forecaster_name(name[: 2 * LONGEST_NAME])
        except ValueError as error:
            raise ArmslengthError(f"name: {error}") from None
        if len(who) > LONGEST_NAME:
            raise ArmslengthError(f"a name may have {LONGEST_NAME} letters, not {len(who)}")
        given = [q.answered_by(who, p) for q, p in zip(one.questions, probabilities, strict=True)]
        with _writing:
            answered = self.who_answered(one)
            if person(who) in map(person, answered):
                raise ArmslengthError(f"{who} has answered already; what is registered stands")
            if len(answered) >= MOST_PEOPLE:
                raise ArmslengthError(f"{MOST_PEOPLE} people have answered, the most that a round takes")
            written = "\n".join(f.model_dump_json() for f in given).encode()
            register_people(self.ledger(one), written, given, one.actors)
        return who

    def who_answered(self, one: Round) -> list[str]:
        """Return the names of those who have answered, in the order in which they did."""
        tracked = tracked_forecasts(self.ledger(one).entries())
        return [n for n in dict.fromkeys(t.forecast.forecaster for t in tracked) if n != MODEL]

    def check_key(self, one: Round, key: str) -> None:
        """Raise `NotFound` where this is not the umpire's key: the address does not say that there is such a page."""
        if not hmac.compare_digest(one.key.encode(), key.encode()):
            raise NotFound("no page is here; the umpire's address ends with the umpire's key")

    def reveal(self, one: Round, forecast: Path | None) -> Round:
        """Reveal the answers, and let the model of a saved forecast answer the same questions."""
        with _writing:
            ledger = self.ledger(one)
            if forecast is not None and not any(
                t.forecast.forecaster == MODEL for t in tracked_forecasts(ledger.entries())
            ):
                register_forecast(ledger, forecast, [q.asks for q in one.questions])
            shown = one.model_copy(update={"revealed": one.revealed or _now()})
            self._keep(shown)
        return shown

    def resolve(self, one: Round, events: Path) -> list[Resolution]:
        """Settle what a file of events settles."""
        with _writing:
            return resolve(self.ledger(one), events)

    def record(self, one: Round) -> LedgerResult:
        """Return everyone's record in a round; raises `ArmslengthError` before the answers are revealed."""
        if not one.revealed:
            raise ArmslengthError("the umpire has not revealed the answers yet")
        return ledger_result(self.ledger(one))

    def _keep(self, one: Round) -> None:
        write_text(self.folder / one.id / ABOUT, one.to_json())


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(count))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
