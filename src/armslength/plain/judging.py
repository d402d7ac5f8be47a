"""Which way of forecasting did best in a record on other networks, and what weight the mechanism earned."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from armslength.plain.taught import BASELINE, MECHANISM, POOL, Judged
from armslength.results.track_record import NetworkHorizon, TrackRecordResult

OWN_WEIGHT = 4  #: networks in equal parts, beside which those of the record count


def judged(record: TrackRecordResult, without: str) -> tuple[Judged, ...]:
    """Return how the three ways did on all networks of a record but one, by weeks ahead; empty without the mechanism."""
    rows = [row for row in record.networks if row.network != without and POOL in row.forecasters]
    return tuple(_judged([r for r in rows if r.weeks == h], h) for h in sorted({row.weeks for row in rows}))


def _judged(rows: Sequence[NetworkHorizon], weeks: int) -> Judged:
    ratio = {
        way: float(np.mean([row.forecasters[way].ratio for row in rows]))
        for way in (MECHANISM, BASELINE, POOL)
    }
    return Judged(weeks=weeks, networks=len(rows), ratio=ratio, weight=_weight(ratio, len(rows)))


def _weight(ratio: dict[str, float], networks: int) -> float:
    """Return the weight of the mechanism at which the mixed CRPS is least, drawn towards a half as by four more networks.

    The CRPS of a mixture is quadratic in its weights, so that those of both ways and of their equal parts tell it whole.
    """
    own, other = ratio[MECHANISM], ratio[BASELINE]
    both = 2 * ratio[POOL] - (own + other) / 2  # what they miss together
    curve = own + other - 2 * both
    best = float(np.clip((other - both) / curve, 0, 1)) if curve > 1e-9 else 0.5
    return (networks * best + OWN_WEIGHT * 0.5) / (networks + OWN_WEIGHT)
