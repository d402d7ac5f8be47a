"""The EMA Workbench, imported without its note about an optional cluster."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", UserWarning)
    import ema_workbench
    from ema_workbench.analysis import prim

__all__ = ["ema_workbench", "prim"]
