"""Learn from some networks what a plain forecast of another takes: spreads, regressions, the autoregression, weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from armslength.errors import ArmslengthError
from armslength.plain import autoregression
from armslength.plain.combine import products, weights
from armslength.plain.components import COMPONENTS, of_components
from armslength.plain.negative_binomials import Learned, learn
from armslength.plain.occasions import Occasions, Totals, ends_by, occasions
from armslength.plain.series import WeeklyCounts
from armslength.plain.taught import Taught, TaughtWeeks

EVERY = 12  #: weeks between the origins that weights are learned on: their windows overlap, and more say little more
PATHS = 200  #: simulated futures of each of them
#: counts that distributions are written out for while weights are learned: all to 60, then six per cent apart
COUNTS = np.unique(np.r_[np.arange(60), np.round(60 * 1.06 ** np.arange(85))]).astype(int)


@dataclass(frozen=True)
class Lessons:
    """What was learned, before it is written down."""

    autoregression: np.ndarray
    learned: Mapping[int, Learned]  #: by weeks ahead
    weights: Mapping[int, np.ndarray]

    def written(self, without: str, by: date, networks: Sequence[str]) -> Taught:
        """Return it as a record, not judged yet."""
        return Taught(
            without=without,
            by=by,
            networks=tuple(networks),
            autoregression=tuple(self.autoregression.tolist()),
            weeks=tuple(_written(h, self.learned[h], self.weights[h]) for h in self.learned),
            judged=(),
        )


def _written(weeks: int, learned: Learned, mix: np.ndarray) -> TaughtWeeks:
    return TaughtWeeks(
        weeks=weeks,
        sizes={name: (float(a), float(b)) for name, (a, b) in learned.sizes.items()},
        regression=tuple(learned.weights.tolist()),
        regression_size=(float(learned.regression_size[0]), float(learned.regression_size[1])),
        weights=tuple(mix.tolist()),
    )


def lessons(
    series: Sequence[WeeklyCounts],
    windows: Mapping[int, Occasions],
    by: date,
    seed: int,
    about: str,
    begin_at: np.ndarray = autoregression.START,
) -> Lessons:
    """Return what networks teach by a day, of their `series` and of all their `windows` by weeks ahead.

    The search for the autoregression begins at `begin_at`.

    Raises:
        ArmslengthError: where no window ends by that day; `about` names the network that is to be forecast.
    """
    known = {h: w.chosen(ends_by(w, by)) for h, w in windows.items()}
    if not all(map(len, known.values())):
        raise ArmslengthError(
            f"no window of another network than {about} ends by {by}, so that nothing can be learned"
        )
    p = autoregression.learn(series, by, begin_at)
    simulated = _simulated(p, series, by, list(windows), seed)
    learned = {h: learn(w) for h, w in known.items()}
    mix = {h: _weights(w.chosen(w.week % EVERY == 0), learned[h], simulated) for h, w in known.items()}
    return Lessons(p, learned, mix)


def _simulated(
    p: np.ndarray, series: Sequence[WeeklyCounts], by: date, weeks: Sequence[int], seed: int
) -> dict[str, Totals]:
    """Return the autoregression's totals on the origins that weights are learned on, by network."""
    found: dict[str, dict[tuple[str, int, int], np.ndarray]] = {one.network: {} for one in series}
    for one in series:
        first = occasions([one], min(weeks))
        chosen = first.chosen((first.week % EVERY == 0) & ends_by(first, by))
        made = autoregression.forecast_at_once(p, one, chosen.week, weeks, seed, PATHS)
        for h, of_horizon in zip(weeks, made, strict=True):
            days = zip(chosen.origin.tolist(), of_horizon, strict=True)
            found[one.network] |= {(one.front, day, h): totals for day, totals in days}
    return dict(found)


def _weights(found: Occasions, learned: Learned, simulated: Mapping[str, Totals]) -> np.ndarray:
    each = []
    for network in sorted(set(found.network)):
        of_it = found.chosen(found.network == network)
        made = of_components(of_it, learned, simulated[network], COUNTS, (*COMPONENTS, "historical mean"))
        scale = float(products([made["historical mean"]], of_it.total, COUNTS)[0, 0])
        each.append(products([made[name] for name in COMPONENTS], of_it.total, COUNTS) / max(scale, 1e-9))
    return weights(each) if each else np.full(len(COMPONENTS), 1 / len(COMPONENTS))
