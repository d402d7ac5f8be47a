"""What a case's source text asks, and the present answers."""

from __future__ import annotations

from typing import Literal

from armslength.results.record import Record, described


class AnsweredQuestion(Record):
    """A question of the case, and its answer from a forecast."""

    id: str = described("its name in questions.yaml")
    topic: str = described("what it is about")
    asks: str = described("what is asked")
    says: str = described("what the source text says of it; may be empty")
    answer: str = described("the answer, in a sentence")
    status: Literal["tested", "prior only", "not modelled"] = described(
        "whether the model holds what is asked, and whether anything tests it"
    )
    prior_only: bool | None = described(
        "whether the data left every number of the answer where the prior has it, within Monte Carlo error; null where "
        "that is not asked",
        default=None,
    )
    claims: tuple[str, ...] = described("ids of the claims that ask it")
    context: tuple[str, ...] = described("those of them that are context only")
    command: str = described("the command that prints the number")
