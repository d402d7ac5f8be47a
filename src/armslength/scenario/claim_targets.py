"""What a claim can bear on: a mechanism or its parameters, a fact, a theory, a topic, or nothing but context."""

from __future__ import annotations

from collections.abc import Iterator

from armslength.world.catalogue import catalogue_of, scopes_of
from armslength.world.mechanism import Mechanism

CONTEXT = "context"
FACTS = tuple(f"fact {number}" for number in range(1, 15))
THEORIES = tuple(
    f"theory {name}"
    for name in (
        "full",
        "puppets",
        "free-agents",
        "personal-ties",
        "institutions",
        "dependence",
        "deterrence",
    )
)
TOPICS: dict[str, str] = {
    "dependence": "how much a client needs what the patron gives",
    "compliance": "whether a client follows one order in one situation",
    "embedding": "how far a client is part of its host's politics",
    "network": "who is tied to whom",
    "events": "a dated event in the history",
    "payoffs": "what each side gains and loses",
    "ladder": "the rungs of escalation",
    "forecast": "how a result is presented: shares of uncertainty, probabilities",
    "evidence": "how good a source is",
}


def targets(mechanisms: tuple[Mechanism, ...]) -> Iterator[str]:
    """Yield all that a claim can bear on, the parameters by their dotted path, as `clients.*.autonomy`."""
    parameters = catalogue_of(mechanisms)
    yield from (CONTEXT, *TOPICS, *FACTS, *THEORIES)
    yield from (m.name for m in mechanisms)
    yield from scopes_of(p for p in parameters if not p.per_entity)
    yield from (p.path for p in parameters)
