"""The fit of a case: what the data taught, and what is still only prior."""

from armslength.fitting.bundled import fit_refused, parameters_of, shipped, source_of
from armslength.fitting.posterior import Posterior, belongs, read_posterior, site_values

__all__ = [
    "Posterior",
    "belongs",
    "fit_refused",
    "parameters_of",
    "read_posterior",
    "shipped",
    "site_values",
    "source_of",
]
