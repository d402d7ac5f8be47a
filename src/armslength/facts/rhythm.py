"""Facts 6, 9 and 10: the trigger war, bursts, and who opens when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from armslength.facts.experiment import Script
from armslength.facts.fact import Fact
from armslength.facts.parts import parts
from armslength.facts.testbed import Laboratory, Record

PEAK, JANUARY, QUIET, NONE = 0.9675, 0.44, 0.1, 0.003
TOGETHER = parts().counted_together
#: weeks of each regime: none, peak, truce, January
REGIMES = ((NONE, 8), (PEAK, 6), (NONE, 1), (JANUARY, 9))
WEEK = 7
THEATRES = parts().theatres
HORIZON = 90


def trigger(lab: Laboratory) -> Mapping[str, Any]:
    """Measure fact 6: attacks at the trigger's peak over those when it is quiet or absent, and in a week of truce."""
    level = {
        x: lab.run(Script(lab.net, 30, x), "tempo").tempo.sum(1).mean((0, 2), dtype=float)
        for x in (PEAK, QUIET, NONE)
    }
    truce = lab.run(Script(lab.net, 30, PEAK).triggered(slice(9, 16), NONE), "tempo").tempo.sum(1)
    return {
        "truce_over_before": truce[9:16].mean((0, 2), dtype=float) / truce[:9].mean((0, 2), dtype=float),
        "over_quiet": level[PEAK] / level[QUIET],
        "over_none": level[PEAK] / level[NONE],
    }


def bursts(lab: Laboratory) -> Mapping[str, Any]:
    """Measure fact 9: weekly attacks on the fronts that are counted together, through the regimes of the war."""
    script, days = Script(lab.net, 180, NONE), 0
    for level, weeks in REGIMES:
        script.triggered(slice(days, days + weeks * WEEK), level)
        days += weeks * WEEK
    record = lab.run(script, "count")
    daily = np.sum([record.of("count", f) for f in TOGETHER], axis=0, dtype=float)[:days]
    weekly = daily.reshape(days // WEEK, WEEK, *daily.shape[1:]).sum(1)  # [week, group, future]
    regime = np.repeat(np.arange(len(REGIMES)), [w for _, w in REGIMES])
    within = [weekly[regime == r] for r in range(len(REGIMES))]
    total = weekly.var(0).mean(1)
    inside = sum(w.var(0).mean(1) * len(w) for w in within) / len(weekly)
    steady = [within[1][2:], within[3][2:]]  # two weeks in which mobilisation follows are left out
    return {
        "weekly_fano": weekly.var(0, ddof=1).mean(1) / weekly.mean((0, 2)),
        "triggered_share": lambda: _triggered(lab),
        "between_regime_share": 1 - inside / total,
        "dispersion_within": sum(s.var(0, ddof=1).mean(1) for s in steady)
        / sum(s.mean((0, 2)) for s in steady),
    }


def _triggered(lab: Laboratory) -> np.ndarray:
    """Return the share of expected attacks on those fronts that earlier attacks, there or elsewhere, caused, [group]."""
    record: Record = lab.run(Script(lab.net, 30, JANUARY))
    fade = 1 - np.exp(-1 / lab.site("tempo.memory"))[:, None]
    rate = np.stack([lab.site(f"fronts.{f}.base_rate") for f in lab.net.fronts])[:, :, None]
    busy = record.excitation * fade / rate  # [day, front, group, future]
    neighbours = np.einsum("fk,dkgn->dfgn", np.array(lab.net.coupling), busy)
    push = lab.site("tempo.grievance_push")[:, None] * record.grievance
    cross = lab.site("tempo.cross_excitation")[:, None] * record.integration * neighbours
    brought = rate * cross + lab.site("tempo.branching")[:, None] * fade * record.excitation
    own = rate * (1 + push)
    together = [lab.net.fronts.index(f) for f in TOGETHER]
    caused = record.tempo * brought / (own + brought)
    return np.asarray(
        caused[:, together].sum((0, 1, 3), dtype=float)
        / record.tempo[:, together].sum((0, 1, 3), dtype=float)
    )


def sequence(lab: Laboratory) -> Mapping[str, Any]:
    """Measure fact 10: the opening day of each of the four theatres with more than one attack."""
    first = _opening_days(lab, PEAK)  # [label, group, future]
    median = _median(first)
    others = np.sort(median[1:], axis=0)
    return {
        "lead_of_nearest": others[0] - median[0],
        "least_median_of_others": others[0],
        "most_median_but_slowest": others[-2],
        "median_of_slowest": others[-1],
        "three_by_day_14": ((first <= 14).sum(0) >= 3).mean(1),
        "without_trigger_in_60_days": lambda: (_opening_days(lab, NONE) <= 60).sum(0).mean(1),
    }


def _opening_days(lab: Laboratory, level: float) -> np.ndarray:
    """Return the day on which the first front of a label opens, or horizon + 1 if none does, [label, group, future]."""
    record = lab.run(Script(lab.net, HORIZON, level, warm=0, open=False), "open")
    is_open = np.stack([np.max([record.of("open", f) for f in label], axis=0) for label in THEATRES])
    return np.where(is_open.any(1), np.argmax(is_open > 0, axis=1) + 1.0, HORIZON + 1.0)


def _median(first: np.ndarray) -> np.ndarray:
    """Return the median in days, [label, group], with fractions: opening on day 3 means between 2 and 3."""
    share = np.stack([(first <= t).mean(2) for t in range(HORIZON + 2)])  # [day, label, group]
    t = np.argmax(share >= 0.5, axis=0)
    at, before = (np.take_along_axis(share, x[None], axis=0)[0] for x in (t, np.maximum(t - 1, 0)))
    return np.asarray(t - 1 + (0.5 - before) / np.maximum(at - before, 1e-12))


_FLAT = {"tempo.half_saturation": 1e-9, "mobilisation.trigger": 0.0}

FACTS = (
    Fact(
        6, trigger,
        off=_FLAT,
    ),
    Fact(
        9, bursts,
        off={"tempo.branching": 0.0, "tempo.cross_excitation": 0.0},
        stays={
            "weekly_fano": "regimes alone spread the weeks",
            "dispersion_within": "less excitation is less dispersion, down to that of the daily counts",
        },
        off_for={"between_regime_share": _FLAT},
    ),
    Fact(
        10, sequence,
        off={"opening.trigger": 0.0},
        tuned="opening.baseline, opening.trigger, fronts.*.trigger_sensitivity; the specification's defaults",
        stays={
            "least_median_of_others": "nobody opens early where nobody opens",
            "without_trigger_in_60_days": "the band says that little happens without a trigger",
        },
    ),
)  # fmt: skip
