"""What a what-if costs: strategies compared, sensitivity, the value of information; and the EMA Workbench's own way."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from armslength.decisions import compare, inline
from armslength.decisions.ema import ema_model, quiet_import
from armslength.decisions.sensitivity import sensitivity
from armslength.decisions.value_of_information import value_of_information
from armslength.scenario import load
from armslength.simulate import REPLICATES, keep_compiled_code

PAGE = Path("docs") / "generated" / "benchmark-decisions.md"
CASE, DAYS, LIMIT = "axis-2024", 90, 180.0


def main() -> None:
    """Time, print, write."""
    asked = ArgumentParser(prog="python -m benchmarks.decisions", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="small: to see that it runs")
    asked.add_argument("--out", type=Path, default=PAGE)
    given = asked.parse_args()
    keep_compiled_code()
    case = load(CASE)
    share = 20 if given.quick else 1
    front = next(iter(case.fronts))
    twenty = [
        inline([f"order front={front} tempo={t} cap=1 on=+{d}"], f"s-{t}-{d}")
        for t in (0.25, 0.5, 0.75, 1.0)
        for d in range(1, 6)
    ]
    futures = max(10_000 // share, 1000)
    seconds: dict[str, float] = {}

    def timed(name: str, run: Callable[[], Any]) -> Any:
        start = perf_counter()
        made = run()
        seconds[name] = perf_counter() - start
        return made

    compare(case, twenty[:1], days=DAYS, futures=1000)  # compile
    timed("compare", lambda: compare(case, twenty, days=DAYS, futures=futures))
    one_pair = timed("page", lambda: compare(case, twenty[:1], days=DAYS, futures=2000))
    samples = 256 // (16 if given.quick else 1)
    split = timed("sobol", lambda: sensitivity(case, "lethal_attack", days=DAYS, samples=samples))
    draws = max(1000 // share, 400)
    worth = timed("worth", lambda: value_of_information(case, days=DAYS, futures=draws * REPLICATES))
    theirs, ours = _workbench(case, 2 if given.quick else 10), futures * 21 / seconds["compare"]
    knowable = f"{len(worth.partial)} groups, {len(worth.sample)} series, {len(worth.strategies)} strategies"
    rows = [
        (
            f"21 x {futures:,} futures of {DAYS} days compared (20 strategies and the baseline)",
            seconds["compare"],
            f"{ours:,.0f} futures a second, differences and rankings included",
        ),
        (
            "one strategy beside the baseline, 2,000 futures each",
            seconds["page"],
            f"{len(one_pair.result.changes)} outcomes",
        ),
        (
            f"screening of every parameter, Sobol of {len(split.sobol)} factors ({samples} samples)",
            seconds["sobol"],
            split.verdict,
        ),
        (f"value of information: {knowable}", seconds["worth"], f"best now: {worth.best_now}"),
    ]
    lines = [
        "# What a what-if costs",
        "",
        f"Measured on {date.today().isoformat()} by `python -m benchmarks.decisions` (part of `make bench`), one run, `{CASE}`, compiled code kept from earlier where the shapes are the same.",
        "",
        "| what | seconds | under three minutes | |",
        "|---|---|---|---|",
        *(f"| {what} | {s:.1f} | {'yes' if s < LIMIT else '**no**'} | {note} |" for what, s, note in rows),
        "",
        f"The EMA Workbench running the same model the way its users do, one experiment after another with a sequential evaluator: {theirs:,.1f} futures a second. Ours: {ours:,.0f}, {ours / theirs:,.0f} times as many.",
        "Each of its experiments is one draw of the parameters with fifty futures; the call, the replay and the block are made anew for each.",
        "",
    ]
    given.out.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


def _workbench(case: Any, scenarios: int) -> float:
    """Return the futures a second."""
    ema_workbench, model = quiet_import("ema_workbench"), ema_model(case, days=DAYS)
    with ema_workbench.SequentialEvaluator(model) as evaluator:
        policies = [ema_workbench.Policy("nothing", strategy="nothing")]
        evaluator.perform_experiments(scenarios=1, policies=policies)
        start = perf_counter()
        experiments, _ = evaluator.perform_experiments(scenarios=scenarios, policies=policies)
        return float(np.size(experiments["scenario"])) * 50 / (perf_counter() - start)


if __name__ == "__main__":
    main()
