"""The grammar of actions: what can be done on the days ahead, in strategies, on the command line and in games.

order front=CLIENT/ADVERSARY tempo=1 cap=1 on=2024-02-10
visit client=CLIENT when=lethal-attack within=2
reply adversary=ADVERSARY answers=deaths level=1 delay=3
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from armslength.errors import ArmslengthError
from armslength.scenario.action_words import (
    ADAPTIVE,
    BY_PATRON,
    DATED,
    NEVER,
    SEEN,
    SEEN_BY_ADVERSARY,
    UNSEEN,
    VERBS,
    Verb,
    Word,
)
from armslength.scenario.dates import read_date
from armslength.scenario.suggest import did_you_mean


class Actors(Protocol):
    """Whom a scenario names; a network is one."""

    @property
    def fronts(self) -> tuple[str, ...]:
        """Fronts, as client/adversary."""

    @property
    def clients(self) -> tuple[str, ...]:
        """Clients."""

    @property
    def adversaries(self) -> tuple[str, ...]:
        """Adversaries."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Countries in which clients live."""

    @property
    def host_of(self) -> tuple[int, ...]:
        """The place of each client's host among the hosts."""

    @property
    def patrons(self) -> tuple[str, ...]:
        """Patrons."""

    @property
    def patrons_of(self) -> Mapping[str, tuple[str, ...]]:
        """Patrons of each client."""


@dataclass(frozen=True)
class Action:
    """One thing that a side does: on days from `start` to `end` (both included), or after an event seen in them."""

    verb: str
    who: tuple[str, ...]  #: fronts, clients or adversaries; nobody for a truce
    values: tuple[tuple[str, float], ...]
    start: date
    end: date | None  #: None for the last day ahead
    every: int = 1
    when: str | None = None
    where: str | None = None
    within: int = 1
    lasts: int = 1
    side: str = ""  #: adversary or host that does it; patron; trigger
    counted: bool = False  #: the end is a number of days ahead, and no later than the last of them
    patron: str = ""  #: which of several patrons; empty for the only one of each client

    def value(self, name: str) -> float:
        """Return the number given for a word, or what it means when left out."""
        return dict(self.values).get(name, VERBS[self.verb].words[name].otherwise)

    def days(self, first_day: date, days: int) -> range:
        """Return the days ahead, counted from 0, on which it is done, or on which an event that it waits for counts."""
        last = days - 1 if self.end is None else (self.end - first_day).days
        return range((self.start - first_day).days, min(last, days - 1) + 1, self.every)


def parse_action(text: str, actors: Actors, first_day: date, by: str | None = None) -> Action:
    """Return an action from its words; a word left out has its plain meaning, `+3` is the third day ahead.

    `by` is the patron who does what names none. Raises `ArmslengthError`, which names the nearest right word.
    """
    name, *rest = text.split() or [""]
    if name in NEVER:
        raise _fault(
            text,
            f"'{name}' is no lever",
            "strikes on leaders or on the patron and the loss of a commander are never chosen",
        )
    if name not in VERBS:
        raise _fault(text, f"unknown action '{name}'", did_you_mean(name, VERBS))
    verb = VERBS[name]
    given = _given(text, name, verb, rest)
    if verb.needs and not set(verb.needs) & set(given):
        raise _fault(text, "it says nothing", f"give {' or '.join(f'{w}=' for w in verb.needs)}")
    who = _who(text, verb, actors, given)
    side = who[0] if verb.side == "adversary" and who else given.get("host", verb.side)
    if verb.of == "host":
        who = _hosted(text, actors, given)
    start, end = _span(text, verb, given, first_day)
    when, where = _event(text, actors, given)
    values = tuple((w, _number(text, w, given[w], verb.words[w])) for w in verb.words if w in given)
    return Action(
        name,
        who,
        values,
        start,
        end,
        _count(text, "every", given),
        when,
        where,
        _count(text, "within", given),
        _count(text, "for", given),
        side,
        given.get("to", "").startswith("+"),
        _patron(text, name, actors, given.get("by", by), who),
    )


