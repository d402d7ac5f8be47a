"""The numbers of a forecast with labelled dimensions and units: its record is a view of them, and they can be computed with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

from armslength.forecasting.compliance import OUTCOMES, Answer, outcome_shares
from armslength.forecasting.futures import Outcomes
from armslength.forecasting.groups import groups_of
from armslength.forecasting.summaries import value_of
from armslength.initial_conditions import InitialConditions
from armslength.ladder import RUNG_NAMES
from armslength.results.actors import ANY_FRONT
from armslength.scenario import Scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
EXCEEDANCE = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)
ACTOR = {"clients": "client", "bonds": "bond", "fronts": "front", "adversaries": "adversary", "world": ""}

#: dimensions of what is asked for each of several patrons; NaN for one that does not support the client
BY_PATRON = {"follow": "front patron order outcome draw", "follow_told": "front patron order draw"}
#: variable: dimensions, unit, what it is
VARIABLES: dict[str, tuple[str, str, str]] = {
    "attacks_pmf": ("window front bin", "1", "share of futures, given no regional war in the window"),
    "bin_least": ("bin", "attacks", "smallest count of a bin; one count a bin below 1,024"),
    "attacks_quantiles": ("window front quantile", "attacks", "over chance and parameters, given no war"),
    "attacks_mean": ("window front", "attacks", "mean over futures, given no war"),
    "attacks_exceedance": ("window front at_least", "1", "probability of at least so many, given no war"),
    "variance_chance": ("window front", "1", "share of the variance of log(1 + attacks) by chance"),
    "variance_parameters": ("window front", "1", "share of it between draws of the parameters"),
    "variance_structure": ("window front", "1", "share of it between theories"),
    "weekly": ("week front quantile", "attacks/week", "quantiles over chance and parameters"),
    "lethal": ("window front draw", "1", "probability of at least one lethal attack, per draw"),
    "lethal_any": ("window draw", "1", "the same on any front"),
    "log_attacks": ("window front draw", "1", "mean of log(1 + attacks), per draw"),
    "patron_strike": (
        "window struck draw",
        "1",
        "probability of a strike by the patron's own forces, per draw",
    ),
    "together_quantiles": ("window group quantile", "attacks", "on a group's fronts, given no war"),
    "together_log": ("window group draw", "1", "mean of log(1 + attacks) on a group's fronts, per draw"),
    "together_lethal": ("window group draw", "1", "probability of a lethal attack on them, per draw"),
    "together_order": ("window group draw", "1", "probability of an order of restraint on them, per draw"),
    "lethal_attacks": ("window front", "attacks", "lethal attacks in all futures"),
    "lethal_within_control": ("window front", "attacks", "of these, expected by clients within control"),
    "restraint": ("window front draw", "1", "probability of at least one order of restraint, per draw"),
    "reprisal": (
        "window adversary level draw",
        "1",
        "probability of the highest level of reprisal, per draw",
    ),
    "highest": ("window rung draw", "1", "probability of the highest rung, per draw"),
    "occupancy": ("day rung", "1", "share of futures on each rung"),
    "reached": ("rung day", "1", "share of futures that have reached a rung, or a higher one"),
    "war": ("window draw", "1", "probability of regional war, per draw; prior-dominated"),
    "follow": (
        "front order outcome draw",
        "1",
        "probability that a front pauses because told, anyway or not",
    ),
    "follow_told": ("front order draw", "1", "probability that it pauses under the order, per draw"),
    "attacks_before": (
        "front draw",
        "attacks",
        "in the days before the as-of date that a pause is measured against, as reported and shared out",
    ),
    "parameters": ("site draw", "see site", "values of the parameters"),
    "draw_weight": ("draw", "1", "weight of each draw; they add to one"),
    "path_count": ("day front path", "1", "attacks a day in kept futures"),
    "path_lethal": ("day front path", "1", "lethal attacks a day in kept futures"),
    "path_halt": (
        "day front path",
        "1",
        "whether a client takes an order of restraint, a day in kept futures",
    ),
    "path_level": ("day adversary path", "1", "level of reprisal a day in kept futures"),
    "path_rung": ("day path", "1", "rung a day in kept futures"),
}


def dataset(initial: InitialConditions, outcomes: Outcomes, answers: Sequence[Answer]) -> xr.Dataset:
    """Return distributions by front and window, shares per draw, the state on the as-of date, and sample paths.

    A saved forecast holds all that its scoring needs: `attacks_pmf` for its own windows, `path_*` for any dates.
    """
    case, net, days = initial.scenario, initial.network, outcomes.occupancy.shape[0]
    coords = {
        "front": list(net.fronts),
        "client": list(net.clients),
        **({"bond": list(net.bonds), "patron": list(net.patrons)} if net.several else {}),
        "adversary": list(net.adversaries),
        "window": ("window", list(outcomes.windows), {"units": "days"}),
        "rung": ("rung", np.arange(len(RUNG_NAMES)), {"names": "; ".join(RUNG_NAMES)}),
        "level": np.arange(5),
        "quantile": list(QUANTILES),
        "at_least": ("at_least", list(EXCEEDANCE), {"units": "attacks"}),
        "day": ("day", np.arange(1, days + 1), {"units": "days ahead"}),
        "week": [np.datetime64(day) for day in initial.network.step.weeks(initial.first_day, days)],
        "order": list(dict.fromkeys(answer.order for answer in answers)),
        "outcome": list(OUTCOMES),
        "struck": [*net.adversaries, ANY_FRONT],
        "group": [f"{g.kind} {g.group}" for g in groups_of(case)] if outcomes.members else [],
    }
    values = {
        **_attacks(outcomes),
        **_happens(outcomes),
        **_follow(initial, answers),
        **{name: np.concatenate(parts, axis=-1) for name, parts in outcomes.paths.items()},
        "parameters": initial.values,
        **({} if initial.weights is None else {"draw_weight": initial.weights}),
    }
    made = {
        name: xr.Variable(
            (BY_PATRON if net.several else {}).get(name, dims).split(),
            values[name],
            {"units": units, "long_name": text},
        )
        for name, (dims, units, text) in VARIABLES.items()
        if name in values
    }
    attrs = {
        "scenario": case.name,
        "as_of": case.as_of.isoformat(),
        "futures_per_draw": outcomes.war.chance,
        "follow_futures_per_draw": answers[0].without.shape[-1],
        "follow_days": answers[0].days,
        "recent_days": initial.recent_days,
        "step": case.step,
    }
    return _of_the_living(case, xr.Dataset(made | _state(initial), coords, attrs))


def _of_the_living(case: Scenario, data: xr.Dataset) -> xr.Dataset:
    """Leave out clients that ended before the as-of date, their fronts and bonds: nothing is asked of them."""
    if not case.network.ends:
        return data
    kept = {"client": list(case.living), "front": list(case.living_fronts)}
    if "bond" in data.coords:
        kept["bond"] = [b for b in data["bond"].values.tolist() if b.partition(".")[0] in case.living]
    return data.sel(kept)


def _attacks(outcomes: Outcomes) -> dict[str, np.ndarray]:
    counts, h = outcomes.attacks, outcomes.attacks.weight
    used = int(np.flatnonzero(h.reshape(-1, h.shape[-1]).any(0)).max(initial=0)) + 1
    return {
        "attacks_pmf": h[..., :used] / np.maximum(h.sum(-1, keepdims=True), 1),
        "bin_least": value_of(np.arange(used)),
        "attacks_quantiles": np.stack([counts.quantile(q) for q in QUANTILES], axis=-1),
        "attacks_mean": counts.mean(),
        "attacks_exceedance": np.stack([counts.at_least(n) for n in EXCEEDANCE], axis=-1),
        "weekly": np.stack([outcomes.weekly.quantile(q) for q in QUANTILES], axis=-1),
        **{f"variance_{part}": share for part, share in outcomes.variance.shares().items()},
    }


def _happens(outcomes: Outcomes) -> dict[str, np.ndarray]:
    lethal, within = outcomes.within_control
    return {
        "lethal": outcomes.lethal.by_draw(),
        "lethal_any": outcomes.lethal_any.by_draw(),
        "lethal_attacks": lethal,
        "lethal_within_control": within,
        "restraint": outcomes.told.by_draw(),
        "reprisal": outcomes.level.by_draw(),
        "highest": outcomes.highest.by_draw(),
        "occupancy": outcomes.occupancy / outcomes.occupancy.sum(1, keepdims=True),
        "reached": share_reached(outcomes.passage[:, 1:], outcomes.futures),
        "war": outcomes.war.by_draw(),
        "log_attacks": outcomes.log_attacks.by_draw(),
        "patron_strike": outcomes.struck.by_draw(),
    } | _together(outcomes)


def share_reached(passage: np.ndarray, futures: int) -> np.ndarray:
    """Return the share of futures that have reached a rung by each day, from how many first do so on it, [rung, day].

    Weighted by theories, they may add to more than all of them by a rounding error.

    >>> share_reached(np.array([[1 / 7] * 7]).cumsum(1)[:, -1:] + 2e-15, 1)
    array([[1.]])
    """
    return np.asarray(np.minimum(np.cumsum(passage, axis=1) / futures, 1.0))


def _together(outcomes: Outcomes) -> dict[str, np.ndarray]:
    counts = outcomes.together
    if counts is None:
        return {}
    return {
        "together_quantiles": np.stack([counts.quantile(q) for q in QUANTILES], axis=-1),
        "together_log": outcomes.log_together.by_draw(),
        "together_lethal": outcomes.lethal_together.by_draw(),
        "together_order": outcomes.told_together.by_draw(),
    }


def _follow(initial: InitialConditions, answers: Sequence[Answer]) -> dict[str, np.ndarray]:
    """Stack the answers, which go front by front through the patrons and the orders; NaN where a patron is not asked about."""
    net = initial.network
    shares, told = ([outcome_shares(a) for a in answers], [a.told.mean(-1) for a in answers])
    places: list[tuple[int, ...]] = []
    orders = list(dict.fromkeys(a.order for a in answers))
    for a in answers:
        patron = (net.patrons.index(a.patron),) if net.several else ()
        places.append((a.front, *patron, orders.index(a.order)))
    size = (len(net.fronts), *((len(net.patrons),) if net.several else ()), len(orders))
    made = {"attacks_before": initial.recent}
    for name, values in (("follow", shares), ("follow_told", told)):
        made[name] = np.full((*size, *values[0].shape), np.nan)
        for place, value in zip(places, values, strict=True):
            made[name][place] = value
    return made


def _state(initial: InitialConditions) -> dict[str, xr.Variable]:
    return {
        f"state_{kind}_{name}": xr.Variable(
            [dim for dim in (ACTOR[kind], "draw") if dim],
            np.asarray(x, dtype=float),
            {"units": "attacks/day" if name == "tempo" else "1", "long_name": f"{name} on the as-of date"},
        )
        for kind, group in initial.quantities().items()
        for name, x in group.items()
    }
