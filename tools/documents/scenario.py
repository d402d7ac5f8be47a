"""`docs/generated/scenario-keys.md` and `docs/events.md`: what an analyst can write."""

from __future__ import annotations

from typing import Any

from armslength.formatting import markdown_table as table
from armslength.scenario.json_schema import schema
from armslength.scenario.starter import guide
from tools.documents.markdown import MADE, page


def events() -> str:
    """Return the guide that `armslength new` writes beside a scenario's events."""
    title, _, rest = guide().partition("\n")
    return f"{title}\n\n{MADE}\n{rest}"


def keys() -> str:
    """Return every key of the YAML files, from the models that check them."""
    files = schema()["files"]
    main = files["scenario.yaml"]
    parts = [_section("scenario.yaml", "The whole file. Unknown keys fail.", main)]
    parts += [
        _section(_words(name), shape.get("description", ""), shape)
        for name, shape in sorted(main["$defs"].items())
    ]
    for file in ("claims.yaml", "sources.yaml", "questions.yaml"):
        for name, shape in files[file]["$defs"].items():
            parts.append(
                _section(
                    f"{file}: {_words(name).lower()}", f"{shape.get('description', '')} Keyed by id.", shape
                )
            )
    intro = "What `armslength schema` prints as JSON Schema, for reading. How to write a scenario: [scenario](../scenario.md)."
    return page("Keys of a scenario", intro, *parts)


def _words(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() and i else c for i, c in enumerate(name))


def _section(title: str, about: str, shape: dict[str, Any]) -> str:
    needed = set(shape.get("required", ()))
    rows = [
        (f"`{key}`", _kind(p), "yes" if key in needed else "", _default(p), p.get("description", ""))
        for key, p in shape["properties"].items()
    ]
    return f"## {title}\n\n{about}\n\n" + table(("key", "kind", "needed", "if left out", "what it is"), rows)


def _kind(p: dict[str, Any]) -> str:
    if "$ref" in p:
        return _words(p["$ref"].rpartition("/")[2]).lower()
    if "anyOf" in p:
        return (
            " or ".join(dict.fromkeys(_kind(x) for x in p["anyOf"] if x.get("type") != "null")) or "anything"
        )
    if "enum" in p or "const" in p:
        return " or ".join(f"`{x}`" for x in p.get("enum", [p.get("const")]))
    if p.get("type") == "array":
        return f"list of {_kind(p.get('items', {}))}"
    if p.get("type") == "object":
        inside = p.get("additionalProperties")
        return f"mapping to {_kind(inside)}" if isinstance(inside, dict) else "mapping"
    kind = {"string": p.get("format", "text"), "integer": "whole number"}.get(
        p.get("type", ""), p.get("type", "anything")
    )
    return f"{kind}{_range(p)}"


def _range(p: dict[str, Any]) -> str:
    low = p.get("minimum", p.get("exclusiveMinimum"))
    high = p.get("maximum", p.get("exclusiveMaximum"))
    if low is None:
        return ""
    above = f"above {low:g}" if "exclusiveMinimum" in p else f"{low:g} or more"
    if high is None:
        return f", {above}"
    below = f"below {high:g}" if "exclusiveMaximum" in p else f"{high:g}"
    return f", {f'above {low:g}' if 'exclusiveMinimum' in p else f'{low:g}'} to {below}"


def _default(p: dict[str, Any]) -> str:
    value = p.get("default")
    if isinstance(value, dict) and value:
        return ", ".join(f"{k}: {v}" for k, v in value.items() if v != "")
    return (
        "" if value in (None, "", {}, []) else f"`{str(value).lower() if isinstance(value, bool) else value}`"
    )
