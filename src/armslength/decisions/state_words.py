"""The words for each state variable in a chain of events, and the size of a change that counts as a full step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple


class StateWords(NamedTuple):
    """How a state variable reads."""

    actors: Literal["clients", "fronts", "adversaries"] | None  #: whose it is; None for the whole network
    words: str  #: with `{}` for the name of the actor
    scale: float  #: of a full step


# fmt: off
STATE_WORDS: Mapping[str, StateWords] = {
    "restraint": StateWords("fronts", "the restraint accepted by {}", 1.0),
    "release": StateWords("fronts", "the free hand of {}", 1.0),
    "cap": StateWords("fronts", "the severity cap accepted by {}", 1.0),
    "fear": StateWords("fronts", "the fear of {}", 1.0),
    "grievance": StateWords("fronts", "the grievance of {}", 1.0),
    "excitation": StateWords("fronts", "the momentum of {}", 20.0),
    "mobilisation": StateWords("fronts", "the mobilisation of {}", 1.0),
    "open": StateWords("fronts", "the front {} being open", 1.0),
    "heat": StateWords("adversaries", "the heat on {}", 20.0),
    "pressure": StateWords("adversaries", "the unanswered dead of {}", 1.0),
    "attribution": StateWords("adversaries", "the blame that {} puts on the patron", 2.0),
    "patron_pressure": StateWords("adversaries", "the patron's own red line towards {}", 1.0),
    "rapport": StateWords("clients", "the rapport with {}", 1.0),
    "tie": StateWords("clients", "the institutional tie with {}", 1.0),
    "capability": StateWords("clients", "the capability of {}", 1.0),
    "revenue": StateWords("clients", "the own revenue of {}", 2.0),
    "tension": StateWords(None, "tension", 5.0),
    "integration": StateWords(None, "integration among the clients", 1.0),
    "trigger": StateWords(None, "the trigger war", 0.5),
    "truce": StateWords(None, "the truce", 1.0),
}
# fmt: on
