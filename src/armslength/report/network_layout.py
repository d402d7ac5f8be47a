"""Where everything stands in the network's picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from armslength.results.actors import Front
from armslength.results.forecast import ForecastResult

Point = tuple[float, float]


@dataclass(frozen=True)
class Form:
    """Columns and sizes in the picture's own units."""

    width: int
    row: int
    columns: tuple[
        float, float, float
    ]  #: right edge of the patron, middle of the clients, left edge of the adversaries
    box: float  #: width of the patron's and the adversaries' boxes
    thickest: float  #: px, the widest strand or front
    largest: float  #: radius of the largest client


WIDE = Form(848, 120, (142, 392, 706), 140, 13, 22)
NARROW = Form(360, 112, (78, 182, 282), 76, 7, 15)


@dataclass(frozen=True)
class Layout:
    """The form of the picture and the places of its actors."""

    form: Form
    height: float
    clients: dict[str, Point]
    adversaries: dict[str, Point]
    fronts: list[Front]
    radius: dict[str, float]

    @property
    def narrow(self) -> bool:
        """Whether it is drawn for a phone."""
        return self.form is NARROW

    @property
    def middle(self) -> float:
        """Half of the height."""
        return self.height / 2


def place(result: ForecastResult, narrow: bool = False) -> Layout:
    """Place clients in a column by the barycentre of their adversaries, and adversaries over the same height."""
    form, actors = NARROW if narrow else WIDE, result.actors
    clients, adversaries = actors.client_order, actors.adversary_order
    height = form.row * max(len(clients), len(adversaries), 2)
    return Layout(
        form=form,
        height=height,
        clients=_column(clients, form.columns[1], height),
        adversaries=_column(adversaries, form.columns[2], height),
        fronts=actors.fronts_in_order,
        radius=_radii(result, clients, form.largest),
    )


def _column(ids: list[str], x: float, height: float) -> dict[str, Point]:
    return {id_: (x, height * (i + 0.46) / len(ids)) for i, id_ in enumerate(ids)}


def _radii(result: ForecastResult, clients: list[str], largest: float) -> dict[str, float]:
    """Return radii whose areas are as the events a day on each client's fronts; none so small that it is missed."""
    fronts = result.actors.fronts_in_order
    a_day = {
        c: sum(result.state.fronts[f.id]["tempo"].median for f in fronts if f.client == c) for c in clients
    }
    most = max([*a_day.values(), 1e-9])
    return {c: max(largest * sqrt(k / most), 4) for c, k in a_day.items()}


def widest(result: ForecastResult, kind: str, *names: str) -> float:
    """Return the largest upper end of these quantities, so that widths compare across the picture."""
    everyone = (result.state.clients if kind == "clients" else result.state.fronts).values()
    return max([1e-9, *(held[name].interval_90.high for held in everyone for name in names)])


def docks(layout: Layout, side: str) -> dict[str, float]:
    """Return where each front leaves its `client`, or reaches its `adversary`: in the order of the other ends."""
    ends: dict[str, float] = {}
    at_client = side == "client"
    places, far = (layout.clients, layout.adversaries) if at_client else (layout.adversaries, layout.clients)
    for actor, (_, y) in places.items():
        here = [f for f in layout.fronts if (f.client if at_client else f.adversary) == actor]
        here.sort(key=lambda f: far[f.adversary if at_client else f.client][1])
        for i, front in enumerate(here):
            ends[front.id] = y + (i - (len(here) - 1) / 2) * (3 if at_client else 17)
    return ends
