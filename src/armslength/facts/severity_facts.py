"""Fact 8: most attacks harm nobody, and few lethal ones hold many of the dead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import zeta

from armslength.facts.experiment import Script
from armslength.facts.fact import Fact
from armslength.facts.parts import parts
from armslength.facts.testbed import Laboratory

TOGETHER = parts().counted_together
TRIGGER = 0.44
TOP = 0.035


def harmless(lab: Laboratory) -> Mapping[str, Any]:
    """Measure probabilities per expected attack; deaths follow the model's distribution, so no random number enters."""
    record = lab.run(Script(lab.net, 180, TRIGGER, strikes=True), "tempo", "chance_lethal", "tail")
    tempo = np.stack([record.of("tempo", f) for f in TOGETHER]).astype(float)
    lethal = tempo * np.stack([record.of("chance_lethal", f) for f in TOGETHER])
    tail = np.stack([record.of("tail", f) for f in TOGETHER]).astype(float)
    exponent = (lethal * tail).sum((0, 1, 3)) / lethal.sum((0, 1, 3))
    return {
        "lethal_share": lethal.sum((0, 1, 3)) / tempo.sum((0, 1, 3)),
        "tail_exponent": exponent,
        "top_share_of_deaths": top_share(exponent, lab.site("severity.scale")),
    }


def top_share(exponent: Any, scale: Any, top: float = TOP) -> np.ndarray:
    """Return the share of deaths in the most lethal attacks by the discrete Lomax law (the Hurwitz zeta sums its tail).

    >>> print(top_share(2.5, 1.0).round(2))
    0.37
    """
    a = np.asarray(exponent, float) - 1
    scale = np.asarray(scale, float)

    edge = np.floor(scale * (top ** (-1 / a) - 1) + 1)  # least deaths of an attack among the top
    whole = scale**a * zeta(a, scale)
    above = scale**a * zeta(a, scale + edge)
    return np.where(a > 1, (edge * top + above) / whole, 1.0)


FACTS = (
    Fact(
        8, harmless,
        off={"severity.lethal": 0.0, "severity.tail": 6.0, "severity.tail_cap": 0.0},
        tuned="the specification's defaults",
    ),
)  # fmt: skip
