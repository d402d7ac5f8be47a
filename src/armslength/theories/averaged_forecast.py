"""A forecast averaged over the theories, and what each of them says of the headline numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import numpy as np

from armslength.forecasting.against_prior import DRAWS
from armslength.forecasting.compliance import ORDERS, Answer, ask
from armslength.forecasting.compliance import REPLICATES as FOLLOW_REPLICATES
from armslength.forecasting.forecast import Forecast, finished
from armslength.forecasting.futures import Outcomes, play_futures
from armslength.forecasting.groups import members_of
from armslength.forecasting.run_manifest import manifest_of
from armslength.initial_conditions import InitialConditions, replay_at
from armslength.results.forecast import FittedTheory, ForecastManifest
from armslength.results.theory_average import ChanceSplit, Headline, TheoryAverage, WeightedTheory
from armslength.run import Run, RunOptions, Tally
from armslength.scenario import Scenario, load
from armslength.scoring.refit import values_under
from armslength.simulate import REPLICATES
from armslength.simulate.ensemble import DRAWS_IN_BLOCK
from armslength.theories.cache import Variant
from armslength.theories.definitions import theory_named
from armslength.theories.mixture import DrawVariance, mixed_conditions, mixed_outcomes, split_probability

if TYPE_CHECKING:
    import xarray as xr

WINDOW = 30  # days of the headline numbers, or the longest window below


def forecast_over(
    scenario: Scenario | str | Path,
    theories: Sequence[Variant],
    run: Run = Run(),
    *,
    says: str = "",
    keep_paths: bool = False,
    **options: Unpack[RunOptions],
) -> Forecast:
    """Forecast a case under each theory and average by their weights; `variants` gives them.

    `futures` are shared out equally, in whole blocks of draws, so there may be more. `says` is what the comparison
    found. The record is that of a plain forecast, whose variances have one part more and whose intervals cover
    structure too; its `theories` hold what each says.
    """
    case, run = load(scenario), run.but(**options)
    days = run.days_of(case)
    weights = np.array([t.weight for t in theories]) / sum(t.weight for t in theories)
    blocks = -(-run.futures // (REPLICATES * DRAWS_IN_BLOCK * len(theories)))
    draws = blocks * DRAWS_IN_BLOCK
    situations = [_situation(case, t, draws, run.seed) for t in theories]
    parts = _play(situations, days, run, keep_paths)
    mixed, outcomes = mixed_conditions(situations, weights), mixed_outcomes(parts, weights)
    run.progress("asking who follows", 0, 1)
    answers = ask(mixed, run.seed, run.workers)
    run.progress("writing it down", 0, 1)
    manifest = manifest_of(
        ForecastManifest,
        case,
        run.but(parameters="prior"),
        draws=draws * len(theories),
        futures=sum(o.futures for o in parts),
        workers=run.workers,
        parameters_from="theories",
        actions=(),
        posterior=None,
        theories={t.name: _fitted(t) for t in theories},
    )
    average = TheoryAverage(
        says=says,
        rows=tuple(_row(t, w) for t, w in zip(theories, weights, strict=True)),
        headlines=tuple(_headlines(mixed, outcomes, answers, theories, weights)),
    )
    fitted = any(t.posterior is not None for t in theories)
    beside_prior = _under_the_priors(case, theories, run, days, draws) if fitted else None
    return finished(mixed, outcomes, answers, manifest, _condition(theories), average, beside_prior)


def _under_the_priors(
    case: Scenario, theories: Sequence[Variant], run: Run, days: int, draws: int
) -> xr.Dataset:
    """Return a few draws of the same answers under the prior of each theory, on the random numbers of the forecast."""
    from armslength.forecasting.dataset import dataset

    run.progress("asking the prior the same", 0, 1)
    weights = np.array([t.weight for t in theories]) / sum(t.weight for t in theories)
    few = min(draws, DRAWS)
    situations = [
        replay_at(case, case.layout, values_under(case.layout, t.held, None, draws, run.seed)[:, :few])
        for t in theories
    ]
    mixed = mixed_conditions(situations, weights)
    outcomes = mixed_outcomes(_play(situations, days, run, keep_paths=False), weights)
    return dataset(mixed, outcomes, ask(mixed, run.seed, run.workers, orders={"envoy": ORDERS["envoy"]}))


def _fitted(theory: Variant) -> FittedTheory:
    fit = theory.posterior
    return FittedTheory(held=dict(theory.held), posterior=fit.manifest if fit else None)


def _situation(case: Scenario, theory: Variant, draws: int, seed: int) -> InitialConditions:
    layout = case.layout
    return replay_at(case, layout, values_under(layout, theory.held, theory.posterior, draws, seed))


def _play(situations: Sequence[InitialConditions], days: int, run: Run, keep_paths: bool) -> list[Outcomes]:
    first = situations[0]
    plan = first.plan(days)
    tick = Tally("playing futures", sum(s.values.shape[1] for s in situations) * REPLICATES, run.progress)
    return [
        play_futures(
            s.futures(plan, run.seed),
            run.workers,
            keep_paths,
            tick,
            DrawVariance(),
            members_of(first.scenario),
        )
        for s in situations
    ]


def _condition(theories: Sequence[Variant]) -> str:
    fits = [t.posterior for t in theories if t.posterior is not None]
    how = " and ".join(sorted({f.manifest.method for f in fits})) or "none: nothing was reported"
    text = f"Averaged over {len(theories)} theories of who obeys, by the weights that each has earned; parameters are drawn from a fit under each ({how})."
    missed = [t.name for t in theories if t.posterior is not None and not t.posterior.converged]
    return text + (f" THESE FITS HAVE NOT CONVERGED: {', '.join(missed)}." if missed else "")


def _row(theory: Variant, weight: float) -> WeightedTheory:
    known = theory_named(theory.name)
    return WeightedTheory(name=known.name, title=known.title, sentence=known.sentence, weight=float(weight))


def _headlines(
    mixed: InitialConditions,
    outcomes: Outcomes,
    answers: Sequence[Answer],
    theories: Sequence[Variant],
    weights: np.ndarray,
) -> Iterator[Headline]:
    """Yield each headline probability: the weighted mean, what every theory says, and what its variance is made of."""
    network = mixed.network
    days = max((w for w in outcomes.windows if w <= WINDOW), default=outcomes.windows[0])
    window = outcomes.windows.index(days)

    def headline(
        number: str, about: str, shares: np.ndarray, days: int = days, replicates: int = REPLICATES
    ) -> Headline:
        """Return a headline from the share of each draw's futures in which something happens, [draw]."""
        by_draw = shares.reshape(len(theories), -1)
        means = by_draw.mean(-1)
        return Headline(
            number=number,
            about=about,
            window_days=days,
            probability=float(weights @ means),
            by_theory={theory.name: float(mean) for theory, mean in zip(theories, means, strict=True)},
            variance=ChanceSplit(**split_probability(by_draw, weights, replicates)),
        )

    living = set(mixed.scenario.living_fronts)
    for a in answers:
        if a.order == "envoy" and network.fronts[a.front] in living:
            shares = (a.told & ~a.without).mean(-1)
            front = network.fronts[a.front] + (f" {a.patron}" if network.several else "")
            yield headline("pauses because told by an envoy", front, shares, a.days, FOLLOW_REPLICATES)
    for i, front in enumerate(network.fronts):
        if front not in living:
            continue
        yield headline("order of restraint", front, outcomes.told.by_draw()[window][i])
    yield headline("lethal attack", "any", outcomes.lethal_any.by_draw()[window])
    for i, adversary in enumerate(network.adversaries):
        yield headline("reprisal", adversary, 1 - outcomes.level.by_draw()[window][i, 0])
    yield headline("regional war", "all", outcomes.war.by_draw()[window])
