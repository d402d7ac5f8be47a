"""The words of actions: the levers that the model has, what each may carry, and the events that a strategy may wait for.

Strikes on leaders or on the patron, and the loss of a commander, are events that were reported: there is no verb for
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from armslength.world.order_of_play import ORDER_OF_PLAY, hidden

#: What an adversary's rule of reply answers; the number of each is its place.
ANSWERS = ("nothing", "deaths", "all")

#: Events that a strategy may wait for: all of them are seen by everyone, on the fronts of `where` or its adversaries.
SEEN_ON_FRONTS: Mapping[str, str] = {
    "attack": "an attack",
    "lethal-attack": "an attack that kills the adversary's own",
    "suspension": "a client accepts an order to attack less",
    "refusal": "a client refuses one",
}
SEEN_BY_ADVERSARY: Mapping[str, str] = {
    "reprisal": "a reprisal of any level",
    "leadership-struck": "a reprisal of level 3 or 4",
    "direct-fire": "fire between the patron's own forces and an adversary's",
}
SEEN: Mapping[str, str] = {**SEEN_ON_FRONTS, **SEEN_BY_ADVERSARY}
#: What nobody observes, so that no strategy can wait for it: the state, and what is made of it.
UNSEEN = hidden(ORDER_OF_PLAY)
NEVER = {
    "strike",
    "kill",
    "decapitate",
    "assassinate",
    "target",
    "remove",
    "succession",
    "loss",
    "shock",
    "attack",
}

#: of several patrons one gives an order, sends an envoy or supports: `by=` says which
BY_PATRON = ("order", "visit", "support")

DATED = {
    "on": "that day alone",
    "from": "first day; the first day ahead if left out",
    "to": "last day; the last day ahead if left out, or if `+` counts beyond it",
    "every": "repeated so many days apart",
}
ADAPTIVE = {
    "when": "done after each event of this kind, once it is seen, between `from` and `to`",
    "where": "only events of this front, client or adversary",
    "within": "days after the event, 1 if left out: it is done on the last of them",
    "for": "days that it lasts, 1 if left out",
}


@dataclass(frozen=True)
class Word:
    """A number or a choice that a verb may carry."""

    meaning: str
    top: float = 1.0  #: it runs from `least` to here
    otherwise: float = 0.0
    least: float = 0.0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verb:
    """One lever: whose it is, whom it concerns, what it may carry."""

    meaning: str
    side: str  #: who can do it: patron, adversary, host, or the sides of the trigger war
    of: str | None  #: what it concerns: front, client, adversary, host
    words: Mapping[str, Word] = field(default_factory=dict)
    momentary: bool = False  #: done on a day, not over a period
    adaptive: bool = False  #: can wait for an event
    needs: tuple[str, ...] = ()  #: at least one of these words


VERBS: Mapping[str, Verb] = {
    "order": Verb(
        "An order to the client on a front, which it accepts or not: fewer attacks, less severe ones, or a free hand.",
        "patron",
        "front",
        {
            "tempo": Word("restraint asked for, from 0 to 1"),
            "cap": Word("severity cap asked for, from 0 to 1"),
            "release": Word("free hand given, from 0 to 1"),
        },
        momentary=True,
        adaptive=True,
        needs=("tempo", "cap", "release"),
    ),
    "visit": Verb(
        "The envoy visits a client: orders of that day reach it, and ties grow. All visits of a day share his attention.",
        "patron",
        "client",
        {"days": Word("envoy-days", top=3.0, otherwise=1.0)},
        momentary=True,
        adaptive=True,
    ),
    "abstain": Verb("The commander sends no order and no envoy of his own about a front.", "patron", "front"),
    "support": Verb(
        "What the patron gives a client, as a multiple of what it gives now; and how far it has a hand in it.",
        "patron",
        "client",
        {
            "factor": Word("multiple of today's support", top=2.0, otherwise=1.0),
            "investment": Word(
                "value of it to the client: near 1 hands-on, near 0 hands-off", otherwise=-1.0
            ),
        },
        needs=("factor", "investment"),
    ),
    "threat": Verb(
        "An adversary threatens in public: clients fear more, and may obey more.",
        "adversary",
        "adversary",
        {"value": Word("size, in units of fear", top=3.0, otherwise=1.0)},
        adaptive=True,
    ),
    "reply": Verb(
        "An adversary binds itself to a rule in place of its own habits: what it answers, at which level, after how many days.",
        "adversary",
        "adversary",
        {
            "answers": Word("what it answers", choices=ANSWERS),
            "level": Word("level of each reply: 1 materiel, 2 personnel", top=2.0, otherwise=1.0, least=1.0),
            "delay": Word("days from the event to the reply", top=30.0, otherwise=1.0, least=1.0),
        },
        needs=("answers",),
    ),
    "pressure": Verb(
        "A host government leans on its clients.",
        "host",
        "host",
        {"value": Word("from 0 none to 1 full", otherwise=1.0)},
        adaptive=True,
    ),
    "truce": Verb("A truce in the trigger war.", "trigger", None),
}
