"""Scenarios that were copied or uploaded here: plain files in the workspace, checked as data, never run.

A copy keeps what it was made from, so that its differences can be shown.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import IO

from armslength.errors import ArmslengthError, Fault
from armslength.results import Record, described
from armslength.scenario import Scenario
from armslength.scenario.check import warnings
from armslength.scenario.coverage import unanswerable
from armslength.scenario.edit import Change, changed
from armslength.scenario.files import FILES, REQUIRED, SCENARIO, Texts, read_folder
from armslength.scenario.own_mechanisms import is_code
from armslength.scenario.packed import read_packed
from armslength.scenario.parse import assemble
from armslength.scenario.yaml_text import read_yaml
from armslength.web.app_state import AppState, CaseRef, NotFound
from armslength.web.database import as_name, is_name
from armslength.web.settings import NO_CODE, Limits
from armslength.writing import write_text

ORIGIN = "origin"


class FaultRow(Record):
    """One thing that is wrong with a file, and where."""

    where: str | None = described("the file; null where it is none of them")
    line: int | None = described("the line; null where it is no one line")
    what: str = described("what is wrong")
    hint: str | None = described("what would be right; null where nothing near is known")

    @property
    def text(self) -> str:
        """What is wrong, and what would be right."""
        return "; ".join(filter(None, (self.what, self.hint)))


class CheckReport(Record):
    """What the check of a scenario found."""

    sound: bool = described("whether it loads")
    faults: tuple[FaultRow, ...] = described("everything that is wrong")
    cannot_answer: tuple[str, ...] = described("what these data cannot answer, a sentence each")
    warnings: tuple[str, ...] = described("what is allowed and worth a look, a sentence each")


def texts_of(folder: Path) -> dict[str, str]:
    """Return the files of a scenario as text."""
    texts, faults = read_folder(folder)
    if faults and not texts.texts:
        raise ArmslengthError(*faults)
    return dict(texts.texts)


def check_texts(texts: Mapping[str, str]) -> CheckReport:
    """Check text that is still being written, as `armslength check` does: every fault with its file and line."""
    missing = [Fault(file, None, "is missing") for file in REQUIRED if file not in texts]
    code = code_faults(texts)
    scenario, faults = (None, code) if code else assemble(Texts(dict(texts)))
    faults = [*missing, *faults]
    if scenario is None or faults:
        return report_of(faults)
    return CheckReport(
        sound=True,
        faults=(),
        cannot_answer=tuple(unanswerable(scenario)),
        warnings=tuple(warnings(scenario)),
    )


def report_of(faults: Sequence[Fault]) -> CheckReport:
    """Return the report of a scenario that does not load."""
    return CheckReport(sound=False, faults=tuple(map(_fault_row, faults)), cannot_answer=(), warnings=())


def code_faults(texts: Mapping[str, str]) -> list[Fault]:
    """Return a fault for each mechanism that a scenario brings as code; one that is installed may be named."""
    try:
        document = read_yaml(SCENARIO, texts.get(SCENARIO, ""))
    except ArmslengthError:
        return []  # said when it is checked
    asked = document.data.get("mechanisms") if isinstance(document.data, dict) else None
    entries = enumerate(asked if isinstance(asked, list) else [])
    return [
        document.fault(
            ("mechanisms", i), f"the mechanism '{entry}' is code: {NO_CODE}", "name an installed one"
        )
        for i, entry in entries
        if is_code(str(entry))
    ]


def _fault_row(fault: Fault) -> FaultRow:
    where = str(fault.where) if fault.where else None
    return FaultRow(where=where, line=fault.line, what=fault.what, hint=fault.hint)


def copy(app_state: AppState, source: str, name: str) -> CaseRef:
    """Copy a case into the workspace, where it may be edited."""
    return add(app_state, name, texts_of(app_state.case(source).folder))


def add(app_state: AppState, name: str, texts: Mapping[str, str]) -> CaseRef:
    """Add a scenario under a name.

    Raises:
        ArmslengthError: where the name is taken or cannot be one, or the workspace is full.
    """
    if not is_name(name):
        raise ArmslengthError(
            f"'{name[:80]}' cannot name a scenario here: small letters, digits and hyphens; '{as_name(name)}' would do"
        )
    if name in {ref.name for ref in app_state.cases()}:
        raise ArmslengthError(f"a case is named '{name}' already; choose another name")
    if len(list(app_state.database.copies.iterdir())) >= app_state.limits.copies:
        raise ArmslengthError(
            f"{app_state.limits.copies} scenarios are here, the most a workspace holds; remove one first"
        )
    refuse_unfit(texts, app_state.limits)
    fresh = Path(tempfile.mkdtemp(prefix=".fresh-", dir=app_state.database.copies))
    try:
        for folder in (fresh, fresh / ORIGIN):
            folder.mkdir(exist_ok=True)
            for file, text in texts.items():
                (folder / file).write_text(text, encoding="utf-8")
        fresh.rename(app_state.database.copies / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return app_state.case(name)


def add_upload(app_state: AppState, filename: str, file: IO[bytes]) -> CaseRef:
    """Add a scenario that was uploaded, under the name of its file or one like it."""
    stem, texts = read_packed(filename, read_limited(app_state, file), app_state.limits.file_bytes)
    return add(app_state, free_name(app_state, as_name(stem)), texts)


def read_limited(app_state: AppState, file: IO[bytes]) -> bytes:
    """Return what was uploaded; refuse more than an upload may hold."""
    most = app_state.limits.upload_bytes
    data = file.read(most + 1)
    if len(data) > most:
        raise ArmslengthError(f"an upload may hold at most {most / 1e6:.0f} MB")
    return data


def free_name(app_state: AppState, name: str) -> str:
    """Return this name, or the first with a number after it that no case has."""
    taken = {ref.name for ref in app_state.cases()}
    return next(n for n in (name, *(f"{name}-{i}" for i in range(2, 1000))) if n not in taken)


def save(app_state: AppState, name: str, texts: Mapping[str, str]) -> CheckReport:
    """Save what was edited, each file whole or not at all; what is wrong with it is told, not refused."""
    ref = _editable(app_state, name)
    refuse_unfit(texts, app_state.limits)
    for file, text in texts.items():
        write_text(ref.folder / file, text)
    return check_texts(texts_of(ref.folder))


def editable(app_state: AppState, name: str) -> Scenario:
    """Return a copy as it loads."""
    return app_state.scenario(_editable(app_state, name).name)


def change(app_state: AppState, name: str, change: Change) -> Scenario:
    """Make a change in a copy, and return it as it loads; one that does not load is refused and not kept."""
    later = changed(editable(app_state, name), change)
    keep(app_state, name, later)
    return later


def keep(app_state: AppState, name: str, scenario: Scenario) -> None:
    """Save the files of a scenario that was made of a copy, those that differ."""
    held = texts_of(_editable(app_state, name).folder)
    save(app_state, name, {f: text for f, text in scenario.files.texts.items() if held.get(f) != text})


def remove(app_state: AppState, name: str) -> None:
    """Remove a copy."""
    shutil.rmtree(_editable(app_state, name).folder)


def difference(app_state: AppState, name: str, texts: Mapping[str, str] | None = None) -> str:
    """Return what a copy changed, as a unified diff; empty for a case that is no copy."""
    ref = app_state.case(name)
    if not ref.is_copy or not (ref.folder / ORIGIN).is_dir():
        return ""
    before, after = texts_of(ref.folder / ORIGIN), texts or texts_of(ref.folder)
    lines: list[str] = []
    for file in FILES:
        old, new = (texts.get(file, "").splitlines() for texts in (before, after))
        lines += unified_diff(old, new, f"original/{file}", f"{name}/{file}", lineterm="")
    return "\n".join(lines)


def refuse_unfit(texts: Mapping[str, str], limits: Limits) -> None:
    """Refuse files that no scenario has, texts that are too long, and code."""
    if code := code_faults(texts):
        raise ArmslengthError(*code)
    for file, text in texts.items():
        if file not in FILES:
            raise ArmslengthError(f"'{file[:80]}' is no file of a scenario; those are {', '.join(FILES)}")
        if len(text.encode()) > limits.file_bytes:
            raise ArmslengthError(
                f"{file} is larger than {limits.file_bytes / 1e6:.0f} MB, the most a file may hold"
            )
        if "\0" in text:
            raise ArmslengthError(f"{file} is not text")


def _editable(app_state: AppState, name: str) -> CaseRef:
    ref = app_state.case(name)
    if not ref.is_copy:
        raise NotFound(f"'{name}' is no copy here, so it cannot be changed; copy it first")
    return ref
