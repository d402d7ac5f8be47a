"""Fact 3: what a client earns itself saves the patron money and costs it control."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from armslength.facts.fact import Fact
from armslength.facts.parts import client_of, parts
from armslength.facts.testbed import Laboratory

FRONT = parts().obedient
CLIENT = client_of(FRONT)
MEANS = 1.2  # what the client lives on, its own revenue and the patron's support together
OWN = np.linspace(0.1, 1.1, 11)


def frontier(lab: Laboratory) -> Mapping[str, Any]:
    """Raise the client's own revenue in steps while the patron gives what is missing, and measure control."""
    curves: dict[str, list[np.ndarray]] = {"dependence": [], "control": [], "cost": [], "lethal": []}
    client, front = lab.net.clients.index(CLIENT), lab.net.fronts.index(FRONT)

    def known(x: Any) -> np.ndarray:
        return lab.by_group(np.asarray(x, float))

    for own in OWN:
        support = MEANS - own
        numbers = {f"clients.{CLIENT}.own_revenue": own, f"clients.{CLIENT}.support": support}
        p, state = lab.start(numbers)
        controls = lab.outlook(p, state).control
        p, state = lab.start(numbers, cap=p.orders.standing_cap * lab.net.client_to_front(controls))
        outlook = lab.outlook(p, state)
        curves["dependence"].append(known(outlook.dependence[client]))
        curves["control"].append(known(outlook.control[client]))
        curves["cost"].append(np.full(lab.groups, support))
        curves["lethal"].append(known(outlook.lethal[front]))
    steps = {name: np.diff(np.stack(curve), axis=0) for name, curve in curves.items()}
    relative = steps["lethal"] / np.stack(curves["lethal"])[:-1]
    return {
        "dependence_step": steps["dependence"].max(0),
        "control_step": steps["control"].max(0),
        "cost_step": steps["cost"].max(0),
        "lethal_step": relative.min(0),
    }


FACTS = (
    Fact(
        3, frontier,
        off={"control.weight_dependence": 0.0},
        tuned="the specification's defaults",
        stays={"cost_step": "what the client earns the patron need not give: true by definition"},
        off_for={"dependence_step": {f"clients.{CLIENT}.investment": 0.0}},
    ),
)  # fmt: skip
