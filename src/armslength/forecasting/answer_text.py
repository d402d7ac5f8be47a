"""The article's questions, answered in a sentence each from a forecast's document."""

from __future__ import annotations

from typing import Any

from armslength.formatting import verbal_probability

WINDOW = 30


def answers(d: dict[str, Any]) -> dict[str, str]:
    """Answer by key; each sentence gives its window and what its numbers cover."""
    return {
        "follows": _follows(d), "directives": _directives(d), "attacks": _attacks(d), "reprisals": _reprisals(d),
        "control.personal": _strand(d, "personal_strand", "rapport with a person"),
        "control.institutional": _strand(d, "institutional_strand", "ties with the organisation"),
        "control.host": "Host pressure enters only what a client accepts today; no observed refusal or acceptance separates it from fear, so its weight is prior only.",
        "succession": _succession(d), "evidence": _evidence(d),
    }  # fmt: skip


def _names(d: dict[str, Any]) -> dict[str, str]:
    return {a["id"]: a["short"] for kind in ("clients", "adversaries") for a in d["actors"][kind]}


def _front(d: dict[str, Any], front: str) -> str:
    client, adversary = front.split("/")
    return f"{_names(d)[client]} on {_names(d)[adversary]}"


def _window(d: dict[str, Any]) -> int:
    windows = [r["window_days"] for r in d["attacks"]]
    return WINDOW if WINDOW in windows else max(windows)


def _follows(d: dict[str, Any]) -> str:
    rows = sorted(
        (r for r in d["follow"] if r["order"] == "envoy" and r["attacks_before"] >= 1),
        key=lambda r: -r["pauses_because_told"],
    )
    if not rows:
        return "No front was active enough in the last 30 days to ask."
    first, last = rows[0], rows[-1]
    return (
        f"Told by an envoy to stop: {_front(d, first['front'])} would pause because told with probability {first['pauses_because_told']:.2f}, "
        f"{_front(d, last['front'])} with {last['pauses_because_told']:.2f} ({first['window_days']} days)."
    )


def _directives(d: dict[str, Any]) -> str:
    w = _window(d)
    row = max((r for r in d["commander"] if r["window_days"] == w), key=lambda r: r["order"])
    return f"He sends at least one order of restraint on {_front(d, row['front'])} within {w} days: {verbal_probability(row['order'])} ({row['order']:.2f})."


def _attacks(d: dict[str, Any]) -> str:
    w = _window(d)
    row = max((r for r in d["attacks"] if r["window_days"] == w), key=lambda r: r["median"] or 0)
    low, high = row["90"]
    return f"Busiest: {_front(d, row['front'])}, {row['median']:.0f} attacks in {w} days (90 %: {low:.0f}-{high:.0f}, chance and parameters)."


def _reprisals(d: dict[str, Any]) -> str:
    w, names = _window(d), _names(d)
    rows = [r for r in d["reprisal"] if r["window_days"] == w]
    said = "; ".join(
        f"{names[r['adversary']]} {1 - r['none']:.2f}, on the patron itself {r['level_4']:.2f}" for r in rows
    )
    return f"At least one reprisal within {w} days: {said}."


def _strand(d: dict[str, Any], strand: str, words: str) -> str:
    clients, names = d["state"]["clients"], _names(d)
    ranked = sorted(clients, key=lambda c: -clients[c][strand]["median"])
    said = ", ".join(f"{names[c]} {clients[c][strand]['median']:.2f}" for c in ranked)
    return f"Part of control's utility from {words} (median over parameters): {said}."


def _succession(d: dict[str, Any]) -> str:
    control, names = d["state"]["clients"], _names(d)
    least = min(control, key=lambda c: control[c]["control"]["median"])
    most = max(control, key=lambda c: control[c]["control"]["median"])
    return (
        f"Capability does not fall with the commander; control does, with personal ties (facts 1 and 2). Today: {names[most]} "
        f"{control[most]['control']['median']:.2f}, {names[least]} {control[least]['control']['median']:.2f} (median over parameters)."
    )


def _evidence(d: dict[str, Any]) -> str:
    e = d["evidence"]
    return f"{e['events']} events, {e['revised']} from pages revised after the as-of date; {len(e['cannot_answer'])} questions these data cannot answer (armslength check)."
