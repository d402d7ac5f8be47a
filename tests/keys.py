"""What a document holds, as the documents about it name it."""

from collections.abc import Iterator
from typing import Any


def keys_of(value: Any, at: str = "") -> Iterator[str]:
    """Dotted path of every number, text and empty list."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from keys_of(inside, f"{at}.{key}" if at else key)
    elif isinstance(value, list) and value:
        for inside in value:
            yield from keys_of(inside, f"{at}[]")
    else:
        yield f"{at}[]" if isinstance(value, list) else at
