"""Questions that a scenario's data cannot answer, so that a reader knows where the prior decides alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from armslength.counted import one, together, words
from armslength.formatting import listed
from armslength.scenario.events import Event
from armslength.scenario.scenario import Scenario

LONG_GAP = 7  #: days without a count at the end of the history that are worth a sentence


def unanswerable(scenario: Scenario) -> Iterator[str]:
    """Yield a sentence for each question that the data leave open: who follows, how much, how bad, what comes back."""
    if scenario.asks_who_follows:
        yield from _orders(scenario)
    yield from _succession(scenario)
    yield from _labels(scenario)
    yield from _counts(scenario)
    yield from _clashes(scenario)
    yield from _deaths(scenario)
    if not scenario.counts_clashes_alone or any(map(scenario.hits_back, scenario.adversaries)):
        yield from _reprisals(scenario)
    if not scenario.counts_clashes_alone or scenario.trigger_side.name:
        yield from _trigger(scenario)
    if not scenario.escalates:
        return
    yield "How likely regional war is: none was observed, so its probability is that of the prior; it is shown apart."


def _orders(scenario: Scenario) -> Iterator[str]:
    answered = [e for e in scenario.events if e.kind == "order" and e.accepted is not None]
    if not answered:
        yield (
            "Whether clients obey: no order with a known answer is in the events, so compliance rests on "
            "the prior alone."
        )
        return
    heard = {c for e in answered for c in _clients(scenario, e)}
    if silent := [c.short for i, c in scenario.clients.items() if i not in heard]:
        yield (
            f"Whether {_list(silent)} obey{'s' if len(silent) == 1 else ''}: no order to them has a known "
            "answer; only the structure of the model says anything about it."
        )
    if not any(e.accepted for e in answered):
        yield "How long an accepted order lasts: no order in the events was accepted."


def _clients(scenario: Scenario, event: Event) -> set[str]:
    return {*event.clients, *(scenario.fronts[f].client for f in event.fronts)}


def _succession(scenario: Scenario) -> Iterator[str]:
    count = sum(e.kind == "succession" for e in scenario.events)
    if count == 0:
        yield "What the loss of a commander would change: no succession is in the events."
    elif count == 1:
        yield (
            "What the loss of a commander changes in general: there is one succession, so its effect "
            "cannot be separated from that of its time."
        )


def _labels(scenario: Scenario) -> Iterator[str]:
    for umbrella in scenario.umbrellas.values():
        members = [f for f in umbrella.fronts if not any(_separate(scenario, e, f) for e in scenario.events)]
        if len(members) > 1:
            names = _list([scenario.clients[scenario.fronts[f].client].short for f in members])
            yield (
                f"Who did what under the label '{umbrella.name}': no count tells {names} apart, so their "
                "split rests on the prior."
            )


def _separate(scenario: Scenario, event: Event, front: str) -> bool:
    """Return whether a row counts this front by itself over some days."""
    series = scenario.series.get(event.series or "")
    return event.kind == "tally" and series is not None and (event.fronts or series.fronts) == (front,)


def _counts(scenario: Scenario) -> Iterator[str]:
    for front in scenario.fronts.values():
        tallies = [e for e in scenario.events if e.kind == "tally" and _covers(scenario, e, front.id)]
        dated = [e for e in scenario.events if e.kind == "attack" and front.id in e.fronts]
        if not tallies and not dated:
            yield f"The tempo of {front.name}: nothing in the events counts or dates {_one(scenario, front.id)}."
        elif not tallies:
            yield (
                f"The tempo of {front.name}: single {words(scenario.counted_on(front.id))} are dated ({len(dated)} of them), but nothing "
                "counts them all."
            )
        elif (gap := _last_gap(tallies, scenario.as_of)) > LONG_GAP:
            since, uncounted = (
                scenario.as_of - timedelta(days=gap - 1),
                scenario.days - sum(e.days for e in tallies),
            )
            yield (
                f"The tempo of {front.name} since {since}: no count of its series covers these {gap} days "
                f"({uncounted} of {scenario.days} days of the history are uncounted)."
            )


def _one(scenario: Scenario, front: str) -> str:
    what = one(scenario.counted_on(front))
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def _covers(scenario: Scenario, event: Event, front: str) -> bool:
    series = scenario.series[event.series or ""]
    return series.primary and front in (event.fronts or series.fronts)


def _last_gap(tallies: list[Event], as_of: date) -> int:
    """Return the number of days without a count at the end of the history."""
    return (as_of - max(e.end_date for e in tallies)).days


def _clashes(scenario: Scenario) -> Iterator[str]:
    """Yield in one sentence what counts of clashes leave open, and what nothing was reported of besides."""
    fronts = [f for f in scenario.fronts.values() if not scenario.says_who_kills(f.id)]
    if not fronts:
        return
    what = together(scenario.counted_on(f.id) for f in fronts)
    where = "" if scenario.counts_clashes_alone else f" on {listed([f.name for f in fronts])}"
    open_ = [f"whose attacks the {what}{where} were, harm and deaths (that is all that is counted)"]
    if scenario.counts_clashes_alone:
        asked = {
            "who would follow an order": scenario.asks_who_follows,
            "reprisals": any(map(scenario.hits_back, scenario.adversaries)),
            "strikes by the patron's own forces": scenario.escalates,
            "regional war": scenario.escalates,
        }
        if silent := [name for name, is_asked in asked.items() if not is_asked]:
            open_.append(f"{listed(silent)} (none is reported)")
    yield f"Cannot be asked: {'; '.join(open_)}."


def _deaths(scenario: Scenario) -> Iterator[str]:
    for adversary in scenario.adversaries.values():
        fronts = {
            f.id
            for f in scenario.fronts.values()
            if f.adversary == adversary.id and scenario.says_who_kills(f.id)
        }
        if not fronts:
            continue
        rows = [e for e in scenario.events if e.kind in ("attack", "tally") and fronts & set(e.fronts)]
        if not any(e.lethal or e.deaths for e in rows):
            yield f"What follows a death, by {adversary.name}: no lethal attack on it is coded."


def _reprisals(scenario: Scenario) -> Iterator[str]:
    if missing := [a.name for i, a in scenario.adversaries.items() if i not in scenario.reprisals_complete]:
        yield f"How often reprisals come from {_list(missing)}: their list is not said to be complete."
    for adversary in scenario.adversaries.values():
        if (level := scenario.coded_from(adversary.id)) > 1:
            yield f"Reprisals below level {level} by {adversary.name}: they are not coded."


def _trigger(scenario: Scenario) -> Iterator[str]:
    if len({value for _, value in scenario.trigger}) == 1:
        yield "How tempo follows the trigger war: its intensity does not change over the history."


def _list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
