"""Where everything stands in the network's picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from armslength.report import actors
from armslength.report.document_text import Document

Point = tuple[float, float]
MISSING = 0.0  # the size of what has no number: nothing is drawn, and the label says "not given"


@dataclass(frozen=True)
class Layout:
    """Columns and sizes in the picture's own units, and the rows of its actors."""

    narrow: bool
    width: int
    height: float
    columns: tuple[
        float, float, float
    ]  # right edge of the patron, middle of the clients, left edge of the adversaries
    box: float  # width of the patron's and the adversaries' boxes
    clients: dict[str, Point]
    adversaries: dict[str, Point]
    fronts: list[Mapping[str, Any]]
    radius: dict[str, float]
    thickest: float  # px, the widest strand or front

    @property
    def middle(self) -> float:
        return self.height / 2


WIDE = {"width": 848, "row": 120, "columns": (142, 392, 706), "box": 140, "thickest": 13, "largest": 22}
NARROW = {"width": 360, "row": 108, "columns": (64, 182, 300), "box": 58, "thickest": 7, "largest": 15}


def place(document: Document, narrow: bool = False) -> Layout:
    """Clients in a column by the barycentre of their adversaries, adversaries spread over the same height."""
    form: dict[str, Any] = NARROW if narrow else WIDE
    clients, adversaries = actors.client_order(document), actors.adversary_order(document)
    height = form["row"] * max(len(clients), len(adversaries), 2)
    return Layout(
        narrow=narrow,
        width=form["width"],
        height=height,
        columns=form["columns"],
        box=form["box"],
        clients={
            c: (form["columns"][1], y) for c, y in zip(clients, _spread(len(clients), height), strict=True)
        },
        adversaries={
            a: (form["columns"][2], y)
            for a, y in zip(adversaries, _spread(len(adversaries), height), strict=True)
        },
        fronts=[
            f for f in actors.fronts(document) if f["client"] in clients and f["adversary"] in adversaries
        ],
        radius=_radii(document, clients, form["largest"]),
        thickest=form["thickest"],
    )


def _spread(count: int, height: float) -> list[float]:
    return [height * (i + 0.46) / count for i in range(count)]


def _radii(document: Document, clients: list[str], largest: float) -> dict[str, float]:
    held = {c: median(document, "clients", c, "capability") or MISSING for c in clients}
    most = max([*held.values(), 1e-9])
    return {c: max(largest * sqrt(k / most), 4) for c, k in held.items()}


def quantity(document: Document, kind: str, id_: str, name: str) -> Mapping[str, Any] | None:
    """A quantity of the state, where the document holds it."""
    held: Mapping[str, Any] = (((document.get("state") or {}).get(kind) or {}).get(id_)) or {}
    return held.get(name)


def median(document: Document, kind: str, id_: str, name: str) -> float | None:
    """Its median."""
    found = quantity(document, kind, id_, name)
    return found["median"] if found else None


def widest(document: Document, kind: str, *names: str) -> float:
    """The largest upper end of these quantities, so that widths compare across the picture."""
    held = ((document.get("state") or {}).get(kind) or {}).values()
    tops = [
        entry[name].get("90", [0, entry[name]["median"]])[1]
        for entry in held
        for name in names
        if entry.get(name)
    ]
    return float(max([*tops, 1e-9]))


def docks(layout: Layout, side: str) -> dict[str, float]:
    """Where each front leaves its client, or reaches its adversary: spread in the order of the other ends."""
    ends: dict[str, float] = {}
    own, other = ("client", "adversary") if side == "client" else ("adversary", "client")
    places = layout.clients if own == "client" else layout.adversaries
    far = layout.adversaries if own == "client" else layout.clients
    for actor, (_, y) in places.items():
        here = sorted((f for f in layout.fronts if f[own] == actor), key=lambda f: far[f[other]][1])
        for i, front in enumerate(here):
            ends[front["id"]] = y + (i - (len(here) - 1) / 2) * (3 if own == "client" else 17)
    return ends
