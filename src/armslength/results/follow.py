"""Who follows: whether a client would pause on a front under an order given today."""

from __future__ import annotations

from typing import Literal

from armslength.results.record import Days, Interval, Probability, Record, described


class FollowIntervals(Record):
    """Intervals of the three probabilities over parameters."""

    pauses_anyway: Interval = described("interval of that probability")
    pauses_because_told: Interval = described("interval of that probability")
    does_not_pause: Interval = described("interval of that probability")


class Follow(Record):
    """Whether a client would pause on a front under an order given today; the three probabilities add to one."""

    front: str = described("the front")
    client: str = described("its client")
    patron: str = described(
        "id of the patron that gives the order, where there are several; one row for each that supports the client "
        "on the as-of date",
        default="",
        exclude_if=lambda value: not value,
    )
    supported: bool = described(
        "whether anyone supports the client on the as-of date; left out where someone does",
        default=True,
        exclude_if=lambda value: value,
    )
    order: Literal["message", "envoy"] = described(
        "`message`: an order sent; `envoy`: one carried by a visit"
    )
    window_days: Days = described("days over which a pause is read")
    rule: str = described("the written, observable rule of a pause")
    pauses_anyway: Probability = described("probability that it pauses without the order")
    pauses_because_told: Probability = described(
        "probability that it pauses with the order and only with it, each future being played twice, with the order "
        "and without, on common random numbers"
    )
    does_not_pause: Probability = described("probability of neither; the three add to one")
    told_bounds: Interval = described(
        "bounds of `pauses_because_told` that hold however the two futures are paired"
    )
    parameters_90: FollowIntervals = described("intervals of the three probabilities")
    attacks_before: float = described(
        "attacks in the days before that `rule` names, 30 of a case by the day, as reported and shared out; median over parameters",
        "attacks",
    )
    mc_error: float = described("Monte Carlo standard error of `pauses_because_told`")
    words: str = described(
        "`pauses_because_told` in words of probability; where no attack came in those days before, that a pause "
        "cannot be asked about"
    )

    @property
    def askable(self) -> bool:
        """Whether there was anything to pause, an attack in the days before, and anyone to say so."""
        return self.attacks_before > 0 and self.supported

    @property
    def about(self) -> str:
        """What it is about: the front, and of several patrons which."""
        return f"{self.front} {self.patron}".strip()

    @property
    def shares(self) -> tuple[float, float, float]:
        """Pauses because told, pauses anyway, does not pause."""
        return self.pauses_because_told, self.pauses_anyway, self.does_not_pause
