"""Deep uncertainty, question by question: each returns one documented object.

sensitivity   which assumptions drive an outcome
discovery     under which assumptions it happens
robustness    which strategy holds up whatever is true
information   what would be worth knowing before choosing
indicators    what to watch, and when to change one's mind
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from armslength.decisions import discovery, indicators, sensitivity, value_of_information
from armslength.decisions.compare import Comparison, compare
from armslength.decisions.outcomes import ensemble_of
from armslength.decisions.ranking import Weights, burden, weights_of
from armslength.decisions.robust import dilemma, robust, where_best
from armslength.decisions.strategy_sets import BASELINE
from armslength.decisions.sweep import draws_of, layout_of, play_at, situations
from armslength.errors import ArmslengthError
from armslength.extras import require
from armslength.fitting import Posterior, parameters_of, source_of
from armslength.forecasting.run_manifest import manifest
from armslength.scenario import Scenario, load
from armslength.scenario.schema import Strategy
from armslength.scenario.suggest import did_you_mean
from armslength.simulate import REPLICATES, play
from armslength.simulate.block import PATHS

Given = Posterior | Literal["prior"] | None
Progress = Callable[[str, int, int], None]
HAPPENS = ("war", "lethal_attack", "reprisal", "leadership_struck", "rung_3", "rung_4", "loses_control")
LOST = 0.1  # mean control lost over the clients that counts as loss of control; assumed
FEWEST_DRAWS = 400  # below them a regression on the parameters says nothing


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def sensitivity_of(
    scenario: Scenario | str | Path, outcome: str = "lethal_attack", *, days: int = 90, factors: int = 8, samples: int = 256, walks: int = 6,
    theories: Sequence[sensitivity.Variant] = (), posterior: Given = None, seed: int = 1, progress: Progress = silent,
) -> dict[str, Any]:  # fmt: skip
    """Screening of every uncertain parameter, then Sobol indices of those that matter most."""
    require("decisions", "A sensitivity study")
    if factors < 1 or samples < 2 or samples & (samples - 1) or walks < 2:
        raise ArmslengthError(
            "ask for at least one factor, two walks, and samples that are a power of two, such as 256"
        )
    case = load(scenario)
    fitted = parameters_of(case, posterior)
    progress("screening every parameter", 0, 1)
    screened = sensitivity.screen(case, outcome, days=days, posterior=fitted, walks=walks, seed=seed)
    progress("splitting the variance", 0, 1)
    names = [row.name for row in screened[:factors]]
    split = sensitivity.sobol(
        case, outcome, names, days=days, posterior=fitted, theories=theories, samples=samples, seed=seed
    )
    made = _manifest(case, posterior, seed, days, (samples * (len(split.indices) + 2)) * REPLICATES)
    return {"format": "armslength-sensitivity/1", **sensitivity.as_data(screened, split), "manifest": made}


def discovery_of(
    case: Scenario, outcome: str = "war", *, days: int = 90, draws: int = 2000, posterior: Given = None, seed: int = 1,
    progress: Progress = silent,
) -> tuple[dict[str, Any], Mapping[str, np.ndarray], Mapping[str, np.ndarray]]:  # fmt: skip
    """The box of assumptions in which an outcome happens most; and the draws and outcomes it was found in."""
    require("decisions", "Scenario discovery")
    if outcome not in HAPPENS:
        raise ArmslengthError(f"'{outcome}' cannot be looked for; {did_you_mean(outcome, HAPPENS)}")
    fitted = parameters_of(case, posterior)
    progress("playing draws of the parameters", 0, 1)
    values = draws_of(case, draws, seed, fitted)
    played = play_at(case, values, days=days, seed=seed)
    happened = {**played.values, "loses_control": (played["control_lost"] >= LOST) * 1.0}
    names = layout_of(case).names
    free = [i for i, row in enumerate(values) if row.std() > 0]
    progress("looking for a box", 0, 1)
    box = discovery.discover([names[i] for i in free], values[free], happened[outcome], outcome, days)
    made = _manifest(case, posterior, seed, days, draws * REPLICATES)
    experiments = {names[i]: values[i] for i in free}
    document = {
        "format": "armslength-discovery/1",
        **box.as_data(),
        "loss_of_control": LOST,
        "manifest": made,
    }
    return (
        document,
        experiments,
        {n: happened[n].mean(1) for n in (*HAPPENS, "deaths", "reprisals", "control_lost")},
    )


def robustness_of(
    case: Scenario, strategies: Sequence[str | Strategy] = (), *, days: int | None = None, draws: int = 400,
    variants: Sequence[Any] = (), weights: Weights | None = None, posterior: Given = None, seed: int = 1, progress: Progress = silent,
) -> dict[str, Any]:  # fmt: skip
    """Four rules of choice, which strategy wins where, and the patron's dilemma."""
    made = compare(
        case, strategies, days=days, futures=draws * REPLICATES, seed=seed, posterior=posterior, variants=variants,
        weights=weights, progress=progress,
    )  # fmt: skip
    names, values = _free(made)
    first = made.situations[0].values
    return {
        "format": "armslength-robustness/1", "days": made.played[0].days,
        "without_war": robust(made.played, weights), "with_war": robust(made.played, weights, with_war=True),
        "where_best": [] if variants else where_best(made.played, names, values, weights),
        "dilemma": dilemma(case, first[:, : min(200, first.shape[1])]), "manifest": made.document["manifest"],
    }  # fmt: skip


