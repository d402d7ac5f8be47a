"""The model as a forecaster: from a case as it stood on a day to its futures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from armslength.history import Onward
from armslength.initial_conditions import draws_of
from armslength.scenario import Scenario
from armslength.scoring.paths import Forecaster, Paths
from armslength.simulate import Ensemble, plan_days, play
from armslength.world.params import Layout
from armslength.world.records import State

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
    A forecaster that is asked of one origin after another replays what their records share once.
    """
    onward: Onward | None = None

    def state_of(case: Scenario, layout: Layout, drawn: np.ndarray) -> State:
        """Replay from where the last case that was asked of still stood as this one does."""
        nonlocal onward
        if onward is None or not onward.is_for(layout, drawn):
            onward = Onward(layout, drawn)
        return onward.state(case)

    def forecast(case: Scenario, days: int) -> Paths:
        layout, first = case.layout, case.first_day
        if values is None:
            drawn = draws_of(case, draws, seed)
        else:
            drawn = np.asarray(values(case, layout) if callable(values) else values)
        standing = case.standing(first, days)
        plan = plan_days(layout.network, first, days, (), case.gives_orders, standing)
        state = state_of(case, layout, drawn)
        ensemble = Ensemble(layout, drawn, state, plan, seed, replicates, first_day=first)
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
        net = layout.network
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
