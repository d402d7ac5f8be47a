"""Which strategy holds up, whatever the parameters and whichever theory is right?

The burden of a strategy is the declared objectives' weighted sum, in deaths, expected in each draw of the parameters.
Four rules choose by it, and say so when they disagree: none of them knows any aim but de-escalation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import jax.numpy as jnp
import numpy as np

from armslength.decisions.outcomes import WAR, Played, outlook
from armslength.decisions.ranking import Weights, burden, weights_of
from armslength.decisions.sweep import situations
from armslength.initial_conditions import InitialConditions
from armslength.scenario import Scenario

WORST = 0.05  # share of draws that count as the worst
RULES = {
    "expected": "least expected burden",
    "worst": f"least burden in the worst {WORST:.0%} of draws, under the worst structure (maximin)",
    "regret": f"least regret: the burden above that of the best strategy, in the worst {WORST:.0%} of draws (minimax regret)",
    "satisfied": "most draws in which the burden is no worse than the baseline's (satisficing)",
}


@dataclass(frozen=True)
class Standing:
    """One strategy under the four rules."""

    strategy: str
    expected: float
    worst: float
    regret: float
    satisfied: float  #: share of draws
    best_in: float  #: share of draws in which it is the best of all


def robust(played: Sequence[Played], given: Weights | None = None, with_war: bool = False) -> dict[str, Any]:
    """The strategies under each rule; the first of `played` is the baseline."""
    weights = weights_of(given)
    burdens = np.stack([_expected(p, weights, with_war) for p in played])  # [strategy, draw]
    w, variant = played[0].weights, played[0].variant
    regret = burdens - burdens.min(0)
    best = np.argmin(burdens, axis=0)
    standings = [
        Standing(
            p.strategy.id, float(w @ b), _worst_structure(b, w, variant), _tail(r, w),
            float(w @ (b <= burdens[0])), float(w @ (best == i)),
        )
        for i, (p, b, r) in enumerate(zip(played, burdens, regret, strict=True))
    ]  # fmt: skip
    chosen = {rule: _choice(standings, rule) for rule in RULES}
    return {
        "rules": RULES, "with_war": with_war, "standings": [s.__dict__ for s in standings], "chosen": chosen,
        "agree": len(set(chosen.values())) == 1,
    }  # fmt: skip


def where_best(played: Sequence[Played], names: Sequence[str], values: np.ndarray, given: Weights | None = None, shown: int = 3) -> list[dict[str, Any]]:  # fmt: skip
    """For each strategy that is best somewhere: the parameters that differ most where it is, values [name, draw]."""
    weights = weights_of(given)
    best = np.argmin(np.stack([_expected(p, weights, False) for p in played]), axis=0)
    spread = values.std(1)
    rows = []
    for i, p in enumerate(played):
        here = best == i
        if not 0.02 < here.mean() < 0.98:
            continue
        moved = np.where(
            spread > 0, (values[:, here].mean(1) - values[:, ~here].mean(1)) / np.maximum(spread, 1e-12), 0.0
        )
        error = np.sqrt(1 / here.sum() + 1 / (~here).sum())
        top = [j for j in np.argsort(-np.abs(moved))[:shown] if abs(moved[j]) > 3 * error]
        where = [{"name": names[j], "moved": float(moved[j]), "median_here": float(np.median(values[j, here])), "median_elsewhere": float(np.median(values[j, ~here]))} for j in top]  # fmt: skip
        rows.append({"strategy": p.strategy.id, "best_in": float(here.mean()), "where": where})
    return rows


def dilemma(
    scenario: Scenario, values: np.ndarray, factors: Sequence[float] = (0.25, 0.5, 1.0, 2.0, 4.0)
) -> list[dict[str, Any]]:
    """The patron's dilemma: what self-sufficiency of the clients saves it, and what it costs in control.

    The clients' own revenue today is multiplied by each factor, at values [site, draw]. `support` is what each
    client would have to be given to depend as much as it does today, as a multiple of today's, where any sum can.
    """
    made = []
    today = situations(scenario, values)[0]
    for factor in factors:
        control, dependence, support, lethal = _with_revenue(today, jnp.asarray(today.state.revenue) * factor)
        made.append(
            {
                "factor": factor, "control": _interval(control.mean(0)), "dependence": _interval(dependence.mean(0)),
                "support": _interval(np.nanmedian(support, axis=0)), "out_of_reach": float(np.isnan(support).mean()),
                "lethal_per_attack": _interval(lethal.mean(0)),
            }
        )  # fmt: skip
    return made


def _with_revenue(today: InitialConditions, revenue: Any) -> tuple[np.ndarray, ...]:
    """Control, dependence [client, draw], the support that holds dependence, and the chance that an attack kills."""
    values = jnp.asarray(today.values, jnp.float32)
    p = today.layout.group(values).clients
    now, then = (
        outlook(today.layout, values, replace(today.state, revenue=r)) for r in (today.state.revenue, revenue)
    )
    ratio = np.asarray(now.dependence / p.investment)  # g / (g + S + o), to be held
    other = np.asarray(revenue + p.other_sponsors)
    needed = ratio / np.maximum(1 - ratio, 1e-9) * other / np.asarray(p.support)
    open_to_money = np.broadcast_to(np.asarray(p.support) > 0, needed.shape)
    return np.asarray(then.control), np.asarray(then.dependence), np.where(open_to_money, needed, np.nan), np.asarray(then.lethal)  # fmt: skip


def _expected(played: Played, weights: Weights, with_war: bool) -> np.ndarray:
    extra = weights[WAR] * played[WAR].mean(-1) if with_war else 0.0
    total: np.ndarray = burden(played, weights).mean(-1) + extra
    return total


def _choice(standings: Sequence[Standing], rule: str) -> str:
    if rule == "satisfied":  # the baseline is never worse than itself
        others = standings[1:] or standings
        return max(others, key=lambda s: s.satisfied).strategy
    return min(standings, key=lambda s: float(getattr(s, rule))).strategy


def _worst_structure(b: np.ndarray, w: np.ndarray, variant: np.ndarray) -> float:
    return max(
        _tail(b[variant == v], w[variant == v]) for v in np.unique(variant) if w[variant == v].sum() > 0
    )


def _tail(x: np.ndarray, w: np.ndarray) -> float:
    """Mean of the worst share of the draws."""
    order = np.argsort(-x)
    before = np.cumsum(w[order]) - w[order]
    inside = np.clip(WORST * w.sum() - before, 0, w[order])
    return float(inside @ x[order] / inside.sum())


def _interval(x: np.ndarray) -> list[float]:
    return [float(q) for q in np.nanquantile(x, [0.05, 0.5, 0.95])]