def conflicts(actions: Sequence[Action], first_day: date, days: int) -> Iterator[str]:
    """Yield a sentence for orders of one strategy that contradict each other on a day, each pair once."""
    before: dict[tuple[str, str, int, str], float] = {}  # by verb, whom, day and word
    yielded: set[tuple[str, str]] = set()
    heard: dict[tuple[str, int], str] = {}  # which patron, by whom and day
    for action in actions:
        if action.when is not None:
            continue
        for whom in action.who or ("",):
            for t in action.days(first_day, days):
                if _two_patrons(heard, action, (whom, t)) and ("by", whom) not in yielded:
                    yielded.add(("by", whom))
                    both = f"by={heard[whom, t]} and by={action.patron}"
                    yield f"contradictory on {first_day + timedelta(days=t)}: order {whom} with {both}"
                for word, value in action.values:
                    what = _contradiction(before, (action.verb, whom, t), word, value)
                    if what and (what, whom) not in yielded:
                        yielded.add((what, whom))
                        day = first_day + timedelta(days=t)
                        yield f"contradictory on {day}: {action.verb} {whom} with {what}"


def _two_patrons(heard: dict[tuple[str, int], str], action: Action, place: tuple[str, int]) -> bool:
    """Return whether another patron ordered at this place before; note the patron."""
    return action.verb == "order" and heard.setdefault(place, action.patron) != action.patron


_OPPOSITE = {"tempo": "release", "release": "tempo"}


def _contradiction(
    before: dict[tuple[str, str, int, str], float], place: tuple[str, str, int], word: str, value: float
) -> str | None:
    """Return what of a word contradicts what was given before at this place, None where nothing does; note the word."""
    earlier = before.setdefault((*place, word), value)
    if earlier != value:
        return f"{word}={earlier:g} and {word}={value:g}"
    opposite = _OPPOSITE.get(word)
    if opposite and before.get((*place, opposite), 0) * value > 0:
        return f"{opposite} and {word}"
    return None


def _given(text: str, name: str, verb: Verb, rest: list[str]) -> dict[str, str]:
    allowed = [*([verb.of] if verb.of else []), *verb.words, *DATED, *(ADAPTIVE if verb.adaptive else ())]
    allowed += ["client"] if verb.of == "host" else []
    allowed += ["by"] if name in BY_PATRON else []
    given: dict[str, str] = {}
    for part in rest:
        word, mark, value = part.partition("=")
        if word in ADAPTIVE and not verb.adaptive:
            able = [n for n, v in VERBS.items() if v.adaptive]
            raise _fault(text, f"{name} cannot wait for an event", f"{', '.join(able)} can")
        if not mark or word not in allowed:
            hint = did_you_mean(word, allowed)
            raise _fault(text, f"'{part}' is not one of the words of {name}", hint.replace("'?", "='?"))
        if word in given:
            raise _fault(text, f"{word}= stands twice", "keep one")
        given[word] = value
    for word in sorted({"where", "within", "for"} & set(given)) if "when" not in given else ():
        raise _fault(text, f"{word}= needs an event", "say which with when=")
    for one, other in (("on", "from"), ("on", "to"), ("on", "every"), ("on", "when"), ("when", "every")):
        if one in given and other in given:
            raise _fault(text, f"{one}= and {other}= exclude each other", "keep one")
    return given


def _who(text: str, verb: Verb, actors: Actors, given: Mapping[str, str]) -> tuple[str, ...]:
    if verb.of is None:
        return ()
    plural = {"front": "fronts", "client": "clients", "adversary": "adversaries", "host": "hosts"}[verb.of]
    names: tuple[str, ...] = getattr(actors, plural)
    if verb.of not in given:
        raise _fault(text, f"say which {verb.of}", f"as {verb.of}={names[0]}")
    asked = names if given[verb.of] == "all" else tuple(given[verb.of].split(","))
    for name in asked:
        if name not in names:
            raise _fault(text, f"no {verb.of} is called '{name}'", did_you_mean(name, names))
    if verb.side in ("adversary", "host") and len(asked) > 1:
        raise _fault(text, f"each {verb.of} decides for itself", "write one action for each")
    return tuple(dict.fromkeys(asked))


def _patron(text: str, verb: str, actors: Actors, by: str | None, who: Sequence[str]) -> str:
    """Return which of several patrons acts; empty where each client has one alone."""
    if verb not in BY_PATRON:
        return ""
    if by is not None and by not in actors.patrons:
        raise _fault(text, f"no patron is called '{by}'", did_you_mean(by, actors.patrons))
    for client in (name.partition("/")[0] for name in who):
        patrons = actors.patrons_of[client]
        if by is None and len(patrons) > 1:
            raise _fault(text, f"'{client}' has several patrons", f"say which, as by={patrons[0]}")
        if by is not None and by not in patrons:
            raise _fault(text, f"'{by}' is no patron of '{client}'", f"its patrons: {', '.join(patrons)}")
    return by if by is not None and len(actors.patrons) > 1 else ""


