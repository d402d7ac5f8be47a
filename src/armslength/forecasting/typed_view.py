"""The typed view of a forecast's Dataset: the rows of its record, holding no number that the Dataset does not give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import NamedTuple

import numpy as np
import xarray as xr

from armslength.counted import one, words
from armslength.forecasting.dataset import ACTOR, EXCEEDANCE, QUANTILES
from armslength.forecasting.groups import groups_of
from armslength.forecasting.summaries import spread_of_parameters
from armslength.formatting import verbal_probability
from armslength.ladder import RUNG_NAMES
from armslength.results import Interval, Quantiles
from armslength.results import forecast as r
from armslength.results import ladder as rl
from armslength.results.actors import ANY_FRONT
from armslength.results.follow import Follow, FollowIntervals
from armslength.results.together import PatronStrike, Together
from armslength.scenario import Scenario
from armslength.scenario.support import supporters

LEVELS = ("none", "level_1", "level_2", "level_3", "level_4")
WAR_RULE = "direct fire between the patron's and an adversary's own forces on at least 7 of 14 days, or 1,000 deaths from it in 30 days"
NO_WAR = "no regional war in the window"
WAR_LEFT_OUT = "regional war is not asked of this case"


NOTHING_BEFORE = "cannot be asked: no {} in the {} days before"
NOBODY = "cannot be asked: nobody supports it"


class Chances(NamedTuple):
    """Probabilities with their intervals over parameters."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def at(self, *place: int) -> tuple[float, Interval]:
        """Return one probability and its interval."""
        return float(self.mean[place]), Interval(float(self.low[place]), float(self.high[place]))