def information_of(
    case: Scenario, strategies: Sequence[str | Strategy] = (), *, days: int | None = None, draws: int = 1000,
    watched: int = 30, weights: Weights | None = None, with_war: bool = False, posterior: Given = None, seed: int = 1,
    progress: Progress = silent,
) -> dict[str, Any]:  # fmt: skip
    """The value of knowing each group of parameters, and of collecting a series, before choosing a strategy."""
    if draws < FEWEST_DRAWS:
        raise ArmslengthError(
            f"{draws} draws are too few for the value of information; it needs {FEWEST_DRAWS} or more"
        )
    made = compare(
        case,
        strategies,
        days=days,
        futures=draws * REPLICATES,
        seed=seed,
        posterior=posterior,
        weights=weights,
        progress=progress,
    )
    weighed = weights_of(weights)
    loss = [burden(p, weighed) + (weighed["war"] * p["war"] if with_war else 0.0) for p in made.played]
    later = np.stack(
        [x[:, 1:].mean(1) for x in loss]
    )  # the first future of each draw is the one that is seen
    names, values = _free(made)
    entities = {
        kind: list(getattr(case, kind)) for kind in ("clients", "fronts", "adversaries", "commanders")
    }
    entities["ties"] = list(case.commanders)
    groups = value_of_information.groups_of(names, values, entities)
    progress("asking what is worth knowing", 0, 1)
    known = value_of_information.partial(later, groups, seed)
    expected = later.mean(1)
    best = int(np.argmin(expected))
    return {
        "format": "armslength-information/1", "days": made.played[0].days, "unit": "deaths spared on average",
        "with_war": with_war, "strategies": [p.strategy.id for p in made.played],
        "burdens": [float(x) for x in expected], "best_now": made.played[best].strategy.id, "best_in": float((np.argmin(later, axis=0) == best).mean()),
        "perfect": value_of_information.perfect(later), "partial": value_of_information.as_data(known),
        "sample": value_of_information.as_data(value_of_information.sample(later, _series(made, watched, seed), seed)), "watched_days": watched,
        "manifest": made.document["manifest"],
    }  # fmt: skip


def indicators_of(
    case: Scenario, *, watch_days: int = 14, window: int = 30, draws: int = 200, posterior: Given = None, seed: int = 1,
    progress: Progress = silent,
) -> dict[str, Any]:  # fmt: skip
    """What to watch over the next days, for each outcome of the window after them."""
    if watch_days < 1 or window < 7:
        raise ArmslengthError("watch at least one day, and ask about a window of at least 7")
    fitted = parameters_of(case, posterior)
    progress("playing futures day by day", 0, 1)
    seen, came = _paths(case, draws_of(case, draws, seed, fitted), watch_days, window, seed)
    progress("asking what tells most", 0, 1)
    found = indicators.indicators(seen, came, watch_days, window, seed)
    made = _manifest(case, posterior, seed, watch_days + window, draws * REPLICATES)
    rows = [i.as_data() | {"tells": i.skill > 2 * i.error and i.skill > 0} for i in found]
    return {"format": "armslength-indicators/1", "watch_days": watch_days, "window_days": window, "indicators": rows, "manifest": made}  # fmt: skip


