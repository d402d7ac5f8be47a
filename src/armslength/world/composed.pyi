# Made by `make docs` from the mechanisms in ORDER_OF_PLAY: what each declares, put together. Do not edit.

from typing import Any, Self, TypeVar

from armslength.world.entities import (
    AdversaryParameters,
    ClientParameters,
    CommanderParameters,
    FrontParameters,
    TieParameters,
)
from armslength.world.mechanisms.control import (
    ControlParameters,
    OrdersParameters,
)
from armslength.world.mechanisms.deterrence import (
    FearParameters,
)
from armslength.world.mechanisms.directives import (
    DirectivesParameters,
)
from armslength.world.mechanisms.escalation import (
    AttributionParameters,
    PatronStrikeParameters,
    TensionParameters,
    WarParameters,
)
from armslength.world.mechanisms.halt import (
    HaltParameters,
)
from armslength.world.mechanisms.opening import (
    OpeningParameters,
)
from armslength.world.mechanisms.pace import (
    PaceParameters,
)
from armslength.world.mechanisms.reprisal import (
    CapabilityParameters,
    GrievanceParameters,
    ReprisalParameters,
)
from armslength.world.mechanisms.severity import (
    SeverityParameters,
)
from armslength.world.mechanisms.tempo import (
    MobilisationParameters,
    TempoParameters,
)
from armslength.world.mechanisms.ties import (
    InstitutionalTieParameters,
    IntegrationParameters,
    RapportParameters,
    RevenueParameters,
)
from armslength.world.mechanisms.trigger import (
    TriggerParameters,
)
from armslength.world.open_record import OpenRecord
from armslength.world.record import (
    Parameters,
    PerAdversary,
    PerBond,
    PerClient,
    PerFront,
    PerPatron,
    PerWorld,
)

Kind = TypeVar("Kind", bound=Parameters)

class Params(OpenRecord):
    clients: ClientParameters
    fronts: FrontParameters
    adversaries: AdversaryParameters
    commanders: CommanderParameters
    ties: TieParameters
    trigger: TriggerParameters
    fear: FearParameters
    directives: DirectivesParameters
    control: ControlParameters
    orders: OrdersParameters
    opening: OpeningParameters
    halts: HaltParameters
    tempo: TempoParameters
    mobilisation: MobilisationParameters
    pace: PaceParameters
    severity: SeverityParameters
    reprisal: ReprisalParameters
    grievance: GrievanceParameters
    capability: CapabilityParameters
    tension: TensionParameters
    attribution: AttributionParameters
    patron_strike: PatronStrikeParameters
    war: WarParameters
    rapport: RapportParameters
    tie: InstitutionalTieParameters
    integration: IntegrationParameters
    revenue: RevenueParameters
    def of(self, kind: type[Kind]) -> Kind: ...  # type: ignore[override]
    def replace(  # type: ignore[override]
        self,
        *,
        clients: ClientParameters = ...,
        fronts: FrontParameters = ...,
        adversaries: AdversaryParameters = ...,
        commanders: CommanderParameters = ...,
        ties: TieParameters = ...,
        trigger: TriggerParameters = ...,
        fear: FearParameters = ...,
        directives: DirectivesParameters = ...,
        control: ControlParameters = ...,
        orders: OrdersParameters = ...,
        opening: OpeningParameters = ...,
        halts: HaltParameters = ...,
        tempo: TempoParameters = ...,
        mobilisation: MobilisationParameters = ...,
        pace: PaceParameters = ...,
        severity: SeverityParameters = ...,
        reprisal: ReprisalParameters = ...,
        grievance: GrievanceParameters = ...,
        capability: CapabilityParameters = ...,
        tension: TensionParameters = ...,
        attribution: AttributionParameters = ...,
        patron_strike: PatronStrikeParameters = ...,
        war: WarParameters = ...,
        rapport: RapportParameters = ...,
        tie: InstitutionalTieParameters = ...,
        integration: IntegrationParameters = ...,
        revenue: RevenueParameters = ...,
    ) -> Self: ...

