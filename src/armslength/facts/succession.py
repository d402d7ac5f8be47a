"""Facts 1 and 2: what is lost with a commander."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from armslength.facts.experiment import Script
from armslength.facts.fact import Fact
from armslength.facts.parts import client_of, parts
from armslength.facts.testbed import Laboratory, Record

FRONT = parts().obedient
CLIENT = client_of(FRONT)
TRIGGER = 0.44  # the trigger war as it was in January 2024
HALF = 180
STANDING = 0.25
UNFADING = 1e6
KEEP = ("tempo", "control", "capability", "chance_lethal", "tail")
#: the client as it is in the case, whose ties are personal; and the same client with its two strands exchanged
STRANDS = {"personal": ("rapport", "tie"), "institutional": ("tie", "rapport")}


def losing_the_commander(lab: Laboratory, kind: str, lost: bool = True) -> Record:
    """Play half a year with each commander (or with the first alone) under a standing order of a quarter."""
    of = {
        strand: float(lab.layout.defaults[lab.layout.names.index(f"clients.{CLIENT}.{strand}")])
        for strand in ("rapport", "tie")
    }
    strands = {
        f"clients.{CLIENT}.{here}": of[there]
        for here, there in zip(("rapport", "tie"), STRANDS[kind], strict=True)
    }
    second = lab.net.commanders[1 - lab.net.in_office]
    script = Script(lab.net, 2 * HALF, TRIGGER, parameters={"orders.persistence": UNFADING, **strands})
    script.starting("restraint", STANDING, FRONT)
    return lab.run(script.succession(HALF - 1, second) if lost else script, *KEEP)


def halves(record: Record, name: str, actor: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the means of the half-years before and after, [group] each."""
    x = record.of(name, actor)
    return x[:HALF].mean((0, 2), dtype=float), x[HALF:].mean((0, 2), dtype=float)


def control(lab: Laboratory) -> Mapping[str, Any]:
    """Measure fact 1: control against the first commander staying, the rate against the half-year before."""
    ratio, change = {}, {}
    for kind in STRANDS:
        lost, stayed = losing_the_commander(lab, kind), losing_the_commander(lab, kind, lost=False)
        before, after = halves(lost, "tempo", FRONT)
        ratio[kind] = after / before
        change[kind] = halves(lost, "control", CLIENT)[1] - halves(stayed, "control", CLIENT)[1]
    return {
        "control_contrast": change["personal"] - change["institutional"],
        "rate_ratio_personal": ratio["personal"],
        "rate_ratio_institutional": ratio["institutional"],
    }


def severity(lab: Laboratory) -> Mapping[str, Any]:
    """Measure fact 2 from the model's distribution of deaths, without draws and without an infinite variance."""
    lost, stayed = losing_the_commander(lab, "personal"), losing_the_commander(lab, "personal", lost=False)
    after, without = _dispersion(lab, lost), _dispersion(lab, stayed)
    capable = halves(lost, "capability", CLIENT)
    return {
        "three_dead_ratio": after[0] / without[0],
        "log_variance_ratio": after[1] / without[1],
        "capability_ratio": capable[1] / capable[0],
    }


def _dispersion(lab: Laboratory, record: Record) -> tuple[np.ndarray, np.ndarray]:
    """Return per attack the probability of three dead and the variance of log(1 + deaths) in the second half, [group]."""
    scale = lab.site("severity.scale")
    lethal = record.of("chance_lethal", FRONT)[HALF:].astype(float)
    tail = record.of("tail", FRONT)[HALF:].astype(float)
    three = lethal * (1 + 2 / scale[:, None]) ** -(tail - 1)
    first, second = _log_moments(tail, scale)
    return three.mean((0, 2)), (lethal * second - (lethal * first) ** 2).mean((0, 2))


def _log_moments(tail: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first two moments of log(1 + deaths) of a lethal attack, at the mean tail of each day."""
    mean_tail = tail.mean(2)[..., None]  # [day, group, 1]
    y = np.unique(np.round(np.geomspace(1, 1e7, 400)))
    beyond = (1 + (y - 1) / scale[:, None]) ** -(mean_tail - 1)  # [day, group, y]
    mass = beyond - np.concatenate([beyond[..., 1:], np.zeros_like(beyond[..., :1])], axis=-1)
    level = np.log1p(y)
    return (mass * level).sum(-1)[..., None], (mass * level**2).sum(-1)[..., None]


FACTS = (
    Fact(
        1, control,
        off={"ties.*.kept": 1.0, "grievance.loss_of_commander": 0.0},
        tuned="orders.restraint; the specification's defaults",
        unvalued=frozenset({"control_contrast", "rate_ratio_personal", "rate_ratio_institutional"}),
        unmet={
            "rate_ratio_personal": "an order that asks for less than a halt weighs less than it did: half of it halves the tempo (assumed)"
        },
        stays={"rate_ratio_institutional": "the band says that nothing happens, and without the mechanism nothing does"},
    ),
    Fact(
        2, severity,
        off={"ties.*.kept": 1.0, "grievance.loss_of_commander": 0.0},
        unvalued=frozenset({"three_dead_ratio", "log_variance_ratio", "capability_ratio"}),
        stays={"capability_ratio": "the band says that nothing happens: the model has no term for it"},
    ),
)  # fmt: skip
