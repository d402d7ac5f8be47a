"""How well each drafted case forecasts: the first half of its record fitted, the second half forecast and scored.

python -m tools.networks.backtests [NAME...]        # minutes a case; writes tools/networks/scores/NAME.json
"""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import jax

from armslength.results.backtest import BacktestResult
from armslength.scenario import Scenario, load
from armslength.scoring.backtest import backtest
from armslength.scoring.model_forecasts import model_forecaster
from armslength.scoring.refit import fitted_on
from armslength.simulate import keep_compiled_code
from tools.networks.recipes import recipes

SCORES = Path(__file__).parent / "scores"
DRAWS, SEED = 100, 1
HORIZONS = (7, 28, 91)
MOST = 30  # origins: as few as bear a verdict; at least four weeks apart, so that windows of four weeks share no day
APART = 28


def half(case: Scenario) -> date:
    """Return the last day of the first half of a case's record, in whole steps."""
    steps = case.steps // 2
    return case.time_step.begins(case.start, steps) - timedelta(days=1)


def origins(case: Scenario) -> list[date]:
    """Return the days from which it is forecast, in the second half and evenly apart."""
    first, last = half(case), case.as_of - timedelta(days=max(HORIZONS))
    apart = max(APART, 7 * -(-(last - first).days // (7 * MOST)))
    return [first + timedelta(days=d) for d in range(0, (last - first).days + 1, apart)]


def score(name: str) -> BacktestResult:
    """Return the backtest of a case."""
    case = load(name)
    forecaster = model_forecaster(DRAWS, SEED, fitted_on(case, half(case), DRAWS, SEED))
    told = f"the model, fitted to the record up to {half(case)}"
    return backtest(case, forecaster, origins(case), HORIZONS, name=told, seed=SEED)


def main() -> None:
    """Score those that are asked for."""
    asked = argparse.ArgumentParser(prog="python -m tools.networks.backtests", description=__doc__)
    asked.add_argument("names", nargs="*", help="cases; all of them if left out")
    keep_compiled_code()
    SCORES.mkdir(exist_ok=True)
    for recipe in recipes(asked.parse_args().names):
        start = perf_counter()
        result = score(recipe.name)
        kept = {
            "measured": date.today().isoformat(),
            "fitted_to": half(load(recipe.name)).isoformat(),
            "origins": [result.origins[0].isoformat(), result.origins[-1].isoformat(), len(result.origins)],
            "counts": [s.model_dump(mode="json", exclude={"by_origin"}) for s in result.exploratory.counts],
            "names": {target: name.name for target, name in result.targets.items()},
        }
        (SCORES / f"{recipe.name}.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        jax.clear_caches()  # each length of history is a program of its own, and a process can hold only so many
        print(f"{recipe.name}: {len(result.origins)} origins, {perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
