"""A forecast as one documented object: what the command prints with `--json` and what the report draws.

Every interval says what it covers; every probability has its window; probabilities that exclude each other add to
one. `docs/forecast.md` describes each key.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np

from armslength.forecasting.futures import Outcomes
from armslength.forecasting.summaries import Histogram
from armslength.formatting import SCALE, SCALE_NAME, verbal_probability
from armslength.initial_conditions import InitialConditions
from armslength.world.ladder import RUNG_NAMES, RUNGS

FORMAT = "armslength-forecast/1"
EXCEEDANCE = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)
WAR_RULE = "direct fire between the patron's and an adversary's own forces on at least 7 of 14 days, or 1,000 deaths from it in 30 days"


def quartiles(
    values: np.ndarray, covers: str = "parameters", weights: np.ndarray | None = None
) -> dict[str, Any]:
    """Median, 50 and 90 % intervals over the last axis of one quantity."""
    how: dict[str, Any] = {} if weights is None else {"weights": weights, "method": "inverted_cdf"}
    q = np.quantile(np.asarray(values, dtype=float), [0.05, 0.25, 0.5, 0.75, 0.95], **how)
    return {
        "median": float(q[2]),
        "50": [float(q[1]), float(q[3])],
        "90": [float(q[0]), float(q[4])],
        "covers": covers,
    }


def state_section(initial: InitialConditions) -> dict[str, Any]:
    """Who stands where on the as-of date; intervals cover the parameters."""
    net, found, w = initial.network, initial.quantities(), initial.weights
    names = {"clients": net.clients, "fronts": net.fronts, "adversaries": net.adversaries}
    section: dict[str, Any] = {
        kind: {
            actor: {q: quartiles(x[i], weights=w) for q, x in found[kind].items()}
            for i, actor in enumerate(actors)
        }
        for kind, actors in names.items()
    }
    return section | {name: quartiles(x, weights=w) for name, x in found["world"].items()}


def attacks_section(initial: InitialConditions, outcomes: Outcomes) -> list[dict[str, Any]]:
    """Attacks from the first day ahead to the end of each window, given no regional war in it."""
    h, split = outcomes.attacks, outcomes.variance.shares()
    fan, mean = _fan(h), h.mean()
    beyond = {n: h.at_least(n) for n in EXCEEDANCE}
    return [
        {
            "front": front, "window_days": window, **_band(fan, w, f), "mean": float(mean[w, f]),
            "covers": "chance and parameters", "given": "no regional war in the window",
            "at_least": [{"n": n, "p": float(p[w, f])} for n, p in beyond.items()],
            "variance": {name: float(share[w, f]) for name, share in split.items()},
        }
        for f, front in enumerate(initial.network.fronts)
        for w, window in enumerate(outcomes.windows)
    ]  # fmt: skip


def lethal_section(initial: InitialConditions, outcomes: Outcomes) -> list[dict[str, Any]]:
    """At least one attack that kills the adversary's own people; and, of such attacks, how many are as ordered."""
    lethal, ordered = outcomes.ordered
    share, wide = outcomes.lethal.mean(), outcomes.lethal.interval()
    every, every_wide = outcomes.lethal_any.mean(), outcomes.lethal_any.interval()
    rows = []
    for w, window in enumerate(outcomes.windows):
        as_ordered = _ratio(ordered[w].sum(), lethal[w].sum())
        rows.append(_lethal("any", window, every[w], every_wide[:, w], as_ordered))
        for f, front in enumerate(initial.network.fronts):
            rows.append(
                _lethal(front, window, share[w, f], wide[:, w, f], _ratio(ordered[w, f], lethal[w, f]))
            )
    return rows


def _lethal(front: str, window: int, p: float, wide: np.ndarray, ordered: float | None) -> dict[str, Any]:
    slack = None if ordered is None else 1 - ordered
    return {
        "front": front, "window_days": window, "probability": float(p), "parameters_90": wide.tolist(),
        "words": verbal_probability(float(p)), "ordered": ordered, "slack": slack,
    }  # fmt: skip


