"""The record of a forecast: who follows, what comes next, how sure, and what that certainty is made of.

Every interval says what it covers; every probability has its window; probabilities that exclude each other add to one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Protocol, TypeVar

from pydantic import BeforeValidator, ConfigDict, model_validator

from armslength.errors import ArmslengthError
from armslength.results.actors import Actors
from armslength.results.evidence import Driver, Evidence, Report
from armslength.results.fit import FitManifest
from armslength.results.follow import Follow
from armslength.results.grounds import cannot_be_asked
from armslength.results.ladder import Ladder, War
from armslength.results.manifest import Manifest
from armslength.results.patrons import Commander, OneOfPatrons, Patron, Support
from armslength.results.record import (
    Count,
    Days,
    Document,
    Interval,
    Probability,
    Quantiles,
    Record,
    Share,
    described,
    optional,
    optional_rows,
)
from armslength.results.theory_average import TheoryAverage
from armslength.results.together import AgainstPrior, PatronStrike, Together
from armslength.results.ways import Ways

PREFERRED_WINDOW = 30  # days
#: parts of a forecast on orders, which a case without reported orders or answers cannot score
Unscored = Literal["follow", "order", "within control"]
OpenInterval = tuple[float | None, float | None]


class ForecastScenario(Record):
    """The case, the dates, and what the forecast is conditional on."""

    name: str = described("name of the case")
    title: str = described("its title")
    question: str = described("the question it asks")
    as_of: date = described("the day on which the forecast is made; nothing later informs it")
    start: date = described("first day of the replayed history")
    horizon: Days = described("days ahead")
    first_day: date = described("the first day ahead, the day after `as_of`")
    step: Literal["day", "week", "month"] = described(
        "what the model goes by; `day` if left out", default="day", exclude_if=lambda value: value == "day"
    )
    patron: Patron = described("the patron; of several the names of all")
    patrons: tuple[OneOfPatrons, ...] = optional_rows("the patrons, where there are several", default=())
    support: tuple[Support, ...] = optional_rows(
        "who supported whom when, as far as the case says it", default=()
    )
    commander: Commander = described("the commander in office")
    parameters_from: Literal["prior", "posterior", "theories"] = described(
        "`prior`, `posterior` where there is a fit, or `theories` where several are averaged"
    )
    conditions: tuple[str, ...] = described("what all of it is conditional on, a sentence each")

    def patron_named(self, id_: str) -> str:
        """Return the name of one of several patrons; empty for none."""
        return next((p.name for p in self.patrons if p.id == id_), "")

    @property
    def last_day(self) -> date:
        """The last day of the forecast."""
        return self.as_of + timedelta(days=self.horizon)


class ShownQuantity(Record):
    """How a quantity of the state reads in a table."""

    name: str = described("its name")
    kind: Literal["clients", "fronts", "adversaries"] = described("whose it is")
    title: str = described("the head of its column")
    form: Literal["share", "percent", "number"] = described("how its values are written")


class State(Record):
    """Where everyone stands on the as-of date, after the replayed history.

    Quantities are listed in docs/generated/state.md; further keys are quantities of the whole world, as mechanisms
    declare them.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Quantiles]

    clients: dict[str, dict[str, Quantiles]] = described(
        "by client: `control`, `dependence`, `rapport`, `tie`, `personal_strand` and `institutional_strand` "
        "(the two parts of control's utility), `capability`, `revenue`"
    )
    fronts: dict[str, dict[str, Quantiles]] = described(
        "by front: `tempo` (attacks a day), `restraint`, `release`, `cap`, `fear`, `grievance`, `threat`, "
        "`compliance` (the probability that an order given today is accepted), `open`"
    )
    adversaries: dict[str, dict[str, Quantiles]] = described(
        "by adversary: `attribution` (the probability that it blames the patron for the orders), `pressure`, `heat`"
    )
    bonds: dict[str, dict[str, Quantiles]] = described(
        "where there are several patrons, by client for its first and by `CLIENT.PATRON` for each further one: "
        "`control`, `dependence`, `rapport`, `tie`, `personal_strand` and `institutional_strand`",
        default={},
        exclude_if=lambda value: not value,
    )
    shown: tuple[ShownQuantity, ...] = described(
        "the quantities that tables show, in order, as the mechanisms declare them", default=()
    )
    tension: Quantiles = described("tension of the whole")
    integration: Quantiles = described("how far the clients act together")
    trigger: Quantiles = described("intensity of the trigger war")
    rung: Count = described(
        "highest rung of the ladder that reported events reached in the last days before the as-of date"
    )
    rung_window_days: Days = described("how many days that is")

    def of(self, kind: str, id_: str) -> dict[str, Quantiles]:
        """Return the quantities of one of the `clients`, `fronts` or `adversaries`."""
        kinds = {"clients": self.clients, "fronts": self.fronts, "adversaries": self.adversaries}
        return kinds.get(kind, {}).get(id_, {})