def _hosted(text: str, actors: Actors, given: Mapping[str, str]) -> tuple[str, ...]:
    """Return the clients that a host leans on: all that live there, or those named."""
    host = given["host"]
    hosted = [c for c, h in zip(actors.clients, actors.host_of, strict=True) if actors.hosts[h] == host]
    asked = given["client"].split(",") if "client" in given else hosted
    for client in asked:
        if client not in hosted:
            near = did_you_mean(client, hosted)
            raise _fault(text, f"'{client}' is no client in {host}", near)
    return tuple(asked)


def _span(text: str, verb: Verb, given: Mapping[str, str], first_day: date) -> tuple[date, date | None]:
    start = _day(text, given.get("on", given.get("from")), first_day)
    open_ended = not verb.momentary or "every" in given or "when" in given or "from" in given
    if "on" in given or ("to" not in given and not open_ended):
        return start, start
    if "to" not in given:
        return start, None
    end = _day(text, given["to"], first_day)
    if end < start:
        raise ArmslengthError(f"in '{text}': it ends on {end}, before it starts on {start}")
    return start, end


def _event(text: str, actors: Actors, given: Mapping[str, str]) -> tuple[str | None, str | None]:
    when, where = given.get("when"), given.get("where")
    if when is None:
        return None, None
    if when not in SEEN:
        what = (
            f"when={when} refers to something that nobody observes"
            if when in UNSEEN
            else f"no event is called '{when}'"
        )
        hint = f"events that are seen: {', '.join(SEEN)}" if when in UNSEEN else did_you_mean(when, SEEN)
        raise _fault(text, what, hint)
    known = (*actors.fronts, *actors.clients, *actors.adversaries)
    if where is not None and where not in known:
        raise _fault(text, f"where={where} is no front, client or adversary", did_you_mean(where, known))
    if where in actors.clients and when in SEEN_BY_ADVERSARY:
        raise _fault(text, f"{when} is what an adversary does", "write where= with an adversary or a front")
    return when, where


def _day(text: str, given: str | None, first_day: date) -> date:
    if given is None:
        return first_day
    if given.startswith("+") and given[1:].isdigit() and int(given[1:]) > 0:
        return first_day + timedelta(days=min(int(given[1:]), 10_000) - 1)
    try:
        return read_date(given)
    except ValueError as error:
        raise _fault(text, f"'{given}' is no date", f"{error}, or +3 for the third day ahead") from None


def _count(text: str, word: str, given: Mapping[str, str]) -> int:
    value = given.get(word, "1")
    if not value.isdigit() or not 1 <= int(value) <= 365:
        raise _fault(text, f"{word} is {value}", "it is a number of days from 1 to 365")
    return int(value)


def _number(text: str, name: str, given: str, word: Word) -> float:
    if word.choices:
        if given not in word.choices:
            raise _fault(text, f"{name} is '{given}'", did_you_mean(given, word.choices))
        return float(word.choices.index(given))
    try:
        value = float(given)
    except ValueError:
        raise ArmslengthError(f"in '{text}': {name} is '{given}', not a number") from None
    if not word.least <= value <= word.top:
        raise ArmslengthError(f"in '{text}': {name} is {given}; it runs from {word.least:g} to {word.top:g}")
    if word.least == 1 and value != int(value):
        raise ArmslengthError(f"in '{text}': {name} is {given}; it is a whole number")
    return value


def _fault(text: str, what: str, hint: str) -> ArmslengthError:
    return ArmslengthError(f"in '{text}': {what}; {hint}")


def outside(action: Action, first_day: date, days: int) -> str | None:
    """Return why an action lies outside the days ahead, None where it lies within."""
    last = first_day + timedelta(days=days - 1)
    end = action.start if action.end is None or action.counted else action.end
    if action.start < first_day or max(action.start, end) > last:
        said = f"on {action.start}" if end == action.start else f"from {action.start} to {end}"
        return f"{action.verb} {said} lies outside {first_day} to {last}"
    return None


def parse_actions(texts: Iterable[str], actors: Actors, first_day: date) -> tuple[Action, ...]:
    """Return several actions from their words; raises `ArmslengthError` with every fault at once."""
    made, faults = [], []
    for text in texts:
        try:
            made.append(parse_action(text, actors, first_day))
        except ArmslengthError as error:
            faults += error.faults
    if faults:
        raise ArmslengthError(*faults)
    return tuple(made)
