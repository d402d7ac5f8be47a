"""The files of a drafted case as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from armslength.drafting.endpoint import endpoint_of
from armslength.drafting.ends import ends
from armslength.drafting.patrons import patron_ids, times_of
from armslength.drafting.plan import Client, Plan
from armslength.drafting.support import KINDS, SupportTable
from armslength.formatting import csv_text
from armslength.importing.account import write_account
from armslength.importing.actors_file import write_actors
from armslength.importing.case_parts import as_yaml, series_entries, source_entry
from armslength.importing.import_events import Imported, series_id
from armslength.scenario.events import write_events
from armslength.scenario.files import EVENTS, SCENARIO, SOURCES

ACTORS, SUPPORT, ROWS, VINTAGE = "actors.csv", "support.csv", "rows.csv", "import.json"
QUESTION = "How many deadly clashes will there be on each front?"
ALONE, SHARED = (
    0.1,
    1.0,
)  #: scale of support by others: as the default has it, and as large as the patron's own


@dataclass(frozen=True)
class Heading:
    """What the case is called and asks; what is empty is written by rule."""

    name: str
    title: str = ""
    question: str = ""
    group: str = ""
    priors: str = "usual"  #: what its numbers start from


def case_files(
    heading: Heading, plan: Plan, imported: Imported, table: SupportTable | None
) -> dict[str, str]:
    """Return the text of each file by its name, but for the document of decisions."""
    sources = {imported.source: source_entry(imported)}
    if table is not None and any(c.candidate.support for c in plan.clients):
        note = f"File: {table.path.name} ({len(table.rows)} rows, SHA-256 {table.sha256})"
        sources["esd"] = {
            "title": f"UCDP External Support, {table.path.name}",
            "citation": table.citation,
            "address": "https://ucdp.uu.se/downloads/",
            "note": note,
        }
    head = "# Drafted by `armslength draft`; DRAFT.md says by which rules and what to look at. `armslength check .` finds every fault.\n"
    return {
        SCENARIO: head + as_yaml(_scenario(heading, plan, imported, table)),
        SOURCES: as_yaml(sources),
        EVENTS: write_events(imported.events),
        ACTORS: write_actors(plan.lines),
        SUPPORT: _support(plan),
        ROWS: write_account(imported.account),
        VINTAGE: imported.vintage.to_json(),
    }


def _scenario(heading: Heading, plan: Plan, imported: Imported, table: SupportTable | None) -> dict[str, Any]:
    chosen = endpoint_of(plan)
    ids = patron_ids(plan)
    umbrellas = {i: {"name": u.name, "fronts": list(u.fronts)} for i, u in plan.umbrellas.items()}
    return {
        "schema": 1,
        "name": heading.name,
        "title": heading.title or _title(plan),
        **({"group": heading.group} if heading.group else {}),
        "question": heading.question or QUESTION,
        "as_of": plan.case.end,
        "start": plan.case.start,
        **({} if imported.how.step == "day" else {"step": imported.how.step}),
        **({} if heading.priors == "usual" else {"priors": heading.priors}),
        **_patrons(ids),
        "clients": {c.id: _client(c, table, plan, ids) for c in plan.clients},
        "adversaries": {i: {"name": adversary} for i, adversary in plan.adversaries.items()},
        "fronts": {
            f.id: {
                "parameters": {
                    "base_rate": {"value": f.base_rate, "source": series_id(imported.source, (f.id,))}
                }
            }
            for f in plan.fronts
        },
        **({"umbrellas": umbrellas} if umbrellas else {}),
        "series": series_entries(imported),
        "endpoint": {
            "fronts": [chosen.front],
            "horizon": chosen.horizon,
            "score": "crps",
            "baseline": chosen.baseline,
            "reason": chosen.reason,
        },
    }


def _title(plan: Plan) -> str:
    years = f"{plan.case.start.year}-{plan.case.end.year}"
    if not plan.named:
        return f"{' and '.join(c.name for c in plan.clients)}, {years}"
    owner = "its" if len(plan.named) == 1 else "their"
    return f"{' and '.join(plan.named)} and {owner} clients, {years}"


def _patrons(ids: Mapping[str, str]) -> dict[str, Any]:
    """Return one patron in the plain form, or several; where nobody supports anyone, one that has no client."""
    if not ids:
        return {"patron": {"id": "no-patron", "name": "No patron"}}
    if len(ids) == 1:
        [(name, one)] = ids.items()
        return {"patron": {"id": one, "name": name}}
    return {"patrons": {i: {"name": name} for name, i in ids.items()}}


def _client(client: Client, table: SupportTable | None, plan: Plan, ids: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": client.candidate.name,
        "description": client.candidate.supporters_in_words,
    }
    if until := ends(plan).get(client.id):
        entry["until"] = until
    if not ids:
        entry |= {"description": "No patron.", "support": "nobody"}
    elif times := times_of(client, plan):
        entry["support"] = {ids[name]: spans for name, spans in times.items()}
    elif len(ids) > 1:
        years = {"from": plan.case.start.year, "to": plan.case.end.year}
        note = "named by hand, without support data"
        entry["support"] = {ids[plan.named[0]]: [years | {"source": "assumed", "note": note}]}
    if others := _others(client, table):
        entry["parameters"] = {"other_sponsors": others}
    return entry


def _others(client: Client, table: SupportTable | None) -> dict[str, Any]:
    if table is None or not client.candidate.support:
        return {}
    number = len(client.candidate.others)
    scale = SHARED if number else ALONE
    note = f"{number} supporters in those years that are no patrons of the case; the scale is assumed"
    return {"prior": {"halfnormal": [scale]}, "source": "esd; assumed", "note": note}


def _support(plan: Plan) -> str:
    """Return who supported whom by year as the table has it; the scenario has the same as times."""
    rows: list[tuple[object, ...]] = [("client", "name", "patron", "year", "kinds", "other_supporters")]
    for client in plan.clients:
        for year in client.candidate.support:
            kinds = "; ".join(KINDS[k] for k in year.kinds)
            others = "; ".join(year.others)
            rows.append((client.id, client.candidate.name, year.patron, year.year, kinds, others))
    return csv_text(rows)
