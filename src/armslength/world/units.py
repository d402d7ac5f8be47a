"""From parameters by the day or the year to parameters by the step: the unit of each says how.

Files, priors and reports keep days and years; equations are written for one step. What joins the two is here.
"""

from __future__ import annotations

from collections.abc import Callable
from math import log, sqrt
from typing import Any

from armslength.errors import ArmslengthError
from armslength.world.numerics import jnp
from armslength.world.step import TimeStep

CERTAIN = 1 - 1e-6  # a share a day beyond which nothing is left to lose

#: unit: (value, days of the step) -> value by the step
BY_STEP: dict[str, Callable[[Any, float], Any]] = {
    "days": lambda x, s: x / s,
    "1/day": lambda x, s: x * s,
    "attacks/day": lambda x, s: x * s,
    "1/year": lambda x, s: x * s,  # its equation divides by the days of a year
    # what a day leaves, s days over
    "share/day": lambda x, s: -jnp.expm1(s * jnp.log1p(-jnp.minimum(x, CERTAIN))),
    "log/√day": lambda x, s: x * sqrt(s),  # a standard deviation
    "log/day": lambda x, s: x + log(s),
    "logit/day": lambda x, s: x + log(s),
}
TIMELESS = frozenset(
    [
        "-",
        "attacks",
        "deaths",
        "envoy-days",
        "1/envoy-day",
        "log",
        "logit",
        "ratio",
        "share",
        "trigger",
        "utility",
    ]
)


def by_step(value: Any, unit: str, step: TimeStep, path: str = "a parameter") -> Any:
    """Return a parameter, given in its unit, as the equations of one step read it.

    Raises:
        ArmslengthError: for a unit of which nobody said how it goes from days to another step.
    """
    if step.is_day or unit in TIMELESS:
        return value
    if unit not in BY_STEP:
        known = ", ".join(sorted((*BY_STEP, *TIMELESS)))
        raise ArmslengthError(
            f"the step is a {step.name}, and nothing says how '{path}', in '{unit}', goes from days to it; "
            f"its unit must be one of {known}"
        )
    return BY_STEP[unit](value, step.days)
