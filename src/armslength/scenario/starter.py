"""The starter: a commented scenario that passes its own check."""

from __future__ import annotations

from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.event_kinds import COLUMNS, KINDS

TEMPLATE = Path(__file__).with_name("template")


def new(folder: str | Path) -> Path:
    """Write the starter scenario into a folder that is new or empty, with a guide to its events."""
    target = Path(folder)
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise ArmslengthError(
                Fault(target, None, "is there already and not an empty folder", "name a new one")
            )
        target.mkdir(parents=True, exist_ok=True)
        for file in sorted(TEMPLATE.iterdir()):
            (target / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
        (target / "EVENTS.md").write_text(guide(), encoding="utf-8")
    except OSError as error:
        raise ArmslengthError(Fault(target, None, f"cannot be written: {error.strerror}")) from None
    return target


def guide() -> str:
    """Return what a row of `events.csv` can say, as Markdown, from the records that its reader checks by."""
    lines = [
        "# Events",
        "",
        "One row an event or a segment. Only `date`, `kind` and `source` are always needed; empty "
        "means not stated.",
        "",
    ]
    lines += [
        "| column | what it holds |",
        "|---|---|",
        *(f"| `{name}` | {text} |" for name, text in COLUMNS.items()),
    ]
    lines += ["", "| kind | what it says | needs |", "|---|---|---|"]
    for name, kind in KINDS.items():
        needs = ", ".join([*kind.needs, *([" or ".join(kind.needs_one_of)] if kind.needs_one_of else [])])
        lines.append(f"| `{name}` | {kind.meaning} | {needs} |")
    lines += [
        "",
        "Rules: nothing after the as-of date; a row published after it is refused, or admitted by "
        "`vintage: {policy: admit}` and",
        "counted; tallies of one series never overlap; a dated attack inside a tally of its own "
        "series marks timing and is not added;",
        "zero is data and a missing day is not zero; only the adversary's own dead cross a red line.",
        "",
    ]
    return "\n".join(lines)
