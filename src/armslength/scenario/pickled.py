"""A scenario on its way to another process: its texts, which are read again there. Mechanisms are code and do not travel."""

from __future__ import annotations

import copyreg
from collections.abc import Callable

from armslength.errors import ArmslengthError
from armslength.scenario.files import Texts
from armslength.scenario.parse import assemble
from armslength.scenario.scenario import Scenario


def read_again(texts: Texts) -> Scenario:
    """Return the scenario of these texts; raises `ArmslengthError` with every fault."""
    scenario, faults = assemble(texts)
    if scenario is None:
        raise ArmslengthError(*faults)
    return scenario


def _reduced(scenario: Scenario) -> tuple[Callable[[Texts], Scenario], tuple[Texts]]:
    """Say how to make a scenario again; refuse one that was changed in memory, whose texts say otherwise."""
    if read_again(scenario.files) != scenario:
        raise ArmslengthError(
            f"{scenario.name} was changed in memory and cannot leave this process; save it as a folder first"
        )
    return read_again, (scenario.files,)


copyreg.pickle(Scenario, _reduced)
