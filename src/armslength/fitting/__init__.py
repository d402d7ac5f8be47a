"""Fit: what the data taught, and what is still only prior."""

from armslength.fitting.posterior import Posterior, belongs, read_posterior, site_values
from armslength.fitting.shipped import parameters_of, shipped

__all__ = ["Posterior", "belongs", "parameters_of", "read_posterior", "shipped", "site_values"]
