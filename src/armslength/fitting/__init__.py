"""Fit: what the data taught, and what is still only prior."""

from armslength.fitting.posterior import Posterior, belongs, read_posterior, site_values

__all__ = ["Posterior", "belongs", "read_posterior", "site_values"]
