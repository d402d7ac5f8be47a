"""Questions that a scenario's data cannot answer, so that a reader knows where the prior decides alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from armslength.counted import one, together, words
from armslength.formatting import listed
from armslength.scenario.events import Event
from armslength.scenario.scenario import Scenario
from armslength.scenario.support import supporters

LONG_GAP = 7  #: more days than these without a count, anywhere in the history, are worth a sentence
MOST_GAPS = 3  #: that are named
DAY = timedelta(days=1)


def unanswerable(scenario: Scenario) -> Iterator[str]:
    """Yield a sentence for each question that the data leave open: who follows, how much, how bad, what comes back."""
    if scenario.asks_who_follows:
        yield from _orders(scenario)
    yield from _support(scenario)
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
    if not scenario.reports_answers:
        yield (
            "Whether clients obey: no order with a known answer is in the events, so compliance rests on "
            "the prior alone."
        )
        return
    answered = [e for e in scenario.events if e.kind == "order" and e.accepted is not None]
    heard = {c for e in answered for c in _clients(scenario, e)}
    if silent := [scenario.clients[i].short for i in scenario.living if i not in heard]:
        yield (
            f"Whether {listed(silent)} obey{'s' if len(silent) == 1 else ''}: no order to them has a known "
            "answer; only the structure of the model says anything about it."
        )
    if not any(e.accepted for e in answered):
        yield "How long an accepted order lasts: no order in the events was accepted."


def _support(scenario: Scenario) -> Iterator[str]:
    """Yield whom nobody supports today, and whose several patrons have no dates."""
    for i, client in ((i, scenario.clients[i]) for i in scenario.living):
        if not scenario.asks_who_follows:
            continue
        if client.support is not None and not supporters(scenario, i, scenario.as_of):
            yield f"Whether {client.short} would pause because told: nobody supports it on the as-of date."
        elif client.support is None and len(scenario.patrons) > 1:
            yield f"Who supported {client.short} when: the case does not say it, so every patron does throughout."


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
            names = listed([scenario.clients[scenario.fronts[f].client].short for f in members])
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
        elif gaps := _uncounted(
            tallies, scenario.start, scenario.clients[front.client].until or scenario.as_of
        ):
            yield _gap_sentence(scenario, front.name, gaps)


def _one(scenario: Scenario, front: str) -> str:
    what = one(scenario.counted_on(front))
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def _covers(scenario: Scenario, event: Event, front: str) -> bool:
    series = scenario.series[event.series or ""]
    return series.primary and front in (event.fronts or series.fronts)


def _uncounted(tallies: list[Event], start: date, as_of: date) -> list[tuple[date, date]]:
    """Return the spans of the history that no count covers, first and last day; none where all are short."""
    gaps, day = [], start
    for tally in sorted(tallies, key=lambda e: e.date):
        if tally.date > day:
            gaps.append((day, tally.date - DAY))
        day = max(day, tally.end_date + DAY)
    if day <= as_of:
        gaps.append((day, as_of))
    return gaps if any(_days(gap) > LONG_GAP for gap in gaps) else []


def _days(span: tuple[date, date]) -> int:
    return (span[1] - span[0]).days + 1


def _gap_sentence(scenario: Scenario, front: str, gaps: list[tuple[date, date]]) -> str:
    """Return what is open of a front: its longest gaps by date, and how many days are uncounted in all."""
    longest = sorted(gaps, key=_days, reverse=True)[:MOST_GAPS]
    named = sorted(gap for gap in longest if _days(gap) > LONG_GAP)
    spans = [f"since {a}" if b == scenario.as_of else f"from {a} to {b}" for a, b in named]
    if rest := len(gaps) - len(named):
        spans.append(f"in {rest} shorter gap{'s' if rest > 1 else ''}")
    days = sum(map(_days, gaps))
    return (
        f"The tempo of {front} {listed(spans)}: no count of its series covers these {days} days "
        f"({days} of {scenario.days} days of the history are uncounted)."
    )


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
        yield f"How often reprisals come from {listed(missing)}: their list is not said to be complete."
    for adversary in scenario.adversaries.values():
        if (level := scenario.coded_from(adversary.id)) > 1:
            yield f"Reprisals below level {level} by {adversary.name}: they are not coded."


def _trigger(scenario: Scenario) -> Iterator[str]:
    if len({value for _, value in scenario.trigger}) == 1:
        yield "How tempo follows the trigger war: its intensity does not change over the history."
