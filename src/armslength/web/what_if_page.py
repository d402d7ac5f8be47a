"""What if: two strategies side by side, what sets them apart, what each changes, and why; saved, named and shared."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Annotated, TypeVar

from fastapi import Query
from fastapi.responses import Response
from nicegui import ui

from armslength.web import comparison_view, exports
from armslength.web import strategy_views as s
from armslength.web.app_state import AppState
from armslength.web.elements import HtmlElement, button, entry
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.pictures import read_pictures
from armslength.web.render import picture, render
from armslength.web.strategy_editor import StrategyEditor
from armslength.web.tasks import NamedActions

Actions = Annotated[list[str] | None, Query(max_length=60)]
LETTERS = ("A", "B")
DAYS = 90
FILES = {  # files of a comparison by name: what they are called
    "comparison.html": "report (HTML)",
    "comparison.csv": "every row (CSV)",
    "comparison.json": "everything (JSON)",
}
T = TypeVar("T")


def register(app_state: AppState) -> None:
    """Serve the page."""

    @page("/what-if")
    async def what_if(
        case: str = "", days: int | None = None, a: Actions = None, b: Actions = None
    ) -> Response | None:
        case = app_state.case(case or app_state.first).name
        view = await run_in_thread(s.what_if, app_state, case)
        days = app_state.days_ahead(case, DAYS) if days is None else days
        app_state.check_days(case, days)
        for actions in filter(None, (a, b)):
            s.short_actions(app_state, actions)
        with frame(app_state, case, "/what-if"):
            await _Question(app_state, view, {"A": list(a or []), "B": list(b or [])}, days).build()
        return None


class _Question:
    """Both strategies, and the answer beneath them."""

    def __init__(self, app_state: AppState, view: s.WhatIfView, actions: dict[str, list[str]], days: int):
        self.app_state, self.case, self.view, self.days = app_state, view.case, view, days
        self.editors = {
            letter: StrategyEditor(app_state, view.case, letter, actions[letter], self._ask_anew)
            for letter in LETTERS
        }
        self.explained: tuple[str, str | None] = ("A", None)  # a strategy, and the one it is set against

    async def build(self) -> None:
        """Draw the page and ask its question."""
        HtmlElement("h1", "What if they did this instead?")
        html(render("what_if_intro.html.j2", view=self.view))
        with HtmlElement("div").classes("controls"):
            most = self.app_state.limits.days
            entry("Days ahead", str(self.days), self._choose_days, "number", min=7, max=most)
            html(render("code_switch.html.j2"))
        self.said = HtmlElement("p", "", role="status", tabindex=0).classes("answer-line")
        with HtmlElement("div").classes("sides"):
            for letter, editor in self.editors.items():
                with HtmlElement("section", **{"aria-label": f"Strategy {letter}"}).classes("side"):
                    editor.build(self.view, partial(self._explain, letter))
        self.link = HtmlElement("p").classes("note")
        self.has_asked = False
        HtmlElement("h2", "The answer", id="answer")
        self.first = AsyncPanel(
            self.app_state,
            partial(self._compare, s.FIRST_FUTURES),
            self._show,
            "Playing 2,000 futures of each",
        )
        self.first.refused = lambda: self.said.set_text("There is no answer to this: below stands why.")
        self.refined = _Superseded(
            self.app_state,
            partial(self._compare, s.REFINED_FUTURES),
            self._show_refined,
            "Refining with 10,000 futures",
        )
        with HtmlElement("div", id="why"):
            self.why = AsyncPanel(self.app_state, self._ask_why, self._show_why, "Asking why")
        await self._ask_anew()

    async def _choose_days(self, text: str) -> None:
        self.days = int(text) if text.isdigit() and len(text) < 6 else 0
        await self._ask_anew()

    async def _ask_anew(self) -> None:
        actions = {letter.lower(): editor.actions for letter, editor in self.editors.items()}
        self.link.clear()
        with self.link:
            address = s.link(self.case, actions, self.days)
            HtmlElement("a", "A link that reproduces this question", href=address)
            if (
                self.has_asked
            ):  # what is asked stands in the address: reload, Back and a restarted server keep it
                ui.navigate.history.replace(address)  # from here: the button that removes an action is gone
        self.has_asked = True
        self.refined.supersede()
        self.why.clear()
        refusal = self._refusal()
        self.said.set_text(refusal or "Playing the futures of this question…")
        if refusal:
            self.first.clear()
            return
        await self.first.begin()

    def _refusal(self) -> str | None:
        """Say why there is nothing to answer yet; None where there is."""
        if unsound := [letter for letter, editor in self.editors.items() if not editor.is_sound]:
            return f"Strategy {' and '.join(unsound)} holds what cannot be done: mend or remove what is marked below."
        if not any(editor.actions for editor in self.editors.values()):
            return "Choose a strategy to start from, or add an action: the answer appears here."
        return None

    def _strategies(self, *letters: str) -> list[NamedActions]:
        """Return the strategies of these letters that do anything."""
        return [
            NamedActions(name=letter, actions=tuple(self.editors[letter].actions))
            for letter in letters
            if self.editors[letter].actions
        ]

    def _compare(self, futures: int) -> s.ComparisonAnswer | Job:
        return s.compare(self.app_state, self.case, self._strategies(*LETTERS), self.days, futures)

    async def _show(self, answer: s.ComparisonAnswer) -> None:
        self._draw(answer)
        await self.refined.begin()

    def _show_refined(self, answer: s.ComparisonAnswer) -> None:
        self.first.clear()
        self._draw(answer)

    def _draw(self, answer: s.ComparisonAnswer) -> None:
        """Draw the difference first; then each alone, and what can be taken away."""
        result, run = answer.document, exports.find_run(self.app_state, answer.run)
        drawn = {name: picture(one) for name, one in read_pictures(run.folder).items()}
        rows = comparison_view.outcome_rows(result)
        self.said.set_text(comparison_view.answer_sentence(result, rows))
        html(
            render(
                "what_if.html.j2",
                case=self.case,
                result=result,
                rows=rows,
                pauses=comparison_view.pause_rows(result),
                names=[strategy.name for strategy in result.strategies][1:],
                drawn=drawn,
            )
        )
        if len(result.strategies) == 3:
            button("Why B against A?", partial(self._explain, "B", "A"), "quiet")
        files = {name: words for name, words in FILES.items() if name in exports.files(run)}
        html(
            render(
                "changes.html.j2",
                result=result,
                drawn=drawn,
                alone=[name for name in drawn if name.startswith("changes/")],
                run=run.id,
                files=files,
                titles=answer.pictures,
            )
        )

    async def _explain(self, letter: str, against: str | None = None) -> None:
        self.explained = (letter, against)
        editor = self.editors[letter]
        if not editor.actions or not editor.is_sound:
            what = "holds what cannot be done" if editor.actions else "does nothing"
            editor.message.set_text(f"Strategy {letter} {what}: there is nothing to explain.")
            return
        await self.why.begin()
        self.why.place.client.run_javascript(
            "document.getElementById('why').scrollIntoView({block: 'start'})"
        )

    def _ask_why(self) -> s.WhyAnswer | Job:
        letters = filter(None, self.explained)
        return s.explain(self.app_state, self.case, self._strategies(*letters), self.days)

    def _show_why(self, answer: s.WhyAnswer) -> None:
        view = comparison_view.explanation_view(answer.document)
        html(render("why.html.j2", case=self.case, view=view, run=answer.run))


_watchers: Counter[str] = Counter()  # how many pages wait for each refinement


class _Superseded(AsyncPanel[T]):
    """A refinement that is given up once another question stands, unless another page waits for the same one."""

    watched: Job | None = None

    async def begin(self) -> None:
        """Ask, and note that this page waits for the answer."""
        await super().begin()
        if self.job is not None and self.job.is_open and self.watched is None:
            self.watched = self.job
            _watchers[self.watched.id] += 1

    def supersede(self) -> None:
        """Show nothing; stop what nobody waits for."""
        if self.watched is not None:
            _watchers[self.watched.id] -= 1
            if _watchers[self.watched.id] <= 0:
                del _watchers[self.watched.id]
                self.app_state.jobs.cancel(self.watched.id)
        self.watched = None
        self.clear()
