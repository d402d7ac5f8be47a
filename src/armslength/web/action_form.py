"""A form for one action: a verb, whom it concerns, its numbers within their budgets, and when.

The form is drawn for what was chosen so far: another lever, client or event brings other fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from armslength.formatting import capital
from armslength.results import Record, described
from armslength.web.action_options import ActionOptions, VerbOption, WordOption

WHEN = {"on": "on one day", "from": "over days", "every": "again and again", "when": "after an event"}
PLAIN = {  # levers as one speaks of them
    "order": "Give an order",
    "visit": "Send the envoy",
    "abstain": "Give no order",
    "support": "Change the support",
    "threat": "Threaten in public",
    "reply": "Bind the replies to a rule",
    "pressure": "Lean on the clients of a host",
    "truce": "A truce in the trigger war",
}
LONGEST_WAIT = 365  # days that an action may wait, last or be apart
EVERYONE = {"front": "every front", "client": "every client"}  # the others decide each for itself
VERB, HOW = "verb", "how"  #: fields that are no word of the action


class Field(Record):
    """A field of the form, as it is filled in."""

    word: str = described("word of the action that it gives")
    label: str = described("what it is called")
    value: str = described("what stands in it")
    kind: Literal["choice", "count", "day", "size"] = described(
        "a list, whole days, a day ahead, or a slider"
    )
    choices: dict[str, str] = described("what can be chosen: words by value", default={})
    least: float = described("least value", default=0.0)
    most: float | None = described("greatest value; null where nothing bounds it", default=None)
    step: float = described("how fine a slider is", default=0.05)
    otherwise: str | None = described(
        "value that need not be said; null where every value is said", default=None
    )
    redraws: bool = described("whether other fields depend on it", default=False)

    @property
    def said(self) -> str:
        """What it adds to the action; empty where it adds nothing."""
        if not self.value or self.value == self.otherwise:
            return ""
        ahead = self.kind == "day" and self.value.isdecimal() and int(self.value) > 0
        return f"{self.word}={'+' if ahead else ''}{self.value}"


class ActionForm(Record):
    """The form of one action."""

    verb: Field = described("the lever")
    meaning: str = described("what the lever does")
    words: tuple[Field, ...] = described("whom it concerns, and its numbers")
    times: tuple[Field, ...] = described("when it is done")
    budgets: tuple[str, ...] = described("limits that bind it, a sentence each")

    @property
    def action(self) -> str:
        """The action in the words of the grammar."""
        fields = [field for field in (*self.words, *self.times) if field.word != HOW]
        return " ".join([self.verb.value, *(field.said for field in fields if field.said)])


def action_form(options: ActionOptions, given: Mapping[str, str]) -> ActionForm:
    """Return the form for what was chosen so far; what does not fit any more is as if it were not chosen."""
    shown = {name: f"{PLAIN.get(name, capital(name))} ({one.whose})" for name, one in options.verbs.items()}
    verb = _choice(VERB, "Lever", shown, given, "order", redraws=True)
    lever = options.verbs[verb.value]
    words = [*_whom(options, lever, given)] if lever.of else []
    words += [_word(name, word, given, name in lever.needs[:1]) for name, word in lever.words.items()]
    times = tuple(_times(options, lever, given))
    return ActionForm(
        verb=verb, meaning=lever.meaning, words=tuple(words), times=times, budgets=lever.budgets
    )


def _choice(
    word: str,
    label: str,
    choices: Mapping[str, str],
    given: Mapping[str, str],
    start: str,
    redraws: bool = False,
) -> Field:
    asked = given.get(word, start)
    value = asked if asked in choices else start if start in choices else next(iter(choices), "")
    return Field(word=word, label=label, value=value, kind="choice", choices=dict(choices), redraws=redraws)


def _whom(options: ActionOptions, lever: VerbOption, given: Mapping[str, str]) -> list[Field]:
    """Return whom it concerns; and where several patrons could do it, which of those whom this client, or every one, has."""
    of = lever.of or ""
    names = options.who[of] | ({"all": EVERYONE[of]} if of in EVERYONE else {})
    whom = _choice(of, of.capitalize(), names, given, "", redraws=lever.by_patron and bool(options.patrons))
    patrons = options.patrons.get(whom.value) if lever.by_patron else None
    return [whom, *([_choice("by", "Patron who does it", patrons, given, "")] if patrons else [])]


def _word(name: str, word: WordOption, given: Mapping[str, str], needed: bool) -> Field:
    label = capital(word.meaning)
    if word.choices:
        return _choice(name, label, {c: c for c in word.choices}, given, word.choices[:2][-1])
    start = f"{min(word.top if needed else max(word.otherwise, word.least), word.budget):g}"
    return Field(
        word=name,
        label=label,
        value=given.get(name, start),
        kind="size",
        least=word.least,
        most=word.budget,
        step=1 if word.least == 1 else 0.05,
        otherwise=None if needed else start,
    )


def _times(options: ActionOptions, lever: VerbOption, given: Mapping[str, str]) -> list[Field]:
    allowed = {"on": lever.momentary, "every": lever.momentary, "from": True, "when": lever.adaptive}
    ways = {key: words for key, words in WHEN.items() if allowed[key]}
    how = _choice(HOW, "When", ways, given, "on", redraws=True)

    def count(word: str, label: str, start: str, kind: Literal["count", "day"] = "count") -> Field:
        most = LONGEST_WAIT if kind == "count" else None
        return Field(word=word, label=label, value=given.get(word, start), kind=kind, least=1, most=most)

    match how.value:
        case "on":
            return [how, count("on", "Day ahead", "1", "day")]
        case "every":
            return [how, count("every", "Days apart", "14")]
        case "from":
            return [
                how,
                count("from", "First day ahead", "1", "day"),
                count("to", "Last day ahead", "30", "day"),
            ]
    event = _choice("when", "Event", options.seen, given, "", redraws=True)
    places = {"": "anywhere", **options.seen_at.get(event.value, {})}
    where = _choice("where", "Where it is seen", places, given, "")
    lasts = [] if lever.momentary else [count("for", "Days that it lasts", "7")]
    return [how, event, where, count("within", "Days after it", "1"), *lasts]
