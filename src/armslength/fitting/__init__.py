"""Fit: what the data taught, and what is still only prior."""

from armslength.fitting.bundled import parameters_of, shipped
from armslength.fitting.posterior import Posterior, belongs, read_posterior, site_values

__all__ = ["Posterior", "belongs", "parameters_of", "read_posterior", "shipped", "site_values"]
