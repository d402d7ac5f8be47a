"""The article's questions, answered in a sentence each from a forecast."""

from __future__ import annotations

from armslength.formatting import verbal_probability
from armslength.results.forecast import ForecastResult, within

WINDOW = 30


def answers(result: ForecastResult) -> dict[str, str]:
    """Return the answers by key; each sentence gives its window and what its numbers cover."""
    return {
        "follows": _follows(result),
        "directives": _directives(result),
        "attacks": _attacks(result),
        "reprisals": _reprisals(result),
        "control.personal": _strand(result, "personal_strand", "rapport with a person"),
        "control.institutional": _strand(result, "institutional_strand", "ties with the organisation"),
        "control.host": "Host pressure enters only what a client accepts today; no observed refusal or acceptance separates it from fear, so its weight is prior only.",
        "succession": _succession(result),
        "evidence": _evidence(result),
    }


def _window(result: ForecastResult) -> int:
    return WINDOW if WINDOW in result.windows else max(result.windows)


def _follows(result: ForecastResult) -> str:
    asked = [row for row in result.follow if row.order == "envoy" and row.attacks_before >= 1]
    if not asked:
        return "No front was active enough in the last 30 days to ask."
    rows = sorted(asked, key=lambda row: -row.pauses_because_told)
    first, last = rows[0], rows[-1]
    return (
        f"Told by an envoy to stop: {result.actors.short(first.front)} would pause because told with probability {first.pauses_because_told:.2f}, "
        f"{result.actors.short(last.front)} with {last.pauses_because_told:.2f} ({first.window_days} days)."
    )


def _directives(result: ForecastResult) -> str:
    days = _window(result)
    row = max(within(result.commander, days), key=lambda row: row.order)
    return f"He sends at least one order of restraint on {result.actors.short(row.front)} within {days} days: {verbal_probability(row.order)} ({row.order:.2f})."


def _attacks(result: ForecastResult) -> str:
    days = _window(result)
    row = max(within(result.attacks, days), key=lambda row: row.median or 0)
    low, high = row.interval_90
    return f"Busiest: {result.actors.short(row.front)}, {row.median:.0f} attacks in {days} days (90 %: {low:.0f}-{high:.0f}, chance and parameters)."


def _reprisals(result: ForecastResult) -> str:
    days = _window(result)
    each = "; ".join(
        f"{result.actors.short(row.adversary)} {1 - row.none:.2f}, on the patron itself {row.level_4:.2f}"
        for row in within(result.reprisal, days)
    )
    return f"At least one reprisal within {days} days: {each}."


def _strand(result: ForecastResult, strand: str, words: str) -> str:
    medians = {client: held[strand].median for client, held in result.state.clients.items()}
    ranked = sorted(medians, key=lambda client: -medians[client])
    each = ", ".join(f"{result.actors.short(client)} {medians[client]:.2f}" for client in ranked)
    return f"Part of control's utility from {words} (median over parameters): {each}."


def _succession(result: ForecastResult) -> str:
    control = {client: held["control"].median for client, held in result.state.clients.items()}
    least, most = min(control, key=lambda c: control[c]), max(control, key=lambda c: control[c])
    return (
        f"Capability does not fall with the commander; control does, with personal ties (facts 1 and 2). Today: {result.actors.short(most)} "
        f"{control[most]:.2f}, {result.actors.short(least)} {control[least]:.2f} (median over parameters)."
    )


def _evidence(result: ForecastResult) -> str:
    evidence = result.evidence
    return f"{evidence.events} events, {evidence.revised} from pages revised after the as-of date; {len(evidence.cannot_answer)} questions these data cannot answer (armslength check)."
