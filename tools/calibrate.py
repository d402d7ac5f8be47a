"""Is the fit itself right? Fit pasts whose truth is known and write down where it falls: `make calibrate`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import altair as alt
import numpy as np

from armslength.cli.console import progress_bar
from armslength.errors import ArmslengthError
from armslength.fitting.calibration_tasks import PastsFitted, Way
from armslength.fitting.simulation_based_calibration import (
    AHEAD,
    LEARNED,
    RANKS,
    Fitted,
    learned,
    uniformity,
)
from armslength.report.charts.style import data, plain, standing_svg
from armslength.report.colours import LIGHT
from armslength.scenario import load
from armslength.simulate import keep_compiled_code
from armslength.tasks import (
    Engine,
    Here,
    InProcess,
    Parts,
    PartWritten,
    Shard,
    Share,
    default_folder,
    results,
    running,
)
from armslength.tasks.cluster import Cluster
from armslength.writing import created

PAGE, PICTURE = Path("docs/generated/calibration.md"), Path("docs/pictures/calibration.svg")
COMMAND, THREADS = "python -m tools.calibrate", 2
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
    asked.add_argument(
        "--shard", metavar="K/N", help="fit the K-th of N parts of the pasts into the folder --out"
    )
    asked.add_argument("--parts", type=Path, help="read the fits from the parts in this folder")
    asked.add_argument(
        "--cluster", metavar="ADDRESS", help="fit on a Dask cluster: tcp://host:8786, or local:8"
    )
    given = asked.parse_args()
    keep_compiled_code()
    try:
        with running(_engine(given)):
            write(given)
    except PartWritten as part:
        print(f'Part: {part.path}; when all are there: make calibrate ARGS="--parts {part.path.parent} ..."')
    except ArmslengthError as error:
        sys.exit(str(error))


def _engine(given: argparse.Namespace) -> Engine:
    """Return where the pasts are fitted; those that are finished are kept."""
    words = (COMMAND, f"--pasts={given.pasts}", f"--scheme={given.scheme}", f"--quick={given.quick}")
    if given.shard:
        out, given.out = given.out or Path("out/calibration"), None
        return Shard(Share.read(given.shard), out, words, print)
    if given.parts:
        return Parts(given.parts)
    if given.cluster:
        return Cluster(given.cluster, default_folder(), print)
    return InProcess(default_folder(), print)


def write(given: argparse.Namespace) -> None:
    """Fit the pasts and write the page, and the picture where all is reported."""
    if given.scheme:
        text = scheme_page(given.scheme, given.pasts, given.quick)
        out = given.out or PAGE.with_name(f"calibration-{given.scheme}.md")
        out.write_text(text, encoding="utf-8")
        print(f"wrote {out}")
        return
    ways = (Way(1, quick=False), Way(1, quick=True), Way(WEEK, quick=True))
    work = PastsFitted(load(CASE), given.pasts, SEED, ways, ahead=False)
    exact, gaussian, tallied = fitted(work)
    kept = learned(exact)
    exact, gaussian, tallied = (_only(fits, kept) for fits in (exact, gaussian, tallied))
    informed = work.informed
    names = [informed[i] for i in kept]
    out, drawn = given.out or PAGE, given.picture or PICTURE
    out.write_text(page(names, exact, gaussian, tallied, len(informed)), encoding="utf-8")
    drawn.parent.mkdir(parents=True, exist_ok=True)
    drawn.write_text(picture(exact), encoding="utf-8")
    print(f"wrote {out} and {drawn}")


def fitted(work: PastsFitted) -> list[list[Fitted]]:
    """Return the fits of every past, while a bar shows the progress."""
    with progress_bar(quiet=False) as tell:
        return work.joined(results(work, Here(THREADS, tell)))


def _only(fits: list[Fitted], kept: np.ndarray) -> list[Fitted]:
    """Return the fits of some parameters alone."""
    return [Fitted(f.truth[kept], f.draws[:, kept]) for f in fits]


def scheme_page(case: str, pasts: int, quick: bool) -> str:
    """Fit pasts that are observed as a case is, and return the page: what they teach, and totals ahead."""
    work = PastsFitted(load(case), pasts, SEED, (Way(None, quick),), ahead=True)
    fits, totals, at_truth = fitted(work)
    learnt, informed, known = learned(fits), work.informed, work.known
    fronts = [" + ".join(several) for several in known.forecast_of]
    words = " ".join(
        [
            f"--scheme {case}",
            *(["--quick"] if quick else []),
            *([f"--pasts {pasts}"] if pasts != PASTS else []),
        ]
    )
    how = "the Gaussian at the mode" if quick else "sampling, 4 chains of 75 + 75 steps"
    taught = _only(fits, learnt)
    names = [informed[i] for i in learnt]
    lines = [
        f"# Is the fit right for what `{case}` reports?",
        "",
        f'Measured on {created()[:10]} by `make calibrate ARGS="{words}"`: {pasts} pasts of `{case}`, each drawn from its own draw of the',
        "prior and reported as the case is: by its primary tallies alone, over its umbrellas, not in the months that nobody counted, reprisals",
        f"from the level that it codes. Orders, answers, lethal attacks and openings are known. Fitted by {how}.",
        "",
        f"Of {len(informed)} parameters that some past touches, {len(learnt)} have a mean contraction above {LEARNED:g}; of the others posterior",
        "and prior all but agree, coverage is nominal by construction, and they are left out.",
        "",
        _verdict(names, taught, "parameters"),
        _verdict(fronts, totals, f"totals of {AHEAD} days"),
        _verdict(fronts, at_truth, f"totals of {AHEAD} days, forecast at the true parameters,"),
        "What is missing at the true parameters is missing in the state on the last day; the rest, in the fit.",
        "",
        "## Parameters that the past teaches",
        "",
        *_held_table("parameter", names, taught, contraction=True),
        "",
        f"## Attacks in the {AHEAD} days ahead",
        "",
        *_held_table("front", fronts, totals, contraction=False),
        "",
        f"Shares of pasts, with a standard error of {0.5 / np.sqrt(pasts):.0%} at 50 % and {0.3 / np.sqrt(pasts):.0%} at 90 %; p: chi-squared test that the truth's rank is",
        "uniform. Of so many tests, the smallest p times their number is to be read.",
    ]
    return "\n".join(lines) + "\n"


def _verdict(names: list[str], fits: list[Fitted], what: str) -> str:
    """Return sentences that say of some quantities together whether their intervals can be believed."""
    if not names:
        return f"No {what} to test."
    said = f"The 90 % intervals of the {what} hold the truth in {_cover(fits, 0.9)}, those of 50 % in {_cover(fits, 0.5)}"
    shares = np.array([f.covered(0.9).mean() for f in fits])
    off = (shares.mean() - 0.9) / (shares.std(ddof=1) / np.sqrt(len(shares)))
    said += (
        f": **{'too narrow' if off < 0 else 'too wide'}**, by more than two standard errors."
        if abs(off) > 2
        else "."
    )
    p = uniformity(fits, bins=_bins(fits)) * len(names)
    wrong = [f"`{names[i]}`" for i in np.argsort(p) if p[i] < 0.05]
    if wrong:
        return (
            f"{said} By itself **miscalibrated** (p times the number of tests below .05): {', '.join(wrong)}."
        )
    return f"{said} None is found miscalibrated by itself: the smallest p times the number of tests is {p.min():.2g}."


def _bins(fits: list[Fitted]) -> int:
    """Return how many bins of ranks so many pasts can fill."""
    return min(10, max(2, len(fits) // 5))


def _held_table(what: str, names: list[str], fits: list[Fitted], contraction: bool) -> list[str]:
    """Return a table of how often intervals of each quantity held the truth."""
    if not names:
        return ["None."]
    half, most = (np.mean([f.covered(mass) for f in fits], axis=0) for mass in (0.5, 0.9))
    p = uniformity(fits, bins=_bins(fits))
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
        f"Measured on {created()[:10]} by `make calibrate{chosen}`: {pasts} pasts of `{CASE}`, each drawn from its own draw of the prior,",
        f"reported in full and fitted with {informed} parameters informed (sampling, 4 chains of 75 + 75 steps).",
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