class Order(Record):
    """What the commander does next on a front."""

    front: str = described("the front")
    window_days: Days = described("days ahead")
    order: Probability = described("probability of at least one order of restraint, with a visit")
    parameters_90: Interval = described("interval of that probability")
    words: str = described("the same in words")


class Exceedance(Record):
    """A point of the exceedance curve."""

    n: Count = described("a number of attacks", "attacks")
    p: Probability = described("probability of at least so many")


class VarianceShares(Record):
    """What the variance of log(1 + attacks) is made of; the parts add to one."""

    chance: Share = described("share of the variance within draws of the parameters")
    parameters: Share = described("share between draws of the parameters; the parts add to one")
    structure: Share | None = optional("share between theories, where several are averaged", default=None)

    @property
    def parts(self) -> dict[str, float]:
        """The shares by name, without those that do not apply."""
        shares = {"chance": self.chance, "parameters": self.parameters, "structure": self.structure}
        return {name: share for name, share in shares.items() if share is not None}


class Attacks(Record):
    """Attacks on a front from the first day ahead to the end of a window, given no regional war in it."""

    front: str = described("the front")
    window_days: Days = described("days ahead")
    median: float | None = described("attacks in the window; null when every future saw war", "attacks")
    interval_50: OpenInterval = described("central 50 %", "attacks", key="50")
    interval_90: OpenInterval = described("central 90 %", "attacks", key="90")
    mean: float = described("mean, exact to 1,024 and within one per cent beyond", "attacks")
    covers: str = described("what the intervals cover: `chance and parameters`")
    given: str = described("the condition: no regional war in the window")
    at_least: tuple[Exceedance, ...] = described("the exceedance curve")
    variance: VarianceShares = described("what the variance of log(1 + attacks) is made of")


class WeeklyAttacks(Record):
    """Attacks on a front in a week ahead."""

    front: str = described("the front")
    week: date = described("first day of a week ahead; of a month where the case goes by months")
    days: Count = described("its days; 7 if left out", "days", default=7, exclude_if=lambda value: value == 7)
    median: float = described("attacks in that week", "attacks")
    interval_50: Interval = described("central 50 %", "attacks", key="50")
    interval_90: Interval = described("central 90 %", "attacks", key="90")
    covers: str = described("what the intervals cover: `chance and parameters`")

    @property
    def last_day(self) -> date:
        """Last day of the week."""
        return self.week + timedelta(days=self.days - 1)


#: keys of an earlier version: no order to kill is in the model, so what they named was no order
GONE = {"rejected_share"}  # in the manifest of forecasts of model version 1
RENAMED = {"ordered": "within_control", "slack": "beyond_control"}


