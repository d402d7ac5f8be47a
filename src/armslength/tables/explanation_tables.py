"""Tables of an explanation: what each mechanism carried of a difference, and what a pair of futures adds up to."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from armslength.formatting import number, plus_minus
from armslength.results.explanation import CarriedPart, ExplanationResult, MechanismReference
from armslength.tables.table import Column, Table

SHOWN = ("attacks", "deaths", "reprisals", "control_lost")
TELLING = 2.0  # standard errors beyond which a part is told apart from nothing


def carried_table(result: ExplanationResult) -> Table:
    """Return the whole difference in some outcomes, the parts that can be told apart from nothing, and the rest."""
    outcomes = [outcome for outcome in SHOWN if outcome in result.explained]
    parts = {outcome: result.parts(outcome) for outcome in outcomes}
    columns = []
    for outcome in outcomes:
        whole = result.whole(outcome)
        ends = f"{number(whole.against)} to {number(whole.with_strategy)}"
        columns.append(Column(f"{outcome.replace('_', ' ')}\n({ends})"))
    rows = [
        ("the whole difference", *(plus_minus(r.difference, r.error) for r in map(result.whole, outcomes))),
        *(
            (
                m.title,
                *(plus_minus(part.carried, part.error) for part in (parts[o][m.name] for o in outcomes)),
            )
            for m in telling_mechanisms(result, outcomes)
        ),
        ("what the parts leave", *(plus_minus(r.left, r.error) for r in map(result.rest, outcomes))),
    ]
    return Table(
        "On average: what each mechanism carried of the difference (± one standard error)",
        (Column("mechanism", words=True), *columns),
        tuple(rows),
        " ".join(result.reads[:3]),
    )


def telling_mechanisms(result: ExplanationResult, outcomes: Sequence[str]) -> list[MechanismReference]:
    """Return the mechanisms whose part of some outcome can be told apart from nothing, the surest first."""

    def errors(mechanism: MechanismReference) -> float:
        own = (part for outcome in parts.values() if (part := outcome.get(mechanism.name)))
        return max((_in_errors(p) for p in own), default=0.0)

    parts = {outcome: result.parts(outcome) for outcome in outcomes}

    telling = [m for m in result.mechanisms if errors(m) > TELLING]
    return sorted(telling, key=lambda m: -errors(m))


def totals_table(result: ExplanationResult) -> Table:
    """Return what the two futures of the pair add up to, where that differs."""
    against = "Nothing done" if result.against.name == "nothing" else f"With {result.against.name}"
    return Table(
        f"What this pair comes to in {result.scenario.days} days.",
        (Column("Of", words=True), Column(f"With {result.strategy.name}"), Column(against)),
        tuple((f"{t.what.capitalize()}: {t.of}", t.with_strategy, t.against) for t in result.pair.totals),
    )


def _in_errors(part: CarriedPart) -> float:
    if part.error:
        return abs(part.carried) / part.error
    return inf if part.carried else 0.0
