"""What if: two strategies side by side, what sets them apart, what each changes, and why; saved, named and shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import Query
from fastapi.responses import Response

from armslength.web import exports
from armslength.web import strategy_views as s
from armslength.web.app_state import AppState
from armslength.web.elements import HtmlElement, button, entry
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.render import picture, render
from armslength.web.strategy_editor import StrategyEditor

Actions = Annotated[list[str] | None, Query(max_length=60)]
SIDES = ("A", "B")
DAYS = 90
TAKEN = {  # files of a comparison by name: what they are called
    "comparison.html": "report (HTML)", "comparison.csv": "every row (CSV)", "comparison.json": "everything (JSON)",
}  # fmt: skip


def register(app_state: AppState) -> None:
    """Take the address of the page."""

    @page("/what-if")
    async def what_if(
        case: str = "", days: int = DAYS, a: Actions = None, b: Actions = None
    ) -> Response | None:
        case = app_state.case(case or app_state.first).name
        view = await run_in_thread(s.what_if, app_state, case)
        app_state.within("days", days, 7, app_state.limits.days)
        for actions in filter(None, (a, b)):
            s.checked(app_state, actions)
        with frame(app_state, case, "/what-if"):
            await _Question(app_state, case, view, {"A": list(a or []), "B": list(b or [])}, days).build()
        return None


class _Question:
    """Both strategies, and the answer beneath them."""

    def __init__(
        self,
        app_state: AppState,
        case: str,
        view: Mapping[str, Any],
        actions: dict[str, list[str]],
        days: int,
    ):
        self.app_state, self.case, self.view, self.days = app_state, case, dict(view), days
        self.sides = {
            letter: StrategyEditor(app_state, case, letter, actions[letter], self._changed)
            for letter in SIDES
        }
        self.explained: tuple[str, str | None] = ("A", None)

    async def build(self) -> None:
        HtmlElement("h1", "What if they did this instead?")
        html(render("what_if_intro.html.j2", view=self.view))
        with HtmlElement("div").classes("controls"):
            most = self.app_state.limits.days
            entry("Days ahead", str(self.days), self._choose_days, "number", min=7, max=most)
        with HtmlElement("div").classes("sides"):
            for letter, side in self.sides.items():
                with HtmlElement("section", **{"aria-label": f"Strategy {letter}"}).classes("side"):
                    side.build(self.view, partial(self._explain, letter))
        self.shared = HtmlElement("p").classes("note")
        HtmlElement("h2", "The answer", id="answer")
        self.first = AsyncPanel(
            self.app_state, lambda: self._ask(s.FIRST), self._show, "Playing 2,000 futures of each"
        )
        self.refined = _Superseded(
            self.app_state, lambda: self._ask(s.REFINED), self._show_refined, "Refining with 10,000 futures"
        )
        with HtmlElement("div", id="why"):
            self.why = AsyncPanel(self.app_state, self._ask_why, self._show_why, "Asking why")
        await self._changed()

    async def _choose_days(self, text: str) -> None:
        self.days = int(text) if text.isdigit() and len(text) < 6 else 0
        await self._changed()

    async def _changed(self) -> None:
        actions = {letter: side.actions for letter, side in self.sides.items()}
        address = s.link(self.case, {letter.lower(): a for letter, a in actions.items()}, self.days)
        self.shared.clear()
        with self.shared:
            HtmlElement("a", "A link that reproduces this question", href=address)
        self.refined.supersede()
        self.why.clear()
        if why_not := self._why_not():
            self.first.clear()
            with self.first.place:
                HtmlElement("p", why_not).classes("absent")
            return
        await self.first.begin()

    def _why_not(self) -> str | None:
        """Why there is nothing to answer yet."""
        if unsound := [letter for letter, side in self.sides.items() if not side.is_sound]:
            return f"Strategy {' and '.join(unsound)} holds what cannot be done: mend or remove what is marked above."
        if not any(side.actions for side in self.sides.values()):
            return "Choose a strategy to start from, or add an action: the answer appears here."
        return None

    def _asked(self) -> list[dict[str, Any]]:
        return [
            {"name": letter, "actions": side.actions} for letter, side in self.sides.items() if side.actions
        ]

    def _ask(self, futures: int) -> Any:
        return s.ask(self.app_state, self.case, self._asked(), self.days, futures)

    async def _show(self, answer: dict[str, Any]) -> None:
        self._draw(answer)
        await self.refined.begin()

    def _show_refined(self, answer: dict[str, Any]) -> None:
        self.first.clear()
        self._draw(answer)

    def _draw(self, answer: dict[str, Any]) -> None:
        """The difference first; then each alone, and what can be taken away."""
        document, run = answer["document"], exports.run_of(self.app_state, answer["run"])
        drawn = {name: {**one, "picture": picture(one)} for name, one in exports.pictures(run).items()}
        shown = s.rows(document)
        html(
            render(
                "what_if.html.j2", case=self.case, document=document, rows=shown, followers=s.followers(document),
                names=[one["name"] for one in document["strategies"]][1:], words=s.in_words(shown), drawn=drawn,
            )
        )  # fmt: skip
        if len(document["strategies"]) == 3:
            button("Why B against A?", partial(self._explain, "B", "A"), "quiet")
        alone = [name for name in drawn if name.startswith("changes/")]
        files = {name: words for name, words in TAKEN.items() if name in exports.files(run)}
        titles = {name: str(one["title"]) for name, one in drawn.items()}
        html(render("changes.html.j2", document=document, drawn=drawn, alone=alone, run=run.id, files=files, titles=titles))  # fmt: skip

    async def _explain(self, letter: str, against: str | None = None) -> None:
        self.explained = (letter, against)
        side = self.sides[letter]
        if not side.actions or not side.is_sound:
            what = "holds what cannot be done" if side.actions else "does nothing"
            side.said.set_text(f"Strategy {letter} {what}: there is nothing to explain.")
            return
        await self.why.begin()
        self.why.place.client.run_javascript(
            "document.getElementById('why').scrollIntoView({block: 'start'})"
        )

    def _ask_why(self) -> Any:
        letter, against = self.explained
        asked = [{"name": one, "actions": self.sides[one].actions} for one in (letter, against) if one]
        return s.explain(self.app_state, self.case, asked, self.days)

    def _show_why(self, found: dict[str, Any]) -> None:
        html(render("why.html.j2", case=self.case, found=s.reasons(found["document"]), run=found["run"]))


_watched: Counter[str] = Counter()  # refinements by how many pages wait for each


class _Superseded(AsyncPanel):
    """A refinement that is given up once another question stands, unless another page waits for the same one."""

    held: Job | None = None

    async def begin(self) -> None:
        """Ask, and note that this page waits."""
        await super().begin()
        if self.job is not None and self.job.is_open and self.held is None:
            self.held = self.job
            _watched[self.held.id] += 1

    def supersede(self) -> None:
        """Show nothing; stop what nobody waits for."""
        if self.held is not None:
            _watched[self.held.id] -= 1
            if _watched[self.held.id] <= 0:
                del _watched[self.held.id]
                self.app_state.jobs.cancel(self.held.id)
        self.held = None
        self.clear()
