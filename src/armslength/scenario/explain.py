"""Explanation of one number of a scenario: everything that stands behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from armslength.errors import ArmslengthError, Fault
from armslength.parameters import Parameter, Site
from armslength.scenario.grades import Grade, grade_of
from armslength.scenario.load import load
from armslength.scenario.scenario import Scenario
from armslength.scenario.schema import Claim
from armslength.scenario.suggest import did_you_mean


@dataclass(frozen=True)
class Explanation:
    """What a number is, what is believed about it and why."""

    path: str
    site: Site
    equation: str  #: where it acts
    sources: tuple[str, ...]  #: in words
    claims: tuple[Claim, ...]  #: that bear on it
    grade: Grade  #: how good its source is

    @property
    def record(self) -> Parameter:
        """What the parameter is in every scenario: meaning, symbol, unit, support, default."""
        return self.site.record

    @property
    def interval(self) -> tuple[float, float]:
        """Central 90 % of the prior."""
        return self.site.prior.interval(0.9)

    def rows(self) -> list[tuple[str, str]]:
        """Return it as labelled rows of text."""
        record, site = self.record, self.site
        low, high = self.interval
        return [
            ("what", record.meaning),
            ("value", f"{site.value:g} {record.unit}".removesuffix(" -")),
            ("prior", f"{site.prior}, 90 % between {low:.3g} and {high:.3g}"),
            ("symbol", record.symbol),
            ("support", f"{record.support[0]:g} to {record.support[1]:g}"),
            ("acts in", self.equation),
            ("said by", "this scenario" if site.written else "the defaults"),
            *(("source", source) for source in self.sources),
            ("rests on", self.grade),
            *([("note", site.note)] if site.note else []),
            *(("claim", f"{c.id} ({c.speaker}; {c.quality}): {c.paraphrase}") for c in self.claims),
        ]


def explain(scenario: Scenario | str | Path, path: str) -> Explanation:
    """Return one number of a case by its dotted path, with everything that stands behind it.

    Raises `ArmslengthError`, which names the nearest path, where there is none such.

    >>> explain("axis-2024", "severity.cap").record.symbol
    'ψ_s'
    """
    scenario = load(scenario)
    try:
        site = scenario.site(path)
    except KeyError:
        names = [s.name for s in scenario.sites()]
        raise ArmslengthError(
            Fault(None, None, f"{scenario.name} has no number '{path}'", _nearest(path, names))
        ) from None
    equations = "; ".join(_equations(scenario, site.record))
    grade = grade_of(site.source, {claim.id for claim in scenario.claims})
    sources, claims = tuple(_sources(scenario, site)), tuple(_claims(scenario, site))
    return Explanation(path, site, equations, sources, claims, grade)


def _equations(scenario: Scenario, record: Parameter) -> Iterator[str]:
    """Yield the equations of each mechanism that a parameter acts in: those with its symbol, all where none has."""
    symbol = f"{record.symbol.rsplit('_', 1)[0]}_l" if record.per_level else record.symbol
    # An actor's symbol bears the actor's index there: `θ` is written `θ_i`.
    pattern = re.compile(rf"(?<!\w){re.escape(symbol)}(_[a-z])?(?!\w)" if symbol[0].isalpha() else r"(?!)")
    for mechanism in scenario.mechanisms:
        if mechanism.name in record.acts_in:
            with_symbol = [line for line in mechanism.equations if pattern.search(line)]
            yield f"{mechanism.title}: {'; '.join(with_symbol or mechanism.equations)}"


def _nearest(path: str, names: list[str]) -> str:
    inside = [n for n in names if n.startswith(path.rstrip(".*") + ".")]
    return f"it has {', '.join(inside[:8])}" if inside else did_you_mean(path, names)


def _sources(scenario: Scenario, site: Site) -> list[str]:
    """Return each part of the citation in words: a source's title, a claim, a series, or the text itself."""
    claims = {c.id: c for c in scenario.claims}
    parts = [part.strip() for part in site.source.split(";") if part.strip()]
    said = []
    for part in parts:
        if part in scenario.sources:
            source = scenario.sources[part]
            said.append(f"{source.title} {source.address}".strip())
        elif part in claims:
            said.append(f"claim {part}")
        elif part in scenario.series:
            said.append(f"the series '{scenario.series[part].title}': {scenario.series[part].definition}")
        else:
            said.append(part)
    return said


def _claims(scenario: Scenario, site: Site) -> list[Claim]:
    """Return the claims that bear on the number, its parameter or its mechanism, and those that the scenario cites for it."""
    cited = {part.strip() for part in site.source.split(";")} if site.written else set()
    places = {site.name, site.record.path, site.record.scope}
    return [c for c in scenario.claims if c.id in cited or places & set(c.bears_on)]
