"""Every number of the model: one record each, with prior, unit, symbol, support and source. Loads no JAX."""

from armslength.parameters.catalogue import CATALOGUE, SCOPES, by_path, in_scope
from armslength.parameters.priors import PRIORS, Prior, parse_prior
from armslength.parameters.record import Parameter

__all__ = ["CATALOGUE", "PRIORS", "SCOPES", "Parameter", "Prior", "by_path", "in_scope", "parse_prior"]
