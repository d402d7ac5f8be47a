"""Does the fit find what a strike does to attacks, and find nothing where only a trend is shared?

Attacks and strikes of an invented past follow one trend; each strike adds a planted effect to the logarithm of the
attacks of the next two weeks: none, less, or more.

python -m tools.strike_effects        # writes docs/generated/strike-effects.md; half an hour
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

from armslength.cli.console import progress_bar
from armslength.fitting import Posterior
from armslength.fitting.fit import fit
from armslength.formatting import csv_text
from armslength.scenario import Scenario, load
from armslength.scoring.refit import values_under
from armslength.simulate import keep_compiled_code

PAGE = Path("docs/generated/strike-effects.md")
FIRST, DAYS, LASTS = date(1991, 1, 1), 6 * 365, 14
RATE, SIZE, STRIKES = 1.5, 3.0, 0.12  # attacks a day, their dispersion, strikes a day, all at a trend of 1
EFFECTS = (0.0, -0.05, 0.05)  # added to the logarithm of the attacks by a strike of the last two weeks
SEEDS, LEVEL = 20, 2
LEAST = 16 / 20  # of the intervals should hold the truth
TINY = 1e-6  # of capability, so that it has a logarithm

SCENARIO = f"""schema: 1
name: one-trend
title: Attacks and strikes along one trend (invented)
as_of: {FIRST + timedelta(days=DAYS - 1)}
start: {FIRST}
horizon: 90
patron: {{name: A patron}}
clients:
  militia: {{name: A militia}}
adversaries:
  neighbour: {{name: A neighbour}}
fronts:
  militia/neighbour: {{parameters: {{base_rate: {{value: {RATE}, source: press}}}}}}
series:
  press: {{definition: Attacks as an invented newspaper counts them., reporting: {{value: 0.9, source: assumed}}}}
reprisals_complete: [neighbour]
"""
SOURCES = 'press: {title: "An invented newspaper", published: "1996-12-29"}\n'
COLUMNS = ("event_id", "series", "date", "kind", "front", "adversary", "count", "level", "source")


class Found(NamedTuple):
    """What a fit found: quantiles of the effect of a strike, a share of the logarithm of attacks."""

    seed: int
    truth: float
    low: float
    median: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the 90 % interval holds the truth."""
        return self.low <= self.truth <= self.high

    @property
    def sign(self) -> int:
        """The sign that the interval leaves, 0 where it covers none at all."""
        return int(self.low > 0) - int(self.high < 0)


