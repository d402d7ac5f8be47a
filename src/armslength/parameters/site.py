"""What a parameter is in one scenario."""

from __future__ import annotations

from dataclasses import dataclass

from armslength.parameters.priors import Prior
from armslength.parameters.record import Parameter


@dataclass(frozen=True)
class Site:
    """One parameter of one scenario: its record, and the prior and value that hold here.

    Its name is its path in the scenario, the variable in the results, the flag on the command line and the site of a
    fit: `clients.CLIENT.autonomy`, `ties.COMMANDER.CLIENT.kept`, `tempo.branching`.
    """

    name: str
    record: Parameter
    prior: Prior
    value: float
    source: str
    note: str = ""
    written: bool = False  #: the scenario says so itself; otherwise the default
