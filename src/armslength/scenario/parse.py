"""From the texts of a folder to a scenario, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from armslength.errors import ArmslengthError, Fault, named
from armslength.parameters import Parameter
from armslength.parameters.priors import Fixed
from armslength.scenario import evidence_faults
from armslength.scenario.events import Event, read_events
from armslength.scenario.files import CLAIMS, EVENTS, QUESTIONS, SCENARIO, SOURCES, TRIGGER, Texts
from armslength.scenario.own_mechanisms import Own, own_mechanisms
from armslength.scenario.parameter_values import resolve
from armslength.scenario.patron_faults import patron_faults
from armslength.scenario.population_prior import Learned, is_assumed, learned_numbers
from armslength.scenario.question_faults import question_faults
from armslength.scenario.reference_faults import number_faults, reference_faults
from armslength.scenario.scenario import Scenario
from armslength.scenario.schema import (
    CURRENT_SCHEMA,
    Claim,
    Keyed,
    Named,
    Number,
    Question,
    ScenarioFile,
    Source,
)
from armslength.scenario.strategy_actions import strategy_faults
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.trigger_file import TriggerRow, read_trigger
from armslength.scenario.validation import parse
from armslength.scenario.yaml_text import Document, read_yaml
from armslength.world.catalogue import catalogue_of
from armslength.world.mechanism import Mechanism
from armslength.world.order_of_play import ORDER_OF_PLAY, with_more
from armslength.world.rehearsal import rehearse

NONE = Number(value=0.0, prior=Fixed(0.0), source="assumed", note="nobody supports it")
Entry = TypeVar("Entry", bound=Named)


@dataclass
class Draft:
    """What has been read so far, and what is wrong with it."""

    texts: Texts
    faults: list[Fault] = field(default_factory=list)
    claims: dict[str, Claim] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    trigger: list[TriggerRow] = field(default_factory=list)
    citable: bool = (
        True  #: claims and sources could be read, so that an unknown citation is a fault of its own
    )


def assemble(texts: Texts) -> tuple[Scenario | None, list[Fault]]:
    """Return the scenario, unless something is wrong; else every fault that can be found at once, by file and line."""
    draft = Draft(texts)
    document, file = _read_scenario(draft)
    claims, draft.claims = _read_entries(draft, CLAIMS, Claim)
    _, draft.sources = _read_entries(draft, SOURCES, Source)
    asked, questions = _read_entries(draft, QUESTIONS, Question)
    if EVENTS in texts.texts:
        events, faults = read_events(texts.texts[EVENTS], texts.name(EVENTS))
        draft.events = evidence_faults.dated_by_source(events, draft.sources)
        draft.faults += faults
    if TRIGGER in texts.texts:
        draft.trigger, faults = read_trigger(texts.texts[TRIGGER], texts.name(TRIGGER))
        draft.faults += faults
    if file is None or document is None:
        return None, _ordered(draft.faults)
    texts, own, order = _mechanisms(draft, document, file)
    catalogue = catalogue_of(order)
    _check(draft, document, file, claims, order)
    learned = _learned(draft, document, file, catalogue)
    sites = (
        () if draft.faults else tuple(resolve(catalogue, _numbers_of_actors(file), file.parameters, learned))
    )
    if asked is not None:
        numbers = [site.name for site in sites]
        draft.faults += question_faults(asked, questions.values(), draft.claims, file, numbers)
    if draft.faults:
        return None, _ordered(draft.faults)
    scenario = Scenario.of(
        file.resolved(),
        events=draft.events,
        trigger=[(row.date, row.value) for row in draft.trigger] or [(file.start, 1.0)],
        claims=list(draft.claims.values()),
        sources=draft.sources,
        questions=questions,
        own=own,
        mechanisms=order,
        all_sites=sites,
        files=texts,
    )
    unplayable = list(_rehearsal_faults(document, scenario))
    return (None, unplayable) if unplayable else (scenario, [])


def _mechanisms(
    draft: Draft, document: Document, file: ScenarioFile
) -> tuple[Texts, tuple[Own, ...], tuple[Mechanism, ...]]:
    """Return the texts with the files of the scenario's own mechanisms, these, and the order of play."""
    try:
        texts, own = own_mechanisms(draft.texts, file.mechanisms)
        return texts, own, with_more(o.mechanism for o in own)
    except ArmslengthError as error:
        draft.faults += [_at_mechanisms(document, fault) for fault in error.faults]
        return draft.texts, (), ORDER_OF_PLAY


def _learned(
    draft: Draft, document: Document, file: ScenarioFile, catalogue: Sequence[Parameter]
) -> Mapping[str, Learned]:
    """Return what numbers start from that the case does not write, where it asks for what other networks taught."""
    try:
        return learned_numbers(file, (p.path for p in catalogue if is_assumed(p.source)))
    except ArmslengthError as error:
        draft.faults += [document.fault(("priors",), fault.what, fault.hint) for fault in error.faults]
        return {}


def _at_mechanisms(document: Document, fault: Fault) -> Fault:
    """Return a fault at its own place, else where the scenario asks for mechanisms."""
    return fault if fault.where is not None else document.fault(("mechanisms",), fault.what, fault.hint)


