"""What a gradient and an effective draw cost, beside the same likelihood called day by day from Python."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import jax
import jax.numpy as jnp
import numpy as np

from armslength.fitting.diagnose import diagnose
from armslength.fitting.quick import find_mode
from armslength.fitting.sample import sample
from armslength.fitting.target import SIDE_BY_SIDE, Target, log_likelihood, target
from armslength.scenario import load
from armslength.simulate import keep_compiled_code

PAGE = Path("docs") / "generated" / "benchmark-fit.md"
CASE, CHAINS, WARMUP = "axis-2024", 4, 150


def main() -> None:
    """Time, print, write."""
    asked = ArgumentParser(prog="python -m benchmarks.fitting", description=__doc__)
    asked.add_argument("--draws", type=int, default=1000)
    asked.add_argument("--out", type=Path, default=PAGE)
    given = asked.parse_args()
    keep_compiled_code()
    with jax.enable_x64(True):
        aim = target(load(CASE))
        pair = _gradient_seconds(aim)
        plain = _plain_value_seconds(aim)
        start = perf_counter()
        mode = find_mode(aim)
        climb = perf_counter() - start
        start = perf_counter()
        drawn = sample(aim, mode, CHAINS, WARMUP, given.draws, 1)
        seconds = perf_counter() - start
    found = diagnose(tuple(aim.names[i] for i in aim.informed), drawn.z, drawn.stats)
    assert found.least_ess_bulk is not None, "two chains have an effective sample size"
    n = len(aim.informed)
    rows = [
        ("gradient, two chains side by side", f"{pair * 1e3:.1f} ms", "median of 30"),
        ("the same functions called day by day from Python, the value alone", f"{plain:.2f} s", "not compiled, as one would first write it; median of 3"),
        ("gradient of that by differences", f"{(n + 1) * plain:,.0f} s", f"reckoned: {n + 1} values; {2 * (n + 1) * plain / pair:,.0f} x one of ours"),
        ("mode and curvature (`--quick`)", f"{climb:.1f} s", "code compiled before"),
        (f"Hamiltonian Monte Carlo, {CHAINS} x ({WARMUP} + {given.draws})", f"{seconds:.0f} s", f"mean {drawn.stats['num_steps'].mean():.1f} steps a draw; compiling or reading compiled code included"),
        ("least effective draws a second", f"{found.least_ess_bulk / seconds:.1f}", f"bulk {found.least_ess_bulk:.0f}, worst R-hat {found.worst_rhat:.3f}, {found.divergences} divergences"),
    ]  # fmt: skip
    lines = [
        "# What a fit costs",
        "",
        f"Measured on {date.today().isoformat()} by `python -m benchmarks.fitting` (part of `make bench`), one run, `{CASE}`, {n} parameters informed, double precision.",
        "",
        "| what | cost | |",
        "|---|---|---|",
        *(f"| {what} | {cost} | {note} |" for what, cost, note in rows),
        "",
    ]
    given.out.write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


def _gradient_seconds(aim: Target, times: int = 30) -> float:
    z = 0.3 * np.random.default_rng(1).standard_normal((SIDE_BY_SIDE, len(aim.names)))
    return _median_seconds(lambda: aim.slopes(z), times)


def _plain_value_seconds(aim: Target) -> float:
    z = jnp.zeros(len(aim.names))
    with jax.disable_jit():
        return _median_seconds(lambda: log_likelihood(aim.structure, z, aim.held, aim.histories), 3)


def _median_seconds(call: Callable[[], object], times: int) -> float:
    jax.block_until_ready(call())
    taken = []
    for _ in range(times):
        start = perf_counter()
        jax.block_until_ready(call())
        taken.append(perf_counter() - start)
    return median(taken)


if __name__ == "__main__":
    main()
