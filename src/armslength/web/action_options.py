"""What can be done in a case, by whom, to whom, with which numbers; and the budgets that bind."""

from __future__ import annotations

from collections.abc import Mapping

from armslength.results import Record, described
from armslength.scenario import Scenario
from armslength.scenario.action_words import (
    ADAPTIVE,
    BY_PATRON,
    DATED,
    SEEN,
    SEEN_BY_ADVERSARY,
    VERBS,
    Verb,
    Word,
)
from armslength.scenario.support import patrons_of


class WordOption(Record):
    """A number or a choice that an action may carry."""

    meaning: str = described("what it is")
    top: float = described("greatest value that the grammar takes")
    otherwise: float = described("value if it is left out")
    least: float = described("least value")
    choices: tuple[str, ...] = described("what can be chosen; empty for a number")
    budget: float = described("greatest value that this case allows")


class VerbOption(Record):
    """A lever: whose it is, whom it concerns, what it may carry."""

    meaning: str = described("what it does")
    side: str = described("who can do it: patron, adversary, host or trigger")
    whose: str = described("the same in the case's own names")
    of: str | None = described("what it concerns: front, client, adversary or host")
    momentary: bool = described("whether it is done on a day, not over a period")
    adaptive: bool = described("whether it can wait for an event")
    needs: tuple[str, ...] = described("at least one of these words must be given")
    budgets: tuple[str, ...] = described("limits that bind it, a sentence each")
    words: dict[str, WordOption] = described("what it may carry")
    by_patron: bool = described("whether one of several patrons does it, who may be named with `by`")


class ActionOptions(Record):
    """All that can be done in a case."""

    verbs: dict[str, VerbOption] = described("the levers")
    who: dict[str, dict[str, str]] = described("whom they can concern: names by kind and id")
    patrons: dict[str, dict[str, str]] = described(
        "by front and client, and for `all`, who can be named with `by`: names by id; empty in a case of one patron"
    )
    budgets: tuple[str, ...] = described("limits that bind, a sentence each")
    dated: dict[str, str] = described("words that say when, and what each means")
    adaptive: dict[str, str] = described("words that make an action wait for an event, and what each means")
    seen: dict[str, str] = described("events that an action can wait for")
    seen_at: dict[str, dict[str, str]] = described("where each event can be seen: names by id")


def action_options(scenario: Scenario) -> ActionOptions:
    """Return everything that can be done in a case, within its budgets."""
    who = {
        "front": {f.id: f.name for f in scenario.fronts.values()},
        "client": {c.id: c.short for c in scenario.clients.values()},
        "adversary": {a.id: a.short for a in scenario.adversaries.values()},
        "host": {h.id: h.name for h in scenario.hosts.values()},
    }
    attention = scenario.site("orders.attention")
    days = f"{attention.value:g} envoy-day{'' if attention.value == 1 else 's'}"
    budgets = {
        "visit": (f"A day holds {days} ({attention.source}); the visits of a day share it.",),
        "support": ("Support can be moved between clients: together they get no more than today.",),
    }
    return ActionOptions(
        verbs={
            name: _verb(
                scenario, name, verb, budgets.get(name, ()), attention.value if name == "visit" else None
            )
            for name, verb in VERBS.items()
        },
        who=who,
        patrons=_patrons(scenario, who) if len(scenario.patrons) > 1 else {},
        budgets=tuple(text for each in budgets.values() for text in each),
        dated=dict(DATED),
        adaptive=dict(ADAPTIVE),
        seen=dict(SEEN),
        seen_at={
            event: {
                **who["front"],
                **({} if event in SEEN_BY_ADVERSARY else who["client"]),
                **who["adversary"],
            }
            for event in SEEN
        },
    )


def _verb(
    scenario: Scenario, name: str, verb: Verb, budgets: tuple[str, ...], most: float | None
) -> VerbOption:
    """Return a lever as an option; `most` bounds its numbers further than the grammar does."""
    return VerbOption(
        meaning=verb.meaning,
        side=verb.side,
        whose=_whose(scenario, verb.side),
        of=verb.of,
        momentary=verb.momentary,
        adaptive=verb.adaptive,
        needs=verb.needs,
        budgets=budgets,
        words={word: _word(one, most) for word, one in verb.words.items()},
        by_patron=name in BY_PATRON,
    )


def _patrons(scenario: Scenario, who: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Return the patrons of each front's client and of each client; of all of them those who are patrons of each."""
    names = {i: patron.name for i, patron in scenario.patrons.items()}
    heard = scenario.network.patrons_of.values()  # a client of nobody counts as one of the first patron there
    of_each = {
        whom: patrons_of(scenario, whom.partition("/")[0])
        for kind in ("front", "client")
        for whom in who[kind]
    }
    of_each["all"] = tuple(i for i in names if all(i in patrons for patrons in heard))
    return {whom: {i: names[i] for i in patrons} for whom, patrons in of_each.items()}


def _word(word: Word, most: float | None) -> WordOption:
    return WordOption(
        meaning=word.meaning,
        top=word.top,
        otherwise=word.otherwise,
        least=word.least,
        choices=word.choices,
        budget=word.top if most is None else min(word.top, most),
    )


def _whose(scenario: Scenario, side: str) -> str:
    named = {"patron": scenario.patron.name, "trigger": "the sides of the trigger war"}
    return named.get(side, f"each {side}'s own")
