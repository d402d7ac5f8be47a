"""A forecast averaged over the theories, and what each of them says of the headline numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from armslength.forecasting.compliance import CHANCE as FOLLOW_CHANCE
from armslength.forecasting.compliance import Answer, ask, entry
from armslength.forecasting.forecast import Forecast, Tally, check_sane, document_of
from armslength.forecasting.futures import Outcomes, play_futures
from armslength.forecasting.run_manifest import manifest
from armslength.initial_conditions import InitialConditions, replay_at
from armslength.scenario import Scenario, load
from armslength.scoring.refit import values_under
from armslength.simulate import CHANCE, Ensemble, plan_days
from armslength.simulate.ensemble import DRAWS_IN_BLOCK
from armslength.theories.cache import Variant
from armslength.theories.definitions import theory_named
from armslength.theories.mixture import DrawVariance, mixed_outcomes, mixed_situation, split_of_chance
from armslength.world.network import Network
from armslength.world.params import Layout

Progress = Callable[[str, int, int], None]
COVERS = {
    "parameters": "parameters and structure",
    "chance and parameters": "chance, parameters and structure",
}
WINDOW = 30  # days of the headline numbers, or the longest window below


def forecast_over(
    scenario: Scenario | str | Path,
    theories: Sequence[Variant],
    *,
    says: str = "",
    days: int | None = None,
    futures: int = 200 * CHANCE,
    seed: int = 1,
    workers: int = 2,
    keep_paths: bool = False,
    progress: Progress = lambda stage, done, total: None,
) -> Forecast:
    """Forecast a case under each theory and average by their weights; `variants` gives them.

    `futures` are shared out equally, in whole blocks of draws, so there may be more. `says` is what the comparison
    said. The document is that of a plain forecast, whose variances have one part more and whose intervals cover
    structure too; `theories` holds what each says.
    """
    case = load(scenario)
    days = case.horizon if days is None else days
    check_sane(days, futures, seed)
    weights = np.array([t.weight for t in theories]) / sum(t.weight for t in theories)
    blocks = -(-futures // (CHANCE * DRAWS_IN_BLOCK * len(theories)))
    draws = blocks * DRAWS_IN_BLOCK
    situations = [_situation(case, t, draws, seed) for t in theories]
    parts = _play(situations, days, seed, workers, keep_paths, progress)
    mixed, outcomes = mixed_situation(situations, weights), mixed_outcomes(parts, weights)
    progress("asking who follows", 0, 1)
    answers = ask(mixed, seed, workers)
    progress("writing it down", 0, 1)
    made = manifest(
        case, seed=seed, days=days, draws=draws * len(theories), futures=sum(o.futures for o in parts), workers=workers,
        rejected_share=mixed.rejected, parameters_from="theories", fit_refused=None, actions=[], posterior=None,
        theories={t.name: {"held": dict(t.held), "posterior": t.posterior.manifest.model_dump(mode="json", exclude_none=True) if t.posterior else None} for t in theories},
    )  # fmt: skip
    document = document_of(mixed, outcomes, [entry(mixed, a) for a in answers], days, made)
    document = _covering_structure(document)
    document["scenario"]["conditions"][-1] = _condition(theories)
    document["theories"] = {
        "says": says,
        "rows": [_row(t, w) for t, w in zip(theories, weights, strict=True)],
        "headlines": _headlines(mixed, outcomes, answers, theories, weights),
    }
    return Forecast(document, mixed, outcomes)


def _situation(case: Scenario, theory: Variant, draws: int, seed: int) -> InitialConditions:
    layout = Layout(Network.of(case), case.sites())
    return replay_at(case, layout, values_under(layout, theory.held, theory.posterior, draws, seed))


def _play(
    situations: Sequence[InitialConditions],
    days: int,
    seed: int,
    workers: int,
    keep_paths: bool,
    progress: Progress,
) -> list[Outcomes]:
    first = situations[0]
    plan = plan_days(first.network, first.first_day, days, deciding=first.scenario.directives == "model")
    tick = Tally("playing futures", sum(s.values.shape[1] for s in situations) * CHANCE, progress)
    return [
        play_futures(
            Ensemble(s.layout, s.values, s.state, plan, seed), workers, keep_paths, tick, DrawVariance()
        )
        for s in situations
    ]


def _covering_structure(value: Any) -> Any:
    """The same with every interval saying that it covers structure too."""
    if isinstance(value, dict):
        return {
            key: COVERS.get(inside, inside) if key == "covers" else _covering_structure(inside)
            for key, inside in value.items()
        }
    return [_covering_structure(inside) for inside in value] if isinstance(value, list) else value


def _condition(theories: Sequence[Variant]) -> str:
    fits = [t.posterior for t in theories if t.posterior is not None]
    how = " and ".join(sorted({f.manifest.method for f in fits})) or "none: nothing was reported"
    said = f"Averaged over {len(theories)} theories of who obeys, by the weights that each has earned; parameters are drawn from a fit under each ({how})."
    missed = [t.name for t in theories if t.posterior is not None and not t.posterior.converged]
    return said + (f" THESE FITS HAVE NOT CONVERGED: {', '.join(missed)}." if missed else "")


def _row(theory: Variant, weight: float) -> dict[str, Any]:
    known = theory_named(theory.name)
    return {"name": known.name, "title": known.title, "sentence": known.sentence, "weight": float(weight)}


def _headlines(
    mixed: InitialConditions, outcomes: Outcomes, answers: Sequence[Answer], theories: Sequence[Variant], weights: np.ndarray
) -> list[dict[str, Any]]:  # fmt: skip
    """Each headline probability: the weighted mean, what every theory says, and what its variance is made of."""
    net = mixed.network
    window = max((w for w in outcomes.windows if w <= WINDOW), default=outcomes.windows[0])
    at = outcomes.windows.index(window)
    names = [t.name for t in theories]

    def row(number: str, about: str, days: int, shares: np.ndarray, chance: int) -> dict[str, Any]:
        by_draw = shares.reshape(len(names), -1)
        each = by_draw.mean(-1)
        return {
            "number": number, "about": about, "window_days": days, "probability": float(weights @ each),
            "by_theory": dict(zip(names, map(float, each), strict=True)), "variance": split_of_chance(by_draw, weights, chance),
        }  # fmt: skip

    rows = [
        row("pauses because told by an envoy", net.fronts[a.front], a.days, (a.told & ~a.without).mean(-1), FOLLOW_CHANCE)
        for a in answers
        if a.order == "envoy"
    ]  # fmt: skip
    told, level = outcomes.told.by_draw()[at], outcomes.level.by_draw()[at]
    rows += [row("order of restraint", f, window, told[i], CHANCE) for i, f in enumerate(net.fronts)]
    rows.append(row("lethal attack", "any", window, outcomes.lethal_any.by_draw()[at], CHANCE))
    rows += [row("reprisal", a, window, 1 - level[i, 0], CHANCE) for i, a in enumerate(net.adversaries)]
    rows.append(row("regional war", "all", window, outcomes.war.by_draw()[at], CHANCE))
    return rows
