"""Is the fit itself right? Fit pasts whose truth is known and write down where it falls: `make calibrate`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from time import perf_counter

import altair as alt
import numpy as np

from armslength.cli.console import progress_bar
from armslength.fitting.simulation_based_calibration import (
    RANKS,
    Fitted,
    known_pasts,
    known_targets,
    refit,
    uniformity,
)
from armslength.report.charts.style import data, plain, standing_svg
from armslength.report.colours import LIGHT
from armslength.scenario import load
from armslength.simulate import keep_compiled_code

PAGE, PICTURE = Path("docs/generated/calibration.md"), Path("docs/pictures/calibration.svg")
CASE, PASTS, SEED, WEEK, BINS = "classroom", 200, 7, 7, 20


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tools.calibrate", description=__doc__)
    asked.add_argument("--pasts", type=int, default=PASTS)
    asked.add_argument("--out", type=Path, default=PAGE)
    asked.add_argument("--picture", type=Path, default=PICTURE)
    given = asked.parse_args()
    keep_compiled_code()
    scenario = load(CASE)
    known = known_pasts(scenario, given.pasts, SEED)
    daily, weekly = known_targets(scenario, known), known_targets(scenario, known, WEEK)
    weekly = [type(t)(t.structure, t.histories, t.held, daily[0].chosen) for t in weekly]
    names = [daily[0].names[i] for i in daily[0].informed]
    with progress_bar(quiet=False) as tell:
        start = perf_counter()
        exact = list(refit(known, daily, quick=False, tick=tell))
        minutes = (perf_counter() - start) / 60
        gaussian = list(refit(known, daily, quick=True, tick=tell))
        tallied = list(refit(known, weekly, quick=True, tick=tell))
    given.out.write_text(page(names, exact, gaussian, tallied, minutes), encoding="utf-8")
    given.picture.parent.mkdir(parents=True, exist_ok=True)
    given.picture.write_text(picture(exact), encoding="utf-8")
    print(f"wrote {given.out} and {given.picture}")


def page(
    names: list[str], exact: list[Fitted], gaussian: list[Fitted], tallied: list[Fitted], minutes: float
) -> str:
    """The page of the docs."""
    p = uniformity(exact)
    worst = np.argsort(p)[:5]
    pasts = len(exact)
    chosen = "" if pasts == PASTS else f' ARGS="--pasts {pasts}"'
    lines = [
        "# Is the fit itself right?",
        "",
        f"Measured on {date.today().isoformat()} by `make calibrate{chosen}`: {pasts} pasts of `{CASE}`, each drawn from its own draw of the prior,",
        f"reported in full and fitted with {len(names)} parameters informed (NUTS, 4 chains of 75 + 75 steps, {minutes:.0f} minutes in all).",
        "",
        "![Ranks of the truth among the draws](../pictures/calibration.svg)",
        "",
        "## Ranks and coverage",
        "",
        f"If all agrees, the truth's rank among {RANKS} draws is uniform. Of {len(names)} chi-squared tests (10 bins, {pasts} pasts) "
        f"{(p < 0.05).sum()} have p below .05 ({0.05 * len(names):.1f} expected) and {(p < 0.01).sum()} below .01 ({0.01 * len(names):.1f} expected). "
        f"The smallest p times the number of tests is {p.min() * len(names):.2g}: below .05 would be an alarm.",
        "",
        "| fit | 50 % intervals hold | 90 % intervals hold |",
        "|---|---|---|",
        *(
            f"| {name} | {_cover(fits, 0.5)} | {_cover(fits, 0.9)} |"
            for name, fits in (
                ("NUTS, daily", exact),
                ("Gaussian at the mode (`--quick`), daily", gaussian),
                ("the same, weekly tallies", tallied),
            )
        ),
        "",
        "Shares of parameters and pasts, plus or minus the standard error over pasts. Lowest p values: "
        + ", ".join(f"`{names[i]}` {p[i]:.2g}" for i in worst)
        + ".",
        "",
        "## The fast path beside NUTS",
        "",
        _beside(gaussian, exact, "of the posterior's means", "Gaussian over NUTS"),
        "",
        "## What tallies cost",
        "",
        "The same pasts fitted once from daily counts (exact) and once from weekly tallies (the mean-field approximation), both by the fast path.",
        "",
        _beside(tallied, gaussian, "of the posterior's means", "weekly over daily"),
        "",
        "The parameters whose mean moves most on average, in standard deviations of the daily posterior (bias, plus or minus its standard error over pasts):",
        "",
        "| parameter | bias | sd, weekly over daily |",
        "|---|---|---|",
        *_biases(names, tallied, gaussian),
    ]
    return "\n".join(lines) + "\n"


def _cover(fits: list[Fitted], mass: float) -> str:
    shares = np.array([f.covered(mass).mean() for f in fits])
    return f"{shares.mean():.1%} ± {shares.std(ddof=1) / np.sqrt(len(shares)):.1%}"


def _moves(these: list[Fitted], those: list[Fitted]) -> tuple[np.ndarray, np.ndarray]:
    """[past, parameter] difference of means in standard deviations of the second, and ratio of deviations."""
    mean, other = (np.array([f.draws.mean(0) for f in fits]) for fits in (these, those))
    sd, base = (np.array([f.draws.std(0) for f in fits]) for fits in (these, those))
    return (mean - other) / base, sd / base


def _beside(these: list[Fitted], those: list[Fitted], what: str, ratio: str) -> str:
    moved, wider = _moves(these, those)
    size = np.abs(moved)
    return (
        f"Absolute difference {what}, in standard deviations: median {np.median(size):.2f}, nine in ten below {np.quantile(size, 0.9):.2f}. "
        f"Ratio of standard deviations ({ratio}): median {np.median(wider):.2f}, nine in ten between {np.quantile(wider, 0.05):.2f} and {np.quantile(wider, 0.95):.2f}."
    )


def _biases(names: list[str], tallied: list[Fitted], daily: list[Fitted], shown: int = 10) -> list[str]:
    moved, wider = _moves(tallied, daily)
    bias, error = moved.mean(0), moved.std(0, ddof=1) / np.sqrt(len(moved))
    return [
        f"| `{names[i]}` | {bias[i]:+.2f} ± {error[i]:.2f} | {np.median(wider[:, i]):.2f} |"
        for i in np.argsort(-np.abs(bias))[:shown]
    ]


def picture(fits: list[Fitted]) -> str:
    """Ranks of all parameters together: flat where the fit is right."""
    ranks = np.array([f.ranks for f in fits])
    share = np.array([np.bincount(row * BINS // (RANKS + 1), minlength=BINS) / len(row) for row in ranks])
    mean, error = share.mean(0), share.std(0, ddof=1) / np.sqrt(len(share))
    rows = [
        {
            "rank": i / BINS,
            "end": (i + 1) / BINS,
            "share": mean[i],
            "low": mean[i] - 1.64 * error[i],
            "high": mean[i] + 1.64 * error[i],
        }
        for i in range(BINS)
    ]
    base = alt.Chart(data(rows)).encode(
        x=alt.X("rank:Q", axis=plain(title="rank of the truth among the draws", format="%", grid=False))
    )
    bars = base.mark_rect(color=LIGHT["band-50"], stroke=LIGHT["paper"]).encode(
        x2="end:Q",
        y=alt.Y(
            "share:Q",
            scale=plain(domain=[0, 2.2 / BINS]),
            axis=plain(title="share of parameters and pasts", format=".0%"),
        ),
    )
    whisker = (
        base.transform_calculate(mid=f"datum.rank + {0.5 / BINS}")
        .mark_rule(color=LIGHT["ink"])
        .encode(x="mid:Q", y="low:Q", y2="high:Q")
    )
    flat = (
        alt.Chart(data([{"even": 1 / BINS}]))
        .mark_rule(color=LIGHT["lethal"], strokeDash=[5, 3])
        .encode(y="even:Q")
    )
    note = "Flat, at the dashed line, where the fit is right; whiskers: 90 % over pasts"
    layered = alt.layer(bars, whisker, flat).properties(width=560, height=170)
    return standing_svg(layered, "Where the truth falls among the draws", note)


if __name__ == "__main__":
    main()