def _paths(case: Scenario, values: np.ndarray, watch_days: int, window: int, seed: int) -> tuple[dict[str, np.ndarray], ...]:  # fmt: skip
    """Observables of the first days and outcomes of those after them, [draw, chance] each."""
    joined: dict[str, list[np.ndarray]] = {name: [] for name in PATHS}
    for initial in situations(case, values):
        ensemble = ensemble_of(initial, BASELINE, watch_days + window, seed)
        for _, block in play(ensemble, (watch_days + window,), keep=REPLICATES):
            for name, parts in joined.items():
                parts.append(block[f"path_{name}"])
    path = {n: np.concatenate(x, axis=-2)[..., : values.shape[1], :].astype(float) for n, x in joined.items()}
    first = {n: x[:watch_days] for n, x in path.items()}
    then = {n: x[watch_days:] for n, x in path.items()}
    fronts, adversaries = list(case.fronts.values()), list(case.adversaries.values())
    seen = {f"attacks on {f.name}": first["count"][:, i].sum(0) for i, f in enumerate(fronts)}
    seen |= {f"halts of {f.name}": first["halt"][:, i].sum(0) for i, f in enumerate(fronts)}
    seen |= {f"level of reprisal by {a.name}": first["level"][:, i].max(0) for i, a in enumerate(adversaries)}
    seen |= {
        "lethal attacks on all fronts": first["lethal"].sum((0, 1)),
        "the rung of the ladder": first["rung"].max(0),
    }
    came = {
        "a lethal attack": then["lethal"].sum((0, 1)) > 0, "a reprisal": then["level"].max((0, 1)) > 0,
        "a reprisal on leadership or the patron": then["level"].max((0, 1)) >= 3, "direct fire or war": then["rung"].max(0) >= 4,
        "regional war": then["rung"].max(0) >= 5,
    }  # fmt: skip
    came |= {f"a quiet week on {f.name}": then["count"][:7, i].sum(0) <= 0 for i, f in enumerate(fronts)}
    return seen, {n: x * 1.0 for n, x in came.items()}


def _series(made: Comparison, days: int, seed: int) -> dict[str, np.ndarray]:
    """What could be collected first, as one future of each draw would show it, [statistic, draw] by series."""
    initial, base = made.situations[0], made.played[0]
    net, rng = initial.network, np.random.default_rng(seed)
    days = min(days, base.days)
    ensemble = ensemble_of(initial, BASELINE, days, made.document["manifest"]["seed"])
    blocks = [block for _, block in play(ensemble, (days,))]
    attacks = np.concatenate([b["attacks"][0][..., 0] for b in blocks], axis=-1)  # [front, draw]
    series = {f"{days} days of attributed attacks, all fronts": attacks}
    series |= {f"{days} days of attributed attacks: {f}": attacks[i][None] for i, f in enumerate(net.fronts)}
    accepts = initial.quantities()["fronts"]["compliance"]
    series |= {
        f"one observed order: {f}": (rng.random(accepts.shape[1]) < accepts[i])[None] * 1.0
        for i, f in enumerate(net.fronts)
    }
    return {name: x for name, x in series.items() if x.std() > 0}


def _free(made: Comparison) -> tuple[list[str], np.ndarray]:
    """Parameters that differ between draws, and their values [name, draw]."""
    initial = made.situations[0]
    at = [i for i, row in enumerate(initial.values) if row.std() > 1e-12 * (1 + abs(row.mean()))]
    return [initial.layout.names[i] for i in at], initial.values[at]


def _manifest(case: Scenario, posterior: Given, seed: int, days: int, futures: int) -> dict[str, Any]:
    return manifest(case, seed=seed, days=days, futures=futures, **source_of(case, posterior))
