"""The nearest right name, for people who mistype."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return a hint: the closest of `names`, or all of them when none is close.

    >>> did_you_mean("autonmy", ["autonomy", "rapport"])
    "did you mean 'autonomy'?"
    >>> did_you_mean("zzz", ["autonomy", "rapport"])
    'the known ones are autonomy, rapport'
    """
    known = list(dict.fromkeys(names))
    lowered = {k.lower(): k for k in known}
    close = get_close_matches(name.lower(), lowered, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{lowered[close[0]]}'?"
    if not known:
        return "there are none"
    shown = ", ".join(known[:12])
    return f"the known ones are {shown}{', ...' if len(known) > 12 else ''}"