def past(seed: int, effect: float, folder: Path) -> Scenario:
    """Write an invented past of six years into a folder, and load it."""
    rng = np.random.default_rng(seed)
    t = np.arange(DAYS) / DAYS
    trend = np.exp(1.3 * np.sin(np.pi * t) - 1.2 * t)
    strikes = rng.poisson(STRIKES * trend)
    rows: list[Sequence[object]] = []
    for i in range(DAYS):
        pushed = trend[i] * np.exp(effect * strikes[max(0, i - LASTS) : i].sum())
        count = rng.negative_binomial(SIZE, SIZE / (SIZE + RATE * pushed))
        day = FIRST + timedelta(days=i)
        rows.append((f"a{i}", "press", day, "tally", "militia/neighbour", "", count, "", "press"))
        if strikes[i]:
            rows.append((f"s{i}", "", day, "reprisal", "militia/neighbour", "neighbour", "", LEVEL, "press"))
    (folder / "events.csv").write_text(csv_text([COLUMNS, *rows]), encoding="utf-8")
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (folder / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    return load(folder)


def effects(case: Scenario, posterior: Posterior | None, draws: int = 1000) -> np.ndarray:
    """Return the effect of a strike in each draw: what it adds to the logarithm of the tempo, a mean over two weeks.

    It is the mean over the strikes of the record, each compared with the same record without it: grievance and fear are
    shares, so a strike among many adds less than one alone, and what many teach is the effect of a strike among many.
    Grievance pushes, fear deters, and what the strike destroyed is missing; each fades at its own pace. What further
    attacks the added ones lead to, and how a strike changes the fear of the next, are left out. Without a posterior the
    effect is that of the prior, in so many draws.
    """
    if posterior is not None:
        draws = posterior.values[..., 0].size
    values = values_under(case.layout, {}, posterior, draws, 0)

    def value(name: str) -> np.ndarray:
        return np.asarray(values[case.layout.names.index(name)])

    keep = np.exp([-1 / value("grievance.memory"), -1 / value("fear.memory")])
    raised = np.array([value(f"grievance.of_level_{LEVEL}"), value(f"fear.of_level_{LEVEL}")])
    lost = np.minimum(value("capability.toll") * value(f"capability.of_level_{LEVEL}"), 1.0)
    recovery = value("capability.recovery")

    def next_day(moved: np.ndarray, able: np.ndarray, struck: bool) -> tuple[np.ndarray, np.ndarray]:
        able = able + (1 - able) / recovery
        return keep * moved + raised * struck * (1 - moved), able * (1 - lost * struck)

    def log_tempo(moved: np.ndarray, able: np.ndarray) -> np.ndarray:
        pushed = np.log1p(value("tempo.grievance_push") * moved[0]) - value("tempo.deterrence") * moved[1]
        return np.asarray(pushed + value("tempo.capability_elasticity") * np.log(np.maximum(able, TINY)))

    struck = np.zeros(DAYS, bool)
    struck[[(e.date - FIRST).days for e in case.events if e.kind == "reprisal"]] = True
    states = [(np.zeros((2, draws)), np.ones(draws))]
    for day in range(DAYS):
        states.append(next_day(*states[-1], bool(struck[day])))
    each = []
    for day in np.flatnonzero(struck[:-LASTS]).tolist():
        spared = next_day(*states[day], struck=False)
        for after in range(day + 1, day + 1 + LASTS):
            each.append(log_tempo(*states[after]) - log_tempo(*spared))
            spared = next_day(*spared, bool(struck[after]))
    return np.asarray(np.mean(each, axis=0))


def found(seeds: range, kept: Path | None) -> Iterator[Found]:
    """Fit the pasts of every seed and effect, and yield what each fit found; `kept` holds what earlier runs found."""
    lines = kept.read_text("utf-8").splitlines() if kept and kept.exists() else []
    rows = [line.split(",") for line in lines]
    known = {(int(seed), float(truth)): tuple(map(float, found)) for seed, truth, *found in rows}
    with progress_bar(quiet=False) as tell:
        for i, (seed, truth) in enumerate((s, e) for s in seeds for e in EFFECTS):
            tell("fitting invented pasts", i, len(seeds) * len(EFFECTS))
            if (seed, truth) not in known:
                with TemporaryDirectory() as folder:
                    case = past(seed, truth, Path(folder))
                    drawn = effects(case, fit(case, quick=True, seed=seed))
                known[seed, truth] = tuple(map(float, np.quantile(drawn, (0.05, 0.5, 0.95))))
                if kept:
                    with kept.open("a", encoding="utf-8") as file:
                        file.write(csv_text([(seed, truth, *known[seed, truth])]))
            yield Found(seed, truth, *known[seed, truth])


def page(results: Sequence[Found], before: np.ndarray) -> str:
    """Return the page: a row for each effect, then one for each past; `before` are draws of the prior's own effect."""
    seeds = len({r.seed for r in results})
    lines = [
        "# What does a strike do to attacks?",
        "",
        f"Measured on {date.today().isoformat()} by `python -m tools.strike_effects`: {seeds} invented pasts of {DAYS // 365} years for each effect, in which attacks",
        f"and strikes follow one trend, and each strike adds the effect to the logarithm of the attacks of the next {LASTS} days. Each is fitted with",
        "`--quick`. The effect found is what grievance, fear and lost capability make of one strike over as many days, a mean over the strikes of the",
        "record: each is compared with the same record without it, as a strike among many adds less than one alone. Intervals are 90 %, over the parameters.",
        "",
        "{:+.3f} is the median of this effect in the prior, with 90 % from {:+.3f} to {:+.3f}.".format(
            *np.quantile(before, (0.5, 0.05, 0.95))
        ),
        "",
        "| planted effect | intervals that hold it | median of the estimates | mean width | intervals above zero | below zero |",
        "|---|---|---|---|---|---|",
    ]
    for effect in EFFECTS:
        rows = [r for r in results if r.truth == effect]
        lines.append(
            f"| {effect:+.2f} | {sum(r.holds for r in rows)} of {len(rows)} | {np.median([r.median for r in rows]):+.3f} | "
            f"{np.mean([r.high - r.low for r in rows]):.3f} | {sum(r.sign > 0 for r in rows)} | {sum(r.sign < 0 for r in rows)} |"
        )
    lines += [
        "",
        "Of twenty 90 % intervals that are right, 16 to 20 hold the truth in 96 % of such trials."
        + _short(results),
        "",
        "## Each past",
        "",
        "| seed | " + " | ".join(f"planted {effect:+.2f}" for effect in EFFECTS) + " |",
        "|---" * (1 + len(EFFECTS)) + "|",
    ]
    for seed in sorted({r.seed for r in results}):
        cells = (next(r for r in results if (r.seed, r.truth) == (seed, effect)) for effect in EFFECTS)
        lines.append(
            f"| {seed} | "
            + " | ".join(
                f"{c.median:+.3f} ({c.low:+.3f} to {c.high:+.3f}){'' if c.holds else ' missed'}"
                for c in cells
            )
            + " |"
        )
    return "\n".join(lines) + "\n"


def _short(results: Sequence[Found]) -> str:
    """Return a sentence on the effects of which fewer intervals hold the truth than that; nothing where none falls short."""
    shares = {e: np.mean([r.holds for r in results if r.truth == e]) for e in EFFECTS}
    short = " and ".join(f"{effect:+.2f}" for effect, share in shares.items() if share < LEAST)
    return f" **Intervals are wrong for {short}**: too few hold it." if short else ""


def main() -> None:
    """Fit the pasts that are asked for and write the page."""
    asked = argparse.ArgumentParser(prog="python -m tools.strike_effects", description=__doc__)
    asked.add_argument("--seeds", type=int, default=SEEDS)
    asked.add_argument("--out", type=Path, default=PAGE)
    asked.add_argument("--kept", type=Path, help="rows found so far: read first, added to after every fit")
    given = asked.parse_args()
    keep_compiled_code()
    results = list(found(range(1, given.seeds + 1), given.kept))
    with TemporaryDirectory() as folder:
        before = effects(past(1, 0.0, Path(folder)), None)
    given.out.write_text(page(results, before), encoding="utf-8")
    print(f"wrote {given.out}")


if __name__ == "__main__":
    main()
