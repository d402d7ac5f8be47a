"""Series that two networks hold: the same client and adversary in the same weeks, counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from armslength.plain.series import WEEK, WeeklyCounts
from armslength.scenario import Scenario
from armslength.scenario.names import plain_name

Pair = tuple[str, str]


def named(case: Scenario, front: str) -> Pair:
    """Return who fights whom on a front, by name, so that two cases can be compared."""
    f = case.fronts[front]
    return plain_name(case.clients[f.client].name), plain_name(case.adversaries[f.adversary].name)


def counted_once(
    cases: Sequence[Scenario], series: Mapping[str, Sequence[WeeklyCounts]]
) -> tuple[dict[str, list[WeeklyCounts]], list[str]]:
    """Return the series of each network without those that an earlier network holds too, and a sentence on each of them.

    Two series are of the same fighting where client and adversary bear the same names and some week lies in both. The one
    with more counted weeks is kept, of equals the first.
    """
    by_name = {case.name: case for case in cases}
    best: dict[Pair, list[WeeklyCounts]] = {}
    said = []
    everything = [(case.name, one) for case in cases for one in series.get(case.name, ())]
    for network, one in sorted(everything, key=lambda x: -int(x[1].is_known.sum())):
        held = best.setdefault(named(by_name[network], one.front), [])
        twin = next((other for other in held if other.network != network and _overlap(one, other)), None)
        if twin is None:
            held.append(one)
        else:
            said.append(
                f"{by_name[network].fronts[one.front].name} in {network} is the fighting that {twin.network} holds too: it is counted there, once."
            )
    kept = {id(one) for held in best.values() for one in held}
    return {name: [one for one in of_one if id(one) in kept] for name, of_one in series.items()}, said


def _overlap(one: WeeklyCounts, other: WeeklyCounts) -> bool:
    ends = (s.start + timedelta(days=WEEK * len(s.counts)) for s in (one, other))
    return max(one.start, other.start) < min(ends)
