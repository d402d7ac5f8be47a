"""What an analyst writes in `scenario.yaml`, `claims.yaml` and `sources.yaml`: one frozen model a thing, read and used as such.

Unknown keys fail. Most keys may be left out; what then holds is said here. `armslength schema` prints these models.
"""

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
    Claim,
    HostPressure,
    Peak,
    Period,
    PublicThreat,
    Reporting,
    Series,
    Source,
    Support,
    TriggerSide,
    Vintage,
    counts_of,
)
from armslength.scenario.schema.model import Keyed, Named, Number, Written
from armslength.scenario.schema.options import Endpoint, Pause, Payoff, Strategy
from armslength.scenario.schema.questions import Answer, Question
from armslength.scenario.schema.scenario_file import CURRENT_SCHEMA, ScenarioFile

__all__ = [
    "CURRENT_SCHEMA",
    "Adversary",
    "Answer",
    "Claim",
    "Client",
    "Commander",
    "Coupling",
    "Endpoint",
    "Front",
    "Host",
    "HostPressure",
    "Keyed",
    "Named",
    "Number",
    "OneOfPatrons",
    "Patron",
    "Pause",
    "Payoff",
    "Peak",
    "Period",
    "PublicThreat",
    "Question",
    "Reporting",
    "ScenarioFile",
    "Series",
    "Source",
    "Strategy",
    "Support",
    "TriggerSide",
    "Umbrella",
    "Vintage",
    "Written",
    "counts_of",
]
