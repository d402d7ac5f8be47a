"""Scenarios that were copied or uploaded here: plain files in the workspace, checked as data, never run.

A copy keeps what it was made from, so that its differences can be shown.
"""

from __future__ import annotations

import io
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from difflib import unified_diff
from pathlib import Path, PurePosixPath
from typing import Any

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.check import warnings
from armslength.scenario.coverage import unanswerable
from armslength.scenario.files import FILES, REQUIRED, Texts, plain_lines, read_folder
from armslength.scenario.parse import assemble
from armslength.web.app_state import AppState, CaseRef, NotFound
from armslength.web.database import as_name, is_name
from armslength.web.settings import Limits
from armslength.writing import write_text

ORIGIN = "origin"
IGNORED = (".md", ".txt")  # notes beside a scenario are left out without a word
MOST_ENTRIES = 50


def texts_of(folder: Path) -> dict[str, str]:
    """The files of a scenario as text."""
    texts, faults = read_folder(folder)
    if faults and not texts.texts:
        raise ArmslengthError(*faults)
    return dict(texts.texts)


def check_texts(texts: Mapping[str, str]) -> dict[str, Any]:
    """`armslength check` on text that is still being written: every fault with its file and line."""
    missing = [Fault(file, None, "is missing") for file in REQUIRED if file not in texts]
    scenario, faults = assemble(Texts(dict(texts)))
    found = [*missing, *faults]
    sound = not found and scenario is not None
    return {
        "sound": sound,
        "faults": [asdict(fault) | {"where": str(fault.where) if fault.where else None} for fault in found],
        "cannot_answer": list(unanswerable(scenario)) if sound and scenario else [],
        "warnings": list(warnings(scenario)) if sound and scenario else [],
    }


def copy(app_state: AppState, source: str, name: str) -> CaseRef:
    """A copy of a case that may be edited."""
    return add(app_state, name, texts_of(app_state.case(source).folder))


def add(app_state: AppState, name: str, texts: Mapping[str, str]) -> CaseRef:
    """A new scenario of this name; raises where the name is taken or the workspace is full."""
    if not is_name(name):
        raise ArmslengthError(
            f"'{name[:80]}' cannot name a scenario here: small letters, digits and hyphens; '{as_name(name)}' would do"
        )
    if name in {ref.name for ref in app_state.cases()}:
        raise ArmslengthError(f"a case is named '{name}' already; choose another name")
    if len(list(app_state.store.copies.iterdir())) >= app_state.limits.copies:
        raise ArmslengthError(
            f"{app_state.limits.copies} scenarios are here, the most a workspace holds; remove one first"
        )
    within(texts, app_state.limits)
    fresh = Path(tempfile.mkdtemp(prefix=".fresh-", dir=app_state.store.copies))
    try:
        for folder in (fresh, fresh / ORIGIN):
            folder.mkdir(exist_ok=True)
            for file, text in texts.items():
                (folder / file).write_text(text, encoding="utf-8")
        fresh.rename(app_state.store.copies / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return app_state.case(name)


def free_name(app_state: AppState, name: str) -> str:
    """This name, or the first with a number that nobody has."""
    taken = {ref.name for ref in app_state.cases()}
    return next(n for n in (name, *(f"{name}-{i}" for i in range(2, 1000))) if n not in taken)


def save(app_state: AppState, name: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Write what was edited, each file whole or not at all; what is wrong with it is said, not refused."""
    ref = _own(app_state, name)
    within(texts, app_state.limits)
    for file, text in texts.items():
        write_text(ref.folder / file, text)
    return check_texts(texts_of(ref.folder))


def remove(app_state: AppState, name: str) -> None:
    """Remove a copy."""
    shutil.rmtree(_own(app_state, name).folder)


def difference(app_state: AppState, name: str, texts: Mapping[str, str] | None = None) -> str:
    """What a copy changed, line by line; nothing for a case that is no copy."""
    ref = app_state.case(name)
    if not ref.is_copy or not (ref.folder / ORIGIN).is_dir():
        return ""
    before, after = texts_of(ref.folder / ORIGIN), texts or texts_of(ref.folder)
    lines: list[str] = []
    for file in FILES:
        was, now = (held.get(file, "").splitlines() for held in (before, after))
        lines += unified_diff(was, now, f"original/{file}", f"{name}/{file}", lineterm="")
    return "\n".join(lines)


def within(texts: Mapping[str, str], limits: Limits) -> None:
    """Refuse files that no scenario has, and texts that are too long."""
    for file, text in texts.items():
        if file not in FILES:
            raise ArmslengthError(f"'{file[:80]}' is no file of a scenario; those are {', '.join(FILES)}")
        if len(text.encode()) > limits.file_bytes:
            raise ArmslengthError(
                f"{file} is larger than {limits.file_bytes / 1e6:.0f} MB, the most a file may hold"
            )
        if "\0" in text:
            raise ArmslengthError(f"{file} is not text")


def unpack(data: bytes, limits: Limits) -> dict[str, str]:
    """The files of a scenario from a zip of its folder; nothing is written, and no name leads anywhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if len(packed.infolist()) > MOST_ENTRIES:
                raise ArmslengthError(
                    f"the archive holds more than {MOST_ENTRIES} entries; a scenario is a few files"
                )
            found = [_member(packed, entry, limits) for entry in packed.infolist() if not entry.is_dir()]
    except (
        zlib.error,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ):
        raise ArmslengthError(
            "this is no zip archive that can be read; pack the scenario's folder again"
        ) from None
    texts: dict[str, str] = {}
    for name, text in filter(None, found):
        if name in texts:
            raise ArmslengthError(f"the archive holds {name} twice; pack one scenario")
        texts[name] = text
    if "scenario.yaml" not in texts:
        raise ArmslengthError("the archive holds no scenario.yaml; pack the scenario's folder")
    return texts


def _member(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> tuple[str, str] | None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or len(path.parts) > 2 or ":" in path.parts[0]:
        raise ArmslengthError(f"the archive names a path outside its folder: '{entry.filename[:80]}'")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ArmslengthError(f"the archive holds a link, '{entry.filename[:80]}'; only files are read")
    if path.suffix in IGNORED:
        return None
    if path.name not in FILES:
        raise ArmslengthError(f"'{path.name[:80]}' is no file of a scenario; those are {', '.join(FILES)}")
    with packed.open(entry) as file:  # read so far and no further, whatever the header claims
        data = file.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        raise ArmslengthError(
            f"{path.name} unpacks to more than {limits.file_bytes / 1e6:.0f} MB, the most a file may hold"
        )
    return path.name, _decoded(path.name, data)


def uploaded(name: str, data: bytes, limits: Limits) -> tuple[str, dict[str, str]]:
    """A name for the scenario and its files, from a zip or from a lone scenario.yaml."""
    stem = as_name(PurePosixPath(name.replace("\\", "/")).stem)
    if name.lower().endswith(".zip"):
        return stem, unpack(data, limits)
    if name.lower().endswith((".yaml", ".yml")):
        return stem, {"scenario.yaml": _decoded(name, data), "events.csv": "date,kind,source\n"}
    raise ArmslengthError("only a zip of a scenario's folder, or a scenario.yaml, can be uploaded")


def _decoded(name: str, data: bytes) -> str:
    try:
        return plain_lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ArmslengthError(f"{name[:80]} is not UTF-8; save it as UTF-8 text") from None


def _own(app_state: AppState, name: str) -> CaseRef:
    ref = app_state.case(name)
    if not ref.is_copy:
        raise NotFound(f"'{name}' is no copy here, so it cannot be changed; copy it first")
    return ref
