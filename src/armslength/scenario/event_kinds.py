"""What a row of `events.csv` can say. The one place where the analyst's columns and kinds are explained.

The reader, the check, the starter scenario and the docs all use these records.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of event: what it means and which columns it cannot do without."""

    meaning: str
    needs: tuple[str, ...] = ()
    needs_one_of: tuple[str, ...] = ()


COLUMNS: dict[str, str] = {
    "event_id": "your name for the row; unique",
    "series": (
        "the count that the row belongs to, declared in scenario.yaml; empty for orders, reprisals and the "
        "like"
    ),
    "date": "the day, or the first day, as YYYY-MM-DD",
    "end_date": "the last day, included; empty for one day, and for a truce whose end is not recorded",
    "kind": "one of the kinds below",
    "front": "client/adversary; several separated by ';' when only an umbrella label is known",
    "weights": (
        "of an attack that several fronts might have committed: how likely each named front is, in the same order, "
        "separated by ';', adding to 1; empty = all alike"
    ),
    "adversary": "who hit back, or whom the patron struck",
    "client": "who was told, visited, suspended or refused; several separated by ';'",
    "commander": "who visited, or who took office",
    "patron": (
        "who gave the order, or whose envoy visited: an id of patrons; empty = the only patron of the client"
    ),
    "count": "how many attacks; zero is data, a missing day is not zero; empty counts as one for an attack",
    "harmed": "how many of them did any harm: injury or damage, the lethal ones included; empty = not stated",
    "lethal": "how many of them killed the adversary's own people; empty = not stated",
    "deaths": "the adversary's own dead in them; only these cross a red line; empty = not stated",
    "level": (
        "of a reprisal: 1 materiel, 2 personnel, 3 leadership, 4 the patron's territory or its officers as "
        "the target"
    ),
    "tempo_order": "restraint asked for (order) or announced (suspension): 0 none to 1 a full halt",
    "release_order": "release: 0 none to 1 attack more",
    "severity_cap": "cap on severity: 0 none to 1 strictest",
    "accepted": "1 if the client took the order, 0 if it refused, empty if it did not say",
    "source": "an id of sources.yaml, a claim id, a web address, or 'assumed'",
    "published": (
        "when the source appeared: YYYY-MM-DD, YYYY-MM or YYYY; 'revised' for a page edited since; empty = "
        "unknown"
    ),
    "confidence": "high (official, or two pages), medium (one page) or low (claimed only)",
    "note": "anything a reader should know",
}

#: columns that a file has only where a row fills them: of attacks that are shared out, and of several patrons
SELDOM = ("weights", "patron")
USUAL = tuple(name for name in COLUMNS if name not in SELDOM)

KINDS: dict[str, Kind] = {
    "opening": Kind(
        "the first attack on a front; several fronts open together under an umbrella label", ("front",)
    ),
    "attack": Kind(
        "one or more dated attacks; inside a tally of its own series it marks timing and is not added",
        ("front",),
    ),
    "tally": Kind(
        "a count of all fronts of its series between date and end_date, both included; tallies of "
        "one series never overlap",
        ("series", "count"),
    ),
    "reprisal": Kind(
        "an adversary hits back; front = the front answered, empty for none in particular",
        ("adversary", "level"),
    ),
    "patron_strike": Kind("the patron's own forces strike; adversary = whom", ()),
    "order": Kind("the patron tells clients to stop, to go on or to mind severity", (), ("front", "client")),
    "visit": Kind("an envoy of the patron meets clients; commander if it was the commander", ("client",)),
    "suspension": Kind(
        "a client announces a halt; after an order it announces acceptance and adds nothing to that "
        "order's row. "
        "A halt tied to a truce of the trigger war is the truce, not a suspension",
        (),
        ("front", "client"),
    ),
    "suspension_end": Kind("a client announces or shows that its halt is over", (), ("front", "client")),
    "refusal": Kind(
        "a client announces that it will not follow; adds nothing to the order's own row",
        (),
        ("front", "client"),
    ),
    "truce": Kind(
        "a truce or an agreement of a client and an adversary to stop fighting holds from date to end_date; end_date empty where "
        "its end is not recorded; after the as-of date where it was declared before. Not an order of the patron, and not a "
        "truce of the trigger war",
        ("front",),
    ),
    "succession": Kind("a commander takes office", ("commander",)),
    "war": Kind("regional war by its written rule; none has been observed in the shipped cases", ()),
}

COUNTS = ("count", "harmed", "lethal", "deaths")
SHARES = ("tempo_order", "release_order", "severity_cap")
CONFIDENCE = ("high", "medium", "low")
