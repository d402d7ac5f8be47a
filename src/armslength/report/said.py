"""Numbers as a reader meets them: percentages that add up, intervals and what they cover, dates, lists."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Document = Mapping[str, Any]
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NOT_GIVEN = "not given"
LEVELS = {  # key in the document: level of a reprisal in words
    "none": "none",
    "level_1": "materiel",
    "level_2": "personnel",
    "level_3": "leadership",
    "level_4": "the patron itself",
}


def percent(p: float | None) -> str:
    """A probability in whole per cent; never 0% for what can happen nor 100% for what can fail.

    >>> percent(0.414), percent(0.003), percent(0.998), percent(None)
    ('41%', '<1%', '>99%', 'not given')
    """
    return NOT_GIVEN if p is None else _whole(p, math.floor(100 * p + 0.5))


def percents(shares: Sequence[float | None]) -> list[str]:
    """Probabilities that add to one, in whole per cent that add to 100 (largest remainders; `<1%` as none).

    >>> percents([1 / 3, 1 / 3, 1 / 3]), percents([0.996, 0.003, 0.001])
    (['34%', '33%', '33%'], ['>99%', '<1%', '<1%'])
    """
    known = [p for p in shares if p is not None]
    if len(known) != len(shares) or not math.isclose(sum(known), 1, abs_tol=0.005):
        return [percent(p) for p in shares]
    whole = [math.floor(100 * p) for p in known]
    by_remainder = sorted(range(len(known)), key=lambda i: whole[i] - 100 * known[i])
    for i in by_remainder[: 100 - sum(whole)]:
        whole[i] += 1
    return [_whole(p, w) for p, w in zip(known, whole, strict=True)]


def _whole(p: float, per_cent: int) -> str:
    if per_cent <= 0 and p > 0:
        return "<1%"
    if per_cent >= 100 and p < 1:
        return ">99%"
    return f"{per_cent}%"


def number(x: float | None) -> str:
    """A quantity to two figures, or whole from ten on.

    >>> number(0.1234), number(3.0), number(41.6), number(1234.5), number(0)
    ('0.12', '3', '42', '1,234', '0')
    """
    if x is None:
        return NOT_GIVEN
    if abs(x) >= 9.95 or x == int(x):
        return f"{x:,.0f}"
    return f"{x:.1f}".removesuffix(".0") if abs(x) >= 1 else f"{float(f'{x:.2g}'):g}"


def share(x: float | None) -> str:
    """A quantity between 0 and 1 that is no probability, always to two places.

    >>> share(0.2), share(None)
    ('0.20', 'not given')
    """
    return NOT_GIVEN if x is None else f"{x:.2f}"


def change(x: float, unit: str, bare: bool = False) -> str:
    """A difference with its sign: percentage points for a probability, without that word where it is `bare`.

    >>> change(-0.024, "probability"), change(0.48, "probability"), change(-59.6, "attacks"), change(0.00002, "share")
    ('-2.4 pts', '+48 pts', '-60', '~0')
    """
    shown = 100 * x if unit == "probability" else x
    if abs(shown) < 0.0005 or (unit == "probability" and abs(shown) < 0.05):
        return "~0"
    text = (
        f"{shown:+.0f}"
        if abs(shown) >= 9.95
        else f"{shown:+.1f}"
        if abs(shown) >= 0.95 or unit == "probability"
        else f"{shown:+.2g}"
    )
    return f"{text} pts" if unit == "probability" and not bare else text


def changes(row: Mapping[str, Any], unit: str) -> str:
    """A difference with its interval.

    >>> changes({"difference": -0.35, "parameters": [-0.48, -0.002]}, "probability")
    '-35 pts (-48 to -0.2)'
    """
    low, high = (change(x, unit, bare=True) for x in row["parameters"])
    return f"{change(row['difference'], unit)} ({low} to {high})"


def quantile(q: Mapping[str, Any] | None, form: Any = number) -> str:
    """A median with its 90% interval.

    >>> quantile({"median": 0.41, "90": [0.2, 0.61]}, percent), quantile(None)
    ('41% (20–61%)', 'not given')
    """
    return f"{form(q['median'])} ({span(q.get('90'), form)})" if q else NOT_GIVEN


def span(ends: Sequence[float] | None, form: Any = number) -> str:
    """Both ends of an interval.

    >>> span([0.2, 0.61], percent), span([3, 12]), span([0, 3])
    ('20–61%', '3–12', '0–3')
    >>> span([0.001, 0.004], percent)
    '<1%'
    """
    if not ends:
        return NOT_GIVEN
    low, high = form(ends[0]), form(ends[1])
    if (
        low.endswith("%")
        and high.endswith("%")
        and not low.startswith(("<", ">"))
        and not high.startswith(">")
    ):
        low = low.removesuffix("%")
    return low if low == high else f"{low}–{high}"


def covers(quantities: Iterable[Mapping[str, Any] | None]) -> str:
    """What the intervals of these quantities cover, said once for all of them."""
    named = list(dict.fromkeys(q["covers"] for q in quantities if q and q.get("covers")))
    return " or ".join(named) if named else "what the document does not say"


def day(iso: str | None) -> str:
    """
    >>> day("2024-02-08")
    '8 February 2024'
    """
    if not iso:
        return NOT_GIVEN
    try:
        on = date.fromisoformat(str(iso)[:10])
    except ValueError:
        return str(iso)
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def ends_on(document: Document) -> date:
    """The last day of the forecast."""
    scenario = document["scenario"]
    return date.fromisoformat(scenario["as_of"]) + timedelta(days=int(scenario["horizon"]))


def listed(words: Sequence[str]) -> str:
    """
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def word_for(document: Document, p: float | None) -> str:
    """The document's own word for a probability; nothing where it has no scale."""
    scale = (document.get("words") or {}).get("scale") or []
    if p is None:
        return ""
    return next((str(w["word"]) for w in scale if w["from"] <= p <= w["to"]), "")


def capital(sentence: str) -> str:
    """The sentence with its first letter raised and nothing else touched."""
    return sentence[:1].upper() + sentence[1:]
