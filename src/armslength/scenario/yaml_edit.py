"""Changes to single places of a YAML text: comments, order and every other byte stay as they were written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml.events import (
    CollectionEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.files import plain_lines
from armslength.scenario.yaml_text import Path, read_yaml, safe_events

GONE = object()  #: in place of a value: the key is to be removed
LONGEST = 88  #: letters of a mapping or list that is written on one line
_PLAIN = re.compile(r"[A-Za-z]([\w./;@ -]*[\w.)])?")  # text that YAML reads as itself, in a flow mapping too
_WORDS = ("null", "true", "false")


@dataclass
class _Place:
    """Where a value stands in the text, and what it is made of."""

    key: int  #: at which its key begins; the value's own beginning in a list
    start: int
    end: int  #: after its last character that is no space and no comment
    column: int  #: of its first part, in a mapping or list
    is_flow: bool = False
    is_empty: bool = False
    is_list: bool = False
    parts: list[Path] = field(default_factory=list)


def edited(name: str, text: str, changes: Mapping[Path, Any]) -> str:
    """Return a text with the values at some paths replaced, added or, where they are `GONE`, removed.

    Values are text, numbers, days, and mappings and lists of them. Raises `ArmslengthError` where the text is written in
    a way that does not let these places alone be changed.
    """
    text = plain_lines(text)
    held = read_yaml(name, text).data or {}
    meant, changed = deepcopy(held), text
    for path, value in sorted(
        changes.items(), key=lambda item: item[1] is GONE
    ):  # no mapping is ever left empty
        if _at(held, path) == value:
            continue
        _set(meant, path, value)
        changed = _without(changed, path) if value is GONE else _with(changed, path, value)
    try:
        found = read_yaml(name, changed).data
    except ArmslengthError:
        found = None
    if found != meant:
        what = f"'{'.'.join(map(str, next(iter(changes))))}' is written in a way that a form cannot change"
        raise ArmslengthError(Fault(name, None, what, "change it in the text"))
    return changed


def _at(data: Any, path: Path) -> Any:
    """Return what stands at a path in plain data; `GONE` for nothing."""
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return GONE
        data = data[key]
    return data


def _set(data: Any, path: Path, value: Any) -> None:
    """Make the change in plain data."""
    whole, (*above, last) = data, path
    for key in above:
        if data.get(key) is None:
            data[key] = {}
        data = data[key]
    if value is not GONE:
        data[last] = value
    elif len(data) > 1 or not above:
        del data[last]
    else:  # what would be empty goes too
        _set(whole, tuple(above), GONE)


def _places(text: str) -> dict[Path, _Place]:
    found: dict[Path, _Place] = {}
    events = safe_events("", text)
    first = next((e for e in events if isinstance(e, NodeEvent)), None)
    if first is not None:
        _note(first, events, (), first.start_mark.index, first.start_mark.index, text, found)
    return found


def _note(
    event: Any,
    events: Iterator[Any],
    path: Path,
    key: int,
    after_key: int,
    text: str,
    found: dict[Path, _Place],
) -> int:
    """Note the place of the value that begins with `event` and of all in it; return where it ends."""
    start = event.start_mark.index
    place = found[path] = _Place(key, start, start, event.start_mark.column)
    if isinstance(event, ScalarEvent):
        written = text[start : event.end_mark.index]
        place.is_empty = not event.value and event.implicit[0]
        if place.is_empty:  # its mark stands at whatever comes next
            place.start = place.end = text.index(":", after_key) + 1 if after_key > key else start
        else:
            place.end = start + len(written.rstrip())
        return place.end
    place.is_flow, place.is_list = bool(event.flow_style), isinstance(event, SequenceStartEvent)
    for part in events:
        if isinstance(part, CollectionEndEvent):
            place.end = part.end_mark.index if place.is_flow else place.end
            return place.end
        if isinstance(event, MappingStartEvent):
            inner = (*path, part.value)
            place.end = _note(
                next(events), events, inner, part.start_mark.index, part.end_mark.index, text, found
            )
        else:
            inner = (*path, len(place.parts))
            begins = part.start_mark.index
            place.end = _note(part, events, inner, begins, begins, text, found)
        place.parts.append(inner)
    raise AssertionError("the parser ends every mapping and list")


def _with(text: str, path: Path, value: Any) -> str:
    """Return the text with a value in its place, which is made where there is none."""
    places = _places(text)
    if (place := places.get(path)) is not None:
        if place.is_empty:
            return f"{text[: place.start]} {_flow(value)}{text[place.start :]}"
        is_block = isinstance(value, list) and place.is_list and not place.is_flow
        column = place.start - text.rfind("\n", 0, place.start) - 1
        written = ("\n" + " " * column).join(f"- {_flow(v)}" for v in value) if is_block else _flow(value)
        return text[: place.start] + written + text[place.end :]
    around = places.get(path[:-1])
    if len(path) == 1 and (around is None or around.is_empty):
        return (
            f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}"
            + "\n".join(_block(path[0], value, 0))
            + "\n"
        )
    if around is None or not around.parts:
        return _with(text, path[:-1], {path[-1]: value})
    source = (*path[:-1], "source")
    before = places[source].key if source in around.parts and path[-1] != "note" else None
    if around.is_flow:
        written = f"{_key(path[-1])}: {_flow(value)}"
        if before is not None:
            return f"{text[:before]}{written}, {text[before:]}"
        at = places[around.parts[-1]].end
        return f"{text[:at]}, {written}{text[at:]}"
    column = places[around.parts[0]].key - text.rfind("\n", 0, places[around.parts[0]].key) - 1
    lines = "\n".join(_block(path[-1], value, column))
    if before is not None:
        return f"{text[:before]}{lines.lstrip()}\n{' ' * column}{text[before:]}"
    at = _line_end(text, around.end)
    return f"{text[:at]}\n{lines}{text[at:]}"


def _without(text: str, path: Path) -> str:
    """Return the text without a key and its value; without what holds it, where nothing else is in there."""
    places = _places(text)
    if path not in places:
        return text
    place, around = places[path], places[path[:-1]]
    if len(around.parts) == 1 and len(path) > 1:
        return _without(text, path[:-1])
    if not around.is_flow:
        return text[: text.rfind("\n", 0, place.key) + 1] + text[_line_end(text, place.end) + 1 :]
    at = around.parts.index(path)
    if at:
        return text[: places[around.parts[at - 1]].end] + text[place.end :]
    return text[: place.key] + text[places[around.parts[1]].key :]


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _block(key: str | int, value: Any, column: int) -> list[str]:
    """Return the lines of a key and its value, indented."""
    pad = " " * column
    if isinstance(value, Mapping) and (_depth(value) > (2 if column else 1) or len(_flow(value)) > LONGEST):
        return [f"{pad}{_key(key)}:", *(line for k, v in value.items() for line in _block(k, v, column + 2))]
    if isinstance(value, list) and len(_flow(value)) > LONGEST:
        return [f"{pad}{_key(key)}:", *(f"{pad}  - {_flow(v)}" for v in value)]
    return [f"{pad}{_key(key)}: {_flow(value)}"]


def _depth(value: Any) -> int:
    """Return how many mappings stand in each other."""
    return 1 + max(map(_depth, value.values()), default=0) if isinstance(value, Mapping) else 0


def _key(key: str | int) -> str:
    return _flow(str(key))


def _flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
