"""ArviZ, imported without its note about a coming refactor: the lock file pins the version."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", FutureWarning)
    import arviz as az

__all__ = ["az"]
