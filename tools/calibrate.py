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
    AHEAD,
    LEARNED,
    RANKS,
    Fitted,
    known_pasts,
    known_targets,
    learned,
    refit,
    totals_ahead,
    uniformity,
)
from armslength.report.charts.style import data, plain, standing_svg
from armslength.report.colours import LIGHT
from armslength.scenario import load
from armslength.simulate import keep_compiled_code

PAGE, PICTURE = Path("docs/generated/calibration.md"), Path("docs/pictures/calibration.svg")
CASE, PASTS, SEED, WEEK, BINS = "classroom", 200, 7, 7, 20


def main() -> None:
    """Fit the pasts that are asked for and write the page."""
    asked = argparse.ArgumentParser(prog="python -m tools.calibrate", description=__doc__)
    asked.add_argument("--pasts", type=int, default=PASTS)
    asked.add_argument(
        "--scheme",
        metavar="CASE",
        help="pasts of this case, observed as it is: tallies, umbrellas, gaps, hidden levels",
    )
    asked.add_argument("--quick", action="store_true", help="with --scheme: the Gaussian at the mode alone")
    asked.add_argument("--out", type=Path)
    asked.add_argument("--picture", type=Path)
    given = asked.parse_args()
    keep_compiled_code()
    if given.scheme:
        out = given.out or PAGE.with_name(f"calibration-{given.scheme}.md")
        out.write_text(scheme_page(given.scheme, given.pasts, given.quick), encoding="utf-8")
        print(f"wrote {out}")
        return
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
    kept = learned(exact)
    exact, gaussian, tallied = (_only(fits, kept) for fits in (exact, gaussian, tallied))
    names = [names[i] for i in kept]
    out, drawn = given.out or PAGE, given.picture or PICTURE
    out.write_text(page(names, exact, gaussian, tallied, minutes, len(daily[0].informed)), encoding="utf-8")
    drawn.parent.mkdir(parents=True, exist_ok=True)
    drawn.write_text(picture(exact), encoding="utf-8")
    print(f"wrote {out} and {drawn}")


def _only(fits: list[Fitted], kept: np.ndarray) -> list[Fitted]:
    """Return the fits of some parameters alone."""
    return [Fitted(f.truth[kept], f.draws[:, kept]) for f in fits]


def scheme_page(case: str, pasts: int, quick: bool) -> str:
    """Fit pasts that are observed as a case is, and return the page: what they teach, and totals ahead."""
    scenario = load(case)
    known = known_pasts(scenario, pasts, SEED)
    targets = known_targets(scenario, known, None)
    start = perf_counter()
    fits, totals = [], []
    with progress_bar(quiet=False) as tell:
        for i, fit in enumerate(refit(known, targets, quick=quick, tick=tell)):
            fits.append(fit)
            totals.append(totals_ahead(known, targets[i], fit, i))
    minutes = (perf_counter() - start) / 60
    kept = learned(fits)
    informed = [targets[0].names[i] for i in targets[0].informed]
    fronts = [" + ".join(several) for several in known.forecast_of]
    words = " ".join(
        [
            f"--scheme {case}",
            *(["--quick"] if quick else []),
            *([f"--pasts {pasts}"] if pasts != PASTS else []),
        ]
    )
    how = "the Gaussian at the mode" if quick else "sampling, 4 chains of 75 + 75 steps"
    lines = [
        f"# Is the fit right for what `{case}` reports?",
        "",
        f'Measured on {date.today().isoformat()} by `make calibrate ARGS="{words}"`: {pasts} pasts of `{case}`, each drawn from its own draw of the',
        "prior and reported as the case is: by its primary tallies alone, over its umbrellas, not in the months that nobody counted, reprisals",
        f"from the level that it codes. Orders, answers, lethal attacks and openings are known. Fitted by {how}, {minutes:.0f} minutes.",
        "",
        f"Of {len(informed)} parameters that some past touches, {len(kept)} have a mean contraction above {LEARNED:g}; of the others posterior",
        "and prior all but agree, coverage is nominal by construction, and they are left out.",
        "",
        "## Parameters that the past teaches",
        "",
        *_held_table("parameter", [informed[i] for i in kept], _only(fits, kept), contraction=True),
        "",
        f"## Attacks in the {AHEAD} days ahead",
        "",
        *_held_table("front", fronts, totals, contraction=False),
        "",
        f"Shares of pasts, with a standard error of {0.5 / np.sqrt(pasts):.0%} at 50 % and {0.3 / np.sqrt(pasts):.0%} at 90 %; p: chi-squared test that the truth's rank is",
        "uniform. Of so many tests, the smallest p times their number is to be read.",
    ]
    return "\n".join(lines) + "\n"


def _held_table(what: str, names: list[str], fits: list[Fitted], contraction: bool) -> list[str]:
    """Return a table of how often intervals of each quantity held the truth."""
    if not names:
        return ["None."]
    half, most = (np.mean([f.covered(mass) for f in fits], axis=0) for mass in (0.5, 0.9))
    p = uniformity(fits, bins=min(10, max(2, len(fits) // 5)))
    shrunk = np.mean([f.contraction for f in fits], axis=0)
    extra = " contraction |" if contraction else ""
    rows = [
        f"| `{name}` |"
        + (f" {shrunk[i]:.2f} |" if contraction else "")
        + f" {half[i]:.0%} | {most[i]:.0%} | {p[i]:.2g} |"
        for i, name in enumerate(names)
    ]
    head = f"| {what} |{extra} 50 % intervals hold | 90 % intervals hold | p |"
    rule = "|---" * (5 if contraction else 4) + "|"
    together = f"| together |{' |' if contraction else ''} {_cover(fits, 0.5)} | {_cover(fits, 0.9)} | |"
    return [head, rule, *rows, together]


def page(
    names: list[str],
    exact: list[Fitted],
    gaussian: list[Fitted],
    tallied: list[Fitted],
    minutes: float,
    informed: int,
) -> str:
    """Return the page of the docs; `informed` is how many parameters were fitted, of which `names` were learned."""
    p = uniformity(exact)
    worst = np.argsort(p)[:5]
    pasts = len(exact)
    chosen = "" if pasts == PASTS else f' ARGS="--pasts {pasts}"'
    lines = [
        "# Is the fit itself right?",
        "",
        f"Measured on {date.today().isoformat()} by `make calibrate{chosen}`: {pasts} pasts of `{CASE}`, each drawn from its own draw of the prior,",
        f"reported in full and fitted with {informed} parameters informed (sampling, 4 chains of 75 + 75 steps, {minutes:.0f} minutes in all).",
        f"Shown are the {len(names)} whose mean contraction is above {LEARNED:g}: of the others posterior and prior agree, and their coverage is nominal",
        "by construction. `classroom` reports every attack every day, which no shipped case of the world does:",
        '`make calibrate ARGS="--scheme axis-2024"` fits pasts that are observed as that case is.',
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
                ("sampling, daily", exact),
                ("Gaussian at the mode (`--quick`), daily", gaussian),
                ("the same, weekly tallies", tallied),
            )
        ),
        "",
        "Shares of learned parameters and pasts, plus or minus the standard error over pasts. Lowest p values: "
        + ", ".join(f"`{names[i]}` {p[i]:.2g}" for i in worst)
        + ".",
        "",
        "## The fast path beside sampling",
        "",
        _beside(gaussian, exact, "of the posterior's means", "Gaussian over sampling"),
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
