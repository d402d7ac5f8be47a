"""A comparison and an explanation as the page shows them: outcome by outcome, and mechanism by mechanism."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from armslength.formatting import listed
from armslength.web.tasks import Untyped

#: outcomes that the page shows, best known first, as a sentence names them
SHOWN = {
    "attacks": "attacks",
    "deaths": "deaths",
    "reprisals": "reprisals",
    "lethal_attack": "chance of an attack that kills",
    "leadership_struck": "chance of a reprisal on leadership or the patron",
    "direct_fire_days": "days of direct fire",
    "rung_4": "chance of rung 4 or 5",
    "control_lost": "control lost",
    "war": "chance of regional war",
}
MOVED = 0.01  #: a change of a front's chance to pause that is worth a line
#: outcomes of which a why is asked, in few words
EXPLAINED = {
    "attacks": "Attacks",
    "deaths": "Deaths",
    "reprisals": "Reprisals",
    "direct_fire_days": "Days of direct fire",
}
TELLING = 2.0  #: errors beyond which a mechanism's part is told apart from nothing


def outcome_rows(document: Untyped) -> list[Untyped]:
    """Return what sets the strategies apart, what each changes, and doing nothing, outcome by outcome."""
    return _rows(document, SHOWN)


def pause_rows(document: Untyped) -> list[Untyped]:
    """Return the same of each front's chance to pause, where anything moves it."""
    rows = _rows(document, [o["name"] for o in document["outcomes"] if o["name"].startswith("pauses/")])
    return [row for row in rows if any(abs(r["difference"]) >= MOVED for r in (row["apart"], *row["with"]))]


def _rows(document: Untyped, wanted: Iterable[str]) -> list[Untyped]:
    names = [s["name"] for s in document["strategies"]][1:]
    outcomes = {o["name"]: o for o in document["outcomes"]}
    alone = {(r["strategy"], r["outcome"]): r for r in document["rows"]}
    pairs = {(r["strategy"], r["against"], r["outcome"]): r for r in document["between"]}
    rows = []
    for outcome in (name for name in wanted if name in outcomes):
        changes = [alone[name, outcome] for name in names]
        apart = pairs[names[1], names[0], outcome] if len(names) == 2 else changes[0]
        rows.append({**outcomes[outcome], "nothing": changes[0]["baseline"], "with": changes, "apart": apart})
    return rows


def in_words(rows: Sequence[Untyped]) -> list[tuple[str, str]]:
    """Return what is less, what more and what cannot be told apart, each as a list of outcomes."""
    signs = {"down": "Less", "up": "More", "open": "Not told apart"}
    parts = [
        (word, [SHOWN[row["name"]] for row in rows if row["apart"]["sign"] == sign])
        for sign, word in signs.items()
    ]
    return [(word, listed(names)) for word, names in parts if names]


def mechanism_parts(document: Untyped) -> Untyped:
    """Return an explanation as the page shows it: the mechanisms whose parts can be told apart from nothing first."""
    carried = {(r["mechanism"], r["outcome"]): r for r in document["carried"]}
    whole = {r["outcome"]: r for r in document["differences"]}
    rest = {r["outcome"]: r for r in document["unexplained"]}
    mechanisms = [m for m in document["mechanisms"] if (m["name"], "attacks") in carried]
    parts = [{**m, "parts": [carried[m["name"], o] for o in EXPLAINED]} for m in mechanisms]
    telling = [m for m in parts if any(abs(p["carried"]) > TELLING * p["error"] for p in m["parts"])]
    return {
        "document": document,
        "outcomes": EXPLAINED,
        "whole": [whole[o] for o in EXPLAINED],
        "rest": [rest[o] for o in EXPLAINED],
        "mechanisms": sorted(telling, key=lambda m: -max(_errors(p) for p in m["parts"])),
        "silent": [m["title"] for m in parts if m not in telling],
    }


def _errors(part: Untyped) -> float:
    return float(abs(part["carried"]) / part["error"]) if part["error"] else 0.0
