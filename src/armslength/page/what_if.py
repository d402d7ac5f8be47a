"""What if: two strategies side by side, what each changes, and why; saved, named and shared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from armslength.errors import ArmslengthError
from armslength.page import strategies as s
from armslength.page.controls import Tag, button, choice, entry
from armslength.page.desk import Desk
from armslength.page.jobs import Job
from armslength.page.levers import Adding
from armslength.page.render import picture, render
from armslength.page.shell import Awaited, aside, frame, html, page

Actions = Annotated[list[str] | None, Query(max_length=60)]
SIDES = ("A", "B")
DAYS = 90


def register(desk: Desk) -> None:
    """Take the address of the page."""

    @page("/what-if")
    async def what_if(
        case: str = "", days: int = DAYS, a: Actions = None, b: Actions = None
    ) -> Response | None:
        case = desk.case(case or desk.first).name
        view = await aside(s.what_if, desk, case)
        desk.within("days", days, 7, desk.limits.days)
        for actions in filter(None, (a, b)):
            s.checked(desk, actions)
        with frame(desk, case, "/what-if"):
            await _Question(desk, case, view, {"A": list(a or []), "B": list(b or [])}, days).build()
        return None


class _Question:
    """Both strategies, and the answer beneath them."""

    def __init__(
        self, desk: Desk, case: str, view: Mapping[str, Any], actions: dict[str, list[str]], days: int
    ):
        self.desk, self.case, self.view, self.actions, self.days = desk, case, view, actions, days
        self.lists: dict[str, Tag] = {}
        self.names: dict[str, str] = {}

    async def build(self) -> None:
        Tag("h1", "What if they did this instead?")
        html(render("what_if_intro.html.j2", view=self.view))
        with Tag("div").classes("controls"):
            entry("Days ahead", str(self.days), self._choose_days, "number", min=7, max=self.desk.limits.days)
        with Tag("div").classes("sides"):
            for side in SIDES:
                with Tag("section", **{"aria-label": f"Strategy {side}"}).classes("side"):
                    self._side(side)
        self.said = Tag("p", "", role="alert")
        self.shared = Tag("p").classes("note")
        Tag("h2", "The answer")
        self.first = Awaited(
            self.desk, lambda: self._ask(s.FIRST), self._show, "Playing 2,000 futures of each"
        )
        self.refined = Awaited(
            self.desk, lambda: self._ask(s.REFINED), self._show_refined, "Refining with 10,000 futures"
        )
        self.why = Awaited(self.desk, lambda: self._explain(), self._show_why, "Asking why")
        await self._changed()

    def _side(self, side: str) -> None:
        Tag("h2", f"Strategy {side}")
        held = {f"{k}:{one['id']}": one for k in ("case", "saved") for one in self.view["strategies"][k]}
        names = {
            key: ("saved: " if key.startswith("saved") else "") + one["name"] for key, one in held.items()
        }

        async def start(key: str) -> None:
            self.actions[side] = list(held[key]["actions"]) if key in held else []
            await self._changed()

        choice("Start from", {"": "the actions below", **names}, "", start)
        self.lists[side] = Tag("div")

        async def add(text: str) -> None:
            self.actions[side].append(text)
            await self._changed()

        Adding(self.view["levers"], add)
        with Tag("div").classes("controls"):
            entry(
                "Name",
                "",
                lambda text: self.names.update({side: text}),
                maxlength=120,
                **{"aria-label": f"Name of strategy {side}"},
            )

            async def save() -> None:
                await self._save(self.names.get(side, ""), self.actions[side])

            button("Save", save, "quiet", **{"aria-label": f"Save strategy {side}"})

            async def ask_why() -> None:
                self.explained = side
                await self.why.begin()

            button("Why?", ask_why, "quiet", **{"aria-label": f"Why strategy {side} changes anything"})

    async def _choose_days(self, text: str) -> None:
        self.days = int(text) if text.isdigit() else self.days
        await self._changed()

    async def _changed(self) -> None:
        for side in SIDES:
            self._list(side)
        address = s.link(self.case, {side.lower(): self.actions[side] for side in SIDES}, self.days)
        self.shared.clear()
        with self.shared:
            Tag("a", "A link that reproduces this question", href=address)
        if not any(self.actions.values()):
            self.first.clear()
            self.refined.clear()
            with self.first.place:
                Tag(
                    "p", "Choose a strategy to start from, or add an action: the answer appears here."
                ).classes("absent")
            return
        self.refined.clear()
        await self.first.begin()

    def _list(self, side: str) -> None:
        self.lists[side].clear()
        with self.lists[side], Tag("ul").classes("actions"):
            for i, action in enumerate(self.actions[side]):

                async def drop(i: int = i) -> None:
                    del self.actions[side][i]
                    await self._changed()

                with Tag("li"):
                    Tag("code", action)
                    button("Remove", drop, "link", **{"aria-label": f"Remove {action}"})

    async def _save(self, name: str, actions: list[str]) -> None:
        try:
            await aside(s.save, self.desk, self.case, name, actions)
            self.said.set_text(
                f"Saved as “{name}”. It is in the list to start from when the page is opened again."
            )
        except ArmslengthError as error:
            self.said.set_text(str(error))

    def _asked(self) -> list[dict[str, Any]]:
        return [{"name": side, "actions": actions} for side, actions in self.actions.items() if actions]

    def _ask(self, futures: int) -> Any:
        found = s.ask(self.desk, self.case, self._asked(), self.days, futures)
        return found if isinstance(found, Job) else (found, [one["name"] for one in self._asked()])

    async def _show(self, answer: tuple[dict[str, Any], list[str]]) -> None:
        self._table(answer)
        await self.refined.begin()

    def _show_refined(self, answer: tuple[dict[str, Any], list[str]]) -> None:
        self.first.clear()
        self._table(answer)
        drawn = [{"title": p["title"], "picture": picture(p)} for p in answer[0]["pictures"].values()]
        html(render("changes.html.j2", drawn=drawn, document=answer[0]["document"]))

    def _table(self, answer: tuple[dict[str, Any], list[str]]) -> None:
        found, names = answer
        document = found["document"]
        html(
            render(
                "what_if.html.j2",
                case=self.case,
                names=names,
                rows=s.rows(document, names),
                document=document,
            )
        )

    def _explain(self) -> Any:
        actions = self.actions[self.explained]
        return s.explain(self.desk, self.case, {"name": self.explained, "actions": actions}, self.days)

    def _show_why(self, document: dict[str, Any]) -> None:
        html(render("why.html.j2", case=self.case, document=document))
