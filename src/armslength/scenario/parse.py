"""From the texts of a folder to a scenario, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from armslength.errors import ArmslengthError, Fault, named
from armslength.scenario import defaults, evidence_files
from armslength.scenario import records as r
from armslength.scenario import schema as w
from armslength.scenario import schema_evidence as we
from armslength.scenario.events import Event, read_events
from armslength.scenario.files import CLAIMS, EVENTS, SCENARIO, SOURCES, TRIGGER, Texts
from armslength.scenario.models import parse
from armslength.scenario.parameter_values import Site, resolve
from armslength.scenario.references import number_faults, reference_faults, stability_faults
from armslength.scenario.scenario import Scenario
from armslength.scenario.strategy_actions import strategy_faults
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.trigger_file import TriggerRow, read_trigger
from armslength.scenario.yaml_text import Document, read_yaml


@dataclass
class Draft:
    """What has been read so far, and what is wrong with it."""

    texts: Texts
    faults: list[Fault] = field(default_factory=list)
    document: Document | None = None
    file: w.ScenarioFile | None = None
    claims: list[r.Claim] = field(default_factory=list)
    sources: dict[str, r.Source] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    trigger: list[TriggerRow] = field(default_factory=list)
    citable: bool = (
        True  #: claims and sources could be read, so that an unknown citation is a fault of its own
    )


def assemble(texts: Texts) -> tuple[Scenario | None, list[Fault]]:
    """The scenario, unless something is wrong; every fault that can be found at once, in order of file and
    line."""
    draft = Draft(texts)
    _read_scenario(draft)
    claims = _read_mapping(draft, CLAIMS, we.Claim)
    draft.claims = defaults.claims(claims[1])
    draft.sources = defaults.sources(_read_mapping(draft, SOURCES, we.Source)[1])
    if EVENTS in texts.texts:
        events, faults = read_events(texts.texts[EVENTS], texts.name(EVENTS))
        draft.events, draft.faults = (
            evidence_files.dated_by_source(events, draft.sources),
            draft.faults + faults,
        )
    if TRIGGER in texts.texts:
        draft.trigger, faults = read_trigger(texts.texts[TRIGGER], texts.name(TRIGGER))
        draft.faults += faults
    if draft.file is None or draft.document is None:
        return None, _ordered(draft.faults)
    _check(draft, draft.document, draft.file, claims[0])
    if draft.faults:
        return None, _ordered(draft.faults)
    sites = tuple(_sites(draft.file))
    if unstable := list(stability_faults(draft.document, sites)):
        return None, unstable
    return _scenario(draft, draft.file, sites), []


def _ordered(faults: list[Fault]) -> list[Fault]:
    return named(sorted(dict.fromkeys(faults), key=lambda f: (str(f.where), f.line or 0)))


def _read_scenario(draft: Draft) -> None:
    if SCENARIO not in draft.texts.texts:
        return
    try:
        document = read_yaml(draft.texts.name(SCENARIO), draft.texts.texts[SCENARIO])
    except ArmslengthError as error:
        draft.faults += error.faults
        return
    if fault := _version_fault(document):
        draft.faults.append(fault)
        return
    draft.document = document
    draft.file, faults = parse(document, w.ScenarioFile)
    draft.faults += faults


def _version_fault(document: Document) -> Fault | None:
    """Return why a file is no scenario of this version: said alone, since all else would follow from it."""
    data = document.data
    if not isinstance(data, dict) or not data:
        return document.fault((), "holds no scenario", "`armslength new DIR` writes one to start from")
    version = data.get("schema")
    if version is None:
        near = next((k for k in data if did_you_mean(k, ["schema"]).startswith("did")), None)
        hint = f"write `schema: {w.CURRENT_SCHEMA}`" + (f" for '{near}'" if near else " as its first line")
        return document.fault((), "'schema' is missing", hint)
    if version == w.CURRENT_SCHEMA and version is not True:
        return None
    newer = isinstance(version, int) and version > w.CURRENT_SCHEMA
    hint = (
        "it was written for a newer armslength: upgrade" if newer else f"write `schema: {w.CURRENT_SCHEMA}`"
    )
    return document.fault(("schema",), f"schema {version} is not one that this version reads", hint)


def _read_mapping(draft: Draft, file: str, model: Any) -> tuple[Document | None, Mapping[str, Any]]:
    """`claims.yaml` or `sources.yaml`: records by id."""
    if not draft.texts.texts.get(file, "").strip():
        return None, {}
    try:
        document = read_yaml(draft.texts.name(file), draft.texts.texts[file])
    except ArmslengthError as error:
        draft.faults += error.faults
        draft.citable = False
        return None, {}
    if document.data is None:
        return document, {}
    parsed, faults = parse(document, dict[str, model])
    draft.faults += faults
    draft.citable = draft.citable and not faults
    return document, parsed or {}


def _check(draft: Draft, document: Document, file: w.ScenarioFile, claims: Document | None) -> None:
    series = {i: s for i, s in file.series.items() if all(f in file.fronts for f in s.fronts or ())}
    made = {i: defaults._series(i, s, tuple(file.fronts)) for i, s in series.items()}
    events, trigger = draft.texts.name(EVENTS), draft.texts.name(TRIGGER)
    draft.faults += reference_faults(document, file)
    draft.faults += number_faults(document, file)
    draft.faults += strategy_faults(document, file)
    draft.faults += evidence_files.event_faults(events, draft.events, file, made)
    draft.faults += evidence_files.overlap_faults(events, draft.events, made)
    draft.faults += evidence_files.trigger_faults(trigger, draft.trigger, file)
    if draft.citable:
        draft.faults += evidence_files.source_faults(
            document, file, (events, draft.events), (trigger, draft.trigger), draft.claims, draft.sources
        )
    if claims is not None:
        draft.faults += evidence_files.claim_faults(claims, draft.claims, _entities(file))


def _entities(file: w.ScenarioFile) -> dict[str, dict[str, Mapping[str, w.Number]]]:
    """Written numbers by scope and entity; ties are named commander.client."""
    commanders = {i: c.parameters for i, c in defaults.commanders(file).items()}
    return {
        "commanders": commanders,
        "clients": {i: c.parameters for i, c in file.clients.items()},
        "adversaries": {i: a.parameters for i, a in file.adversaries.items()},
        "fronts": {i: f.parameters if f else {} for i, f in file.fronts.items()},
        "ties": {
            f"{c}.{i}": client.ties.get(c, {}) for c in commanders for i, client in file.clients.items()
        },
    }


def _sites(file: w.ScenarioFile) -> tuple[Site, ...]:
    return tuple(resolve(_entities(file), file.parameters))


def _scenario(draft: Draft, file: w.ScenarioFile, sites: tuple[Site, ...]) -> Scenario:
    pressure, threats = defaults.periods(file)
    patron = r.Patron(file.patron.id, file.patron.name, file.patron.organisation)
    return Scenario(
        name=file.name,
        title=file.title or file.name,
        question=file.question,
        as_of=file.as_of,
        start=file.start,
        horizon=file.horizon,
        patron=patron,
        commanders=defaults.commanders(file),
        clients=defaults.clients(file),
        adversaries=defaults.adversaries(file),
        hosts=defaults.hosts(file),
        fronts=defaults.fronts(file),
        umbrellas={i: r.Umbrella(i, u.name, tuple(u.fronts)) for i, u in file.umbrellas.items()},
        couplings=tuple(r.Coupling(c.from_, c.to, c.weight, c.source) for c in file.couplings),
        series=defaults.series(file),
        events=draft.events,
        trigger=[(t.date, t.value) for t in draft.trigger] or [(file.start, 1.0)],
        trigger_side=defaults.trigger_side(file),
        host_pressure=pressure,
        public_threats=threats,
        payoffs=defaults.payoffs(file),
        pause=defaults.pause(file),
        directives=file.directives,
        vintage_policy=file.vintage.policy,
        vintage_note=file.vintage.note,
        claims=draft.claims,
        sources=draft.sources,
        endpoint=file.endpoint,
        strategies=defaults.strategies(file),
        shocks=defaults.shocks(file),
        all_sites=sites,
        files=draft.texts,
    )
