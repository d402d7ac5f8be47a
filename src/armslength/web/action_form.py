"""A form for one action: a verb, whom it concerns, its numbers within their budgets, and when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from armslength.formatting import capital
from armslength.web.action_options import ActionOptions, VerbOption, WordOption
from armslength.web.elements import HtmlElement, button, choice, entry, slider

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


class ActionForm:
    """Builds one action in words and hands it on."""

    def __init__(self, options: ActionOptions, add: Callable[[str], Awaitable[None]]):
        self.options, self.add = options, add
        with HtmlElement("details").classes("adding"):
            HtmlElement("summary", "Add an action")
            self.place = HtmlElement("div")
        self.verb = "order"
        self.how = "on"
        self.words: dict[str, str] = {}
        self._draw()

    def _draw(self) -> None:
        verb = self.options.verbs[self.verb]
        self.words = {}
        self.place.clear()
        with self.place:
            shown = {
                name: f"{PLAIN.get(name, capital(name))} ({one.whose})"
                for name, one in self.options.verbs.items()
            }
            choice("Lever", shown, self.verb, self._choose)
            HtmlElement("p", verb.meaning).classes("note")
            with HtmlElement("div").classes("controls"):
                if verb.of:
                    self._draw_whom(verb.of)
                for name, word in verb.words.items():
                    self._draw_word(name, word, name in verb.needs[:1])
            with HtmlElement("div").classes("controls"):
                self._draw_times(verb)
            button("Add", self._add)
            for budget in verb.budgets:
                HtmlElement("p", budget).classes("note")

    def _draw_whom(self, of: str) -> None:
        names = self.options.who[of]
        names = {**names, "all": EVERYONE[of]} if of in EVERYONE else names
        self.words[of] = next(iter(names), "")
        choice(of.capitalize(), names, self.words[of], partial(self._choose_whom, of))
        if self.options.verbs[self.verb].by_patron:
            self.patron_at = HtmlElement("span")
            self._draw_patron(self.words[of])

    def _choose_whom(self, of: str, whom: str) -> None:
        self.words[of] = whom
        if self.options.verbs[self.verb].by_patron:
            self._draw_patron(whom)

    def _draw_patron(self, whom: str) -> None:
        """Let one of several patrons be chosen who does it; those whom this client, or every one, has."""
        self.words.pop("by", None)
        self.patron_at.clear()
        if patrons := self.options.patrons.get(whom):
            self.words["by"] = next(iter(patrons))
            with self.patron_at:
                choice("Patron who does it", patrons, self.words["by"], partial(self._set, "by"))

    def _draw_word(self, name: str, word: WordOption, needed: bool) -> None:
        label = capital(word.meaning)
        if word.choices:
            self.words[name] = word.choices[:2][-1]
            choice(label, {c: c for c in word.choices}, self.words[name], partial(self._set, name))
            return
        start = min(word.top if needed else max(word.otherwise, word.least), word.budget)
        if needed:
            self.words[name] = f"{start:g}"
        step = 1 if word.least == 1 else 0.05
        slider(label, start, partial(self._slide, name), word.budget, step, word.least)

    def _draw_times(self, verb: VerbOption) -> None:
        allowed = {"on": verb.momentary, "every": verb.momentary, "from": True, "when": verb.adaptive}
        ways = {key: words for key, words in WHEN.items() if allowed[key]}
        if self.how not in ways:
            self.how = next(iter(ways))
        choice("When", ways, self.how, self._choose_how)
        if self.how == "when":
            self.words |= {"when": next(iter(self.options.seen)), "within": "1"}
            choice("Event", self.options.seen, self.words["when"], self._choose_event)
            self.seen_at = HtmlElement("span")
            self._choose_event(self.words["when"])
            entry("Days after it", "1", partial(self._count, "within"), "number", min=1, max=LONGEST_WAIT)
            if not verb.momentary:
                self.words["for"] = "7"
                count = partial(self._count, "for")
                entry("Days that it lasts", "7", count, "number", min=1, max=LONGEST_WAIT)
        elif self.how == "on":
            self.words["on"] = "+1"
            entry("Day ahead", "1", partial(self._day, "on"), "number", min=1)
        elif self.how == "every":
            self.words["every"] = "14"
            entry("Days apart", "14", partial(self._count, "every"), "number", min=1, max=LONGEST_WAIT)
        else:
            self.words |= {"from": "+1", "to": "+30"}
            entry("First day ahead", "1", partial(self._day, "from"), "number", min=1)
            entry("Last day ahead", "30", partial(self._day, "to"), "number", min=1)

    def _choose(self, verb: str) -> None:
        self.verb = verb if verb in self.options.verbs else self.verb
        self._draw()

    def _choose_how(self, how: str) -> None:
        self.how = how if how in WHEN else self.how
        self._draw()

    def _choose_event(self, event: str) -> None:
        self.words |= {"when": event, "where": ""}
        places = self.options.seen_at.get(event, {})
        self.seen_at.clear()
        with self.seen_at:
            choice("Where it is seen", {"": "anywhere", **places}, "", partial(self._set, "where"))

    def _set(self, word: str, value: str) -> None:
        self.words[word] = value

    def _slide(self, word: str, value: float) -> None:
        self.words[word] = f"{value:g}"

    def _day(self, word: str, text: str) -> None:
        self.words[word] = f"+{int(text)}" if text.isdecimal() and int(text) > 0 else text

    def _count(self, word: str, text: str) -> None:
        self.words[word] = text

    async def _add(self) -> None:
        words = [f"{word}={value}" for word, value in self.words.items() if value]
        await self.add(" ".join([self.verb, *words]))
