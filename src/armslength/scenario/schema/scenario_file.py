"""`scenario.yaml` as a whole."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationInfo

from armslength.parameters.priors import Fixed
from armslength.scenario.schema.actors import (
    Adversary,
    Client,
    Commander,
    Coupling,
    Front,
    Host,
    OneOfPatrons,
    Patron,
    Umbrella,
)
from armslength.scenario.schema.evidence import (
    RATIO,
    HostPressure,
    Peak,
    PublicThreat,
    Reporting,
    Series,
    TriggerSide,
    Vintage,
    counts_of,
)
from armslength.scenario.schema.model import Day, Keyed, Number, Numbers, Texts, Written, with_keys
from armslength.scenario.schema.options import Endpoint, Pause, Payoff, Strategy
from armslength.world.entities import CommanderParameters, TieParameters
from armslength.world.record import Parameters

CURRENT_SCHEMA = 1
QUESTION = "What will the commander do next, and will the clients follow?"


def _or_one(commanders: dict[str, Commander], info: ValidationInfo) -> dict[str, Commander]:
    if commanders or info.data.get("patrons"):
        return commanders
    return {"commander": Commander(id="commander", name="The commander")}


def _neutral(scope: type[Parameters]) -> Numbers:
    """Return the default of each parameter of a scope, pinned."""
    return {
        p.name: Number(
            value=p.default, prior=Fixed(p.default), source="assumed", note="an organisation, no person"
        )
        for p in scope.declared()
    }


class ScenarioFile(Written):
    """`scenario.yaml`."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["patron"]}, {"required": ["patrons"]}]}
    )

    schema_version: Literal[1] = Field(alias="schema", description="version of this format")
    name: Annotated[
        str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="lower case, words joined by '-'")
    ]
    title: str = Field(default_factory=lambda data: data["name"], description="the name if left out")
    group: str = Field("", description="heading under which a list of cases shows it")
    question: str = QUESTION
    as_of: Day = Field(description="the day on which the forecast is made; nothing later may inform it")
    start: Day = Field(description="first day of the replayed history")
    step: Literal["day", "week", "month"] = Field(
        "day",
        description=(
            "the time from one state of the model to the next: a day, a week counted from `start`, or a calendar month"
        ),
    )
    horizon: Annotated[int, Field(ge=1, le=3650)] = Field(
        180,
        description="days forward; by the month, or where it is left out, the nearest whole number of steps",
    )
    patron: Patron | None = Field(
        None, description="the patron; `patrons` stands in its place where there are several"
    )
    patrons: Keyed[OneOfPatrons] = Field({}, description="several patrons, by id")
    commanders: Annotated[Keyed[Commander], AfterValidator(_or_one)] = Field(
        {},
        validate_default=True,
        description="one default commander if left out; of several patrons each names its own, or has none",
    )
    hosts: Keyed[Host] = Field({})
    clients: Keyed[Client] = Field(min_length=1)
    adversaries: Keyed[Adversary] = Field(min_length=1)
    fronts: Annotated[
        dict[str, Front], BeforeValidator(with_keys, json_schema_input_type=dict[str, Front | None])
    ] = Field(min_length=1, description="keyed client/adversary")
    umbrellas: Keyed[Umbrella] = Field({})
    couplings: tuple[Coupling, ...] = Field((), strict=False)
    series: Keyed[Series] = Field({})
    trigger_side: TriggerSide = Field(TriggerSide(), alias="trigger")
    trigger_peak: Peak = Peak(value=1, unit="of its peak", source="assumed")
    reprisals_complete: Texts = Field((), description="adversaries whose reprisals are all in the events")
    deaths_complete: Texts = Field((), description="adversaries whose dead are all in the events")
    parameters: Numbers = Field(
        {}, description="other values for parameters of the whole model, by dotted path"
    )
    priors: Literal["usual", "networks", "networks-where-assumed"] = Field(
        "usual",
        description=(
            "where numbers that the case does not write start from: the usual priors, those learned on other networks, or "
            "the latter only where the usual source is `assumed`"
        ),
    )
    mechanisms: Texts = Field(
        (),
        description=(
            "mechanisms of your own: a file beside this one, as fatigue.py; the name of an installed one; or "
            "module:OBJECT"
        ),
    )
    host_pressure: tuple[HostPressure, ...] = Field((), strict=False)
    public_threats: tuple[PublicThreat, ...] = Field((), strict=False)
    payoffs: Keyed[Payoff] = Field({})
    pause: Pause = Pause()
    directives: Literal["model", "none"] = "model"
    vintage: Vintage = Vintage()
    endpoint: Endpoint | None = Field(None, description="declared before any forecast is scored")
    strategies: Keyed[Strategy] = Field({}, description="what could be done, by name")

    def all_patrons(self) -> dict[str, OneOfPatrons]:
        """Return the patrons, or the one patron, whose commanders all are."""
        if self.patron is None or self.patrons:
            return self.patrons
        one = self.patron
        commanders = tuple(self.commanders)
        return {
            one.id: OneOfPatrons(
                id=one.id, name=one.name, organisation=one.organisation, commander=commanders
            )
        }

    def patrons_of(self, client: str) -> tuple[str, ...]:
        """Return the patrons that support a client at some time, in the order of the case; none where nobody does."""
        return self.clients[client].patrons_among(self.all_patrons())

    def organisations(self) -> dict[str, Commander]:
        """Return, for each patron without a commander, its organisation in a commander's place: nobody's charisma and skill."""
        return {
            i: Commander(
                id=i, name=patron.organisation or patron.name, parameters=_neutral(CommanderParameters)
            )
            for i, patron in self.all_patrons().items()
            if not patron.commander
        }

    def ties_of(self, commander: str, client: str) -> Numbers:
        """Return what is written of a commander and a client; of an organisation the defaults."""
        if commander in self.organisations():
            return _neutral(TieParameters)
        return self.clients[client].ties.get(commander, {})

    def all_hosts(self) -> dict[str, Host]:
        """Return the hosts that are listed, and one of its own for each client that names none."""
        alone = (c for c in self.clients.values() if not c.host)
        return {**self.hosts, **{c.id: Host(id=c.id, name=f"host of {c.name}") for c in alone}}

    def counted_by(self, series: str) -> tuple[str, ...]:
        """Return the fronts that a series counts."""
        return self.series[series].fronts or tuple(self.fronts)

    def counted_on(self, front: str) -> str:
        """Return what is counted on a front: what the series that drives its replay counts, attacks where there is none."""
        return counts_of(front, ((s, self.counted_by(i)) for i, s in self.series.items()))

    def _resolved_series(self, id_: str) -> Series:
        """Return a series with its fronts, and a free ratio where it counts something else than the primary one."""
        series, fronts = self.series[id_], self.counted_by(id_)
        other = not series.primary and any(self.counted_on(f) != series.counts for f in fronts)
        free = {"reporting": Reporting(prior=RATIO, source="assumed")}
        more = free if other and "reporting" not in series.model_fields_set else {}
        return series.model_copy(update={"fronts": fronts, **more})

    def resolved(self) -> ScenarioFile:
        """Return the file with what one part leaves to another filled in; every name must be known."""
        hosts = self.all_hosts()
        clients = {}
        for i, client in self.clients.items():
            host = client.host or i
            more = {"host": host, "theatre": client.theatre or (hosts[host].name if client.host else "")}
            clients[i] = client.model_copy(update=more)
        fronts = {}
        for i, front in self.fronts.items():
            client = clients[front.client]
            name = front.name or f"{client.short} on {self.adversaries[front.adversary].short}"
            more = {"name": name, "short": front.short or name, "theatre": front.theatre or client.theatre}
            fronts[i] = front.model_copy(update=more)
        series = {i: self._resolved_series(i) for i in self.series}
        filled = {"hosts": hosts, "clients": clients, "fronts": fronts, "series": series}
        if self.patrons:
            patrons = {
                i: p.model_copy(update={"commander": p.commander or (i,)}) for i, p in self.patrons.items()
            }
            filled |= {"patrons": patrons, "commanders": {**self.commanders, **self.organisations()}}
        else:
            filled |= {"patrons": self.all_patrons()}
        return self.model_copy(update=filled)
