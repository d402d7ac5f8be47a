"""`scenario.yaml`, `claims.yaml` and `sources.yaml` as an analyst writes them: every key, what it means,
what it may be.

Unknown keys fail. Most keys may be left out; what then holds is said here. `armslength schema` prints these
models.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, field_validator, model_validator

from armslength.parameters import in_scope, parse_prior
from armslength.scenario.dates import within_calendar

CURRENT_SCHEMA = 1
QUESTION = "What will the commander do next, and will the clients follow?"

Share = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[date, AfterValidator(within_calendar)]
Text = Annotated[str, Field(min_length=1)]


class Written(BaseModel):
    """A mapping in a scenario file: unknown keys fail, nothing is converted silently, no NaN."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        populate_by_name=True,
        str_strip_whitespace=True,
    )


class Number(Written):
    """A number of the model: a value, a prior or both, and where it comes from."""

    value: float | None = Field(None, description="the best value; alone, it recentres the default prior")
    prior: dict[str, Any] | None = Field(
        None,
        description=(
            "{family: [arguments]}: normal, lognormal, halfnormal, truncated, beta, or fixed to pin the value"
        ),
    )
    source: Text = Field(
        description="ids of sources.yaml, claim ids or series ids, separated by ';', or 'assumed'"
    )
    note: str = ""

    @field_validator("prior")
    @classmethod
    def _readable(cls, prior: dict[str, Any] | None) -> dict[str, Any] | None:
        if prior is not None:
            parse_prior(prior)
        return prior

    @model_validator(mode="after")
    def _says_something(self) -> Number:
        if self.value is None and self.prior is None:
            raise ValueError("give a value, a prior or both")
        return self


def _numbers(scope: str) -> Any:
    names: list[JsonValue] = [p.name for p in in_scope(scope)]
    return Field(
        {}, json_schema_extra={"propertyNames": {"enum": names}}, description=f"parameters of {scope}"
    )


class Patron(Written):
    """The state that arms, funds and steers."""

    id: str = "patron"
    name: Text
    organisation: str = Field("", description="the part of the state that deals with the clients")


class Commander(Written):
    """Who speaks for the patron."""

    name: Text
    short: str = ""
    took_office: Day | None = Field(None, description="a `succession` row in events.csv says the same")
    parameters: dict[str, Number] = _numbers("commanders")


class Host(Written):
    """The country in which clients live."""

    name: Text


class Client(Written):
    """A group that the patron supports and does not fully command."""

    name: Text
    short: str = Field("", description="for tables and pictures; the name if left out")
    host: str | None = Field(
        None, description="an id of hosts; clients of one host hear one message at one meeting"
    )
    theatre: str = ""
    description: str = ""
    parameters: dict[str, Number] = _numbers("clients")
    ties: dict[str, dict[str, Number]] = Field({}, description="by commander: language, kept")


class Adversary(Written):
    """Who is attacked and hits back."""

    name: Text
    short: str = ""
    role: str = ""
    parameters: dict[str, Number] = _numbers("adversaries")


class Front(Written):
    """One client against one adversary."""

    name: str = Field("", description="'client on adversary' if left out")
    short: str = ""
    theatre: str = ""
    parameters: dict[str, Number] = _numbers("fronts")
    coded_from_level: Literal[1, 2, 3, 4] = Field(
        1, description="reprisals below this level are not in the events: 3 for an adversary that fires daily"
    )


class Umbrella(Written):
    """A label under which several fronts are reported together."""

    name: Text
    fronts: list[str] = Field(min_length=1)


class Coupling(Written):
    """How strongly attacks on the front `from` move the front `to`; pairs left out weigh 1."""

    from_: str = Field(alias="from")
    to: str
    weight: Annotated[float, Field(ge=0)]
    source: Text


class Reporting(Written):
    """Share of attacks that a series reports."""

    value: Share | None = None
    prior: dict[str, Any] | None = None
    source: Text
    note: str = ""

    @field_validator("prior")
    @classmethod
    def _readable(cls, prior: dict[str, Any] | None) -> dict[str, Any] | None:
        if prior is not None:
            parse_prior(prior)
        return prior


class Series(Written):
    """A count with one definition, kept by one counter."""

    title: str = ""
    definition: Text = Field(description="what the counter counts, and what not")
    unit: str = "attacks"
    fronts: list[str] | None = Field(None, description="every front if left out")
    reporting: Reporting | None = Field(None, description="beta(8, 2), assumed, if left out")
    primary: bool = Field(True, description="drives the replay of its fronts; others are kept for comparison")
    reports: Literal["attacks", "incidents", "launches", "vessels"] = "attacks"


