"""From what an analyst wrote to records with nothing left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from armslength.parameters import Prior, parse_prior
from armslength.parameters.priors import Beta
from armslength.scenario import records as r
from armslength.scenario import schema as w
from armslength.scenario import schema_evidence as we
from armslength.scenario.dates import read_publication

COMMANDER = "commander"


def commanders(file: w.ScenarioFile) -> dict[str, r.Commander]:
    """Those written, or one without a name."""
    written = file.commanders or {COMMANDER: w.Commander(name="The commander")}
    return {
        i: r.Commander(i, c.name, c.short or c.name, c.took_office, c.parameters) for i, c in written.items()
    }


def hosts(file: w.ScenarioFile) -> dict[str, r.Host]:
    """Those written, and one of its own for each client that names none."""
    listed = {i: r.Host(i, h.name) for i, h in file.hosts.items()}
    alone = {i: r.Host(i, f"host of {c.name}") for i, c in file.clients.items() if c.host is None}
    return {**listed, **alone}


def clients(file: w.ScenarioFile) -> dict[str, r.Client]:
    """With short name, host and theatre."""
    host = hosts(file)
    return {
        i: r.Client(
            i,
            c.name,
            c.short or c.name,
            c.host or i,
            c.theatre or host[c.host or i].name,
            c.description,
            c.parameters,
            c.ties,
        )
        for i, c in file.clients.items()
    }


def adversaries(file: w.ScenarioFile) -> dict[str, r.Adversary]:
    """With the level from which reprisals against their fronts are coded."""
    levels: dict[str, int] = {}
    for front, written in file.fronts.items():
        against = front.partition("/")[2]
        levels[against] = max(levels.get(against, 1), written.coded_from_level if written else 1)
    return {
        i: r.Adversary(
            i, a.name, a.short or a.name, a.role, a.parameters, levels.get(i, 1), i in file.reprisals_complete
        )
        for i, a in file.adversaries.items()
    }


def fronts(file: w.ScenarioFile) -> dict[str, r.Front]:
    """Named after their two sides where the analyst gave no name."""
    client, adversary = clients(file), adversaries(file)
    made = {}
    for i, written in file.fronts.items():
        f = written or w.Front()
        one, other = (client[i.partition("/")[0]], adversary[i.partition("/")[2]])
        name = f.name or f"{one.short} on {other.short}"
        made[i] = r.Front(
            i,
            one.id,
            other.id,
            name,
            f.short or name,
            f.theatre or one.theatre,
            f.parameters,
            f.coded_from_level,
        )
    return made


def series(file: w.ScenarioFile) -> dict[str, r.Series]:
    """With the default reporting share."""
    return {i: _series(i, s, tuple(file.fronts)) for i, s in file.series.items()}


def _series(i: str, s: w.Series, every: tuple[str, ...]) -> r.Series:
    prior, value = reporting(s)
    source = s.reporting.source if s.reporting else "assumed"
    fronts = every if s.fronts is None else tuple(s.fronts)
    return r.Series(i, s.title or i, s.definition, s.unit, fronts, prior, value, source, s.primary, s.reports)


def reporting(s: w.Series) -> tuple[Prior, float]:
    """Share of attacks that a series reports: prior and value."""
    prior: Prior = Beta(8, 2)
    if s.reporting is None:
        return prior, prior.median
    if s.reporting.prior is not None:
        prior = parse_prior(s.reporting.prior)
    elif s.reporting.value is not None:
        prior = prior.recentred(s.reporting.value)
    return prior, prior.median if s.reporting.value is None else s.reporting.value


def trigger_side(file: w.ScenarioFile) -> r.TriggerSide:
    """The war that sets the clients off; one unit of intensity is its peak."""
    side, peak = file.trigger or w.TriggerSide(), file.trigger_peak
    if peak is None:
        return r.TriggerSide(side.name, side.description, 1.0, "of its peak", "assumed")
    return r.TriggerSide(side.name, side.description, peak.value, peak.unit, peak.source)


def pause(file: w.ScenarioFile) -> r.Pause:
    """The written rule, with its sentence."""
    rule = file.pause
    text = rule.text or (
        f"A client pauses on a front if its attacks in the {rule.days} days after the order are at most "
        f"{rule.ratio:g} times those expected at today's rate."
    )
    return r.Pause(rule.days, rule.ratio, text)


def periods(file: w.ScenarioFile) -> tuple[tuple[r.Period, ...], tuple[r.Period, ...]]:
    """Host pressure and public threats."""
    pressure = tuple(r.Period(p.host, p.from_, p.to, p.value, p.source, p.note) for p in file.host_pressure)
    threats = tuple(
        r.Period(p.adversary, p.from_, p.to, p.value, p.source, p.note) for p in file.public_threats
    )
    return pressure, threats


def payoffs(file: w.ScenarioFile) -> dict[str, r.Payoff]:
    """Lists as tuples, by reprisal level."""
    return {
        i: r.Payoff(tuple(p.value) if isinstance(p.value, list) else p.value, p.source, p.note)
        for i, p in file.payoffs.items()
    }


def strategies(file: w.ScenarioFile) -> dict[str, r.Strategy]:
    """In the order of the file."""
    return {
        i: r.Strategy(i, s.title, tuple(s.actions), s.by, s.source, s.note)
        for i, s in file.strategies.items()
    }


def shocks(file: w.ScenarioFile) -> dict[str, r.Shock]:
    """What each changes, and nothing else."""
    return {
        i: r.Shock(
            i, s.title, s.caveat, s.model_dump(include={"charisma", "skill"}, exclude_none=True),
            {c: state.model_dump(exclude_none=True) for c, state in s.clients.items()}, s.source, s.note,
        )
        for i, s in file.shocks.items()
    }  # fmt: skip


def claims(written: Mapping[str, we.Claim]) -> list[r.Claim]:
    """In the order of the file."""
    return [
        r.Claim(i, c.group, c.paraphrase, c.quote, c.speaker, c.quality, tuple(c.bears_on))
        for i, c in written.items()
    ]


def sources(written: Mapping[str, we.Source]) -> dict[str, r.Source]:
    """With the day of publication."""
    return {i: r.Source(i, s.title, s.address, published(s), s.note) for i, s in written.items()}


def published(source: we.Source) -> date | None:
    """Day of publication, or nothing where unknown."""
    return read_publication(source.published) if isinstance(source.published, str) else source.published
