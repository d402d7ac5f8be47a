"""What a mechanism of one's own is written with: all of it under one name.

    from armslength.mechanisms import Mechanism, Parameters, StateRecord, parameter, variable

`docs/how-to/add-a-mechanism.md` writes one, step by step. Loads no JAX: `jnp` is `jax.numpy`, imported when the first
equation is played.
"""

from armslength.parameters.priors import Beta, Fixed, HalfNormal, LogNormal, Normal, Truncated
from armslength.world.composed import Outlook, Params, State
from armslength.world.decay import at_level, decay_factor, saturated, spread
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.network import Network
from armslength.world.numerics import jnp, sigmoid
from armslength.world.record import (
    ANY,
    POSITIVE,
    UNIT,
    OutlookRecord,
    Parameters,
    PerAdversary,
    PerClient,
    PerFront,
    PerWorld,
    StateRecord,
    Told,
    by_level,
    parameter,
    quantity,
    variable,
)
from armslength.world.records import Events, Inputs

__all__ = [
    "ANY",
    "POSITIVE",
    "UNIT",
    "Beta",
    "Events",
    "Fixed",
    "HalfNormal",
    "Inputs",
    "LogNormal",
    "Mechanism",
    "Network",
    "Normal",
    "Outlook",
    "OutlookRecord",
    "Parameters",
    "Params",
    "PerAdversary",
    "PerClient",
    "PerFront",
    "PerWorld",
    "Shown",
    "State",
    "StateRecord",
    "Told",
    "Truncated",
    "at_level",
    "by_level",
    "decay_factor",
    "jnp",
    "parameter",
    "quantity",
    "saturated",
    "sigmoid",
    "spread",
    "variable",
]
