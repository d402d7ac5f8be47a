"""How well each drafted case forecasts: the first half of its record fitted, the second half forecast and scored.

python -m tools.networks.backtests [NAME...]        # minutes a case; writes tools/networks/scores/NAME.json
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from armslength.results.backtest import BacktestResult
from armslength.results.record import Record, described
from armslength.results.scores import MODEL, CountScores
from armslength.scenario import Scenario, load
from armslength.scoring.backtest import backtest
from armslength.scoring.model_forecasts import model_forecaster
from armslength.scoring.refit import fitted_on
from armslength.simulate import keep_compiled_code
from armslength.simulate.kept_code import clear_code
from armslength.track_record.network import half_of
from tools.networks.recipes import recipes

SCORES = Path(__file__).parent / "scores"
DRAWS, SEED = 100, 1
HORIZONS = (7, 28, 91)
MOST = 30  # origins: as few as bear a verdict; at least four weeks apart, so that windows of four weeks share no day
APART = 28
RIVALS = (
    "exponentially weighted mean",
    "historical mean",
)  # the first is the declared one of every drafted case


class CaseScores(Record):
    """What is kept of a backtest: the model beside two baselines, by CRPS."""

    measured: date = described("day of the measurement")
    fitted_to: date = described("last day of the record that the model was fitted to")
    origins: tuple[date, ...] = described("days from which it was forecast")
    counts: tuple[CountScores, ...] = described("scores of each front and window")
    names: dict[str, str] = described("names of the fronts that are counted together")


def origins(case: Scenario) -> list[date]:
    """Return the days from which it is forecast, in the second half and evenly apart."""
    first, last = half_of(case), case.as_of - timedelta(days=max(HORIZONS))
    apart = max(APART, 7 * -(-(last - first).days // (7 * MOST)))
    return [first + timedelta(days=d) for d in range(0, (last - first).days + 1, apart)]


def score(name: str) -> BacktestResult:
    """Return the backtest of a case."""
    case = load(name)
    forecaster = model_forecaster(DRAWS, SEED, fitted_on(case, half_of(case), DRAWS, SEED))
    told = f"the model, fitted to the record up to {half_of(case)}"
    return backtest(case, forecaster, origins(case), HORIZONS, name=told, seed=SEED)


def shown(scores: CountScores) -> CountScores:
    """Return of the scores of a front and window what a page shows."""
    return scores.model_copy(
        update={
            "by_origin": (),
            "forecasters": {name: scores.forecasters[name] for name in (MODEL, *RIVALS)},
            "skill": tuple(s for s in scores.skills() if s.baseline in RIVALS),
        }
    )


def main() -> None:
    """Score those that are asked for."""
    asked = argparse.ArgumentParser(prog="python -m tools.networks.backtests", description=__doc__)
    asked.add_argument("names", nargs="*", help="cases; all of them if left out")
    keep_compiled_code()
    SCORES.mkdir(exist_ok=True)
    for recipe in recipes(asked.parse_args().names):
        start = perf_counter()
        result = score(recipe.name)
        case = load(recipe.name)
        kept = CaseScores(
            measured=date.today(),
            fitted_to=half_of(case),
            origins=result.origins,
            counts=tuple(map(shown, result.exploratory.counts)),
            names={target: name.name for target, name in result.targets.items()},
        )
        (SCORES / f"{recipe.name}.json").write_text(kept.to_json(), encoding="utf-8")
        clear_code()  # each length of history is a program of its own, and a process can hold only so many
        print(f"{recipe.name}: {len(result.origins)} origins, {perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
