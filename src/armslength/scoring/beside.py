"""The baseline and the pool beside the model's paths, at an origin of a backtest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from armslength.forecasting.three_ways import joint, offered_windows
from armslength.plain.predict import predict
from armslength.plain.series import WEEK
from armslength.plain.taught import shipped
from armslength.scenario import Scenario
from armslength.scoring.paths import Paths, PathWays


def with_the_baseline(case: Scenario, paths: Paths, windows: Sequence[int], seed: int) -> Paths:
    """Return paths with the totals of windows, in days, that the baseline gives a case as it stood on the origin."""
    offered = offered_windows(case, windows)
    if not offered:
        return paths
    taught = shipped().of(case.name)
    baseline = predict(case, [days // WEEK for days in offered], taught, seed)
    fronts = baseline.fronts
    at = [paths.fronts.index(front) for front in fronts]
    made = [
        joint(
            case,
            baseline,
            fronts,
            d,
            paths.count[:d, at].sum(0, dtype=np.int64),
            taught.judged_at(d // WEEK).weight,
            seed,
        )
        for d in offered
    ]
    ways = PathWays(
        tuple(offered), fronts, np.stack([m.baseline for m in made]), np.stack([m.takes for m in made])
    )
    return replace(paths, ways=ways)
