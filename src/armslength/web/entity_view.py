"""What is known of one actor, tie or front: how it stands now, the numbers it is made of, the claims under them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from armslength.forecasting.evidence_summary import history_of
from armslength.formatting import estimate
from armslength.results.forecast import ForecastResult
from armslength.scenario import Scenario
from armslength.scenario.suggest import did_you_mean
from armslength.tables.evidence_tables import quantities_of
from armslength.web.app_state import NotFound

View = dict[str, Any]
TIE = "tie:"  #: before a client's id: the tie to it
STRANDS = frozenset(
    {
        "rapport",
        "tie",
        "investment",
        "support",
        "own_revenue",
        "other_sponsors",
        "language",
        "kept",
        "hardship",
    }
)
OF_TIE = ("control", "dependence", "rapport", "tie", "personal_strand", "institutional_strand")
OF_PATRON = ("commanders.", "directives.", "patron_strike.")


def about(scenario: Scenario, subject: str, result: ForecastResult | None) -> View:
    """The record of one part of the network's picture; `result` is the forecast, where one is at hand."""
    found = _parts(scenario).get(subject)
    if found is None:
        raise NotFound(
            f"nothing here is called '{subject[:80]}'; {did_you_mean(subject[:80], list(_parts(scenario)))}"
        )
    name, kind, belongs = found
    sites = [site for site in scenario.sites() if belongs(site.name)]
    cited = {part.strip() for site in sites for part in site.source.split(";")}
    own = subject.removeprefix(TIE)
    return {
        "subject": subject, "name": name, "state": _state(result, kind, own, subject.startswith(TIE)), "sites": sites,
        "claims": [c for c in scenario.claims if c.id in cited],
        "reports": _reports(scenario, own), "fronts": _fronts(scenario, own),
    }  # fmt: skip


def _parts(scenario: Scenario) -> dict[str, tuple[str, str, Callable[[str], bool]]]:
    """Everything that the picture shows, by what it is called in an address: name, kind of state, its numbers."""
    parts: dict[str, tuple[str, str, Callable[[str], bool]]] = {
        "patron": (f"{scenario.patron.name} and its commander", "", lambda path: path.startswith(OF_PATRON))
    }
    for client in scenario.clients.values():
        parts[client.id] = (client.name, "clients", _under(f"clients.{client.id}."))
        parts[TIE + client.id] = (f"The tie to {client.name}", "clients", _of_tie(client.id))
    for adversary in scenario.adversaries.values():
        parts[adversary.id] = (adversary.name, "adversaries", _under(f"adversaries.{adversary.id}."))
    for front in scenario.fronts.values():
        parts[front.id] = (front.name, "fronts", _under(f"fronts.{front.id}."))
    return parts


def _under(start: str) -> Callable[[str], bool]:
    return lambda path: path.startswith(start)


def _of_tie(client: str) -> Callable[[str], bool]:
    def belongs(path: str) -> bool:
        kind, _, rest = path.partition(".")
        return (
            kind in ("clients", "ties") and client in rest.split(".") and path.rpartition(".")[2] in STRANDS
        )

    return belongs


def _fronts(scenario: Scenario, own: str) -> list[str]:
    """The fronts on which it acts."""
    return [f.id for f in scenario.fronts.values() if own in (f.id, f.client, f.adversary)]


def _reports(scenario: Scenario, own: str) -> int:
    """How many rows of the record speak of it, or of a front of its own."""
    fronts = set(_fronts(scenario, own))
    return sum(
        bool(fronts & set(row.fronts)) or own in (*row.clients, row.adversary) for row in history_of(scenario)
    )


def _state(result: ForecastResult | None, kind: str, own: str, is_tie: bool) -> list[tuple[str, str]]:
    """Its quantities on the as-of date in words."""
    if result is None or not kind:
        return []
    held = result.state.of(kind, own)
    return [
        (title, estimate(held[key].median, held[key].interval_90, form))
        for key, (title, form) in quantities_of(result, kind).items()
        if key in held and (not is_tie or key in OF_TIE)
    ]


def leads(case: str) -> Callable[[str, str], str]:
    """Where each part of the network's picture leads."""
    return lambda kind, id_: (
        f"/evidence?case={quote(case)}&about={quote((TIE if kind == 'tie' else '') + id_, safe='')}"
    )
