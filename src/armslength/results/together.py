"""What happens on several fronts together, the patron's own strikes, and whether the data moved a number from its prior."""

from __future__ import annotations

from typing import Literal

from armslength.results.record import Count, Days, Interval, Probability, Record, Spread, described

GroupKind = Literal["all", "adversary", "host", "label"]


class Group(Record):
    """Fronts that are asked about together."""

    kind: GroupKind = described(
        "`all` fronts, those against an `adversary`, those of clients in a `host`, or under one `label`"
    )
    group: str = described("id of the adversary, the host or the label; `all` for all")
    name: str = described("its name")
    fronts: tuple[str, ...] = described("ids of its fronts")


class Together(Record):
    """What happens on the fronts of a group within a window."""

    kind: GroupKind = described("the kind of group")
    group: str = described("id of the group")
    name: str = described("its name")
    fronts: Count = described("how many fronts it has")
    window_days: Days = described("days ahead")
    attacks: float | None = described(
        "median number of attacks, given no regional war; null where its fronts do not count the same",
        "attacks",
    )
    attacks_90: tuple[float | None, float | None] = described(
        "central 90 % of it over chance and parameters", "attacks"
    )
    lethal: Probability | None = described(
        "probability of at least one attack that kills the adversary's own; null where the case counts clashes"
    )
    lethal_90: Interval | None = described("interval of that probability over parameters")
    order: Probability = described("probability of at least one order of restraint, with a visit")
    order_90: Interval = described("interval of that probability over parameters")


class PatronStrike(Record):
    """The patron's own forces strike an adversary at least once within a window."""

    adversary: str = described("the adversary; `any` for at least one of them")
    window_days: Days = described("days ahead")
    probability: Probability = described("probability of at least one such strike")
    parameters_90: Interval = described("interval of that probability over parameters")


class AgainstPrior(Record):
    """An answer under the fit beside the same answer under the prior, with the same random numbers."""

    part: str = described(
        "the part of the forecast: `follow` (because told), `pauses anyway`, `does not pause`, `attacks`, `lethal`, `order`, "
        "`reprisal`, ..."
    )
    about: str = described("whose number it is: a front, a client, an adversary, or kind and id of a group")
    window_days: Days = described("days ahead; 0 for the state on the as-of date")
    posterior: Spread = described(
        "of draws of the fit; of attacks, of the mean of log(1 + attacks) of each draw"
    )
    prior: Spread = described("of draws of the prior")
    prior_only: bool = described(
        "whether each of the three agrees with that of the prior within Monte Carlo error: the data did not move it"
    )
