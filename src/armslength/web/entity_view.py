"""What is known of one actor, tie or front: how it stands now, the numbers it is made of, the claims under them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import quote

from armslength.forecasting.evidence_summary import history_of
from armslength.formatting import estimate
from armslength.results import Record, described
from armslength.results.forecast import ForecastResult
from armslength.scenario import Scenario
from armslength.scenario.suggest import did_you_mean
from armslength.tables.evidence_tables import quantities_of
from armslength.web.app_state import NotFound
from armslength.web.evidence_view import ClaimRow, NumberRow, claim_row, number_row

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


class EntityView(Record):
    """The record of an actor, a tie or a front."""

    ready: Literal[True] = True
    subject: str = described("what it is called in an address")
    name: str = described("its name")
    as_of: date = described("the as-of date")
    state: tuple[tuple[str, str], ...] = described(
        "how it stands on that date: quantities, and their values in words"
    )
    sites: tuple[NumberRow, ...] = described("the numbers that it is made of")
    claims: tuple[ClaimRow, ...] = described("the claims under them")
    reports: int = described("rows of the record that name it or a front of its own")
    fronts: tuple[str, ...] = described("ids of the fronts on which it acts")


@dataclass(frozen=True)
class _Part:
    """A part of the network's picture."""

    name: str
    kind: str  #: of its state in a forecast; empty where it has none
    owns: Callable[[str], bool]  #: whether a parameter, by its path, belongs to it


def entity(scenario: Scenario, subject: str, forecast: ForecastResult | None) -> EntityView:
    """Return the record of one part of the network's picture; its state is told where a forecast is at hand.

    Raises:
        NotFound: with the nearest name.
    """
    parts = _parts(scenario)
    if subject not in parts:
        raise NotFound(f"nothing here is called '{subject[:80]}'; {did_you_mean(subject[:80], list(parts))}")
    part = parts[subject]
    sites = [site for site in scenario.sites() if part.owns(site.name)]
    cited = {name.strip() for site in sites for name in site.source.split(";")}
    id_ = subject.removeprefix(TIE)
    return EntityView(
        subject=subject,
        name=part.name,
        as_of=scenario.as_of,
        state=tuple(_state(forecast, part.kind, id_, subject.startswith(TIE))),
        sites=tuple(number_row(scenario, site) for site in sites),
        claims=tuple(claim_row(claim) for claim in scenario.claims if claim.id in cited),
        reports=_count_reports(scenario, id_),
        fronts=tuple(_fronts(scenario, id_)),
    )


def _parts(scenario: Scenario) -> dict[str, _Part]:
    """Return every part of the network's picture by what it is called in an address."""
    parts = {
        "patron": _Part(
            f"{scenario.patron.name} and its commander", "", lambda path: path.startswith(OF_PATRON)
        )
    }
    for client in scenario.clients.values():
        parts[client.id] = _Part(client.name, "clients", _under(f"clients.{client.id}."))
        parts[TIE + client.id] = _Part(f"The tie to {client.name}", "clients", _of_tie(client.id))
    for adversary in scenario.adversaries.values():
        parts[adversary.id] = _Part(adversary.name, "adversaries", _under(f"adversaries.{adversary.id}."))
    for front in scenario.fronts.values():
        parts[front.id] = _Part(front.name, "fronts", _under(f"fronts.{front.id}."))
    return parts


def _under(start: str) -> Callable[[str], bool]:
    return lambda path: path.startswith(start)


def _of_tie(client: str) -> Callable[[str], bool]:
    def owns(path: str) -> bool:
        kind, _, rest = path.partition(".")
        return (
            kind in ("clients", "ties") and client in rest.split(".") and path.rpartition(".")[2] in STRANDS
        )

    return owns


def _fronts(scenario: Scenario, id_: str) -> list[str]:
    """Return the fronts on which an actor acts."""
    return [f.id for f in scenario.fronts.values() if id_ in (f.id, f.client, f.adversary)]


def _count_reports(scenario: Scenario, id_: str) -> int:
    """Count the rows of the record that speak of an actor, or of a front of its own."""
    fronts = set(_fronts(scenario, id_))
    return sum(
        bool(fronts & set(row.fronts)) or id_ in (*row.clients, row.adversary) for row in history_of(scenario)
    )


def _state(forecast: ForecastResult | None, kind: str, id_: str, is_tie: bool) -> list[tuple[str, str]]:
    """Return the quantities of an actor on the as-of date, in words."""
    if forecast is None or not kind:
        return []
    quantities = forecast.state.of(kind, id_)
    return [
        (title, estimate(quantities[key].median, quantities[key].interval_90, form))
        for key, (title, form) in quantities_of(forecast, kind).items()
        if key in quantities and (not is_tie or key in OF_TIE)
    ]


def entity_links(case: str) -> Callable[[str, str], str]:
    """Return a function that gives the address of each part of the network's picture, by kind and id."""
    return lambda kind, id_: (
        f"/evidence?case={quote(case)}&about={quote((TIE if kind == 'tie' else '') + id_, safe='')}"
    )
