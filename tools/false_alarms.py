"""How often a verdict claims skill where there is none: simulated backtests of two equally good forecasters.

python -m tools.false_alarms        # writes docs/generated/false-alarms.md; a minute or two
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from armslength.results.scores import Skill
from armslength.scoring.skill import SKILL, WORSE, Span, corrected, independent, skill

PAGE = Path("docs/generated/false-alarms.md")
WEEK = 7
SETTINGS = ((30, 7), (60, 7), (60, 14), (150, 30), (260, 30))  # weekly origins, days of a window
MEMORIES = (0.0, 0.4)
TOGETHER = 24  # comparisons of one backtest
GAINS = (0.25, 1 / 3, 0.5)  # of a standard deviation of the difference


def windows(n: int, length: int) -> list[Span]:
    """Return windows of so many days after each of `n` weekly origins."""
    firsts = [date(2001, 1, 1) + timedelta(days=WEEK * i) for i in range(n)]
    return [(first, first + timedelta(days=length - 1)) for first in firsts]


def differences(rng: np.random.Generator, n: int, length: int, memory: float) -> np.ndarray:
    """Return score differences [occasion] whose mean is zero.

    Weekly differences of gamma variates, autocorrelated by `memory`, are summed over the weeks that a window covers.
    """
    weeks = -(-length // WEEK)
    noise = rng.gamma(3, 1, (2, n + weeks + 50))
    d = np.zeros(n + weeks + 50)
    for t in range(1, len(d)):
        d[t] = memory * d[t - 1] + noise[0, t] - noise[1, t]
    return np.convolve(d[50:], np.ones(weeks), "valid")[:n]


def compared(d: np.ndarray, spans: list[Span]) -> Skill:
    """Return the comparison of a forecaster with a baseline whose scores differ so."""
    return skill("crps", "baseline", (100 + d).tolist(), [100.0] * len(d), spans)


def alone(n: int, length: int, memory: float, runs: int) -> Counter[str]:
    """Return how often each verdict is given of one comparison without skill."""
    rng = np.random.default_rng([n, length, int(10 * memory)])
    spans = windows(n, length)
    return Counter(compared(differences(rng, n, length, memory), spans).verdict for _ in range(runs))


def together(n: int, length: int, memory: float, runs: int) -> tuple[Counter[str], Counter[str]]:
    """Return in how many backtests each verdict is given at least once, of many comparisons without skill.

    First with Holm's correction, then without.
    """
    rng = np.random.default_rng([n, length, int(10 * memory), TOGETHER])
    spans = windows(n, length)
    held: Counter[str] = Counter()
    bare: Counter[str] = Counter()
    for _ in range(runs):
        family = [compared(differences(rng, n, length, memory), spans) for _ in range(TOGETHER)]
        held.update({s.verdict for s in corrected(family)})
        bare.update({s.verdict for s in family})
    return held, bare


def found(n: int, gain: float, runs: int) -> float:
    """Return how often a true gain of so many standard deviations is called skill, one comparison alone."""
    rng = np.random.default_rng([n, int(100 * gain)])
    spans = windows(n, WEEK)
    return sum(compared(rng.normal(-gain, 1, n), spans).verdict == SKILL for _ in range(runs)) / runs


def page(runs: int, backtests: int) -> Iterable[str]:
    """Yield the lines of the document."""
    yield "# How often is skill claimed where there is none?"
    yield ""
    yield f"Measured on {date.today().isoformat()} by `python -m tools.false_alarms`: two equally good forecasters, weekly origins, differences of"
    yield f"scores autocorrelated by 0 or .4 from week to week. Alone: {runs:,} runs of one comparison, as the declared endpoint is. Together: {backtests:,}"
    yield f"backtests of {TOGETHER} comparisons, and in how many of them the words stand at least once. None should be above 5 %; a figure of 5 % has a standard error of 0.3 % alone and 0.7 % together."
    yield ""
    yield "| origins | window, days | independent | autocorrelation | alone: *skill shown* | alone: *worse* | together: *skill shown* | together: *worse* | together, without Holm's correction: *skill shown* |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for n, length in SETTINGS:
        for memory in MEMORIES:
            one = alone(n, length, memory, runs)
            held, bare = together(n, length, memory, backtests)
            cells = [one[SKILL] / runs, one[WORSE] / runs]
            cells += [held[SKILL] / backtests, held[WORSE] / backtests, bare[SKILL] / backtests]
            shown = " | ".join(f"{share:.1%}" for share in cells)
            yield f"| {n} | {length} | {independent(windows(n, length))} | {memory:g} | {shown} |"
    yield ""
    yield "## How often is skill found where there is some?"
    yield ""
    yield f"One comparison over windows of a week that share no day, {runs:,} runs; the true gain in standard deviations of the difference between two scores."
    yield ""
    yield "| true gain | " + " | ".join(f"{n} origins" for n in (30, 60, 110, 200)) + " |"
    yield "|---|---|---|---|---|"
    for gain in GAINS:
        yield (
            f"| {gain:.2f} | " + " | ".join(f"{found(n, gain, runs):.0%}" for n in (30, 60, 110, 200)) + " |"
        )


def main() -> None:
    """Write the document."""
    asked = argparse.ArgumentParser(prog="python -m tools.false_alarms", description=__doc__)
    asked.add_argument("--runs", type=int, default=4000)
    asked.add_argument("--backtests", type=int, default=1000)
    asked.add_argument("--out", type=Path, default=PAGE)
    given = asked.parse_args()
    given.out.write_text("\n".join(page(given.runs, given.backtests)) + "\n", encoding="utf-8")
    print(f"wrote {given.out}")


if __name__ == "__main__":
    main()
