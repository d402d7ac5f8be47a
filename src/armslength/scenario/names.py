"""Names of people and actors as they are compared, and the characters in a text that nobody sees."""

from __future__ import annotations

import re
from unicodedata import normalize

#: control characters other than tab and newline, marks that turn the direction of a text, a byte-order mark within it
HIDDEN = "[\x01-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
_JOINERS = re.compile(
    "[\u00ad\u200b-\u200f\u061c\u2060]"
)  # without a width of their own; some scripts need them


def composed(text: str) -> str:
    r"""Return the text with each letter and its accents as one character (Unicode's form C).

    >>> composed("Jose\u0301") == "Jos\u00e9"
    True
    """
    return text if text.isascii() else normalize("NFC", text)


def plain_name(name: str) -> str:
    r"""Return a name as it is compared: one space between words, letters composed, no difference of case.

    >>> plain_name("  JOSE\u0301  Arcadio") == plain_name("Jos\u00e9 Arcadio")
    True
    """
    return " ".join(composed(name).split()).casefold()


def person(name: str) -> str:
    r"""Return whom a name means: names that look alike on a screen are one person's.

    >>> person("\uff2d\uff4f\uff44\uff45\uff4c") == person("model") == person("mo\u200bdel")
    True
    """
    return plain_name(_JOINERS.sub("", normalize("NFKC", name)))


def hidden_character(text: str) -> tuple[int, str] | None:
    r"""Return the line and the name of the first character that nobody sees and a terminal may obey.

    >>> hidden_character("one\ntwo\u202e")
    (2, 'U+202E')
    """
    found = re.search(f"\0|{HIDDEN}", text)
    return None if found is None else (text.count("\n", 0, found.start()) + 1, f"U+{ord(found[0]):04X}")
