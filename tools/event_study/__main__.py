"""The page and the picture of the event study: `python -m tools.event_study`, a minute or two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from armslength.fitting import fit_at_hand
from armslength.formatting import markdown_table
from armslength.parameters import Prior, parse_prior
from armslength.scenario import load
from armslength.scenario.population_prior import shipped_prior
from armslength.world.catalogue import CATALOGUE
from armslength.writing import created
from tools.event_study.counts import Dated, Weekly, everything
from tools.event_study.picture import Shown, picture
from tools.event_study.study import (
    APART,
    CALIPER,
    FEWEST,
    LONG,
    NEAREST,
    RESAMPLES,
    SILENT,
    WEEKS,
    Effect,
    after_peaks,
    effect_of,
    halts_found,
)

PAGE, PICTURE = Path("docs/event-study.md"), Path("docs/event-study.svg")
KINDS = ("truce", "order to halt", "offensive")
NAMES = {
    "truce": "Truces",
    "order to halt": "Orders to halt, patrons' agreements",
    "offensive": "Offensives of the adversary",
}
DRAWS = 4000


def main() -> None:
    series, events = everything()
    found = [effect_of(series, events, kind, recorded=False) for kind in KINDS]
    known = [
        effect_of(series, events, kind, recorded=True)
        for kind in ("order to halt", "strike on a client", "truce")
    ]
    PAGE.write_text(page(series, events, found, known), encoding="utf-8")
    PICTURE.write_text(picture(list(_shown(series, events, found))), encoding="utf-8")
    print(f"wrote {PAGE} and {PICTURE}")


def change(log_ratio: float) -> str:
    """Return a log ratio as a change in per cent."""
    return "-" if np.isnan(log_ratio) else f"{np.expm1(log_ratio) * 100:+.0f} %"


def ends(interval: tuple[float, float] | None) -> str:
    """Return an interval of log ratios as changes in per cent."""
    return "too few networks" if interval is None else f"{change(interval[0])} to {change(interval[1])}"


def _chance(effect: Effect) -> str:
    if np.isnan(effect.chance):
        return "-"
    return f"{effect.chance:.3f}" if effect.chance else f"below {1 / RESAMPLES:.3f}"


def truce_in_the_model() -> np.ndarray:
    """Return draws of the log ratio that the model expects of a truce: kept from its beginning or not, ended by chance.

    Share of the tempo on day t after it: 1 - a exp(-h t) (1 - δ), over the days of the window.
    """
    random = np.random.default_rng(1)
    kept, goes_on, per_day = (
        _prior(f"halts.{n}").push(random.standard_normal(DRAWS)) for n in ("truce", "rate", "ends")
    )
    days = np.arange(7, 7 * (WEEKS + 1))
    share = 1 - kept[:, None] * np.exp(-per_day[:, None] * days) * (1 - goes_on[:, None])
    return np.asarray(np.log(share.mean(1)))


def _prior(path: str) -> Prior:
    """Return what the networks taught of a parameter, else its usual prior."""
    learned = shipped_prior()
    if learned is not None and path in learned.parameters:
        return parse_prior({f: list(a) for f, a in learned.parameters[path].prior.items()})
    return next(p.prior for p in CATALOGUE if p.path == path)


def strike_in_the_model(level: int = 2) -> np.ndarray:
    """Return draws of the log ratio that the model expects of one strike on personnel, by its tempo, other things equal.

    -φ f exp(-t/τ_F) + log(1 + α_g g exp(-t/τ_G)) + ε log(1 - k k_l exp(-t/τ_K)), over the days of the window; from the
    fit of axis-2024.
    """
    posterior, case = fit_at_hand(load("axis-2024")), load("axis-2024")
    random, at = np.random.default_rng(1), {}
    flat = (
        posterior.values.reshape(-1, posterior.values.shape[-1])
        if posterior is not None
        else np.empty((0, 0))
    )
    picked = random.integers(0, max(len(flat), 1), DRAWS)
    for path in (
        "tempo.deterrence",
        "tempo.grievance_push",
        "fear.memory",
        "grievance.memory",
        "capability.toll",
        "capability.recovery",
    ):
        if posterior is not None and path in posterior.names:
            at[path] = flat[picked, posterior.names.index(path)][:, None]
        else:
            at[path] = case.site(path).prior.push(random.standard_normal(DRAWS))[:, None]
    days = np.arange(7, 7 * (WEEKS + 1))
    fear, grievance, lost = (
        case.site(f"{s}.of_level_{level}").value for s in ("fear", "grievance", "capability")
    )
    push = -at["tempo.deterrence"] * fear * np.exp(-days / at["fear.memory"])
    push = push + np.log1p(at["tempo.grievance_push"] * grievance * np.exp(-days / at["grievance.memory"]))
    left = np.maximum(1 - at["capability.toll"] * lost * np.exp(-days / at["capability.recovery"]), 1e-3)
    return np.asarray((push + case.site("tempo.capability_elasticity").value * np.log(left)).mean(1))


def _quantiles(draws: np.ndarray) -> tuple[float, float, float]:
    low, middle, high = (float(x) for x in np.quantile(draws, [0.05, 0.5, 0.95]))
    return low, middle, high


def _shown(series: Sequence[Weekly], events: Sequence[Dated], found: Sequence[Effect]) -> Iterator[Shown]:
    for e in found:
        if e.used:
            label = f"{NAMES[e.kind]} ({e.used} in {e.networks} networks)"
            yield Shown(label, "before and after", e.raw, None)
            yield Shown(label, "beside matched weeks", e.effect, e.interval)
            if e.moved is not None:
                yield Shown(label, "placebo dates", e.moved, None)
    peaks = after_peaks(series, events)
    yield Shown(
        f"Busy spells without event ({peaks.peaks} in {peaks.networks} networks)",
        "before and after",
        peaks.raw,
        peaks.interval,
    )
    low, middle, high = _quantiles(truce_in_the_model())
    label = next(f"{NAMES[e.kind]} ({e.used} in {e.networks} networks)" for e in found if e.kind == "truce")
    yield Shown(label, "the model", middle, (low, high))


def page(
    series: Sequence[Weekly], events: Sequence[Dated], found: Sequence[Effect], known: Sequence[Effect]
) -> str:
    """Return the page."""
    peaks, halts = after_peaks(series, events), halts_found(series, events)
    low, middle, high = _quantiles(truce_in_the_model())
    strike = _quantiles(strike_in_the_model())
    networks = len({s.case for s in series})
    rows = [
        (
            NAMES[e.kind],
            f"{e.events}",
            f"{e.used} in {e.networks}",
            change(e.raw),
            change(e.effect),
            ends(e.interval),
            _chance(e),
            "-" if e.moved is None else f"{change(e.moved)} ({e.moved_used})",
        )
        for e in found
    ]
    held = [(e.kind, f"{e.events}", f"{e.used}") for e in known]
    median = "not reached" if halts.median is None else f"{halts.median:.0f} weeks"
    return "\n".join(
        [
            "# What orders, truces and strikes do to counts: an event study",
            "",
            "<!-- Made by `python -m tools.event_study`. Do not edit. -->",
            "",
            f"Weekly counts of {len(series)} series of {networks} networks that ship, {min(s.start for s in series).year} to February 2024, made on {created()[:10]}. "
            "Counts of the ten networks drafted from UCDP GED are of deadly clashes, whoever attacked; those of the two built-in cases are of attacks.",
            "",
            "## What the shipped cases can say",
            "",
            "**Too little by themselves.** Their own events, each with its source, hold:",
            "",
            markdown_table(
                (
                    "recorded event, on a series",
                    "number",
                    f"with {LONG} counted weeks before, {WEEKS} after, and {FEWEST} matched weeks",
                ),
                held,
            ),
            "",
            "All stand in axis-2020 and axis-2024, whose histories are short and whose strikes come so close together that no week is far from all of them. "
            "**No effect of a recorded order, truce or strike is estimated here**, and none feeds a prior.",
            "",
            "## Dates of general knowledge",
            "",
            "The ten networks code no order and no truce. `tools/event_study/candidates.csv` names dates of truces, of orders to halt and agreements of patrons, and of offensives "
            "in nine of them. **The dates are from general knowledge and checked against no source**: what follows says what counts did around them, not what caused it, "
            "and no prior is taken from it.",
            "",
            f"Change from the {WEEKS} weeks before the event's week to the {WEEKS} after it; networks weigh alike; 90 % intervals are clustered by network (Student's t).",
            "",
            markdown_table(
                (
                    "event",
                    "dates on series",
                    "used: in networks",
                    "before and after",
                    "beside matched weeks",
                    "90 % interval",
                    "chance",
                    "placebo dates",
                ),
                rows,
            ),
            "",
            "![Changes of counts around events, with intervals, beside placebo dates, busy spells without event, and the model](event-study.svg)",
            "",
            "*Matched weeks*: weeks of the same series that were as busy in the last four weeks and in the nine before "
            f"(within {CALIPER} in logs, the {NEAREST} nearest, at least {FEWEST}; assumed), {APART} weeks or more from any event. What they do is regression to the mean and trend, and is taken off. "
            "*Chance*: share of random matched weeks, one for each event, with as large a change. *Placebo dates*: the same estimate half a year earlier, where nothing happened; it should be near 0 %, and the number of such dates stands behind it. **Of offensives there is one such date, and counts rose there too**: no effect is read from so few.",
            "",
            f"**Regression to the mean alone.** After {peaks.peaks} spells of four weeks in the busiest tenth of their year, far from any event, counts change by {change(peaks.raw)} "
            f"({ends(peaks.interval)}, {peaks.networks} networks): an event that follows a peak must be set beside that, not beside zero.",
            "",
            "Leaders' deaths are covariates: windows that touch one are left out, for events and for matched weeks alike, and what followed them is not reported.",
            "",
            "## Halts found from counts",
            "",
            f"A series with clashes in half of its last 26 weeks falls silent for {SILENT} weeks or more {halts.halts} times, on {halts.series} series of {halts.networks} networks; {halts.near_truce} begin within four weeks of a date above. "
            f"Their median length is {median} (Kaplan-Meier; {halts.ended} ended while they were counted), and {halts.half_year * 100:.0f} % outlast half a year. "
            "Silences shorter than six weeks are not seen, so lengths are too long for halts in general. The [population prior](population.md) learns the same from the counts themselves, with halts in which a few clashes go on.",
            "",
            "## Beside the model",
            "",
            f"- **A truce**: the model expects {change(middle)} ({change(low)} to {change(high)}, 90 % over parameters) in the same window, from what is assumed of a truce being kept (`halts.truce`) and what the networks taught of halts.",
            f"- **One strike on personnel** (level 2): {change(strike[1])} ({change(strike[0])} to {change(strike[2])}, 90 % over parameters), by the equation of the tempo with the fit of axis-2024, other things equal. There is no estimate from counts to set beside it.",
            "",
            "## What it cannot say",
            "",
            "- Truces come when both sides want one, and offensives when one side wants none: a change beside matched weeks is no effect of the paper.",
            "- Clashes without dead are not counted, and who attacked is not coded.",
            f"- {min(e.networks for e in found if e.used)} to {max(e.networks for e in found if e.used)} networks are few clusters; one of them can carry a mean.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
