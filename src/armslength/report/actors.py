"""Who is who in a document: names by id, and the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, permutations
from statistics import mean
from typing import Any

from armslength.report.document_text import Document

ORDERS = {"message": "by message", "envoy": "by envoy"}
PREFERRED_WINDOW = 30
TRIED_ORDERS = 6  # adversaries: up to 720 orders are tried, beyond that theirs is kept


def names(document: Document, kind: str, short: bool = False) -> dict[str, str]:
    """Names by id of `clients`, `adversaries` or `fronts`; an id without a name stands for itself."""
    actors = (document.get("actors") or {}).get(kind) or []
    return {a["id"]: str((a.get("short") if short else None) or a.get("name") or a["id"]) for a in actors}


def fronts(document: Document) -> list[Mapping[str, Any]]:
    """The fronts, those of one client together, clients in the order of the picture."""
    listed = (document.get("actors") or {}).get("fronts") or []
    clients = client_order(document)
    return sorted(
        listed, key=lambda front: clients.index(front["client"]) if front["client"] in clients else 99
    )


def front_name(document: Document, front: str) -> str:
    """A front's name; `any` is all of them together."""
    return "Any front" if front == "any" else names(document, "fronts").get(front, front)


def client_order(document: Document) -> list[str]:
    """Clients by the barycentre of their adversaries, so that fronts cross as little as can be."""
    return _orders(document)[0]


def adversary_order(document: Document) -> list[str]:
    """Adversaries in the order that makes fronts cross least; of equals, the first in the scenario's own."""
    return _orders(document)[1]


def _orders(document: Document) -> tuple[list[str], list[str]]:
    clients, adversaries = list(names(document, "clients")), list(names(document, "adversaries"))
    listed = (document.get("actors") or {}).get("fronts") or []
    edges = [
        (f["client"], f["adversary"])
        for f in listed
        if f["client"] in clients and f["adversary"] in adversaries
    ]
    tried = permutations(adversaries) if len(adversaries) <= TRIED_ORDERS else [tuple(adversaries)]
    both = [(_sorted(clients, order, edges), list(order)) for order in tried]
    return min(both, key=lambda order: _crossings(order[0], order[1], edges))


def _sorted(clients: list[str], adversaries: tuple[str, ...], edges: list[tuple[str, str]]) -> list[str]:
    place = {adversary: i for i, adversary in enumerate(adversaries)}
    middle = len(adversaries) / 2

    def barycentre(client: str) -> float:
        return mean([place[a] for c, a in edges if c == client] or [middle])

    return sorted(clients, key=barycentre)


def _crossings(clients: list[str], adversaries: list[str], edges: list[tuple[str, str]]) -> int:
    at = [(clients.index(c), adversaries.index(a)) for c, a in edges]
    return sum((c - d) * (a - b) < 0 for (c, a), (d, b) in combinations(at, 2))


def windows(rows: list[Mapping[str, Any]] | None) -> list[int]:
    """The windows that these rows hold, in days, shortest first."""
    return sorted({row["window_days"] for row in rows or []})


def main_window(rows: list[Mapping[str, Any]] | None) -> int | None:
    """30 days where there is such a window, else the middle one."""
    held = windows(rows)
    if not held:
        return None
    return PREFERRED_WINDOW if PREFERRED_WINDOW in held else held[len(held) // 2]
