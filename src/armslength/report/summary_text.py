"""The answer in words with numbers, built from the document by rule: what a reader should see first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armslength.formatting import capital, day, interval, listed, number, percent, percents
from armslength.report import actors
from armslength.report.document_text import Document, word_for

OUTCOMES = {
    "pauses_because_told": "would most likely pause because told",
    "pauses_anyway": "would most likely pause anyway",
    "does_not_pause": "would most likely not pause",
}
DIRECT_FIRE = "4"  # the rung below war, which stays out of the headline
TOLD = "pauses_because_told"
Row = Mapping[str, Any]


def follower(document: Document, front: str) -> str:
    """A client by its short name where it has one front, else that front's name."""
    listed_fronts = (document.get("actors") or {}).get("fronts") or []
    client = next((f["client"] for f in listed_fronts if f["id"] == front), None)
    if client and sum(f["client"] == client for f in listed_fronts) == 1:
        result: str = actors.names(document, "clients", short=True).get(client, client)
        return result
    return actors.front_name(document, front)


def who_follows(document: Document) -> dict[str, Any] | None:
    """Who would pause because told, who anyway, who not, under the order that is heeded most."""
    order = _heeded_most(document)
    rows = _complete(document, order)
    if not rows:
        return None
    groups: dict[str, list[str]] = {key: [] for key in OUTCOMES}
    for row in sorted(rows, key=lambda row: -max(row[key] for key in OUTCOMES)):
        key = max(OUTCOMES, key=lambda k: row[k])
        groups[key].append(f"{follower(document, row['front'])} ({_share(row, key)}{_interval(row, key)})")
    said = [(key, OUTCOMES[key], listed(who)) for key, who in groups.items() if who]
    if not groups[TOLD]:
        best = max(rows, key=lambda row: row[TOLD])
        nearest = (
            f"{OUTCOMES[TOLD]}; nearest comes {follower(document, best['front'])} ({_share(best, TOLD)})"
        )
        said.insert(0, (TOLD, nearest, "nobody"))
    when, days = day(document["scenario"]["as_of"]), rows[0]["window_days"]
    how = actors.ORDERS.get(str(order), str(order))
    return {"intro": f"Told {how} on {when} to pause for {days} days", "groups": said}


def _interval(row: Row, key: str) -> str:
    """The interval of a pause because told, the number most in doubt."""
    ends = (row.get("parameters_90") or {}).get(key) if key == TOLD else None
    return f"; 90% {interval(ends, percent)}" if ends else ""


def other_order(document: Document) -> str:
    """What the order that is heeded less would do instead."""
    main = _heeded_most(document)
    rows = [row for row in _complete(document) if row["order"] != main]
    if not rows:
        return ""
    best = max(rows, key=lambda row: row[TOLD])
    how = actors.ORDERS.get(best["order"], best["order"])
    who = follower(document, best["front"])
    return f"Told {how} instead, the likeliest to pause because told is {who}, at {_share(best, TOLD)}."


def _complete(document: Document, order: str | None = None) -> list[Row]:
    held = document.get("follow") or []
    rows = [row for row in held if all(row.get(key) is not None for key in OUTCOMES)]
    return [row for row in rows if order in (None, row["order"])]


def _heeded_most(document: Document) -> str | None:
    rows = _complete(document)
    return max(rows, key=lambda row: row[TOLD])["order"] if rows else None


def _share(row: Row, key: str) -> str:
    return percents([row[k] for k in OUTCOMES])[list(OUTCOMES).index(key)]


def what_next(document: Document) -> list[dict[str, str]]:
    """The numbers of what comes next, each with its window, its interval and the driver that says what it rests on."""
    tiles = {
        "What the commander does": _commander(document),
        "Attacks": _attacks(document),
        "A lethal attack": _lethal(document),
        "Reprisal": _reprisal(document),
        "": _rung(document),
    }
    return [tile | {"driver": driver} for driver, tile in tiles.items() if tile]


