"""Numbers, percentages, dates and words of probability as readers meet them: one rule each, used everywhere.

Words of probability follow Intelligence Community Directive 203 (2015), section D.6.e.(2)(a).
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NOT_GIVEN = "not given"
SCALE_NAME = "ICD 203 (2015)"
SCALE: tuple[tuple[str, float, float], ...] = (
    ("almost no chance", 0.0, 0.05),
    ("very unlikely", 0.05, 0.20),
    ("unlikely", 0.20, 0.45),
    ("roughly even chance", 0.45, 0.55),
    ("likely", 0.55, 0.80),
    ("very likely", 0.80, 0.95),
    ("almost certain", 0.95, 1.0),
)


def verbal_probability(probability: float) -> str:
    """Return the word of the scale for a probability; a bound belongs to the higher word.

    >>> verbal_probability(0.02), verbal_probability(0.2), verbal_probability(0.97)
    ('almost no chance', 'unlikely', 'almost certain')
    """
    return next((word for word, _, high in SCALE if probability < high), SCALE[-1][0])


def percent(probability: float | None) -> str:
    """Return a probability in whole per cent, halves rounded up; never 0% for what can happen nor 100% for what can fail.

    >>> percent(0.414), percent(0.125), percent(0.003), percent(0.998), percent(None)
    ('41%', '13%', '<1%', '>99%', 'not given')
    """
    return NOT_GIVEN if probability is None else _whole_percent(probability, _half_up(100 * probability))


def percents(shares: Sequence[float | None]) -> list[str]:
    """Return probabilities that add to one in whole per cent that add to 100 (largest remainders; `<1%` counts as none).

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
    return [_whole_percent(p, w) for p, w in zip(known, whole, strict=True)]


def number(x: float | None) -> str:
    """Return a quantity to two figures, or whole from ten on.

    >>> number(0.1234), number(3.0), number(41.6), number(1234.5), number(0)
    ('0.12', '3', '42', '1,235', '0')
    """
    if x is None:
        return NOT_GIVEN
    if abs(x) >= 9.95 or x == int(x):
        return f"{_half_up(x):,}"
    return f"{x:.1f}".removesuffix(".0") if abs(x) >= 1 else f"{float(f'{x:.2g}'):g}"


def share(x: float | None) -> str:
    """Return a quantity between 0 and 1 that is no probability, always to two places.

    >>> share(0.2), share(None)
    ('0.20', 'not given')
    """
    return NOT_GIVEN if x is None else f"{x:.2f}"


def difference(x: float | None, unit: str = "", bare: bool = False) -> str:
    """Return a difference with its sign; in percentage points for the unit `probability`, without that word if `bare`.

    >>> difference(-0.024, "probability"), difference(0.48, "probability"), difference(-59.6), difference(0.00002)
    ('-2.4 pts', '+48 pts', '-60', '~0')
    """
    if x is None:
        return NOT_GIVEN
    shown = 100 * x if unit == "probability" else x
    if abs(shown) < 0.0005 or (unit == "probability" and abs(shown) < 0.05):
        return "~0"
    if abs(shown) >= 9.95:
        text = f"{shown:+,.0f}"
    elif abs(shown) >= 0.95 or unit == "probability":
        text = f"{shown:+.1f}"
    else:
        text = f"{shown:+.2g}"
    return f"{text} pts" if unit == "probability" and not bare else text


def plus_minus(x: float, error: float, unit: str = "") -> str:
    """Return a difference with its standard error.

    >>> plus_minus(-59.6, 8.2), plus_minus(0.0, 0.0)
    ('-60 ± 8.2', '~0')
    """
    return f"{difference(x, unit)} ± {number(error)}" if x or error else difference(x, unit)


def interval(ends: Sequence[float | None] | None, form: Callable[[float], str] = number) -> str:
    """Return both ends of an interval; one number where they read alike.

    >>> interval([0.2, 0.61], percent), interval([3, 12]), interval([0.001, 0.004], percent), interval([-3, 1], number)
    ('20–61%', '3–12', '<1%', '-3 to 1')
    """
    if not ends or ends[0] is None or ends[1] is None:
        return NOT_GIVEN
    low, high = form(ends[0]), form(ends[1])
    if low == high:
        return low
    if low.startswith(("-", "+", "~")) or high.startswith(("-", "+", "~")):
        return f"{low} to {high}"
    if low.endswith("%") and high.endswith("%") and low[0] != "<" and high[0] != ">":
        low = low.removesuffix("%")
    return f"{low}–{high}"


def estimate(
    value: float | None, ends: Sequence[float | None] | None, form: Callable[[float], str] = number
) -> str:
    """Return a value with its interval in brackets.

    >>> estimate(0.41, [0.2, 0.61], percent), estimate(None, None)
    ('41% (20–61%)', 'not given')
    """
    if value is None:
        return NOT_GIVEN
    return f"{form(value)} ({interval(ends, form)})" if ends else form(value)


def told_apart(intervals: Sequence[Sequence[float]]) -> bool:
    """Return whether the intervals of two of these numbers lie apart, so that one can be called the larger.

    >>> told_apart([(0.2, 0.9), (0.1, 0.3)]), told_apart([(0.2, 0.9), (0.0, 0.1)])
    (False, True)
    """
    return max(low for low, _ in intervals) > min(high for _, high in intervals)


def not_apart(of: Sequence[float], others: Sequence[Sequence[float]]) -> str:
    """Return from how many others the one that is called the largest is not told apart; empty where from none.

    >>> not_apart((0.2, 0.9), [(0.1, 0.3), (0.0, 0.1)]), not_apart((0.2, 0.9), [(0.1, 0.3)]), not_apart((0.2, 0.9), [])
    ('; not told apart from 1 of the 2 others', '; not told apart from the other', '')
    """
    alike = sum(high >= of[0] for _, high in others)
    if not alike:
        return ""
    if alike == len(others):
        return f"; not told apart from the other{'s' if alike > 1 else ''}"
    return f"; not told apart from {alike} of the {len(others)} others"


def day(iso: str | date | None) -> str:
    """Return a date in words; a text that is no date stays as it is.

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


def listed(words: Sequence[str]) -> str:
    """Return a list in words.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def capital(sentence: str) -> str:
    """Return the sentence with its first letter raised and nothing else touched."""
    return sentence[:1].upper() + sentence[1:]


def _half_up(x: float) -> int:
    return math.floor(round(x, 9) + 0.5)


def _whole_percent(probability: float, per_cent: int) -> str:
    if per_cent <= 0 and probability > 0:
        return "<1%"
    if per_cent >= 100 and probability < 1:
        return ">99%"
    return f"{per_cent}%"


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; what stands in a cell stays in it."""
    return "\n".join(map(_markdown_row, [head, ["---"] * len(head), *rows]))


def _markdown_row(cells: Sequence[str]) -> str:
    inside = (str(cell).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(inside)} |"


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Return rows, the names of the columns first, as CSV with one newline a row.

    >>> print(csv_text([("day", "note"), ("2001-01-01", "one, two")]), end="")
    day,note
    2001-01-01,"one, two"
    """
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
