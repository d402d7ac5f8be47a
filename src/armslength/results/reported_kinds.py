"""Words for the kinds of reported events, as a reader calls them: what `events.csv` calls `patron_strike` and the like."""

from __future__ import annotations

from armslength.counted import one

#: kind of event -> one of them, several of them; {one} and {many} are what the case counts
KINDS: dict[str, tuple[str, str]] = {
    "opening": ("opening of a front", "openings of fronts"),
    "attack": ("{one}", "{many}"),
    "tally": ("count of {many}", "counts of {many}"),
    "reprisal": ("reprisal", "reprisals"),
    "patron_strike": ("strike by the patron's own forces", "strikes by the patron's own forces"),
    "order": ("order", "orders"),
    "visit": ("visit", "visits"),
    "suspension": ("announced halt", "announced halts"),
    "suspension_end": ("end of a halt", "ends of halts"),
    "refusal": ("refusal", "refusals"),
    "truce": ("truce", "truces"),
    "succession": ("change of commander", "changes of commander"),
    "war": ("regional war", "regional war"),
}


def one_of(kind: str, counted: str = "attacks") -> str:
    """Return the word for an event of a kind, where so many are `counted`.

    >>> one_of("attack", "deadly clashes"), one_of("suspension_end"), one_of("attack", "attacks and deadly clashes")
    ('deadly clash', 'end of a halt', 'attack or clash')
    """
    each = "attack or clash" if " and " in counted else one(counted)
    return KINDS[kind][0].format(one=each, many=counted) if kind in KINDS else kind.replace("_", " ")


def many_of(kind: str, counted: str = "attacks") -> str:
    """Return the word for events of a kind.

    >>> many_of("tally", "clashes"), many_of("patron_strike")
    ('counts of clashes', "strikes by the patron's own forces")
    """
    return KINDS[kind][1].format(many=counted) if kind in KINDS else kind.replace("_", " ")


def numbers_of(by_kind: dict[str, int], counted: str = "attacks") -> str:
    """Return how many there are of each kind, the most first.

    >>> numbers_of({"order": 1, "tally": 180})
    '180 counts of attacks, 1 order'
    """
    rows = sorted(by_kind.items(), key=lambda row: -row[1])
    return ", ".join(
        f"{n:,} {one_of(kind, counted) if n == 1 else many_of(kind, counted)}" for kind, n in rows
    )