class TypedView:
    """The rows of a forecast's record, read from its Dataset."""

    def __init__(self, data: xr.Dataset, case: Scenario):
        self.data, self.case = data, case
        self.fronts: list[str] = data["front"].values.tolist()
        self.adversaries: list[str] = data["adversary"].values.tolist()
        self.windows: list[int] = data["window"].values.tolist()
        self.weights = data["draw_weight"].values if "draw_weight" in data else None
        structure = "variance_structure" in data
        self.covers = "parameters and structure" if structure else "parameters"
        self.covers_chance = "chance, parameters and structure" if structure else "chance and parameters"

    def state(self, rung: int, rung_window_days: int, shown: tuple[r.ShownQuantity, ...]) -> r.State:
        """Return where everyone stands on the as-of date; `rung` is that of the last days' reports, `shown` what tables name."""
        kinds: dict[str, dict[str, dict[str, Quantiles]]] = {kind: {} for kind in ACTOR}
        for name in self.data.data_vars:
            if not str(name).startswith("state_"):
                continue
            _, kind, quantity = str(name).split("_", 2)
            actors = self.data[ACTOR[kind]].values.tolist() if ACTOR[kind] else [""]
            for actor, values in zip(actors, np.atleast_2d(self.data[name].values), strict=True):
                kinds[kind].setdefault(actor, {})[quantity] = self._quantiles(values)
        world = kinds.pop("world")[""]
        beside = {"rung": rung, "rung_window_days": rung_window_days, "shown": shown}
        return r.State.model_validate({**kinds, **world, **beside})

    def follow(self) -> Iterator[Follow]:
        """Yield who follows, for each front and order."""
        if not self.case.asks_who_follows:
            return
        data, days, pause = self.data, int(self.data.attrs["follow_days"]), self.case.pause
        lately = int(data.attrs["recent_days"])
        after = f"in the {days} days after the order are at most {pause.ratio:g} of those in the {lately} days before, scaled to {days} days"
        chances = self._chances("follow", "follow_futures_per_draw")
        told = np.average(data["follow_told"].values, axis=-1, weights=self.weights)
        draws = data.sizes["draw"] if self.weights is None else 1 / float((self.weights**2).sum())
        futures = draws * int(data.attrs["follow_futures_per_draw"])
        before = [self._quantiles(values).median for values in data["attacks_before"].values]
        patrons = data["patron"].values.tolist() if "patron" in data else [""]
        for f, front in enumerate(self.fronts):
            client = self.case.fronts[front].client
            supported = bool(supporters(self.case, client, self.case.as_of))
            for (p, patron), (o, order) in product(
                enumerate(patrons), enumerate(data["order"].values.tolist())
            ):
                place = (f, p, o) if patron else (f, o)
                if np.isnan(told[place]):  # a patron that does not support the client
                    continue
                three = {
                    name: chances.at(*place, i) for i, name in enumerate(data["outcome"].values.tolist())
                }
                because, alone = three["pauses_because_told"][0], three["pauses_anyway"][0]
                ordered, counted = float(told[place]), self.case.counted_on(front)
                said = (
                    verbal_probability(because)
                    if before[f] > 0
                    else NOTHING_BEFORE.format(one(counted), lately)
                )
                yield Follow(
                    front=front,
                    client=client,
                    patron=patron if supported else "",
                    supported=supported,
                    order=order,
                    window_days=days,
                    rule=f"{words(counted)} {after}",
                    **{name: p for name, (p, _) in three.items()},
                    told_bounds=Interval(max(0.0, ordered - alone), min(ordered, 1.0 - alone)),
                    parameters_90=FollowIntervals(**{name: ends for name, (_, ends) in three.items()}),
                    attacks_before=before[f],
                    mc_error=float(np.sqrt(because * (1 - because) / futures)),
                    words=said if supported else NOBODY,
                )

    def commander(self) -> Iterator[r.Order]:
        """Yield what the commander does next: at least one order of restraint, with a visit, on each front."""
        if not self.case.gives_orders:
            return
        chances = self._chances("restraint")
        for f, front, w, window in self._fronts_and_windows():
            p, ends = chances.at(w, f)
            yield r.Order(
                front=front, window_days=window, order=p, parameters_90=ends, words=verbal_probability(p)
            )

    def attacks(self) -> Iterator[r.Attacks]:
        """Yield attacks from the first day ahead to the end of each window, given no regional war in it."""
        data = self.data
        quantiles, mean = data["attacks_quantiles"].values, data["attacks_mean"].values
        beyond = data["attacks_exceedance"].values
        parts = {
            part: data[f"variance_{part}"].values
            for part in ("chance", "parameters", "structure")
            if f"variance_{part}" in data
        }
        for f, front, w, window in self._fronts_and_windows():
            low, lower, middle, upper, high = (None if np.isnan(q) else float(q) for q in quantiles[w, f])
            yield r.Attacks(
                front=front,
                window_days=window,
                median=middle,
                interval_50=(lower, upper),
                interval_90=(low, high),
                mean=float(mean[w, f]),
                covers=self.covers_chance,
                given=NO_WAR if self.case.escalates else WAR_LEFT_OUT,
                at_least=tuple(
                    r.Exceedance(n=n, p=float(p)) for n, p in zip(EXCEEDANCE, beyond[w, f], strict=True)
                ),
                variance=r.VarianceShares(**{part: float(share[w, f]) for part, share in parts.items()}),
            )

    def weekly(self) -> Iterator[r.WeeklyAttacks]:
        """Yield attacks a week per front."""
        first_day, days = self.case.first_day, self.data.sizes["day"]
        begins = self.case.time_step.weeks(first_day, days)
        ends = [*begins[1:], first_day + timedelta(days=days)] if self.case.step == "month" else []
        for f, front in enumerate(self.fronts):
            for w, quantiles in enumerate(self.data["weekly"].values[:, f]):
                low, lower, middle, upper, high = map(float, quantiles)
                yield r.WeeklyAttacks(
                    front=front,
                    week=begins[w],
                    days=(ends[w] - begins[w]).days if ends else 7,
                    median=middle,
                    interval_50=Interval(lower, upper),
                    interval_90=Interval(low, high),
                    covers=self.covers_chance,
                )

    def lethal(self) -> Iterator[r.Lethal]:
        """Yield lethal attacks on any front and on each; and of such attacks, how many by clients within control.

        A front on which clashes are counted is not asked about.
        """
        if not any(map(self.case.says_who_kills, self.fronts)):
            return
        chances, everywhere = self._chances("lethal"), self._chances("lethal_any")
        count, within = self.data["lethal_attacks"].values, self.data["lethal_within_control"].values
        for w, window in enumerate(self.windows):
            yield _lethal(ANY_FRONT, window, everywhere.at(w), within[w].sum(), count[w].sum())
            for f, front in enumerate(self.fronts):
                if not self.case.says_who_kills(front):
                    continue
                yield _lethal(front, window, chances.at(w, f), within[w, f], count[w, f])

    def reprisal(self) -> Iterator[r.Reprisal]:
        """Yield the highest level of reprisal within each window: none and four levels, adding to one."""
        chances, coded = self._chances("reprisal"), self._coded()
        for a, adversary in enumerate(self.adversaries):
            if not self.case.hits_back(adversary):
                continue  # nothing was reported of its reprisals, so nothing is said of them
            for w, window in enumerate(self.windows):
                five = {name: chances.at(w, a, i) for i, name in enumerate(LEVELS)}
                known, known_90 = coded.at(w, a)
                yield r.Reprisal(
                    adversary=adversary,
                    window_days=window,
                    **{name: p for name, (p, _) in five.items()},
                    parameters_90=r.ReprisalIntervals(**{name: ends for name, (_, ends) in five.items()}),
                    coded_from_level=self.case.coded_from(adversary),
                    coded=known,
                    coded_90=known_90,
                )

    def together(self) -> Iterator[Together]:
        """Yield what happens on the fronts of each group within each window."""
        if "together_lethal" not in self.data:
            return
        lethal, order = self._chances("together_lethal"), self._chances("together_order")
        for g, group in enumerate(groups_of(self.case)):
            for w, window in enumerate(self.windows):
                quantiles = self.data["together_quantiles"].values[w, g]
                low, _, middle, _, high = (None if np.isnan(q) else float(q) for q in quantiles)
                kills, kills_90 = (
                    lethal.at(w, g) if any(map(self.case.says_who_kills, group.fronts)) else (None, None)
                )
                if len(set(map(self.case.counted_on, group.fronts))) > 1:  # nothing to add up
                    low = middle = high = None
                asked, asked_90 = order.at(w, g)
                yield Together(
                    kind=group.kind,
                    group=group.group,
                    name=group.name,
                    fronts=len(group.fronts),
                    window_days=window,
                    attacks=middle,
                    attacks_90=(low, high),
                    lethal=kills,
                    lethal_90=kills_90,
                    order=asked,
                    order_90=asked_90,
                )

    def patron_strike(self) -> Iterator[PatronStrike]:
        """Yield the patron's own strikes on each adversary, and on any."""
        if not self.case.escalates:
            return
        chances = self._chances("patron_strike")
        for a, adversary in enumerate(self.data["struck"].values.tolist()):
            for w, window in enumerate(self.windows):
                p, ends = chances.at(w, a)
                yield PatronStrike(adversary=adversary, window_days=window, probability=p, parameters_90=ends)

    def ladder(self) -> rl.Ladder:
        """Return the highest rung within each window, rungs day by day, and when each is first reached."""
        chances = self._chances("highest")
        highest = chances.mean
        daily, reached = self.data["occupancy"].values, self.data["reached"].values
        days = len(daily)
        steps = sorted({1, *range(7, days + 1, 7), days})
        if not self.case.escalates:
            names = tuple(rl.Rung(rung=i, name=name) for i, name in enumerate(RUNG_NAMES))
            return rl.Ladder(rungs=names, highest=(), occupancy=(), first_passage=())
        return rl.Ladder(
            rungs=tuple(rl.Rung(rung=i, name=name) for i, name in enumerate(RUNG_NAMES)),
            highest=tuple(
                rl.HighestRung(
                    window_days=window,
                    parameters_90=tuple(chances.at(w, i)[1] for i in range(len(RUNG_NAMES))),
                    **_rungs(highest[w]),
                )
                for w, window in enumerate(self.windows)
            ),
            occupancy=tuple(rl.Occupancy(day=d, **_rungs(daily[d - 1])) for d in steps),
            first_passage=tuple(
                rl.FirstPassage(rung=i, day=d, p=float(reached[i, d - 1]))
                for i in range(1, len(RUNG_NAMES))
                for d in steps
            ),
        )

    def war(self) -> rl.War:
        """Return regional war by its written rule; the prior decides it."""
        if not self.case.escalates:
            return rl.War(rule=WAR_RULE, prior_dominated=True, windows=())
        chances = self._chances("war")
        found = [(window, *chances.at(w)) for w, window in enumerate(self.windows)]
        windows = tuple(
            rl.WarWindow(window_days=w, probability=p, parameters_90=ends) for w, p, ends in found
        )
        return rl.War(rule=WAR_RULE, prior_dominated=True, windows=windows)

    def _fronts_and_windows(self) -> Iterator[tuple[int, str, int, int]]:
        """Yield place and id of each front with place and days of each window."""
        for f, front in enumerate(self.fronts):
            for w, window in enumerate(self.windows):
                yield f, front, w, window

    def _chances(self, name: str, per_draw: str = "futures_per_draw") -> Chances:
        """Return a probability over all draws, and its interval with the noise of few futures taken out."""
        return self._from_shares(self.data[name].values, per_draw)

    def _from_shares(self, share: np.ndarray, per_draw: str = "futures_per_draw") -> Chances:
        mean = np.average(share, axis=-1, weights=self.weights)
        low, high = spread_of_parameters(share, int(self.data.attrs[per_draw]), 0.9, self.weights)
        return Chances(np.clip(mean, 0, 1), low, high)

    def _coded(self) -> Chances:
        """Return the probability of a reprisal of a level that is in the events, by window and adversary."""
        share = self.data["reprisal"].values  # [window, adversary, level, draw]
        known = np.stack(
            [share[:, a, self.case.coded_from(who) :].sum(1) for a, who in enumerate(self.adversaries)],
            axis=1,
        )
        return self._from_shares(known)

    def _quantiles(self, values: np.ndarray) -> Quantiles:
        """Return median and intervals over the draws of one quantity."""
        values = np.asarray(values, dtype=float)
        if self.weights is None:
            q = np.quantile(values, QUANTILES)
        else:
            q = np.quantile(values, QUANTILES, weights=self.weights, method="inverted_cdf")
        low, lower, middle, upper, high = map(float, q)
        return Quantiles(
            median=middle,
            interval_50=Interval(lower, upper),
            interval_90=Interval(low, high),
            covers=self.covers,
        )


def _rungs(shares: np.ndarray) -> dict[str, float]:
    return {f"rung_{i}": float(share) for i, share in enumerate(shares)}


def _lethal(front: str, window: int, chance: tuple[float, Interval], within: float, count: float) -> r.Lethal:
    share = float(within / count) if count > 0 else None
    return r.Lethal(
        front=front,
        window_days=window,
        probability=chance[0],
        parameters_90=chance[1],
        words=verbal_probability(chance[0]),
        within_control=share,
        beyond_control=None if share is None else 1 - share,
    )
