"""What a parameter is: one record each, with prior, unit, symbol, support and source. Loads no JAX.

The parameters themselves are declared by the kinds of actors and the mechanisms of `armslength.world`.
"""

from armslength.parameters.priors import PRIORS, Prior, parse_prior
from armslength.parameters.record import Parameter
from armslength.parameters.site import Site

__all__ = ["PRIORS", "Parameter", "Prior", "Site", "parse_prior"]
