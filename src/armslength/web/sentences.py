"""Actions in sentences, for those who do not know the grammar's words; the words stand beneath them all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from armslength.formatting import capital, day, listed
from armslength.ladder import LEVELS
from armslength.narrate import ORDER_WORDS
from armslength.scenario import Scenario
from armslength.scenario.action_words import ANSWERS, SEEN
from armslength.scenario.actions import Action, parse_action

REPLIES = dict(zip(ANSWERS, ("nothing", "deaths alone", "every attack"), strict=True))


def sentence(text: str, scenario: Scenario) -> str:
    """Return an action as a sentence.

    Raises:
        ArmslengthError: where the text is no action of this scenario.
    """
    action = parse_action(text, scenario.network, scenario.as_of + timedelta(days=1))
    return capital(f"{_what(action, scenario)}, {_when(action, scenario)}.")


def _what(action: Action, scenario: Scenario) -> str:
    who = _whom(action.who, _names(action, scenario))
    values = dict(action.values)
    match action.verb:
        case "order":
            orders = [f"to {ORDER_WORDS[word]} ({value:g} of 1)" for word, value in values.items()]
            return f"{who}: told{_by(action, scenario)} {listed(orders)}"
        case "visit":
            each = " each" if len(action.who) > 1 else ""
            of = f" of {scenario.patrons[action.patron].name}" if action.patron else ""
            return f"the envoy{of} visits {who} ({_days(action.value('days'), 'envoy-day')}{each})"
        case "abstain":
            return f"no order and no envoy of the commander's own about {who.replace('every', 'any')}"
        case "support":
            size = [f"{values['factor']:g} times today's support"] if "factor" in values else []
            hand = [f"{values['investment']:g} of 1 hands-on"] if "investment" in values else []
            return f"{who}: {listed([*size, *hand])}{_by(action, scenario)}"
        case "threat":
            return f"{who} threatens in public (size {action.value('value'):g})"
        case "reply":
            reply = REPLIES[ANSWERS[int(values["answers"])]]
            how = f" on {LEVELS[int(action.value('level')) - 1]}, {_days(action.value('delay'), 'day')} later"
            return f"{who} answers {reply}{how if values['answers'] else ''}"
        case "pressure":
            them = "them" if len(action.who) > 1 else "it"
            return f"the host of {who} leans on {them} ({action.value('value'):g} of 1)"
        case _:
            return "a truce in the trigger war"


def _by(action: Action, scenario: Scenario) -> str:
    """Return which of several patrons does it."""
    return f" by {scenario.patrons[action.patron].name}" if action.patron else ""


def _names(action: Action, scenario: Scenario) -> Mapping[str, str]:
    clients = {c.id: c.short for c in scenario.clients.values()}
    fronts = {f.id: f.name for f in scenario.fronts.values()}
    adversaries = {a.id: a.short for a in scenario.adversaries.values()}
    by_verb = {"order": fronts, "abstain": fronts, "threat": adversaries, "reply": adversaries}
    return by_verb.get(action.verb, clients)


def _whom(who: Sequence[str], names: Mapping[str, str]) -> str:
    kind = "front" if any("/" in name for name in names) else "client"
    if len(who) == len(names) > 1:
        return f"every {kind}"
    return listed([names.get(name, name) for name in who])


def _when(action: Action, scenario: Scenario) -> str:
    start, end = day(action.start), action.end and day(action.end)
    begins = action.start == scenario.as_of + timedelta(days=1)
    span = f"from {start} to {end}" if end else "on every day ahead" if begins else f"from {start} on"
    if action.when:
        places = {f.id: f.name for f in scenario.fronts.values()}
        places |= {a.id: a.short for a in scenario.adversaries.values()}
        places |= {c.id: c.short for c in scenario.clients.values()}
        of = f" ({places.get(action.where, action.where)})" if action.where else ""
        lasts = f", for {action.lasts} days" if action.lasts > 1 else ""
        after = "the day" if action.within == 1 else f"{action.within} days"
        only = "" if span == "on every day ahead" else f"; {span}"
        return f"{after} after each time this is seen: {SEEN[action.when]}{of}{lasts}{only}"
    if action.start == action.end:
        return f"on {start}"
    if action.every > 1:
        return f"every {action.every} days {span.replace('on every day ahead', f'from {start} on')}"
    return span


def _days(count: float, of: str) -> str:
    return f"{count:g} {of}{'' if count == 1 else 's'}"
