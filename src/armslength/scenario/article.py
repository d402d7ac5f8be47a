"""`armslength article`: the systems of the article, what each asks, and whether the model holds it.

The answers are filled in by whoever has run a forecast: each row names the key under which its answer stands.
"""

from __future__ import annotations

from dataclasses import dataclass

from armslength.scenario.scenario import Scenario

TESTED, PRIOR_ONLY, NOT_MODELLED = "tested", "prior only", "not modelled"


@dataclass(frozen=True)
class System:
    """One system of the article."""

    group: str  #: letter of its claims
    name: str
    asks: str
    mechanisms: tuple[str, ...]  #: that hold it
    facts: tuple[int, ...]  #: stylised facts that test it
    status: str
    answer: str  #: key of the answer in a forecast's document; '' where there is none


SYSTEMS: tuple[System, ...] = (
    System(
        "A",
        "Decapitation",
        "Did losing the commander cost capability or control?",
        ("succession", "grievance", "control"),
        (1, 2),
        TESTED,
        "succession",
    ),
    System(
        "B",
        "The charismatic commander",
        "What was personal about his hold?",
        ("rapport", "commanders", "ties"),
        (1,),
        TESTED,
        "control.personal",
    ),
    System(
        "C",
        "The successor's style",
        "Can meetings and organisation replace charisma?",
        ("tie", "integration", "commanders"),
        (14,),
        PRIOR_ONLY,
        "control.institutional",
    ),
    System(
        "D",
        "The patron's aim and orders",
        "What will the commander do next?",
        ("directives", "orders", "payoffs"),
        (5, 7, 13),
        TESTED,
        "directives",
    ),
    System(
        "E",
        "Delegation and autonomy",
        "Will the clients follow?",
        ("dependence", "control", "compliance", "revenue"),
        (3, 5, 11),
        TESTED,
        "follows",
    ),
    System(
        "F",
        "Embedding in the host",
        "Does politics at home hold a client back?",
        ("embedding", "control", "revenue"),
        (),
        PRIOR_ONLY,
        "control.host",
    ),
    System(
        "G",
        "Trigger, fronts, cascade",
        "How far does the war spread, and how fast?",
        ("trigger", "opening", "mobilisation", "tempo", "tension"),
        (6, 9, 10),
        TESTED,
        "attacks",
    ),
    System(
        "H",
        "Deaths, reprisal, blame",
        "What comes back after a death, and on whom?",
        ("severity", "reprisal", "fear", "attribution", "war"),
        (4, 8, 12, 14),
        TESTED,
        "reprisals",
    ),
    System(
        "I",
        "Evidence",
        "How far can the reporting be trusted?",
        ("evidence", "forecast"),
        (),
        NOT_MODELLED,
        "evidence",
    ),
)


@dataclass(frozen=True)
class ArticleRow:
    """One system, with the claims of a scenario that belong to it."""

    system: System
    claims: tuple[str, ...]
    context: tuple[str, ...]  #: claims with no mechanism


def article(scenario: Scenario) -> tuple[ArticleRow, ...]:
    """The systems that the scenario's claims speak of, in the article's order."""
    rows = []
    for system in SYSTEMS:
        mine = [c for c in scenario.claims if c.group.startswith(f"{system.group}.")]
        context = tuple(c.id for c in mine if c.bears_on == ("context",))
        if mine:
            rows.append(ArticleRow(system, tuple(c.id for c in mine), context))
    return tuple(rows)