def reprisal_section(initial: InitialConditions, outcomes: Outcomes) -> list[dict[str, Any]]:
    """Highest level of reprisal within each window: none and four levels, adding to one."""
    p, wide = outcomes.level.mean(), outcomes.level.interval()
    names = ("none", "level_1", "level_2", "level_3", "level_4")
    coded = {a.id: a.coded_from_level for a in initial.scenario.adversaries.values()}
    return [
        {
            "adversary": adversary, "window_days": window, **{n: float(p[w, a, i]) for i, n in enumerate(names)},
            "parameters_90": {n: wide[:, w, a, i].tolist() for i, n in enumerate(names)}, "coded_from_level": coded[adversary],
        }
        for a, adversary in enumerate(initial.network.adversaries)
        for w, window in enumerate(outcomes.windows)
    ]  # fmt: skip


def commander_section(initial: InitialConditions, outcomes: Outcomes) -> list[dict[str, Any]]:
    """What the commander does next: at least one order of restraint, with a visit, on each front."""
    p, wide = outcomes.told.mean(), outcomes.told.interval()
    return [
        {
            "front": front, "window_days": window, "order": float(p[w, f]), "parameters_90": wide[:, w, f].tolist(),
            "words": verbal_probability(float(p[w, f])),
        }
        for f, front in enumerate(initial.network.fronts)
        for w, window in enumerate(outcomes.windows)
    ]  # fmt: skip


def ladder_section(outcomes: Outcomes) -> dict[str, Any]:
    """Highest rung within each window (adding to one), rungs day by day, and when each is first reached."""
    p = outcomes.highest.mean()
    daily = outcomes.occupancy / outcomes.occupancy.sum(1, keepdims=True)
    arrived = np.cumsum(outcomes.passage[:, 1:], axis=1) / outcomes.futures
    days = daily.shape[0]
    steps = sorted({1, *range(7, days + 1, 7), days})
    return {
        "rungs": [{"rung": r, "name": name} for r, name in enumerate(RUNG_NAMES)],
        "highest": [
            {"window_days": window, **{str(r): float(p[w, r]) for r in range(RUNGS)}}
            for w, window in enumerate(outcomes.windows)
        ],
        "occupancy": [{"day": d, **{str(r): float(daily[d - 1, r]) for r in range(RUNGS)}} for d in steps],
        "first_passage": [
            {"rung": r, "day": d, "p": float(arrived[r, d - 1])} for r in range(1, RUNGS) for d in steps
        ],
    }


def war_section(outcomes: Outcomes) -> dict[str, Any]:
    """Regional war by its written rule; the prior decides it."""
    p, wide = outcomes.war.mean(), outcomes.war.interval()
    windows = [
        {"window_days": window, "probability": float(p[w]), "parameters_90": wide[:, w].tolist()}
        for w, window in enumerate(outcomes.windows)
    ]
    return {"rule": WAR_RULE, "prior_dominated": True, "windows": windows}


def weekly_section(initial: InitialConditions, outcomes: Outcomes) -> list[dict[str, Any]]:
    """Attacks a week per front: the fan."""
    fan = _fan(outcomes.weekly)
    return [
        {
            "front": front, "week": (initial.first_day + timedelta(days=7 * w)).isoformat(), **_band(fan, w, f),
            "covers": "chance and parameters",
        }
        for f, front in enumerate(initial.network.fronts)
        for w in range(outcomes.weekly.weight.shape[0])
    ]  # fmt: skip


def words_section() -> dict[str, Any]:
    """The scale behind the words of probability."""
    return {
        "name": SCALE_NAME,
        "scale": [{"word": word, "from": low, "to": high} for word, low, high in SCALE],
    }


def _fan(h: Histogram) -> dict[float, np.ndarray]:
    return {q: h.quantile(q) for q in (0.05, 0.25, 0.5, 0.75, 0.95)}


def _band(fan: dict[float, np.ndarray], *at: int) -> dict[str, Any]:
    low, lower, middle, upper, high = (None if np.isnan(x[at]) else float(x[at]) for x in fan.values())
    return {"median": middle, "50": [lower, upper], "90": [low, high]}


def _ratio(part: float, whole: float) -> float | None:
    return float(part / whole) if whole > 0 else None