def _commander(document: Document) -> dict[str, str] | None:
    days = actors.main_window(document.get("commander"))
    rows = [row for row in document.get("commander") or [] if row["window_days"] == days]
    if not rows:
        return None
    most = max(rows, key=lambda row: row["order"])
    covered = f"90% {interval(most.get('parameters_90'), percent)} over parameters"
    word = most.get("words") or word_for(document, most["order"])
    return {
        "value": percent(most["order"]),
        "what": f"chance that the commander orders restraint within {days} days on the likeliest front, "
        f"{actors.front_name(document, most['front'])}",
        "interval": f"{word}; {covered}" if word else covered,
    }


def _attacks(document: Document) -> dict[str, str] | None:
    days = actors.main_window(document.get("attacks"))
    rows = [
        row for row in document.get("attacks") or [] if row["window_days"] == days and row["front"] != "any"
    ]
    if not rows:
        return None
    most = max(rows, key=lambda row: row["median"])
    where = actors.front_name(document, most["front"])
    return {
        "value": number(most["median"]),
        "what": f"attacks in {days} days on the busiest front, {where} (median)",
        "interval": f"90% {interval(most.get('90'))}, chance and parameters",
    }


def _lethal(document: Document) -> dict[str, str] | None:
    days = actors.main_window(document.get("lethal"))
    row = next(
        (r for r in document.get("lethal") or [] if r["window_days"] == days and r["front"] == "any"), None
    )
    if not row or row.get("probability") is None:
        return None
    what = f"chance of a lethal attack on any front within {days} days"
    if row.get("ordered") is not None and row.get("slack") is not None:
        more, less = ("ordered", "slack") if row["ordered"] > row["slack"] else ("slack", "ordered")
        what += f"; if it comes, more likely {more} than {less}"
    word = row.get("words") or word_for(document, row["probability"])
    covered = f"90% {interval(row.get('parameters_90'), percent)} over parameters"
    return {
        "value": percent(row["probability"]),
        "what": what,
        "interval": f"{word}; {covered}" if word else covered,
    }


def _reprisal(document: Document) -> dict[str, str] | None:
    days = actors.main_window(document.get("reprisal"))
    rows = [row for row in document.get("reprisal") or [] if row["window_days"] == days]
    if not rows:
        return None
    most = min(rows, key=lambda row: row["none"])
    p = 1 - most["none"]
    who = actors.names(document, "adversaries").get(most["adversary"], most["adversary"])
    word = word_for(document, p)
    said = f"{word}; against leadership or the patron {percent(most['level_3'] + most['level_4'])}"
    return {
        "value": percent(p),
        "what": f"chance of a reprisal by the likeliest, {who}, within {days} days",
        "interval": said,
    }


def _rung(document: Document) -> dict[str, str] | None:
    ladder = document.get("ladder") or {}
    days = actors.main_window(ladder.get("highest"))
    row = next((r for r in ladder.get("highest") or [] if r["window_days"] == days), None)
    if not row:
        return None
    rungs = {str(r["rung"]): str(r["name"]).split(",")[0] for r in ladder["rungs"]}
    likeliest = max(rungs, key=lambda r: row.get(r, 0))
    said = f"{rungs.get(DIRECT_FIRE, 'direct fire')} as the highest: {percent(row.get(DIRECT_FIRE))}"
    named = f"{rungs[likeliest]} ({percent(row[likeliest])})"
    what = f"likeliest highest rung of the ladder within {days} days: {named}"
    return {"value": f"{likeliest} of {max(map(int, rungs))}", "what": what, "interval": capital(said)}


def made_of(document: Document) -> str:
    """What the uncertainty of the counts is made of."""
    days = actors.main_window(document.get("attacks"))
    shares = [
        row["variance"]["chance"]
        for row in document.get("attacks") or []
        if row["window_days"] == days and row.get("variance")
    ]
    if not shares:
        return ""
    return (
        f"Of the uncertainty in the counts of {days} days, chance makes "
        f"{interval([min(shares), max(shares)], percent)} by front and would stay if every parameter were known; "
        + ("the rest is parameters and structure." if document.get("theories") else "the rest is parameters.")
    )
