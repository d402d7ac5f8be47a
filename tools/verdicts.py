"""Write what backtests found of the cases that ship, for the page and the report to show at once.

python -m tools.verdicts [BACKTEST.json]...   # results of `armslength backtest CASE --json`

The drafted cases are read from tools/networks/scores; of the others, those that are not named keep what they have.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import armslength
from armslength.counted import words
from armslength.formatting import listed
from armslength.results.backtest import BacktestResult
from armslength.results.headline import ShippedVerdict
from armslength.results.scores import Skill
from armslength.scenario import load
from armslength.scoring.verdicts import FILE, VERDICTS
from tools.networks.backtests import SCORES, CaseScores

PATH = Path(armslength.__file__).parent / "cases" / FILE


def drafted(name: str) -> ShippedVerdict | None:
    """Return the declared comparison of a drafted case; None where it could not be scored."""
    case = load(name)
    if (end := case.endpoint) is None:
        return None
    scores = CaseScores.from_json((SCORES / f"{name}.json").read_bytes())
    asked = ";".join(end.fronts), f"{end.horizon} days"
    for row in scores.counts:
        if (row.target, row.horizon) == asked:
            skill = next(s for s in row.skills() if (s.score, s.baseline) == (end.score, end.baseline))
            return ShippedVerdict(
                measured=scores.measured,
                command=f"python -m tools.networks.backtests {name}",
                counted=f"{words(case.counted_on(end.fronts[0]))}, {row.horizon} ahead: {scores.names[row.target]}",
                skill=skill,
            )
    return None


def declared(result: BacktestResult) -> ShippedVerdict | None:
    """Return the declared comparison of a backtest; None where the case declares none."""
    if (end := result.primary) is None:
        return None
    return ShippedVerdict(
        measured=date.today(),
        command=f"armslength backtest {result.scenario}{'' if 'prior' in result.forecaster else ' --quick'}",
        counted=f"attacks, {end.horizon} ahead: {listed([result.targets[end.target].name])}",
        skill=Skill(**{name: getattr(end, name) for name in Skill.model_fields}),
    )


def main() -> None:
    """Write the file anew."""
    verdicts = dict(VERDICTS.validate_json(PATH.read_bytes())) if PATH.exists() else {}
    for path in sorted(SCORES.glob("*.json")):
        if found := drafted(path.stem):
            verdicts[path.stem] = found
    for name in sys.argv[1:]:
        result = BacktestResult.from_json(Path(name).read_bytes())
        if found := declared(result):
            verdicts[result.scenario] = found
    PATH.write_bytes(VERDICTS.dump_json(dict(sorted(verdicts.items())), indent=1, by_alias=True) + b"\n")


if __name__ == "__main__":
    main()
