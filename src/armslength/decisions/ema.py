"""For users of the EMA Workbench: the case as one of its models, and a design already played in its format."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from armslength.decisions.outcome_definitions import OBJECTIVES
from armslength.decisions.sensitivity import marginals, uncertain
from armslength.decisions.strategy_sets import BASELINE, resolve
from armslength.decisions.sweep import play_at
from armslength.errors import ArmslengthError
from armslength.fitting import Posterior
from armslength.run import Run
from armslength.scenario import Scenario
from armslength.scenario.unvalued import is_unvalued_parameter
from armslength.writing import write_text, write_whole

if TYPE_CHECKING:
    from armslength.decisions.discovery import Discovery

RESULTS, NOTE = "ema_results.tar.gz", "ema_model.py"
TAKE_OVER = '''"""Take over in the EMA Workbench: the design that was played, and the model to play more of it."""

from ema_workbench import SequentialEvaluator, load_results
from armslength.decisions.ema import ema_model
from armslength.scenario import load

experiments, outcomes = load_results("{results}")
model = ema_model(load("{name}"), days={days})
if __name__ == "__main__":
    with SequentialEvaluator(model) as evaluator:
        print(evaluator.perform_experiments(scenarios=4, policies=2))
'''


def quiet_import(module: str) -> Any:
    """Import a part of the EMA Workbench without its note about an optional cluster."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return import_module(module)


def ema_model(
    scenario: Scenario,
    names: Sequence[str] = (),
    *,
    days: int | None = None,
    posterior: Posterior | None = None,
    seed: int = 1,
) -> Any:
    """Return a case as an `ema_workbench.Model`: uncertainties as shares of each parameter's marginal, the strategies as one lever.

    `names` are the parameters that vary, all uncertain ones if left out; the others stay at their defaults. `days` are
    those ahead, about ninety if left out.
    """
    ema = quiet_import("ema_workbench")
    names = list(names) or uncertain(scenario)
    days = Run(days=days, usual=90).days_of(scenario)
    if refused := [name for name in names if is_unvalued_parameter(name)]:
        raise ArmslengthError(
            f"'{refused[0]}' cannot be varied: it says what a strike on a leader or the loss of a commander does"
        )
    push, layout = marginals(scenario, posterior, names), scenario.layout
    python_names = {name.replace(".", "_").replace("/", "__").replace("-", "_"): name for name in names}

    def run(strategy: str = BASELINE.id, **shares: float) -> dict[str, float]:
        values = layout.defaults[:, None].copy()
        drawn = push(np.array([[shares[p] for p in python_names]]))
        values[[layout.names.index(n) for n in names]] = drawn
        played = play_at(scenario, values, resolve(scenario, [strategy])[0], days=days, seed=seed)
        return {o.name: float(played[o.name].mean()) for o in OBJECTIVES}

    model = ema.Model("armslength", function=run)
    model.uncertainties = [ema.RealParameter(p, 0.0, 1.0) for p in python_names]
    model.levers = [ema.CategoricalParameter("strategy", [BASELINE.id, *scenario.strategies])]
    model.outcomes = [ema.ScalarOutcome(o.name, kind=ema.ScalarOutcome.MINIMIZE) for o in OBJECTIVES]
    return model


def export(folder: str | Path, case: str, found: Discovery) -> Path:
    """Write the design of a discovery as `load_results` reads it, and a script that goes on from there."""
    from pandas import DataFrame

    ema = quiet_import("ema_workbench")
    folder = Path(folder)
    frame = DataFrame({n: np.asarray(x, float) for n, x in found.parameters.items()})
    frame["scenario"], frame["policy"], frame["model"] = range(len(frame)), "None", "armslength"
    # Saving asks each outcome for its kind, so each is declared before.
    held = {ema.ScalarOutcome(n).name: np.asarray(x, float) for n, x in found.outcomes.items()}
    write_whole(folder / RESULTS, lambda fresh: ema.save_results((frame, held), fresh))
    write_text(folder / NOTE, TAKE_OVER.format(results=RESULTS, name=case, days=found.result.days))
    return folder
