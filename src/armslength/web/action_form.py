"""The levers as controls: a verb, whom it concerns, its numbers within their budgets, and when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from armslength.web.elements import HtmlElement, button, choice, entry, slider

WHEN = {"on": "on one day", "from": "over days", "every": "again and again", "when": "after an event"}
LONGEST_WAIT = 365  # days that an action may wait, last or be apart
EVERYONE = {"front": "every front", "client": "every client"}  # the others decide each for itself


class ActionForm:
    """Builds one action in words and hands it on."""

    def __init__(self, levers: Mapping[str, Any], add: Callable[[str], Awaitable[None]]):
        self.levers, self.add = levers, add
        with HtmlElement("details").classes("adding"):
            HtmlElement("summary", "Add an action")
            self.place = HtmlElement("div")
        self.verb = "order"
        self.how = "on"
        self.given: dict[str, str] = {}
        self._draw()

    def _draw(self) -> None:
        verb = self.levers["verbs"][self.verb]
        self.given = {}
        self.place.clear()
        with self.place:
            shown = {name: f"{name} ({one['whose']})" for name, one in self.levers["verbs"].items()}
            choice("Lever", shown, self.verb, self._choose)
            HtmlElement("p", verb["meaning"]).classes("note")
            with HtmlElement("div").classes("controls"):
                if verb["of"]:
                    self._whom(verb["of"])
                for name, word in verb["words"].items():
                    self._word(name, word, name in verb["needs"][:1])
            with HtmlElement("div").classes("controls"):
                self._times(verb)
            button("Add", self._add)
            for budget in verb["budgets"]:
                HtmlElement("p", budget).classes("note")

    def _whom(self, of: str) -> None:
        names = self.levers["who"][of]
        names = {**names, "all": EVERYONE[of]} if of in EVERYONE else names
        self.given[of] = next(iter(names), "")
        choice(of.capitalize(), names, self.given[of], partial(self._give, of))

    def _word(self, name: str, word: Mapping[str, Any], needed: bool) -> None:
        label = f"{name}: {word['meaning']}"
        if word["choices"]:
            self.given[name] = word["choices"][1] if len(word["choices"]) > 1 else word["choices"][0]
            choice(label, {c: c for c in word["choices"]}, self.given[name], partial(self._give, name))
            return
        start = min(word["top"] if needed else max(word["otherwise"], word["least"]), word["budget"])
        if needed:
            self.given[name] = f"{start:g}"
        whole = word["least"] == 1
        slider(label, start, partial(self._slide, name), word["budget"], 1 if whole else 0.05, word["least"])

    def _times(self, verb: Mapping[str, Any]) -> None:
        able = {"on": verb["momentary"], "every": verb["momentary"], "from": True, "when": verb["adaptive"]}
        ways = {key: words for key, words in WHEN.items() if able[key]}
        if self.how not in ways:
            self.how = next(iter(ways))
        choice("When", ways, self.how, self._choose_how)
        if self.how == "when":
            self.given |= {"when": next(iter(self.levers["seen"])), "within": "1"}
            choice("Event", self.levers["seen"], self.given["when"], self._choose_event)
            self.seen_at = HtmlElement("span")
            self._choose_event(self.given["when"])
            entry("Days after it", "1", partial(self._count, "within"), "number", min=1, max=LONGEST_WAIT)
            if not verb["momentary"]:
                self.given["for"] = "7"
                entry("Days that it lasts", "7", partial(self._count, "for"), "number", min=1, max=LONGEST_WAIT)  # fmt: skip
        elif self.how == "on":
            self.given["on"] = "+1"
            entry("Day ahead", "1", partial(self._day, "on"), "number", min=1)
        elif self.how == "every":
            self.given["every"] = "14"
            entry("Days apart", "14", partial(self._count, "every"), "number", min=1, max=LONGEST_WAIT)
        else:
            self.given |= {"from": "+1", "to": "+30"}
            entry("First day ahead", "1", partial(self._day, "from"), "number", min=1)
            entry("Last day ahead", "30", partial(self._day, "to"), "number", min=1)

    def _choose(self, verb: str) -> None:
        self.verb = verb if verb in self.levers["verbs"] else self.verb
        self._draw()

    def _choose_how(self, how: str) -> None:
        self.how = how if how in WHEN else self.how
        self._draw()

    def _choose_event(self, event: str) -> None:
        self.given |= {"when": event, "where": ""}
        places = self.levers["seen_at"].get(event, {})
        self.seen_at.clear()
        with self.seen_at:
            choice("Where it is seen", {"": "anywhere", **places}, "", partial(self._give, "where"))

    def _give(self, word: str, value: str) -> None:
        self.given[word] = value

    def _slide(self, word: str, value: float) -> None:
        self.given[word] = f"{value:g}"

    def _day(self, word: str, text: str) -> None:
        self.given[word] = f"+{int(text)}" if text.isdecimal() and int(text) > 0 else text

    def _count(self, word: str, text: str) -> None:
        self.given[word] = text

    async def _add(self) -> None:
        given = {word: value for word, value in self.given.items() if value}
        await self.add(" ".join([self.verb, *(f"{word}={value}" for word, value in given.items())]))
