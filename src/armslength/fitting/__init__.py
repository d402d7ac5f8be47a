"""The fit of a case: what the data taught, and what is still only prior."""

from armslength.fitting.at_hand import fit_at_hand, fit_refused, parameters_of, source_of
from armslength.fitting.posterior import Posterior, belongs, read_posterior, site_values

__all__ = [
    "Posterior",
    "belongs",
    "fit_at_hand",
    "fit_refused",
    "parameters_of",
    "read_posterior",
    "site_values",
    "source_of",
]
