"""What will the commander do next, and will the clients follow? Forecasts that can be checked.

Names are imported when first asked for: `import armslength`, and with it `armslength --help`, loads no JAX.
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

__all__ = [
    "ArmslengthError",
    "Fault",
    "Run",
    "Scenario",
    "__version__",
    "advance",
    "backtest",
    "check",
    "compare",
    "compare_theories",
    "discover",
    "draft",
    "explain",
    "fit",
    "forecast",
    "indicators",
    "list_cases",
    "load",
    "load_forecast",
    "position",
    "robustness",
    "save",
    "score",
    "sensitivity",
    "step",
    "value_of_information",
    "why",
    "write_report",
]

if TYPE_CHECKING:
    from armslength.decisions.compare import compare
    from armslength.decisions.discovery import discover
    from armslength.decisions.indicators import indicators
    from armslength.decisions.robust import robustness
    from armslength.decisions.sensitivity import sensitivity
    from armslength.decisions.value_of_information import value_of_information
    from armslength.decisions.why import why
    from armslength.drafting.draft import draft
    from armslength.errors import ArmslengthError, Fault
    from armslength.fitting.fit import fit
    from armslength.forecasting.forecast import forecast
    from armslength.forecasting.position import position
    from armslength.forecasting.step import step
    from armslength.forecasting.storage import load_forecast, save
    from armslength.forecasting.updated_case import advance
    from armslength.report import write_report
    from armslength.run import Run
    from armslength.scenario.check import check
    from armslength.scenario.explain import explain
    from armslength.scenario.load import list_cases, load
    from armslength.scenario.scenario import Scenario
    from armslength.scoring.backtest import backtest
    from armslength.scoring.score_saved import score_forecast as score
    from armslength.theories.weighing import compare_theories
else:
    # The same for a running program. Public name: the module that it comes from, and its name there if that is another
    _HOME_OF = {
        "ArmslengthError": "armslength.errors",
        "Fault": "armslength.errors",
        "Run": "armslength.run",
        "Scenario": "armslength.scenario",
        "advance": "armslength.forecasting",
        "backtest": "armslength.scoring",
        "check": "armslength.scenario",
        "compare": "armslength.decisions",
        "compare_theories": "armslength.theories",
        "discover": "armslength.decisions.discovery",
        "draft": "armslength.drafting.draft",
        "explain": "armslength.scenario",
        "fit": "armslength.fitting.fit",
        "forecast": "armslength.forecasting",
        "indicators": "armslength.decisions.indicators",
        "list_cases": "armslength.scenario",
        "load": "armslength.scenario",
        "load_forecast": "armslength.forecasting",
        "position": "armslength.forecasting",
        "robustness": "armslength.decisions.robust",
        "save": "armslength.forecasting",
        "score": "armslength.scoring.score_saved:score_forecast",
        "sensitivity": "armslength.decisions.sensitivity",
        "step": "armslength.forecasting",
        "value_of_information": "armslength.decisions.value_of_information",
        "why": "armslength.decisions",
        "write_report": "armslength.report",
    }

    def __getattr__(name):
        if name not in _HOME_OF:
            raise AttributeError(f"module 'armslength' has no attribute {name!r}")
        module, _, defined_as = _HOME_OF[name].partition(":")
        value = getattr(import_module(module), defined_as or name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
