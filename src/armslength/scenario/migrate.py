"""Older versions of the format: what can be read as the present one is, with a word about it; the rest
says why not."""

from __future__ import annotations

from armslength.errors import ArmslengthError
from armslength.scenario.schema import CURRENT_SCHEMA
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.yaml_text import Document, Path

#: By version: the keys that the next version renamed.
RENAMED: dict[int, dict[str, str]] = {0: {"proxies": "clients"}}


def migrate(document: Document) -> tuple[Document, list[str]]:
    """The document as the present version, and what was read otherwise than written; raises
    `ArmslengthError`."""
    data = document.data
    if not isinstance(data, dict) or not data:
        raise ArmslengthError(
            document.fault((), "holds no scenario", "`armslength new DIR` writes one to start from")
        )
    version = data.get("schema")
    if version is None:
        near = next((k for k in data if did_you_mean(k, ["schema"]).startswith("did")), None)
        hint = f"write `schema: {CURRENT_SCHEMA}`" + (f" for '{near}'" if near else " as its first line")
        raise ArmslengthError(document.fault((), "'schema' is missing", hint))
    if version == CURRENT_SCHEMA and not isinstance(version, bool):
        return document, []
    if not isinstance(version, int) or version not in RENAMED:
        what = f"schema {version} is not one that this version reads"
        newest = isinstance(version, int) and version > CURRENT_SCHEMA
        hint = (
            "it was written for a newer armslength: upgrade"
            if newest
            else f"write `schema: {CURRENT_SCHEMA}`"
        )
        raise ArmslengthError(document.fault(("schema",), what, hint))
    return _renamed(document, version)


def _renamed(document: Document, version: int) -> tuple[Document, list[str]]:
    notes = [f"{document.name}: written in schema {version}; write `schema: {CURRENT_SCHEMA}`"]
    names = RENAMED[version]
    for old, new in names.items():
        if old in document.data and new in document.data:
            raise ArmslengthError(document.fault((old,), f"both '{old}' and '{new}'", f"keep '{new}'"))
        if old in document.data:
            notes.append(
                f"{document.name}:{document.line(old)}: '{old}' is read as '{new}', its name since schema 1"
            )
    data = {names.get(key, key): value for key, value in document.data.items()}
    lines: dict[Path, int] = {
        (names.get(str(path[0]), path[0]), *path[1:]) if path else path: line
        for path, line in document.lines.items()
    }
    return Document(document.name, {**data, "schema": CURRENT_SCHEMA}, lines), notes
