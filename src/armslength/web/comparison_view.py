"""A comparison and an explanation as the page shows them: outcome by outcome, and mechanism by mechanism."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from armslength.formatting import listed
from armslength.results.comparison import Change, ComparisonResult, Difference, Outcome
from armslength.results.explanation import (
    CarriedPart,
    ExplanationResult,
    MeanDifference,
    MechanismReference,
    Remainder,
)
from armslength.tables.comparison_tables import COMPARED, LEAST
from armslength.tables.explanation_tables import telling_mechanisms

#: how a sentence names the outcomes that the page shows
IN_SENTENCES = {
    "lethal_attack": "chance of an attack that kills",
    "leadership_struck": "chance of a reprisal on leadership or the patron",
    "direct_fire_days": "days of direct fire",
    "rung_4": "chance of rung 4 or 5",
    "control_lost": "control lost",
    "war": "chance of regional war",
}
#: outcomes that an explanation is shown for, and their heads
EXPLAINED = {
    "attacks": "Attacks",
    "deaths": "Deaths",
    "reprisals": "Reprisals",
    "direct_fire_days": "Days of direct fire",
}


@dataclass(frozen=True)
class OutcomeRow:
    """An outcome under each strategy, and what sets the strategies apart."""

    outcome: Outcome
    nothing: float  #: mean if nothing is done
    changes: tuple[Change, ...]  #: of each strategy against doing nothing
    apart: Difference  #: of the second strategy against the first, or of the only one against doing nothing


@dataclass(frozen=True)
class MechanismRow:
    """A mechanism with its part of each outcome that the page explains."""

    mechanism: MechanismReference
    parts: tuple[CarriedPart, ...]


@dataclass(frozen=True)
class ExplanationView:
    """An explanation as the page shows it."""

    result: ExplanationResult
    heads: tuple[str, ...]
    whole: tuple[MeanDifference, ...]
    rest: tuple[Remainder, ...]
    rows: tuple[MechanismRow, ...]  #: mechanisms whose parts can be told apart from nothing, the surest first
    silent: tuple[str, ...]  #: titles of the others that can be switched off


def outcome_rows(result: ComparisonResult) -> list[OutcomeRow]:
    """Return the outcomes that the page shows, the best known first."""
    return _rows(result, result.asked(COMPARED))


def pause_rows(result: ComparisonResult) -> list[OutcomeRow]:
    """Return each front's probability of a pause, where a strategy moves it."""
    rows = _rows(result, [o.name for o in result.outcomes if o.name.startswith("pauses/")])
    return [row for row in rows if any(abs(d.difference) >= LEAST for d in (row.apart, *row.changes))]


def _rows(result: ComparisonResult, outcomes: Iterable[str]) -> list[OutcomeRow]:
    names = [strategy.name for strategy in result.strategies][1:]
    rows = []
    for outcome in outcomes:
        changes = tuple(result.change(name, outcome) for name in names)
        apart = result.contrast(names[1], names[0], outcome) if len(names) == 2 else changes[0]
        rows.append(OutcomeRow(result.outcome(outcome), changes[0].baseline, changes, apart))
    return rows


def in_words(rows: Sequence[OutcomeRow]) -> list[tuple[str, str]]:
    """Return what is less, what more and what cannot be told apart, each as a list of outcomes."""
    parts = [
        (word, [IN_SENTENCES.get(r.outcome.name, r.outcome.name) for r in rows if r.apart.sign == sign])
        for sign, word in {"down": "Less", "up": "More", "open": "Not told apart"}.items()
    ]
    return [(word, listed(names)) for word, names in parts if names]


def explanation_view(result: ExplanationResult) -> ExplanationView:
    """Return an explanation as the page shows it."""
    heads = {outcome: head for outcome, head in EXPLAINED.items() if outcome in result.explained}
    parts = {outcome: result.parts(outcome) for outcome in heads}
    telling = telling_mechanisms(result, tuple(heads))
    return ExplanationView(
        result=result,
        heads=tuple(heads.values()),
        whole=tuple(map(result.whole, heads)),
        rest=tuple(map(result.rest, heads)),
        rows=tuple(MechanismRow(m, tuple(parts[o][m.name] for o in heads)) for m in telling),
        silent=tuple(m.title for m in result.mechanisms if m.switched_off and m not in telling),
    )
