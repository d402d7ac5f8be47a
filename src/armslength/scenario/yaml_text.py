"""Reading YAML that someone else wrote: plain data only, and the line of everything in it.

A scenario may come from anyone, so no YAML feature that builds objects or grows when expanded is accepted: no
tags, no anchors, no aliases, one document, few levels. What is left is mappings, lists, text, numbers, dates
and nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.files import plain_lines

DEEPEST = 12
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
        """Line of the key or item at `path`, or of the nearest thing around it."""
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def fault(self, path: Path, what: str, hint: str | None = None) -> Fault:
        """A fault at `path` of this file."""
        return Fault(self.name, self.line(*path), what, hint)


def read_yaml(name: str, text: str) -> Document:
    """Plain data with lines from the text of a file; raises `ArmslengthError` with every fault of form."""
    text = plain_lines(text)
    builder = _Builder(name)
    try:
        events = _safe_events(name, text)
        first = next((e for e in events if isinstance(e, NodeEvent)), None)
        data = None if first is None else builder.node(first, events, ())
        for _ in events:  # the rest must be sound as well, and hold no second document
            pass
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"not YAML: {error.problem or error.context or 'cannot be read'}"
        raise ArmslengthError(Fault(name, mark.line + 1 if mark else None, what)) from None
    except YAMLError as error:
        raise ArmslengthError(Fault(name, None, f"not YAML: {str(error).splitlines()[0]}")) from None
    if builder.faults:
        raise ArmslengthError(*builder.faults)
    return Document(name, data, builder.lines)


def _safe_events(name: str, text: str) -> Iterator[Any]:
    """The parser's events, stopping at the first that could run code or expand without end."""
    documents = depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise ArmslengthError(Fault(name, line, "a second YAML document", "keep one in a file"))
        depth += isinstance(event, (MappingStartEvent, SequenceStartEvent))
        depth -= isinstance(event, (MappingEndEvent, SequenceEndEvent))
        if depth > DEEPEST:
            raise ArmslengthError(Fault(name, line, f"nested more than {DEEPEST} levels deep", "flatten it"))
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            what = (
                f"the YAML alias or anchor '{event.anchor}' is refused, since aliases can expand without end"
            )
            raise ArmslengthError(Fault(name, line, what, "write the value out where it is used"))
        if getattr(event, "tag", None):
            what = f"the YAML tag '{event.tag}' is refused, since tags can run code"
            raise ArmslengthError(
                Fault(name, line, what, "write plain text, a number, a date, a list or a mapping")
            )
        yield event


class _Builder:
    """Turns parser events into data, noting lines and refusing keys written twice."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {(): 1}
        self.faults: list[Fault] = []

    def node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self.lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(events, path)
        return _scalar(event)

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key in events:
            if isinstance(key, MappingEndEvent):
                break
            line = key.start_mark.line + 1
            if not isinstance(key, ScalarEvent):
                raise ArmslengthError(
                    Fault(self.name, line, "a key must be one word, not a list or a mapping")
                )
            twice = key.value in data
            if twice:
                first = self.lines[(*path, key.value)]
                self.faults.append(
                    Fault(
                        self.name,
                        line,
                        f"the key '{key.value}' is written twice",
                        f"it stands on line {first} too",
                    )
                )
            self.lines.setdefault((*path, key.value), line)
            value = self.node(next(events), events, (*path, key.value))
            if not twice:
                data[key.value] = value
        return data

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        data: list[Any] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            data.append(self.node(event, events, (*path, len(data))))
        return data


def _scalar(event: ScalarEvent) -> Any:
    """Text as quoted; unquoted, the number, date, truth value or nothing that it spells."""
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
