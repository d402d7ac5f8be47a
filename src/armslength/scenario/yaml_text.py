"""Reading YAML that someone else wrote: plain data only, and the line of everything in it.

A scenario may come from anyone, so no YAML feature that builds objects or grows when expanded is accepted: no
tags, no anchors, no aliases, one document, few levels. What is left is mappings, lists, text, numbers, dates
and nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.files import plain_lines
from armslength.scenario.names import hidden_character

DEEPEST = 12
LARGEST = 1e15  #: a number beyond it is a slip of the pen, and overflows where its power is taken
Path = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: Mapping[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "true": True,
    "false": False,
    ".inf": float("inf"),
    "-.inf": float("-inf"),
    ".nan": float("nan"),
}


@dataclass(frozen=True)
class Document:
    """One YAML file as plain data, with the line of every key and item."""

    name: str
    data: Any
    lines: Mapping[Path, int]

    def line(self, *path: str | int) -> int:
        """Return the line of the key or item at `path`, or of the nearest thing around it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def fault(self, path: Path, what: str, hint: str | None = None) -> Fault:
        """Return a fault at `path` of this file."""
        return Fault(self.name, self.line(*path), what, hint)


def read_yaml(name: str, text: str) -> Document:
    """Return the plain data of a file with lines; raises `ArmslengthError` with every fault of form."""
    events = safe_events(name, plain_lines(text))
    reader = _Reader(name, events)
    try:
        first = next((e for e in events if isinstance(e, NodeEvent)), None)
        data = None if first is None else reader.value(first, ())
        for _ in events:  # the rest must be sound as well, and hold no second document
            pass
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"not YAML: {error.problem or error.context or 'cannot be read'}"
        raise ArmslengthError(Fault(name, mark.line + 1 if mark else None, what)) from None
    except YAMLError as error:
        raise ArmslengthError(Fault(name, None, f"not YAML: {str(error).splitlines()[0]}")) from None
    if reader.faults:
        raise ArmslengthError(*reader.faults)
    return Document(name, data, reader.lines)


def safe_events(name: str, text: str) -> Iterator[Any]:
    """Yield the parser's events; raise at the first that could run code or expand without end."""
    documents = depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        documents += isinstance(event, DocumentStartEvent)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        what = hint = ""
        if documents > 1:
            what, hint = "a second YAML document", "keep one in a file"
        elif depth > DEEPEST:
            what, hint = f"nested more than {DEEPEST} levels deep", "flatten it"
        elif isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            what = (
                f"the YAML alias or anchor '{event.anchor}' is refused, since aliases can expand without end"
            )
            hint = "write the value out where it is used"
        elif getattr(event, "tag", None):
            what = f"the YAML tag '{event.tag}' is refused, since tags can run code"
            hint = "write plain text, a number, a date, a list or a mapping"
        elif isinstance(event, ScalarEvent) and (hidden := hidden_character(event.value)):
            what, hint = f"holds the character {hidden[1]}, which nobody sees", "remove it"
        if what:
            raise ArmslengthError(Fault(name, event.start_mark.line + 1, what, hint))
        yield event


@dataclass
class _Reader:
    """Makes data of the parser's events in one pass, and notes lines and keys that are written twice.

    Ruamel's own loaders would read scalars by other rules (a day that does not exist raises, `1_000` is a number), and
    would need a pass of their own after the one that refuses tags and aliases: loading a case would take twice as long.
    """

    name: str
    events: Iterator[Any]
    lines: dict[Path, int] = field(default_factory=lambda: {(): 1})
    faults: list[Fault] = field(default_factory=list)

    def value(self, event: Any, path: Path) -> Any:
        """Return the value that begins with `event`."""
        self.lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, MappingStartEvent):
            return {key: self.value(next(self.events), (*path, key)) for key in self._keys(path)}
        if isinstance(event, SequenceStartEvent):
            return [self.value(item, (*path, i)) for i, item in enumerate(self._inside())]
        scalar = _scalar(event)
        if isinstance(scalar, (int, float)) and LARGEST < abs(scalar) < float("inf"):
            self.faults.append(Fault(self.name, event.start_mark.line + 1, *too_large(scalar)))
        return scalar

    def _inside(self) -> Iterator[Any]:
        """Yield what begins each part of a mapping or list; whoever takes it reads that part to its end."""
        for event in self.events:
            if isinstance(event, CollectionEndEvent):
                return
            yield event

    def _keys(self, path: Path) -> Iterator[str]:
        seen: dict[str, int] = {}
        for event in self._inside():
            line = event.start_mark.line + 1
            if not isinstance(event, ScalarEvent):
                what = "a key must be one word, not a list or a mapping"
                raise ArmslengthError(Fault(self.name, line, what))
            if event.value in seen:
                what, hint = (
                    f"the key '{event.value}' is written twice",
                    f"it stands on line {seen[event.value]} too",
                )
                self.faults.append(Fault(self.name, line, what, hint))
            seen.setdefault(event.value, line)
            self.lines.setdefault((*path, event.value), line)
            yield event.value


def too_large(number: float) -> tuple[str, str]:
    """Return what is wrong with a number that the model cannot compute with, and how it must be."""
    return f"{number:g} is too large a number", f"it must lie between {-LARGEST:g} and {LARGEST:g}"


def _scalar(event: ScalarEvent) -> Any:
    """Return text where it is quoted, else the number, date, truth value or None that it spells."""
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text) and len(text) < 20:
        return int(text)
    if _NUMBER.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
