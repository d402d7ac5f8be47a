"""`docs/generated/result-NAME.md`: every key of a document that a command prints with `--json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from armslength.formatting import markdown_table as table
from armslength.results.documents import DOCUMENTS, json_schema
from tools.documents.markdown import page, sentence

Schema = Mapping[str, Any]
Row = tuple[str, str, str, str]  # path of a key, kind, unit, what it is
READING = (
    "`[]` is each entry of a list, `*` each name (a front, a strategy, a theory). Where two shapes are possible, or null, "
    "the kind says so. `armslength schema {name}` prints the same as JSON Schema."
)


def result_page(name: str) -> str:
    """Return the page of one document."""
    document = DOCUMENTS[name]
    schema: Schema = json_schema(name)
    rows = _merged(_rows(schema, schema["$defs"], ""))
    return page(
        f"Keys of the {document.kind}",
        f"What `{document.made_by}` prints with `--json`. {sentence(document.__doc__)}",
        READING.format(name=name),
        table(("key", "kind", "unit", "what it is"), rows),
    )


def _merged(rows: Iterator[Row]) -> list[Row]:
    """Return a row for each path; where several shapes hold it, their kinds stand side by side."""
    by_path: dict[str, Row] = {}
    for path, kind, unit, text in rows:
        before = by_path.get(path)
        kinds = kind if before is None else " or ".join(dict.fromkeys((*before[1].split(" or "), kind)))
        by_path[path] = (path, kinds, unit, text or (before[3] if before else ""))
    return list(by_path.values())


def _rows(schema: Schema, definitions: Schema, at: str) -> Iterator[Row]:
    for key, value in schema.get("properties", {}).items():
        path = f"{at}.{key}" if at else key
        text = value.get("description", "").replace("\n", " ")
        yield f"`{path}`", _kind(value, definitions), str(_unit(value, definitions)), text
        for inner, below in _inside(value, definitions, path):
            yield from _rows(inner, definitions, below)


def _inside(value: Schema, definitions: Schema, path: str) -> Iterator[tuple[Schema, str]]:
    """Yield the objects that a value holds, with their paths."""
    for one in _shapes(value):
        shape = _resolved(one, definitions)
        if "properties" in shape:
            yield shape, path
        if isinstance(items := shape.get("items"), Mapping):
            yield from _inside(items, definitions, f"{path}[]")
        if isinstance(named := shape.get("additionalProperties"), Mapping):
            yield from _inside(named, definitions, f"{path}.*")


def _kind(value: Schema, definitions: Schema) -> str:
    if _shapes(value) != (value,):
        return " or ".join(dict.fromkeys(_kind(one, definitions) for one in _shapes(value)))
    shape = _resolved(value, definitions)
    if "const" in shape:
        return f"`{shape['const']}`"
    if "enum" in shape:
        return " or ".join(f"`{one}`" for one in shape["enum"])
    match shape.get("type"):
        case "array" if "prefixItems" in shape:
            return f"list of {len(shape['prefixItems'])}"
        case "array":
            return "list"
        case "object" if "properties" not in shape:
            return "by name"
        case "string" if "format" in shape:
            return str(shape["format"])
        case "string":
            return "text"
        case "integer":
            return "whole number"
        case "boolean":
            return "true or false"
        case kind:
            return str(kind or "any")


def _unit(value: Schema, definitions: Schema) -> str:
    found = (value, *(_resolved(one, definitions) for one in _shapes(value)))
    return next((str(one["unit"]) for one in found if one.get("unit")), "")


def _shapes(value: Schema) -> tuple[Schema, ...]:
    """Return the shapes that a value can have."""
    return tuple(value.get("anyOf") or value.get("oneOf") or (value,))


def _resolved(value: Schema, definitions: Schema) -> Schema:
    if "$ref" in value:
        definition: Schema = definitions[value["$ref"].rpartition("/")[2]]
        return definition
    return value
