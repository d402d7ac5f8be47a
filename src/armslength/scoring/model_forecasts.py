"""The model as a forecaster: from a case as it stood on a day to its futures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from armslength.initial_conditions import replay_at, replay_to_as_of
from armslength.scenario import Scenario
from armslength.scoring.paths import Forecaster, Paths
from armslength.simulate import play
from armslength.world.params import Layout

#: values of the parameters [site, draw] for a case as it stood on a day, such as draws of a posterior fitted to it
Values = Callable[[Scenario, Layout], np.ndarray]


def model_forecaster(
    draws: int = 100,
    seed: int = 1,
    values: Values | np.ndarray | None = None,
    workers: int = 2,
    replicates: int = 20,
) -> Forecaster:
    """Return a forecaster that runs the model: `replicates` futures for each of `draws` draws of the prior.

    `values` are other draws of the parameters, [site, draw]: an array, or a function of the case as it stood on the
    origin and the layout of its sites. Draws of a posterior come from a function that fits that case alone.
    """

    def forecast(case: Scenario, days: int) -> Paths:
        if values is None:
            initial = replay_to_as_of(case, draws, seed)
        else:
            layout = case.layout
            drawn = values(case, layout) if callable(values) else values
            initial = replay_at(case, layout, np.asarray(drawn))
        ensemble = initial.futures(initial.plan(days), seed, replicates)
        blocks: list[dict[str, np.ndarray]] = [
            block for _, block in play(ensemble, (days,), keep=replicates, workers=workers)
        ]
        joined = {
            name.removeprefix("path_"): np.concatenate(
                [b[name].reshape(*b[name].shape[:-2], -1) for b in blocks], axis=-1
            )
            for name in blocks[0]
            if name.startswith("path_")
        }
        net = initial.network
        return Paths(
            fronts=net.fronts,
            adversaries=net.adversaries,
            client_of={f.id: f.client for f in case.fronts.values()},
            count=joined["count"],
            lethal=joined["lethal"],
            level=joined["level"],
            rung=joined["rung"],
            halt=joined.get("halt"),
            step_of=None if case.step == "day" else case.time_step.numbers(case.first_day, days),
        )

    return forecast
