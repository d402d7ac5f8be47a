"""What will the commander do next, and will the clients follow? Forecasts that can be checked.

Names are imported when first asked for: `import armslength`, and with it `armslength --help`, loads no JAX.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOME_OF: dict[str, str] = {
    # public name: the module that defines it
    "ArmslengthError": "armslength.errors",
    "Fault": "armslength.errors",
    "Scenario": "armslength.scenario",
    "advance": "armslength.forecasting",
    "compare": "armslength.decisions",
    "forecast": "armslength.forecasting",
    "list_cases": "armslength.scenario",
    "load": "armslength.scenario",
    "load_forecast": "armslength.forecasting",
    "position": "armslength.forecasting",
    "save": "armslength.forecasting",
    "step": "armslength.forecasting",
    "why": "armslength.decisions",
    "write_report": "armslength.report",
}

__all__ = ["__version__", *sorted(_HOME_OF)]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'armslength' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
