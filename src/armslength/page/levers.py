"""The levers as controls: a verb, whom it concerns, its numbers within their budgets, and when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from armslength.page.controls import Tag, button, choice, entry, slider

WHEN = {"on": "on one day", "from": "over days", "when": "after an event"}


class Adding:
    """Builds one action in words and hands it on."""

    def __init__(self, levers: Mapping[str, Any], add: Callable[[str], Awaitable[None]]):
        self.levers, self.add = levers, add
        with Tag("details").classes("adding"):
            Tag("summary", "Add an action")
            self.place = Tag("div")
        self.verb = "order"
        self.how = "on"
        self.given: dict[str, str] = {}
        self._draw()

    def _draw(self) -> None:
        verb = self.levers["verbs"][self.verb]
        self.given = {}
        self.place.clear()
        with self.place:
            choice("Lever", {name: name for name in self.levers["verbs"]}, self.verb, self._choose)
            Tag("p", verb["meaning"]).classes("note")
            with Tag("div").classes("controls"):
                if verb["of"]:
                    names = self.levers["who"][verb["of"]]
                    self.given[verb["of"]] = next(iter(names), "")
                    choice(
                        verb["of"].capitalize(),
                        names,
                        self.given[verb["of"]],
                        partial(self._give, verb["of"]),
                    )
                for name, word in verb["words"].items():
                    self._word(name, word, name in verb["needs"][:1])
                self._times(verb)
            button("Add", self._add)
            for budget in self.levers["budgets"]:
                Tag("p", budget).classes("note")

    def _word(self, name: str, word: Mapping[str, Any], needed: bool) -> None:
        if word["choices"]:
            self.given[name] = word["choices"][1] if len(word["choices"]) > 1 else word["choices"][0]
            choice(name, {c: c for c in word["choices"]}, self.given[name], partial(self._give, name))
            return
        start = word["top"] if needed else max(word["otherwise"], word["least"])
        if needed:
            self.given[name] = f"{start:g}"
        slider(f"{name}: {word['meaning']}", start, partial(self._slide, name), word["top"])

    def _times(self, verb: Mapping[str, Any]) -> None:
        ways = {
            k: v
            for k, v in WHEN.items()
            if (k != "when" or verb["adaptive"]) and (k != "on" or verb["momentary"])
        }
        if self.how not in ways:
            self.how = next(iter(ways))
        choice("When", ways, self.how, self._choose_how)
        if self.how == "when":
            self.given["when"] = next(iter(self.levers["seen"]))
            choice("Event", self.levers["seen"], self.given["when"], lambda v: self._give("when", v))
        elif self.how == "on":
            self.given["on"] = "+1"
            entry("Day ahead", "1", lambda v: self._day("on", v), "number", min=1)
        else:
            self.given |= {"from": "+1", "to": "+30"}
            entry("First day", "1", lambda v: self._day("from", v), "number", min=1)
            entry("Last day", "30", lambda v: self._day("to", v), "number", min=1)

    def _choose(self, verb: str) -> None:
        self.verb = verb if verb in self.levers["verbs"] else self.verb
        self._draw()

    def _choose_how(self, how: str) -> None:
        self.how = how if how in WHEN else self.how
        self._draw()

    def _give(self, word: str, value: str) -> None:
        self.given[word] = value

    def _slide(self, word: str, value: float) -> None:
        self.given[word] = f"{value:g}"

    def _day(self, word: str, text: str) -> None:
        if text.isdigit() and int(text) > 0:
            self.given[word] = f"+{int(text)}"

    async def _add(self) -> None:
        await self.add(" ".join([self.verb, *(f"{word}={value}" for word, value in self.given.items())]))