class Lethal(Record):
    """At least one attack within a window that kills the adversary's own people."""

    front: str = described("the front, or `any`")
    window_days: Days = described("days ahead")
    probability: Probability = described("probability of at least one such attack")
    parameters_90: Interval = described("interval of that probability")
    words: str = described("the same in words")
    within_control: Share | None = described(
        "of such attacks, the share by a client within the patron's control, which is not to say that one was ordered: "
        "no order to kill is in the model; null where none happened"
    )
    beyond_control: Share | None = described("the share by a client beyond the patron's control")

    @model_validator(mode="before")
    @classmethod
    def _as_an_earlier_version_called_it(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {RENAMED.get(key, key): value for key, value in data.items()}


class ReprisalIntervals(Record):
    """Intervals of the five probabilities over parameters."""

    none: Interval = described("interval of that probability")
    level_1: Interval = described("interval of that probability")
    level_2: Interval = described("interval of that probability")
    level_3: Interval = described("interval of that probability")
    level_4: Interval = described("interval of that probability")


class Reprisal(Record):
    """The highest level of an adversary's reprisals within a window."""

    adversary: str = described("the adversary")
    window_days: Days = described("days ahead")
    none: Probability = described("probability of no reprisal")
    level_1: Probability = described("that the highest is against materiel")
    level_2: Probability = described("against personnel")
    level_3: Probability = described("against leadership")
    level_4: Probability = described("against the patron's territory or its officers; the five add to one")
    parameters_90: ReprisalIntervals = described("intervals of the five probabilities")
    coded_from_level: Count = described(
        "reprisals below this level are not in the events, so compare from here on"
    )
    coded: Probability | None = optional(
        "probability of a reprisal of that level or more, which alone can be checked", default=None
    )
    coded_90: Interval | None = optional("interval of that probability over parameters", default=None)

    @property
    def any_level(self) -> float:
        """The probability of at least one reprisal."""
        return 1 - self.none

    def any_level_interval(self) -> Interval:
        """Return the interval of that probability over parameters."""
        return Interval(1 - self.parameters_90.none.high, 1 - self.parameters_90.none.low)

    @property
    def shares(self) -> tuple[float, float, float, float, float]:
        """The probabilities from none to the highest level."""
        return self.none, self.level_1, self.level_2, self.level_3, self.level_4


class Word(Record):
    """A word of the scale of probability."""

    word: str = described("a word")
    start: Probability = described("from this probability", key="from")
    end: Probability = described("to below this one", key="to")


class Words(Record):
    """The scale behind the words of probability."""

    name: str = described("the published scale behind the words of probability")
    scale: tuple[Word, ...] = described("its words, least likely first")


def _without_unknown(manifest: object) -> object:
    """Leave out what an earlier version wrote of a fit and this one does not know."""
    if not isinstance(manifest, dict):
        return manifest
    return {key: value for key, value in manifest.items() if key in FitManifest.model_fields}


UsedFit = Annotated[FitManifest, BeforeValidator(_without_unknown)]


class FittedTheory(Record):
    """What a theory of an average was fitted as."""

    held: dict[str, float] = described("parameters that the theory fixes")
    posterior: UsedFit | None = described("the manifest of its fit; null where nothing was reported")


class ForecastManifest(Manifest):
    """What a forecast was computed from."""

    draws: Count = described("draws of the parameters, fifty futures each")
    workers: Count = described("threads; no number depends on it")
    actions: tuple[str, ...] = described("what was fixed on the days ahead; empty without what-ifs")
    posterior: UsedFit | None = described(
        "the manifest of the fit that the parameters come from; null where they come from the prior"
    )
    theories: dict[str, FittedTheory] | None = optional(
        "by theory, what it fixes and its fit's manifest", default=None
    )

    @model_validator(mode="before")
    @classmethod
    def _without_what_the_model_no_longer_has(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if key not in GONE}


class ForecastResult(Document):
    """A whole forecast."""

    kind: ClassVar[str] = "forecast"
    made_by: ClassVar[str] = "armslength forecast SCENARIO"

    format: Literal["armslength-forecast/1"] = described(
        "another number means that keys have changed", default="armslength-forecast/1"
    )
    scenario: ForecastScenario = described("what was asked")
    evidence: Evidence = described("how much was reported")
    actors: Actors = described("who is who")
    state: State = described("where everyone stands on the as-of date")
    follow: tuple[Follow, ...] = described(
        "who follows: one entry per front and order that could be given today"
    )
    commander: tuple[Order, ...] = described("what the commander does next")
    attacks: tuple[Attacks, ...] = described("attacks ahead")
    lethal: tuple[Lethal, ...] = described("lethal attacks ahead")
    reprisal: tuple[Reprisal, ...] = described("reprisals ahead")
    together: tuple[Together, ...] = optional_rows(
        "what happens on several fronts together, by group", default=()
    )
    patron_strike: tuple[PatronStrike, ...] = optional_rows("strikes by the patron's own forces", default=())
    against_prior: tuple[AgainstPrior, ...] = optional_rows(
        "each answer of the first screen beside the same under the prior; empty where no fit was used",
        default=(),
    )
    assumed: tuple[Unscored, ...] = optional_rows(
        "numbers on orders that nothing reported scores: `follow` where no order has a known answer (who pauses because "
        "told), `within control` for the same reason, `order` where no order or visit is in the events",
        default=(),
    )
    ladder: Ladder = described("how far it climbs")
    war: War = described("regional war")
    weekly: tuple[WeeklyAttacks, ...] = described("attacks week by week")
    history: tuple[Report, ...] = described("what was reported, row by row")
    ways: Ways | None = optional(
        "counts three ways: by the mechanism, by a baseline learned on other networks, and by a pool of both; what is asked "
        "beside counts, and of what-ifs, is the mechanism's alone",
        default=None,
    )
    words: Words = described("the scale behind the words of probability")
    drivers: tuple[Driver, ...] = described("what the numbers of the first page rest on")
    not_claimed: tuple[str, ...] = described("what the forecast does not claim, a sentence each")
    theories: TheoryAverage | None = optional(
        "what each theory says, where several are averaged", default=None
    )
    manifest: ForecastManifest = described("how to make it again")

    @cached_property
    def windows(self) -> list[int]:
        """The windows that it reports, in days, shortest first."""
        return sorted({row.window_days for row in self.attacks})

    @property
    def main_window(self) -> int:
        """The window that comes nearest to 30 days."""
        return min(self.windows, key=lambda days: (abs(days - PREFERRED_WINDOW), -days))

    @property
    def covers(self) -> str:
        """What the intervals of its probabilities are over."""
        return "parameters and structure" if self.theories else "parameters"

    @property
    def control_is_assumed(self) -> bool:
        """Whether nothing that was reported speaks of how far the clients obey."""
        return not self.follow or "follow" in self.assumed

    @property
    def speakers(self) -> str:
        """Who commands, by name; empty where the patrons' organisations give the orders themselves."""
        own = self.scenario
        alone = (own.patron.name, own.patron.organisation, "; ".join(p.name for p in own.patrons))
        return "" if own.commander.name in alone else own.commander.name

    @property
    def counted(self) -> str:
        """What its numbers of events count, in words: `attacks`, or `deadly clashes` and the like."""
        return self.actors.counted()

    @cached_property
    def not_asked(self) -> str:
        """What the case gives no ground to ask, in a sentence; empty where everything is asked."""
        return cannot_be_asked(
            {front.short: front.counts for front in self.actors.fronts},
            follow=bool(self.follow),
            orders=bool(self.commander),
            reprisals=bool(self.reprisal),
            escalates=bool(self.ladder.highest),
        )

    def attacks_on(self, front: str, window_days: int) -> Attacks:
        """Return the attacks on a front within a window.

        Raises:
            ArmslengthError: where the forecast has no such front or window.
        """
        for row in self.attacks:
            if (row.front, row.window_days) == (front, window_days):
                return row
        raise ArmslengthError(f"the forecast has no front '{front}' with a window of {window_days} days")

    def reports_on(self, front: str) -> list[Report]:
        """Return what was reported of a front, alone or with others."""
        return [row for row in self.history if front in row.fronts]

    def prior_only(self, part: str, about: str, window_days: int = 0) -> bool:
        """Return whether the data did not move an answer from its prior, as far as a few futures can tell."""
        return (part, about, window_days) in self._prior_only

    @cached_property
    def _prior_only(self) -> frozenset[tuple[str, str, int]]:
        return frozenset((r.part, r.about, r.window_days) for r in self.against_prior if r.prior_only)

    def by_front(self, rows: Iterable[FrontRow]) -> list[FrontRow]:
        """Return rows in the order in which a reader meets their fronts; all fronts together come last."""
        return sorted(rows, key=lambda row: self.actors.place(row.front))


class OfFront(Protocol):
    """A row that is about a front."""

    @property
    def front(self) -> str:
        """The id of the front."""


class InWindow(Protocol):
    """A row that is about a window."""

    @property
    def window_days(self) -> int:
        """The length of the window in days."""


FrontRow = TypeVar("FrontRow", bound=OfFront)
WindowRow = TypeVar("WindowRow", bound=InWindow)


def within(rows: Sequence[WindowRow], window_days: int) -> list[WindowRow]:
    """Return the rows of one window."""
    return [row for row in rows if row.window_days == window_days]
