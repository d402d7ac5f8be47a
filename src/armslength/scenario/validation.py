"""Validation of a YAML document by a model: what it says, or each fault in words at its line."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from armslength.errors import Fault
from armslength.scenario.schema.model import KEY
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.yaml_text import Document

Shape = TypeVar("Shape")


def parse(document: Document, shape: type[Shape]) -> tuple[Shape | None, list[Fault]]:
    """Return the document as `shape` (a model, or a mapping of models), or None and what is wrong."""
    try:
        return TypeAdapter(shape).validate_python(document.data, by_alias=True, by_name=False), []
    except ValidationError as error:
        return None, list(_faults(document, shape, error))


def _faults(document: Document, shape: Any, error: ValidationError) -> Iterator[Fault]:
    seen: set[tuple[int, str]] = set()
    for entry in error.errors(include_url=False):
        if (
            entry["type"] == "default_factory_not_called"
        ):  # another fault keeps a default from being worked out
            continue
        path = _known_part(document, entry["loc"])
        what, hint = _words(document, shape, entry, path)
        line = document.line(*path)
        if (line, what) not in seen:
            seen.add((line, what))
            yield Fault(document.name, line, what, hint)


def _known_part(document: Document, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return the part of pydantic's location that stands in the file.

    The rest names branches of a union, or a key that is missing.
    """
    while loc and loc not in document.lines:
        loc = loc[:-1]
    return loc


def _words(document: Document, shape: Any, entry: Any, path: tuple[str | int, ...]) -> tuple[str, str | None]:
    kind, loc = entry["type"], entry["loc"]
    where = ".".join(str(part) for part in path) or "the file"
    if kind == "extra_forbidden":
        hint = did_you_mean(str(loc[-1]), _keys(_shape_at(shape, loc[:-1])))
        is_half_a_text = entry["input"] is None and " " in str(loc[-1])
        return (
            f"unknown key '{loc[-1]}'",
            "put a text that holds a comma in quotes" if is_half_a_text else hint,
        )
    if kind == "missing":
        return f"'{loc[-1]}' is missing in {where}", _describe(_shape_at(shape, loc[:-1]), str(loc[-1]))
    if kind == "too_short":
        return f"'{where}' is empty", "it needs at least one entry"
    if kind == "string_too_short":
        return f"'{where}' is empty", "write some text"
    if kind in ("model_type", "dict_type", "model_attributes_type", "tuple_type"):
        return f"'{where}' is {_said(entry['input'])}", _example(_shape_at(shape, path), entry["input"], kind)
    message = entry["msg"].removeprefix("Value error, ").removeprefix("Input should ")
    message = f"it should {message}" if entry["msg"].startswith("Input should ") else message
    if kind == "finite_number":
        message = "it should be a finite number"
    if kind == "string_pattern_mismatch":
        message = "use lower case letters and digits, words joined by '-'"
    if isinstance(entry["input"], (dict, BaseModel)):
        return f"'{where}': {message}", None
    return f"'{where}' is {_said(entry['input'])}", message


def _said(value: Any) -> str:
    if value is None:
        return "empty"
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    if isinstance(value, (date, datetime)):
        return str(value)
    return repr(value) if isinstance(value, str) else str(value)


def _example(shape: Any, given: Any, kind: str) -> str:
    if kind == "tuple_type":
        return "it should be a list"
    keys = _keys(shape)
    if isinstance(given, (int, float)) and "value" in keys and "source" in keys:
        return f"write {{value: {given}, source: ...}}, with a source or 'assumed'"
    return f"it should be a mapping{' with ' + ', '.join(keys[:6]) if keys else ''}"


def _keys(shape: Any) -> list[str]:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return [f.alias or name for name, f in shape.model_fields.items() if f.alias != KEY]
    return []


def _describe(shape: Any, key: str) -> str | None:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        for name, field in shape.model_fields.items():
            if key in (name, field.alias):
                return field.description
    return None


def _shape_at(shape: Any, loc: tuple[str | int, ...]) -> Any:
    """Return the annotation that governs a place in the file, by walking models, mappings, lists and unions."""
    for part in loc:
        shape = _plain(shape)
        arguments = get_args(shape)
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            fields = {f.alias or name: f.annotation for name, f in shape.model_fields.items()}
            shape = fields.get(str(part))
        elif get_origin(shape) is dict:
            shape = arguments[1]
        elif get_origin(shape) is tuple:
            shape = arguments[0]
        else:
            return None
    return _plain(shape)


def _plain(shape: Any) -> Any:
    """Return the one shape of an annotation, without its validators and without None."""
    if get_origin(shape) is Annotated:
        shape = get_args(shape)[0]
    if get_origin(shape) in (Union, types.UnionType):
        rest = [a for a in get_args(shape) if a is not type(None)]
        return rest[0] if len(rest) == 1 else shape
    return shape
