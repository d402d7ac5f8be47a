"""The numbers of a forecast with labelled dimensions and units, for computing with."""

from __future__ import annotations

from typing import Any

import numpy as np
import xarray as xr

from armslength.forecasting.futures import Outcomes
from armslength.forecasting.summaries import value_of
from armslength.initial_conditions import InitialConditions
from armslength.world.ladder import RUNG_NAMES

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def dataset(initial: InitialConditions, outcomes: Outcomes, document: dict[str, Any]) -> xr.Dataset:
    """Distributions by front and window, shares per draw, the state on the as-of date, and sample paths.

    A saved forecast holds all that its scoring needs: `attacks_pmf` for its own windows, `path_*` for any dates.
    """
    net = initial.network
    made = xr.Dataset(
        attrs={
            "format": document["format"],
            "scenario": initial.scenario.name,
            "as_of": document["scenario"]["as_of"],
        }
    )
    made = made.assign_coords(
        front=list(net.fronts), client=list(net.clients), adversary=list(net.adversaries), window=("window", list(outcomes.windows), {"units": "days"}),
        rung=("rung", np.arange(len(RUNG_NAMES)), {"names": "; ".join(RUNG_NAMES)}), level=np.arange(5), quantile=list(QUANTILES),
    )  # fmt: skip
    for name, (dims, values, units, text) in _variables(initial, outcomes).items():
        made[name] = xr.Variable(dims, values, {"units": units, "long_name": text})
    return made.assign_coords(
        week=[np.datetime64(initial.first_day) + 7 * w for w in range(made.sizes["week"])]
    )


def _variables(
    initial: InitialConditions, outcomes: Outcomes
) -> dict[str, tuple[tuple[str, ...], np.ndarray, str, str]]:
    h = outcomes.attacks.weight
    used = int(np.flatnonzero(h.reshape(-1, h.shape[-1]).any(0)).max(initial=0)) + 1
    mass = h[..., :used] / np.maximum(h.sum(-1, keepdims=True), 1)
    weekly = np.stack([outcomes.weekly.quantile(q) for q in QUANTILES], axis=-1)
    shares = outcomes.variance.shares()
    made: dict[str, tuple[tuple[str, ...], np.ndarray, str, str]] = {
        "attacks_pmf": (
            ("window", "front", "bin"),
            mass,
            "1",
            "share of futures, given no regional war in the window",
        ),
        "bin_least": (
            ("bin",),
            value_of(np.arange(used)),
            "attacks",
            "smallest count of a bin; one count a bin below 1,024",
        ),
        "weekly": (
            ("week", "front", "quantile"),
            weekly,
            "attacks/week",
            "quantiles over chance and parameters",
        ),
        "variance_chance": (
            ("window", "front"),
            shares["chance"],
            "1",
            "share of the variance of log(1 + attacks) by chance",
        ),
        "lethal": (
            ("window", "front", "draw"),
            outcomes.lethal.by_draw(),
            "1",
            "probability of at least one lethal attack, per draw",
        ),
        "level": (
            ("window", "adversary", "level", "draw"),
            outcomes.level.by_draw(),
            "1",
            "probability of the highest level of reprisal, per draw",
        ),
        "highest": (
            ("window", "rung", "draw"),
            outcomes.highest.by_draw(),
            "1",
            "probability of the highest rung, per draw",
        ),
        "war": (
            ("window", "draw"),
            outcomes.war.by_draw(),
            "1",
            "probability of regional war, per draw; prior-dominated",
        ),
        "parameters": (("site", "draw"), initial.values, "see site", "values of the parameters"),
    }
    if initial.weights is not None:
        made["draw_weight"] = (("draw",), initial.weights, "1", "weight of each draw; they add to one")
    return made | _state(initial) | _paths(outcomes)


def _state(initial: InitialConditions) -> dict[str, tuple[tuple[str, ...], np.ndarray, str, str]]:
    dims = {
        "clients": ("client", "draw"),
        "fronts": ("front", "draw"),
        "adversaries": ("adversary", "draw"),
        "world": ("draw",),
    }
    return {
        f"state_{kind}_{name}": (
            dims[kind],
            np.asarray(x, dtype=float),
            "attacks/day" if name == "tempo" else "1",
            f"{name} on the as-of date",
        )
        for kind, group in initial.quantities().items()
        for name, x in group.items()
    }


def _paths(outcomes: Outcomes) -> dict[str, tuple[tuple[str, ...], np.ndarray, str, str]]:
    dims = {
        "path_count": ("day", "front", "path"),
        "path_lethal": ("day", "front", "path"),
        "path_level": ("day", "adversary", "path"),
        "path_rung": ("day", "path"),
        "path_halt": ("day", "front", "path"),
    }
    return {
        name: (
            dims[name],
            np.concatenate(parts, axis=-1),
            "1",
            f"{name.removeprefix('path_')} a day in kept futures",
        )
        for name, parts in outcomes.paths.items()
    }
