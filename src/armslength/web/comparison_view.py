"""A comparison and an explanation as the page shows them: outcome by outcome, and mechanism by mechanism."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from armslength.formatting import difference, listed, number, percent
from armslength.results.comparison import Change, ComparisonResult, Difference, Outcome
from armslength.results.explanation import (
    CarriedPart,
    ExplanationResult,
    MeanDifference,
    MechanismReference,
    Remainder,
)
from armslength.tables.comparison_tables import COMPARED, LEAST, WORDS, Way, way_of
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

    def way(self, row: Difference) -> Way:
        """Return what a difference comes to, beside what would happen anyway."""
        return way_of(row, self.outcome.unit, self.nothing)


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
    sentence: str  #: what carries the difference most, in a sentence
    overlap: (
        bool  #: whether the parts leave more than half of the whole, so that only their order says something
    )


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


def answer_sentence(result: ComparisonResult, rows: Sequence[OutcomeRow]) -> str:
    """Return the answer in a sentence with sizes: the best known outcome in numbers, the others in per cent."""
    names = [strategy.name for strategy in result.strategies][1:]
    start = (
        f"{names[-1]} against {names[0] if len(names) == 2 else 'doing nothing'}, {result.scenario.days} days"
    )
    if not rows:
        return f"{start}: this case gives no ground to ask what changes."
    first, *others = rows
    said = [f"{start}: {_in_numbers(first, result.interval_covers)}"]
    for way, word in WORDS.items():
        told = [_in_per_cent(row, way) for row in others if row.way(row.apart) == way]
        if told:
            said.append(f"{word}: {listed(told)}")
    return f"{'. '.join(said)}."


def _in_numbers(row: OutcomeRow, covers: str) -> str:
    d, unit, name = row.apart, row.outcome.unit, _called(row)
    low, high = d.parameters
    if unit == "probability":
        ends = f"{difference(low, unit)} to {difference(high, unit)}"
        size = f"{name} {difference(d.difference, unit)}, from {percent(row.nothing)} if nothing is done"
    else:
        ends = _between(low, high)
        more = "more" if d.difference > 0 else "fewer"
        size = f"{number(abs(d.difference))} {more} {name} of {number(row.nothing)}"
    match row.way(d):
        case "same":
            return f"practically no change in {name} ({ends}; {number(row.nothing)} anyway)"
        case "open":
            return f"whether {name} become more or fewer cannot be told ({ends} of {number(row.nothing)}; {covers})"
        case _:
            return f"{size} ({ends}; {covers})"


def _between(low: float, high: float) -> str:
    """Return the ends of a change of a count in words, the smaller size first."""
    if high <= 0:
        return f"{number(-high)} to {number(-low)} fewer"
    if low >= 0:
        return f"{number(low)} to {number(high)} more"
    return f"{number(-low)} fewer to {number(high)} more"


def _in_per_cent(row: OutcomeRow, way: Way) -> str:
    d = row.apart.difference
    if way not in ("down", "up"):
        return _called(row)
    if row.outcome.unit == "probability" or not row.nothing:
        return f"{_called(row)} {difference(d, row.outcome.unit)}"
    return f"{_called(row)} {100 * d / row.nothing:+.0f}%"


def _called(row: OutcomeRow) -> str:
    return IN_SENTENCES.get(row.outcome.name, row.outcome.name)


def explanation_view(result: ExplanationResult) -> ExplanationView:
    """Return an explanation as the page shows it."""
    heads = {outcome: head for outcome, head in EXPLAINED.items() if outcome in result.explained}
    parts = {outcome: result.parts(outcome) for outcome in heads}
    telling = telling_mechanisms(result, tuple(heads))
    first = next(iter(heads), "")
    overlap = bool(first) and abs(result.rest(first).left) > abs(result.whole(first).difference) / 2
    return ExplanationView(
        result=result,
        heads=tuple(heads.values()),
        whole=tuple(map(result.whole, heads)),
        rest=tuple(map(result.rest, heads)),
        rows=tuple(MechanismRow(m, tuple(parts[o][m.name] for o in heads)) for m in telling),
        silent=tuple(m.title for m in result.mechanisms if m.switched_off and m not in telling),
        sentence=_why(result, first, telling),
        overlap=overlap,
    )


def _why(result: ExplanationResult, outcome: str, telling: Sequence[MechanismReference]) -> str:
    """Say in a sentence how large the difference is and which mechanisms carry most of it."""
    if not outcome:
        return "Nothing that is explained differs."
    whole, parts = result.whole(outcome), result.parts(outcome)
    size = f"{number(abs(whole.difference))} {'fewer' if whole.difference < 0 else 'more'} {outcome.replace('_', ' ')}"
    carry = [m for m in telling if m.name in parts and parts[m.name].carried * whole.difference > 0]
    carry.sort(key=lambda m: -abs(parts[m.name].carried))
    if not carry:
        return f"{size} than {number(whole.against)}: no one mechanism alone carries it."
    most = listed([f"“{m.title}”" for m in carry[:3]])
    return f"{size} than {number(whole.against)}: most of it comes about through {most}."
