"""What a record's forecasters said at each origin, so that others can score it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import numpy as np

from armslength.results.issued import LEVELS, Issued


def issued(
    network: str,
    weeks: int,
    front: np.ndarray,
    origin: np.ndarray,
    total: np.ndarray,
    cumulative: Mapping[str, np.ndarray],
) -> Iterator[Issued]:
    """Yield each forecaster's quantiles and probability of none on each occasion.

    `front`, `origin` (its ordinal number) and `total` are [occasion]; the cumulative probabilities are [occasion, count].
    """
    for name, reached in cumulative.items():
        quantiles = np.stack([(reached < q - 1e-12).sum(1) for q in LEVELS], 1)
        for i in range(len(total)):
            yield Issued(
                network,
                str(front[i]),
                date.fromordinal(int(origin[i])),
                weeks,
                name,
                int(total[i]),
                round(float(min(max(reached[i, 0], 0.0), 1.0)), 6),
                tuple(quantiles[i].tolist()),
            )