class HostPressure(Written):
    """A host government leaning on its clients over a period, 0 none to 1 full."""

    host: str
    from_: Day = Field(alias="from")
    to: Day
    value: Share
    source: Text
    note: str = ""


class PublicThreat(Written):
    """An adversary threatening in public over a period, in units of fear."""

    adversary: str
    from_: Day = Field(alias="from")
    to: Day
    value: Annotated[float, Field(ge=0, le=3)]
    source: Text
    note: str = ""


class Payoff(Written):
    """A weight that describes what a side gains or loses a day; never searched over."""

    value: float | list[float]
    source: Text
    note: str = ""


class Pause(Written):
    """The written, observable rule by which a client pauses on a front."""

    days: Annotated[int, Field(ge=1, le=365)] = 30
    ratio: Annotated[float, Field(gt=0, lt=1)] = 0.25
    text: str = ""


class Peak(Written):
    """What one unit of trigger intensity is."""

    value: Annotated[float, Field(gt=0)]
    unit: Text
    source: Text
    note: str = ""


class TriggerSide(Written):
    """The war that sets the clients off, and its side of the story."""

    name: str = ""
    description: str = ""


class Vintage(Written):
    """What to do with rows published after the as-of date, or on pages edited since."""

    policy: Literal["refuse", "admit"] = "refuse"
    note: str = ""


class Endpoint(Written):
    """The one comparison that a backtest is judged by, declared before it is run; everything else is exploratory."""

    fronts: list[str] = Field(
        min_length=1, description="fronts that are counted together, as their series counts them"
    )
    horizon: Annotated[int, Field(ge=1, le=365)] = Field(description="days after each origin")
    score: Literal["crps", "log"] = "crps"
    rival: Literal["last value", "historical mean", "climatology", "ingarch", "self-exciting"]
    reason: Text = Field(description="why this one, on grounds that do not depend on any result")


class Strategy(Written):
    """A named list of actions that one side, or several, could take: what `armslength compare` compares."""

    title: Text = Field(description="what is done, in a few words")
    actions: list[Text] = Field(
        description="actions in words, as docs/decisions.md describes them", min_length=1
    )
    by: str | None = Field(
        None, description="the patron's id, an adversary or a host, where all of it is one side's to do"
    )
    source: Text = Field("assumed", description="claims or sources that speak of it")
    note: str = ""


class ShockedClient(Written):
    """What a client's state would be."""

    rapport: Share | None = None
    tie: Share | None = None
    language: Share | None = Field(None, description="of the commander in office")


class Shock(Written):
    """A changed starting state, to be looked at and never chosen: no lever, not ranked, not valued."""

    title: Text
    caveat: Text = Field(description="what the comparison cannot say")
    charisma: Share | None = Field(None, description="of the commander in office")
    skill: Share | None = Field(None, description="of the commander in office")
    clients: dict[str, ShockedClient] = {}
    source: Text
    note: str = ""


class ScenarioFile(Written):
    """`scenario.yaml`."""

    schema_version: Literal[1] = Field(alias="schema", description="version of this format")
    name: Annotated[
        str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="lower case, words joined by '-'")
    ]
    title: str = ""
    question: str = QUESTION
    as_of: Day = Field(description="the day on which the forecast is made; nothing later may inform it")
    start: Day = Field(description="first day of the replayed history")
    horizon: Annotated[int, Field(ge=1, le=3650)] = Field(180, description="days forward")
    patron: Patron
    commanders: dict[str, Commander] = Field({}, description="one default commander if left out")
    hosts: dict[str, Host] = {}
    clients: dict[str, Client] = Field(min_length=1)
    adversaries: dict[str, Adversary] = Field(min_length=1)
    fronts: dict[str, Front | None] = Field(min_length=1, description="keyed client/adversary")
    umbrellas: dict[str, Umbrella] = {}
    couplings: list[Coupling] = []
    series: dict[str, Series] = {}
    trigger: TriggerSide | None = None
    trigger_peak: Peak | None = None
    reprisals_complete: list[str] = Field([], description="adversaries whose reprisals are all in the events")
    parameters: dict[str, Number] = Field(
        {}, description="other values for parameters of the whole model, by dotted path"
    )
    host_pressure: list[HostPressure] = []
    public_threats: list[PublicThreat] = []
    payoffs: dict[str, Payoff] = {}
    pause: Pause = Pause()
    directives: Literal["model", "none"] = "model"
    vintage: Vintage = Vintage()
    endpoint: Endpoint | None = Field(None, description="declared before any forecast is scored")
    strategies: dict[str, Strategy] = Field({}, description="what could be done, by name")
    shocks: dict[str, Shock] = Field({}, description="other starting states, by name; never levers")
