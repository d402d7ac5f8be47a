"""One strategy of a what-if: where it starts from, its actions in sentences, more of them, its name, why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from armslength.errors import ArmslengthError
from armslength.scenario import Scenario
from armslength.web import strategy_views as s
from armslength.web.action_form import ActionForm
from armslength.web.app_state import AppState
from armslength.web.elements import HtmlElement, button, choice, entry
from armslength.web.layout import run_in_thread
from armslength.web.sentences import sentence
from armslength.web.strategy_views import KnownStrategies, WhatIfView

OWN = {"": "the actions below"}


class StrategyEditor:
    """The controls of strategy A or B; `on_change` is called when its actions are others."""

    def __init__(
        self,
        app_state: AppState,
        case: str,
        letter: str,
        actions: list[str],
        on_change: Callable[[], Awaitable[None]],
    ):
        self.app_state, self.case = app_state, case
        self.letter, self.actions, self.on_change = letter, actions, on_change
        self.name = ""
        self.is_sound = True  #: whether every action is one that this case knows

    def build(self, view: WhatIfView, why: Callable[[], Awaitable[None]]) -> None:
        """Draw the controls once; what changes is drawn again in its place."""
        HtmlElement("h2", f"Strategy {self.letter}")
        self.starts = HtmlElement("div")
        self.list = HtmlElement("div")
        ActionForm(view.levers, self._add)
        self.message = HtmlElement("p", "", role="status").classes("note")
        with HtmlElement("div").classes("controls naming"):
            entry(
                "Name",
                "",
                self._rename,
                **{"aria-label": f"Name of strategy {self.letter}"},
            )
            button("Save", self._save, "quiet", **{"aria-label": f"Save strategy {self.letter}"})
            button("Why?", why, "quiet", **{"aria-label": f"Why strategy {self.letter} changes anything"})
        self._draw_starts(view.strategies)
        self.draw()

    def draw(self) -> None:
        """Draw the actions, each in a sentence with its words beneath; what is wrong stands beside it."""
        self.list.clear()
        self.is_sound = True
        scenario = self.app_state.scenario(self.case)
        with self.list:
            if not self.actions:
                HtmlElement("p", "No action: this is doing nothing.").classes("absent")
                return
            with HtmlElement("ul").classes("actions"):
                for i, action in enumerate(self.actions):
                    self._draw_action(i, action, scenario)

    def _draw_action(self, i: int, action: str, scenario: Scenario) -> None:
        async def drop() -> None:
            del self.actions[i]
            await self._changed()

        with HtmlElement("li"):
            with HtmlElement("div"):
                try:
                    HtmlElement("span", sentence(action, scenario))
                    HtmlElement("code", action)
                except ArmslengthError as error:
                    self.is_sound = False
                    HtmlElement("code", action)
                    why = str(error).removeprefix(f"in '{action}': ")
                    HtmlElement("span", f"▲ This cannot be done: {why}.").classes("unsound")
            button("Remove", drop, "link", **{"aria-label": f"Remove {action}"})

    def _draw_starts(self, strategies: KnownStrategies) -> None:
        self.known = {f"saved:{one.id}": one for one in strategies.saved}
        self.known |= {f"case:{one.id}": one for one in strategies.case}
        names = {key: f"saved: {one.name}" if one.saved else one.name for key, one in self.known.items()}
        same = [key for key, one in self.known.items() if list(one.actions) == self.actions]
        self.starts.clear()
        with self.starts, HtmlElement("div").classes("start"):
            choice("Start from", {**OWN, **names}, same[0] if same else "", self._start)
            if same and same[0].startswith("saved"):
                saved = self.known[same[0]]
                label = {"aria-label": f"Forget {saved.name}"}
                button("Forget", lambda: self._forget(saved.id), "link", **label)

    async def _start(self, key: str) -> None:
        self.actions[:] = self.known[key].actions if key in self.known else []
        await self._changed()

    async def _add(self, text: str) -> None:
        self.actions.append(text)
        await self._changed()

    async def _changed(self) -> None:
        self.message.set_text("")
        self.draw()
        await self._draw_starts_anew()
        await self.on_change()

    async def _draw_starts_anew(self) -> None:
        self._draw_starts(await run_in_thread(s.known_strategies, self.app_state, self.case))

    def _rename(self, text: str) -> None:
        self.name = text

    async def _save(self) -> None:
        try:
            await run_in_thread(s.save, self.app_state, self.case, self.name, self.actions)
        except ArmslengthError as error:
            self.message.set_text(str(error))
            return
        self.message.set_text(f"Saved as “{' '.join(self.name.split())}”: it is in the list to start from.")
        await self._draw_starts_anew()

    async def _forget(self, id_: str) -> None:
        try:
            await run_in_thread(s.delete, self.app_state, id_)
        except ArmslengthError as error:
            self.message.set_text(str(error))
        await self._draw_starts_anew()
