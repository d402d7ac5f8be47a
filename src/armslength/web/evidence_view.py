"""Evidence as the page shows it and as its JSON twin: numbers with their priors and sources, claims, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from armslength.formatting import csv_text
from armslength.parameters import Site
from armslength.results import Interval, Record, described
from armslength.results.fit import FitResult, LearnedParameter
from armslength.scenario import Scenario
from armslength.scenario.check import check
from armslength.scenario.explain import explain
from armslength.scenario.grades import Grade, grade_of
from armslength.scenario.schema import Claim
from armslength.web.app_state import AppState

EvidenceTable = Literal["claims", "numbers", "sources"]


class NumberRow(Record):
    """A number of the model in a case."""

    path: str = described("dotted path of the parameter")
    meaning: str = described("what it is")
    unit: str = described("its unit")
    value: float = described("its value")
    prior: str = described("its prior")
    interval_90: Interval = described("central 90 % of the prior", key="90")
    source: str = described("where prior and value come from")
    written: bool = described("whether the scenario itself says so; otherwise it is the default")
    basis: Grade = described("how good that is: a study, a coded judgement, our own default, or assumed")


class ClaimRow(Record):
    """A claim of a case."""

    id: str = described("id of the claim")
    group: str = described("what it is about")
    says: str = described("what it says")
    speaker: str = described("who says it")
    quality: str = described("how good the evidence for it is")
    bears_on: tuple[str, ...] = described("parameters and mechanisms that it bears on")


class SourceRow(Record):
    """A source of a case."""

    id: str = described("id of the source")
    title: str = described("its title")
    address: str = described("its address; may be empty")
    citation: str = described("the line by which it wants to be cited; may be empty")
    note: str = described("a note on it; may be empty")
    cited: int = described("events and numbers that name it")
    published: date | None = described("when it was published; null where unknown or edited since")


class CaseHead(Record):
    """A case by its name, its title and its date."""

    name: str = described("name of the case")
    title: str = described("its title")
    as_of: date = described("the as-of date")


class EvidenceView(Record):
    """The page Evidence."""

    ready: Literal[True] = True
    case: CaseHead = described("the case")
    claims: tuple[ClaimRow, ...] = described("its claims")
    sources: tuple[SourceRow, ...] = described("its sources")
    numbers: tuple[NumberRow, ...] = described("every number of the model")
    bases: dict[Grade, int] = described("numbers by what they rest on")
    cannot_answer: tuple[str, ...] = described("what these data cannot answer, a sentence each")


class ExplanationRow(Record):
    """One thing that is known about a number."""

    what: str = described("which thing")
    text: str = described("the thing in words", key="is")


class NumberView(NumberRow):
    """The record of one number."""

    ready: Literal[True] = True
    equation: str = described("the equation in which it acts")
    rows: tuple[ExplanationRow, ...] = described("what is known about it")
    claims: tuple[ClaimRow, ...] = described("claims that bear on it")
    fit: LearnedParameter | None = described("what the fit says of it; null where it says nothing")


def evidence(app_state: AppState, case: str) -> EvidenceView:
    """Return claims, sources, and every number of the model with what it rests on."""
    scenario = app_state.scenario(case)
    numbers = tuple(number_row(scenario, site) for site in scenario.sites())
    return EvidenceView(
        case=CaseHead(name=case, title=scenario.title, as_of=scenario.as_of),
        claims=tuple(claim_row(claim) for claim in scenario.claims),
        sources=tuple(_source_rows(scenario)),
        numbers=numbers,
        bases=dict(Counter(row.basis for row in numbers)),
        cannot_answer=tuple(check(app_state.case(case).folder).cannot_answer),
    )


def number(app_state: AppState, case: str, path: str, fit: FitResult | None) -> NumberView:
    """Return the record of one number: prior, value, where it acts, source and claims, and what a fit says of it."""
    scenario = app_state.scenario(case)
    explanation = explain(scenario, path)
    row = number_row(scenario, explanation.site)
    return NumberView(
        **dict(row),
        equation=explanation.equation,
        rows=tuple(
            ExplanationRow(what=what, text=text) for what, text in explanation.rows() if what != "claim"
        ),
        claims=tuple(claim_row(claim) for claim in explanation.claims),
        fit=learned(fit, path),
    )


def learned(fit: FitResult | None, path: str) -> LearnedParameter | None:
    """Return what a fit says of a number; None where there is no fit, or where it says nothing."""
    return next((row for row in fit.parameters if row.name == path), None) if fit else None


def number_row(scenario: Scenario, site: Site) -> NumberRow:
    """Return a number as a row of a list."""
    return NumberRow(
        path=site.name,
        meaning=site.record.meaning,
        unit=site.record.unit,
        value=site.value,
        prior=str(site.prior),
        interval_90=Interval(*site.prior.interval(0.9)),
        source=site.source,
        written=site.written,
        basis=grade_of(site.source, {claim.id for claim in scenario.claims}),
    )


def claim_row(claim: Claim) -> ClaimRow:
    """Return a claim as a row of a list."""
    return ClaimRow(
        id=claim.id,
        group=claim.group,
        says=claim.paraphrase,
        speaker=claim.speaker,
        quality=claim.quality,
        bears_on=claim.bears_on,
    )


def _source_rows(scenario: Scenario) -> Iterator[SourceRow]:
    texts = [e.source for e in scenario.events] + [s.source for s in scenario.sites()]
    cited = Counter(part.strip() for text in texts for part in text.split(";"))
    for source in scenario.sources.values():
        is_dated = source.published is not None and source.published.year < 9999
        yield SourceRow(
            id=source.id,
            title=source.title,
            address=source.address,
            citation=source.citation,
            note=source.note,
            cited=cited[source.id],
            published=source.published if is_dated else None,
        )


def evidence_csv(view: EvidenceView, table: EvidenceTable) -> str:
    """Return claims, numbers or sources as CSV, as the page lists them."""
    tables: dict[EvidenceTable, tuple[Record, ...]] = {
        "claims": view.claims,
        "numbers": view.numbers,
        "sources": view.sources,
    }
    rows: list[Iterable[object]] = []
    for row in tables[table]:
        cells = row.model_dump()
        if interval := cells.pop("90", None):
            cells["prior_5_percent"], cells["prior_95_percent"] = interval
        if not rows:
            rows.append(cells)
        rows.append(map(plain_cell, cells.values()))
    return csv_text(rows)


def plain_cell(value: object) -> str | float:
    """Return what a cell shows; no spreadsheet takes its text for a formula."""
    if isinstance(value, float | int):
        return value
    text = "; ".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
