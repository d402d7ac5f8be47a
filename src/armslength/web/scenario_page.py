"""Scenario: edit a copy with its faults beside the line, see what differs from the original, run it, take it away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from fastapi.responses import Response
from nicegui import ui
from nicegui.element import Element

from armslength.errors import ArmslengthError
from armslength.web import scenario_files, views
from armslength.web.app_state import AppState
from armslength.web.elements import HtmlElement, button, choice, entry
from armslength.web.layout import frame, html, page, run_in_thread
from armslength.web.render import render
from armslength.web.scenario_files import FaultRow
from armslength.web.views import ScenarioView

SURE = "Remove it for good?"


class Editor(Element, component="static/editor.js"):
    """Text with line numbers, and what is wrong with a line beside it."""

    def __init__(self, label: str, text: str, saved: str, locked: bool, draft: str) -> None:
        """Show a text; `draft` is the name under which the browser keeps what differs from the saved one."""
        super().__init__()
        self._props.update(label=label, text=text, faults=[], locked=locked, draft=draft, saved=saved)

    def show(
        self,
        text: str | None = None,
        faults: list[dict[str, int | str | None]] | None = None,
        label: str = "",
        saved: str | None = None,
    ) -> None:
        """Show another text or other faults; `saved` is the text that the case holds."""
        changed = {"text": text, "faults": faults, "label": label or None, "saved": saved}
        self._props.update({key: value for key, value in changed.items() if value is not None})
        self.update()

    def go(self, line: int) -> None:
        """Put the cursor on a line."""
        self.run_method("go", line)


def register(app_state: AppState) -> None:
    """Serve the page."""

    @page("/scenario")
    async def scenario(case: str = "") -> Response | None:
        ref = app_state.case(case or app_state.first)
        view = await run_in_thread(views.scenario, app_state, ref.name)
        with frame(app_state, ref.name, "/scenario"):
            HtmlElement("h1", f"The scenario {ref.name}")
            html(render("scenario_intro.html.j2", case=ref.name, editable=ref.is_copy))
            if not ref.is_copy:
                _CopyForm(app_state, ref.name)
            _ScenarioEditor(app_state, view)
            html(render("upload.html.j2"))
        return None


class _CopyForm:
    """A name, and a button that makes a copy under it."""

    def __init__(self, app_state: AppState, case: str):
        self.app_state, self.case = app_state, case
        taken = {ref.name for ref in app_state.cases()}
        self.name = next(
            n for n in (f"{case}-mine", *(f"{case}-{i}" for i in range(2, 99))) if n not in taken
        )
        with HtmlElement("div").classes("controls"):
            entry("Name of the copy", self.name, self._rename)
            button("Copy and edit", self._copy)
        self.message = HtmlElement("p", "", role="alert")

    def _rename(self, text: str) -> None:
        self.name = text

    async def _copy(self) -> None:
        try:
            ref = await run_in_thread(scenario_files.copy, self.app_state, self.case, self.name)
        except ArmslengthError as error:
            self.message.set_text(str(error))
            return
        ui.navigate.to(f"/scenario?case={ref.name}")


class _ScenarioEditor:
    """The editor with its check, and what one can do with the result."""

    def __init__(self, app_state: AppState, view: ScenarioView):
        self.app_state, self.case = app_state, view.case
        self.texts, self.saved = dict(view.files), dict(view.files)
        self.file = next(iter(self.texts))
        self.editable = view.editable
        self.report = view.check
        choice("File", {file: file for file in self.texts}, self.file, self._open)
        self.verdict = HtmlElement("div", id="faults", role="status").classes("verdict")
        self.place = HtmlElement("div")
        self._draw_editor()
        with HtmlElement("div").classes("controls"):
            if self.editable:
                button("Save", self._save)
                button("Run it", self._run, "quiet")
                self.removing = button("Remove this copy", self._remove, "quiet")
            HtmlElement(
                "a", "Download as a folder (zip)", href=f"/api/cases/{self.case}/folder.zip", download=True
            ).classes("button quiet")
        self.message = HtmlElement("p", view.on_prior or "", role="status")
        self.changes = HtmlElement("section")
        self._show_faults()
        self._show_changes(view.difference)

    def _draw_editor(self) -> None:
        """Draw an editor of the file that is open; each file has a draft of its own."""
        self.place.clear()
        with self.place:
            self.editor = Editor(
                f"Text of {self.file}",
                self.texts[self.file],
                self.saved[self.file],
                not self.editable,
                f"draft:{self.case}:{self.file}",
            )
        self.editor.on("typed", lambda e: self._typed(str(e.args)))
        self.editor.on("restored", self._say_restored)

    def _say_restored(self) -> None:
        self.message.set_text(
            f"What you wrote in {self.file} and did not save is here again, from this browser. Save keeps it."
        )

    def _open(self, file: str) -> None:
        self.file = file
        self._draw_editor()
        self._show_faults()

    async def _typed(self, text: str) -> None:
        if not self.editable or len(text.encode()) > self.app_state.limits.file_bytes:
            return
        self.texts[self.file] = text
        self.report = await run_in_thread(scenario_files.check_texts, self.texts)
        self._show_faults()
        self._show_changes(
            await run_in_thread(scenario_files.difference, self.app_state, self.case, self.texts)
        )

    async def _save(self) -> bool:
        self.message.set_text("Saving and checking…")
        with suppress(TimeoutError):  # what was typed last may still be under way
            text = str(await self.editor.run_method("now", timeout=5))
            if len(text.encode()) <= self.app_state.limits.file_bytes:
                self.texts[self.file] = text
        try:
            self.report = await run_in_thread(scenario_files.save, self.app_state, self.case, self.texts)
        except ArmslengthError as error:
            self.message.set_text(f"Not saved: {error}")
            return False
        self.saved = dict(self.texts)
        self.editor.show(saved=self.texts[self.file])
        self._show_faults()
        more = "" if self.report.sound else " It cannot be run until its faults are mended."
        prior = await run_in_thread(views.prior_only, self.app_state, self.case) or ""
        self.message.set_text(" ".join(filter(None, (f"Saved.{more}", prior))))
        return self.report.sound

    async def _run(self) -> None:
        if await self._save():
            self.message.set_text("Saved. Opening its forecast…")
            ui.navigate.to(f"/?case={self.case}")

    async def _remove(self) -> None:
        if self.removing.text != SURE:  # the first click only asks
            self.removing.set_text(SURE)
            return
        await run_in_thread(scenario_files.remove, self.app_state, self.case)
        ui.navigate.to(f"/scenario?case={self.app_state.first}")

    def _show_faults(self) -> None:
        here = [fault for fault in self.report.faults if fault.where in (self.file, None)]
        self.editor.show(faults=[{"line": fault.line, "says": fault.text} for fault in here])
        self.verdict.clear()
        with self.verdict:
            if self.report.sound:
                HtmlElement("p", "Sound: it loads.").classes("sound")
                for sentence in self.report.warnings[:6]:
                    HtmlElement("p", f"Worth a look: {sentence}").classes("note")
            else:
                count = len(self.report.faults)
                they = "it is" if count == 1 else "they are"
                HtmlElement(
                    "p", f"{count} fault{'s' * (count != 1)}; the case does not load until {they} mended."
                ).classes("unsound")
            with HtmlElement("ul").classes("faults"):
                for fault, alike in _grouped(self.report.faults)[:40]:
                    self._show_fault(fault, alike)

    def _show_fault(self, fault: FaultRow, alike: int) -> None:
        place = f"{fault.where or 'scenario'}{f':{fault.line}' if fault.line else ''}"
        with HtmlElement("li"):
            button(place, lambda: self._go(fault), "link")
            more = f" ({alike} more like it)" if alike else ""
            HtmlElement("span", f" {fault.text}{more}")

    def _go(self, fault: FaultRow) -> None:
        if fault.where in self.texts and fault.where != self.file:
            self._open(fault.where)
        self.editor.go(fault.line or 1)

    def _show_changes(self, difference: str) -> None:
        self.changes.clear()
        if self.editable:
            with self.changes:
                html(render("difference.html.j2", lines=difference.splitlines()))


def _grouped(faults: Sequence[FaultRow]) -> list[tuple[FaultRow, int]]:
    """Return the first of each kind of fault, and how many more say the same of other lines, dates or names."""
    kinds: dict[tuple[str | None, str], list[FaultRow]] = {}
    for fault in faults:
        said = re.sub(r"'[^']*'|[\w.-]*\d[\w.-]*", "…", fault.text)
        kinds.setdefault((fault.where, said), []).append(fault)
    return [(alike[0], len(alike) - 1) for alike in kinds.values()]
