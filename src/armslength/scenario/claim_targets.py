"""Names that a claim can bear on besides parameters: the mechanisms of the model, its facts, the rival
theories, and what is only context.

Scopes of the parameter catalogue are mechanisms too (`tempo`, `severity`, `reprisal`, ...).
"""

from __future__ import annotations

from armslength.parameters import CATALOGUE, SCOPES
from armslength.parameters.record import ENTITY_SCOPES

MECHANISMS: dict[str, str] = {
    **{scope: f"parameters of {scope}" for scope in SCOPES if scope not in ENTITY_SCOPES},
    "deterrence": "what a client perceives of the adversary's threat",
    "escalation": "what reprisals and deaths do to tension, blame and the risk of war",
    "ties": "rapport, institutional ties, integration and a client's own revenue",
    "dependence": "how much a client needs what the patron gives",
    "compliance": "whether a client follows one order in one situation",
    "succession": "what the loss of a commander changes, and what not",
    "trigger": "the exogenous war that sets the clients off",
    "embedding": "how far a client is part of its host's politics",
    "network": "who is tied to whom",
    "events": "a dated event in the history",
    "payoffs": "what each side gains and loses",
    "ladder": "the rungs of escalation",
    "forecast": "how a result is presented: shares of uncertainty, probabilities",
    "evidence": "how good a source is",
}
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
RECORDS = tuple(record.path for record in CATALOGUE)