def _rehearsal_faults(document: Document, scenario: Scenario) -> Iterator[Fault]:
    """Yield why the scenario's own mechanisms cannot be played."""
    if scenario.own:
        try:
            rehearse(scenario.layout)
        except ArmslengthError as error:
            yield from (_at_mechanisms(document, fault) for fault in error.faults)


def _ordered(faults: list[Fault]) -> list[Fault]:
    return named(sorted(dict.fromkeys(faults), key=lambda f: (str(f.where), f.line or 0)))


def _read_scenario(draft: Draft) -> tuple[Document | None, ScenarioFile | None]:
    if SCENARIO not in draft.texts.texts:
        return None, None
    try:
        document = read_yaml(draft.texts.name(SCENARIO), draft.texts.texts[SCENARIO])
    except ArmslengthError as error:
        draft.faults += error.faults
        return None, None
    if fault := _version_fault(document):
        draft.faults.append(fault)
        return None, None
    file, faults = parse(document, ScenarioFile)
    draft.faults += faults
    return document, file


def _version_fault(document: Document) -> Fault | None:
    """Return why a file is no scenario of this version: said alone, since all else would follow from it."""
    data = document.data
    if not isinstance(data, dict) or not data:
        return document.fault((), "holds no scenario", "`armslength new DIR` writes one to start from")
    version = data.get("schema")
    if version is None:
        near = next((k for k in data if did_you_mean(k, ["schema"]).startswith("did")), None)
        hint = f"write `schema: {CURRENT_SCHEMA}`" + (f" for '{near}'" if near else " as its first line")
        return document.fault((), "'schema' is missing", hint)
    if version == CURRENT_SCHEMA and version is not True:
        return None
    newer = isinstance(version, int) and version > CURRENT_SCHEMA
    hint = "it was written for a newer armslength: upgrade" if newer else f"write `schema: {CURRENT_SCHEMA}`"
    return document.fault(("schema",), f"schema {version} is not one that this version reads", hint)


def _read_entries(draft: Draft, file: str, model: type[Entry]) -> tuple[Document | None, dict[str, Entry]]:
    """Return `claims.yaml`, `sources.yaml` or `questions.yaml`: entries by id."""
    if not draft.texts.texts.get(file, "").strip():
        return None, {}
    try:
        document = read_yaml(draft.texts.name(file), draft.texts.texts[file])
    except ArmslengthError as error:
        draft.faults += error.faults
        draft.citable = draft.citable and file == QUESTIONS
        return None, {}
    if document.data is None:
        return document, {}
    entries, faults = parse(document, Keyed[model])  # type: ignore[valid-type]  # a type made of a variable
    draft.faults += faults
    draft.citable = draft.citable and (file == QUESTIONS or not faults)
    return document, entries or {}


def _check(
    draft: Draft,
    document: Document,
    file: ScenarioFile,
    claims: Document | None,
    order: tuple[Mechanism, ...],
) -> None:
    events = (draft.texts.name(EVENTS), draft.events)
    trigger = (draft.texts.name(TRIGGER), draft.trigger)
    draft.faults += patron_faults(document, file)
    draft.faults += reference_faults(document, file)
    draft.faults += number_faults(document, file, catalogue_of(order))
    draft.faults += strategy_faults(document, file)
    draft.faults += evidence_faults.event_faults(*events, file)
    draft.faults += evidence_faults.overlap_faults(*events, file)
    draft.faults += evidence_faults.trigger_faults(*trigger, file)
    if draft.citable:
        known = ["assumed", *draft.sources, *draft.claims, *file.series]
        draft.faults += evidence_faults.source_faults(document, events, trigger, known)
    if claims is not None:
        actors = _numbers_of_actors(file)
        draft.faults += evidence_faults.claim_faults(claims, draft.claims.values(), actors, order)


def _numbers_of_actors(file: ScenarioFile) -> dict[str, dict[str, Mapping[str, Number]]]:
    """Return the written numbers by scope and actor; ties are named commander.client, a further patron client.patron."""
    commanders = {**file.commanders, **file.organisations()}
    return {
        "commanders": {i: c.parameters for i, c in commanders.items()},
        "clients": {i: _of_client(file, i) for i in file.clients}
        | {
            f"{i}.{patron}": client.towards.get(patron, {})
            for i, client in file.clients.items()
            for patron in file.patrons_of(i)[1:]
        },
        "adversaries": {i: a.parameters for i, a in file.adversaries.items()},
        "fronts": {i: f.parameters for i, f in file.fronts.items()},
        "ties": {
            f"{commander}.{i}": file.ties_of(commander, i) for commander in commanders for i in file.clients
        },
    }


def _of_client(file: ScenarioFile, client: str) -> Mapping[str, Number]:
    """Return what is written of a client; one that nobody supports has no rapport and no tie."""
    written = file.clients[client].parameters
    if file.patrons_of(client):
        return written
    return dict.fromkeys(("rapport", "tie"), NONE) | dict(written)