class State(OpenRecord):
    trigger: PerWorld  # X beneath a truce
    truce: PerWorld  # 0 or 1
    fear: PerFront  # F in [0, 1]
    restraint: PerFront  # Q^r in [0, 1], accepted and still in force
    release: PerFront  # Q^e in [0, 1]
    cap: PerFront  # Q^s in [0, 1]
    open: PerFront  # 0 or 1, latched
    halt_alone: PerFront  # probability that only those who announced a halt keep it
    halt_all: PerFront  # probability that all under the label halt
    halt_announced: PerFront  # 1 where the front is among those who announced the halt
    excitation: PerFront  # h, attacks, fading
    mobilisation: PerFront  # m in [0, 1]
    pace: PerFront  # l, logarithm of the pace: 0 as at the start
    pace_spread: PerFront  # c, squared coefficient of variation of what is not known of the pace
    heat: PerAdversary  # H, weighted attacks, fading
    pressure: PerAdversary  # P, red-line pressure
    grievance: PerFront  # G in [0, 1]
    capability: PerClient  # K, ratio to the start
    attribution: PerAdversary  # A, log-odds that an adversary blames the patron
    patron_pressure: PerAdversary  # P^pat, the patron's own red line
    tension: PerWorld  # tau
    war: PerWorld  # 0 or 1, absorbing
    rapport: PerBond  # R in [0, 1], personal: lost with a person
    tie: PerBond  # I in [0, 1], institutional: survives, grows slowly
    integration: PerWorld  # Z in [0, 1]
    revenue: PerClient  # S, ratio to the largest client's support
    language: PerBond  # l in [0, 1], of the commander in office
    charisma: PerPatron  # kappa, of the commander in office
    skill: PerPatron  # beta, of the commander in office
    def replace(  # type: ignore[override]
        self,
        *,
        trigger: Any = ...,
        truce: Any = ...,
        fear: Any = ...,
        restraint: Any = ...,
        release: Any = ...,
        cap: Any = ...,
        open: Any = ...,
        halt_alone: Any = ...,
        halt_all: Any = ...,
        halt_announced: Any = ...,
        excitation: Any = ...,
        mobilisation: Any = ...,
        pace: Any = ...,
        pace_spread: Any = ...,
        heat: Any = ...,
        pressure: Any = ...,
        grievance: Any = ...,
        capability: Any = ...,
        attribution: Any = ...,
        patron_pressure: Any = ...,
        tension: Any = ...,
        war: Any = ...,
        rapport: Any = ...,
        tie: Any = ...,
        integration: Any = ...,
        revenue: Any = ...,
        language: Any = ...,
        charisma: Any = ...,
        skill: Any = ...,
    ) -> Self: ...

class Outlook(OpenRecord):
    trigger: PerWorld  # intensity today, given or by its process
    truce_turn: PerWorld  # chance that a truce begins or ends today
    foreseen: PerAdversary  # part of the threat that comes from the hazard of a reprisal
    threat: PerFront  # threat perceived, in units of fear
    directive: PerFront  # chance that the commander gives an order and visits today, where he decides
    dependence: PerBond  # D: how much of what the client lives on comes from the patron
    hold: PerBond  # C_ip in [0, 1], share of what the client does that one patron steers
    control: PerClient  # C in [0, 1], share of what the client does that patrons steer: the most of any
    obedience: PerFront  # logit of accepting an order given today, of several patrons by the sender
    opening: PerFront  # chance that the front opens today; 0 once it has
    going_on: PerFront  # expected share of the tempo that goes on
    tempo: PerFront  # expected attacks today, for a front open by the end of the opening step
    follows_pace: PerFront  # share of it that rises and falls with the pace
    lethal: PerFront  # chance per attack that it kills
    harm: PerFront  # chance per attack of injury or damage without deaths
    tail: PerFront  # tail exponent of the deaths of a lethal attack
    ordered: PerFront  # how likely a lethal attack is by a client within the patron's control rather than beyond it
    answer: PerFront  # weight of the front in the choice of whom to answer
    unanswered: PerWorld  # weight of answering no front in particular
    patron_strike: PerAdversary  # chance today that the patron's own forces strike the adversary
    war: PerWorld  # chance today of regional war; 0 once there is one
    def replace(  # type: ignore[override]
        self,
        *,
        trigger: Any = ...,
        truce_turn: Any = ...,
        foreseen: Any = ...,
        threat: Any = ...,
        directive: Any = ...,
        dependence: Any = ...,
        hold: Any = ...,
        control: Any = ...,
        obedience: Any = ...,
        opening: Any = ...,
        going_on: Any = ...,
        tempo: Any = ...,
        follows_pace: Any = ...,
        lethal: Any = ...,
        harm: Any = ...,
        tail: Any = ...,
        ordered: Any = ...,
        answer: Any = ...,
        unanswered: Any = ...,
        patron_strike: Any = ...,
        war: Any = ...,
    ) -> Self: ...
