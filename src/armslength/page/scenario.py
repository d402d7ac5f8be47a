"""Scenario: edit a copy with its faults beside the line, see what differs from the original, run it, take it away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.responses import Response
from nicegui import ui
from nicegui.element import Element

from armslength.errors import ArmslengthError
from armslength.page import copies, views
from armslength.page.controls import Tag, button, choice, entry
from armslength.page.desk import Desk
from armslength.page.render import render
from armslength.page.shell import aside, frame, html, page

SURE = "Remove it for good?"


class Editor(Element, component="static/editor.js"):
    """Text with line numbers, and what is wrong with a line beside it."""

    def __init__(self, label: str, text: str, locked: bool) -> None:
        super().__init__()
        self._props.update(label=label, text=text, faults=[], locked=locked)

    def show(
        self, text: str | None = None, faults: list[dict[str, Any]] | None = None, label: str = ""
    ) -> None:
        """Another text, or other faults."""
        changed = {"text": text, "faults": faults, "label": label or None}
        self._props.update({key: value for key, value in changed.items() if value is not None})
        self.update()

    def go(self, line: int) -> None:
        """Put the cursor on a line."""
        self.run_method("go", line)


def register(desk: Desk) -> None:
    """Take the address of the page."""

    @page("/scenario")
    async def scenario(case: str = "") -> Response | None:
        ref = desk.case(case or desk.first)
        view = await aside(views.scenario, desk, ref.name)
        with frame(desk, ref.name, "/scenario"):
            Tag("h1", f"The scenario {ref.name}")
            html(render("scenario_intro.html.j2", case=ref.name, editable=ref.is_copy))
            if not ref.is_copy:
                _Copying(desk, ref.name)
            _Desk(desk, ref.name, view)
            html(render("upload.html.j2"))
        return None


class _Copying:
    """A name, and a button that makes a copy of it."""

    def __init__(self, desk: Desk, case: str):
        self.desk, self.case = desk, case
        taken = {ref.name for ref in desk.cases()}
        self.name = next(
            n for n in (f"{case}-mine", *(f"{case}-{i}" for i in range(2, 99))) if n not in taken
        )
        with Tag("div").classes("controls"):
            entry("Name of the copy", self.name, self._call, maxlength=63)
            button("Copy and edit", self._copy)
        self.said = Tag("p", "", role="alert")

    def _call(self, text: str) -> None:
        self.name = text

    async def _copy(self) -> None:
        try:
            made = await aside(copies.copy, self.desk, self.case, self.name)
        except ArmslengthError as error:
            self.said.set_text(str(error))
            return
        ui.navigate.to(f"/scenario?case={made.name}")


class _Desk:
    """The editor with its check, and what one can do with the result."""

    def __init__(self, desk: Desk, case: str, view: Mapping[str, Any]):
        self.desk, self.case = desk, case
        self.texts: dict[str, str] = dict(view["files"])
        self.file = next(iter(self.texts))
        self.editable = view["editable"]
        self.found = view["check"]
        choice("File", {file: file for file in self.texts}, self.file, self._open)
        self.editor = Editor(f"Text of {self.file}", self.texts[self.file], not self.editable)
        self.editor.on("typed", lambda e: self._typed(str(e.args)))
        self.verdict = Tag("div", id="faults", role="status").classes("verdict")
        with Tag("div").classes("controls"):
            if self.editable:
                button("Save", self._save)
                button("Run it", self._run, "quiet")
                self.removing = button("Remove this copy", self._remove, "quiet")
            Tag(
                "a", "Download as a folder (zip)", href=f"/api/cases/{case}/folder.zip", download=True
            ).classes("button quiet")
        self.said = Tag("p", view["on_prior"] or "", role="status")
        self.changes = Tag("section")
        self._show_faults()
        self._show_changes(view["difference"])

    def _open(self, file: str) -> None:
        self.file = file
        self.editor.show(text=self.texts[file], label=f"Text of {file}")
        self._show_faults()

    async def _typed(self, text: str) -> None:
        if not self.editable or len(text.encode()) > self.desk.limits.file_bytes:
            return
        self.texts[self.file] = text
        self.found = await aside(copies.check_texts, self.texts)
        self._show_faults()
        self._show_changes(await aside(copies.difference, self.desk, self.case, self.texts))

    async def _save(self) -> bool:
        try:
            self.found = await aside(copies.save, self.desk, self.case, self.texts)
        except ArmslengthError as error:
            self.said.set_text(str(error))
            return False
        self._show_faults()
        more = "" if self.found["sound"] else " It cannot be run until its faults are mended."
        prior = await aside(views.prior_only, self.desk, self.case) or ""
        self.said.set_text(" ".join(filter(None, (f"Saved.{more}", prior))))
        return bool(self.found["sound"])

    async def _run(self) -> None:
        if await self._save():
            ui.navigate.to(f"/?case={self.case}")

    async def _remove(self) -> None:
        if self.removing.text != SURE:  # the first click only asks
            self.removing.set_text(SURE)
            return
        await aside(copies.remove, self.desk, self.case)
        ui.navigate.to(f"/scenario?case={self.desk.first}")

    def _show_faults(self) -> None:
        here = [f for f in self.found["faults"] if f["where"] in (self.file, None)]
        beside = [{"line": f["line"], "says": "; ".join(filter(None, (f["what"], f["hint"])))} for f in here]
        self.editor.show(faults=beside)
        self.verdict.clear()
        with self.verdict:
            if self.found["sound"]:
                Tag("p", "Sound: it loads.").classes("sound")
                for sentence in self.found["warnings"][:6]:
                    Tag("p", f"Worth a look: {sentence}").classes("note")
            else:
                count = len(self.found["faults"])
                they = "it is" if count == 1 else "they are"
                Tag(
                    "p", f"{count} fault{'s' * (count != 1)}; the case does not load until {they} mended."
                ).classes("unsound")
            with Tag("ul").classes("faults"):
                for fault in self.found["faults"][:40]:
                    self._show_fault(fault)

    def _show_fault(self, fault: Mapping[str, Any]) -> None:
        where = f"{fault['where'] or 'scenario'}{':' + str(fault['line']) if fault['line'] else ''}"
        with Tag("li"):
            button(where, lambda f=fault: self._go(f), "link")
            Tag("span", f" {'; '.join(filter(None, (fault['what'], fault['hint'])))}")

    def _go(self, fault: Mapping[str, Any]) -> None:
        if fault["where"] in self.texts and fault["where"] != self.file:
            self._open(fault["where"])
        self.editor.go(fault["line"] or 1)

    def _show_changes(self, difference: str) -> None:
        self.changes.clear()
        if self.editable:
            with self.changes:
                html(render("difference.html.j2", lines=difference.splitlines()))
