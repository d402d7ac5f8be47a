"""One strategy of a what-if: where it starts from, its actions in sentences, more of them, its name, why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from armslength.errors import ArmslengthError
from armslength.web import strategy_views as s
from armslength.web.action_form import ActionForm
from armslength.web.app_state import AppState
from armslength.web.elements import HtmlElement, button, choice, entry
from armslength.web.layout import run_in_thread
from armslength.web.sentences import sentence
from armslength.web.views import View

OWN = {"": "the actions below"}


class StrategyEditor:
    """The controls of strategy A or B; `changed` is told when its actions are others."""

    def __init__(self, app_state: AppState, case: str, letter: str, actions: list[str], changed: Callable[[], Awaitable[None]]):  # fmt: skip
        self.app_state, self.case, self.letter, self.actions, self.changed = (
            app_state,
            case,
            letter,
            actions,
            changed,
        )
        self.name = ""
        self.is_sound = True  #: whether every action is one that this case knows

    def build(self, view: View, why: Callable[[], Awaitable[None]]) -> None:
        """Draw it once; what changes is drawn again in its place."""
        HtmlElement("h2", f"Strategy {self.letter}")
        self.starts = HtmlElement("div")
        self.list = HtmlElement("div")
        ActionForm(view["levers"], self._add)
        self.said = HtmlElement("p", "", role="status").classes("note")
        with HtmlElement("div").classes("controls naming"):
            named = {"aria-label": f"Name of strategy {self.letter}"}
            entry("Name", "", self._rename, maxlength=120, **named)
            button("Save", self._save, "quiet", **{"aria-label": f"Save strategy {self.letter}"})
            button("Why?", why, "quiet", **{"aria-label": f"Why strategy {self.letter} changes anything"})
        self._draw_starts(view["strategies"])
        self.draw()

    def draw(self) -> None:
        """Its actions, each in a sentence with its words beneath; what is wrong stands beside it."""
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

    def _draw_action(self, i: int, action: str, scenario: Any) -> None:
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
                    said = str(error).removeprefix(f"in '{action}': ")
                    HtmlElement("span", f"▲ This cannot be done: {said}.").classes("unsound")
            button("Remove", drop, "link", **{"aria-label": f"Remove {action}"})

    def _draw_starts(self, known: dict[str, list[dict[str, Any]]]) -> None:
        self.held = {f"{k}:{one['id']}": one for k in ("saved", "case") for one in known[k]}
        names = {key: ("saved: " if key.startswith("saved") else "") + one["name"] for key, one in self.held.items()}  # fmt: skip
        same = [key for key, one in self.held.items() if one["actions"] == self.actions]
        self.starts.clear()
        with self.starts, HtmlElement("div").classes("start"):
            choice("Start from", {**OWN, **names}, same[0] if same else "", self._start)
            if same and same[0].startswith("saved"):
                saved = same[0].partition(":")[2]
                button("Forget", lambda: self._forget(saved), "link", **{"aria-label": f"Forget {self.held[same[0]]['name']}"})  # fmt: skip

    async def _start(self, key: str) -> None:
        self.actions[:] = self.held[key]["actions"] if key in self.held else []
        await self._changed()

    async def _add(self, text: str) -> None:
        self.actions.append(text)
        await self._changed()

    async def _changed(self) -> None:
        self.said.set_text("")
        self.draw()
        await self._draw_starts_anew()
        await self.changed()

    async def _draw_starts_anew(self) -> None:
        self._draw_starts(await run_in_thread(s.known, self.app_state, self.case))

    def _rename(self, text: str) -> None:
        self.name = text

    async def _save(self) -> None:
        try:
            await run_in_thread(s.save, self.app_state, self.case, self.name, self.actions)
        except ArmslengthError as error:
            self.said.set_text(str(error))
            return
        self.said.set_text(f"Saved as “{' '.join(self.name.split())}”: it is in the list to start from.")
        await self._draw_starts_anew()

    async def _forget(self, id_: str) -> None:
        try:
            await run_in_thread(s.remove, self.app_state, id_)
        except ArmslengthError as error:
            self.said.set_text(str(error))
        await self._draw_starts_anew()
