"""Rolling origin: on each of many past days, forecast with what was published by then, and score what came.

Only reported increments are scored. One comparison, declared in the scenario before anything is run, is the primary
one; the rest is exploratory. What is forecast at an origin does not depend on anything after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from armslength.errors import ArmslengthError
from armslength.scenario import Scenario, load
from armslength.scoring.backtest_document import count_tables, ladder_tables, skills, yes_no_tables
from armslength.scoring.observed import Observed, case_on, counted_out, observe
from armslength.scoring.paths import Forecaster
from armslength.scoring.score_table import Occasion, Row, count_rows, ladder_rows, windows_after, yes_no_rows
from armslength.scoring.scoring_actors import who_of_scenario
from armslength.scoring.skill import TOO_FEW, Skill, figure

FORMAT = "armslength-backtest/1"
EARLIEST = 14  # days of record before the first origin
WEEK = 7
LONGEST = 365
PRIOR, REFITTED = "model (prior draws)", "model (fitted anew at each origin, Laplace)"

RETROSPECTIVE = (
    "Retrospective: whoever set the case's priors knew the whole record, so a good score here is no proof of foresight. "
    "Only forecasts registered beforehand are prospective."
)
VINTAGE = (
    "At each origin the case holds rows published by then. A row without a date of publication counts from its own last "
    "day; a row from a page edited since is {edited}; of the trigger war, a phase's mean is used once the phase is over."
)


@dataclass(frozen=True)
class Backtest:
    """Every comparison, and what they add up to."""

    scenario: Scenario
    origins: list[date]
    horizons: tuple[int, ...]
    admit_revised: bool
    forecaster: str
    counts: list[Row] = field(default_factory=list)
    unscored: list[Row] = field(default_factory=list)
    yes_no: list[Row] = field(default_factory=list)
    ladder: list[Row] = field(default_factory=list)
    seed: int = 1

    @property
    def overlap(self) -> dict[str, int]:
        """How many neighbouring origins share part of a window, by horizon."""
        gaps = [(b - a).days for a, b in zip(self.origins, self.origins[1:], strict=False)]
        step = max(min(gaps, default=WEEK), 1)
        return {f"{h} days": -(-h // step) for h in self.horizons}

    def primary(self) -> dict[str, Any] | None:
        """The declared endpoint and its result; nothing where the scenario declares none."""
        end = self.scenario.endpoint
        if end is None:
            return None
        target = who_of_scenario(self.scenario).target(end.fronts)
        label = f"{end.horizon} days"
        rows = [r for r in self.counts if (r["target"], r["horizon"]) == (target, label)]
        declared = {
            "target": target,
            "horizon": label,
            "score": end.score,
            "rival": end.rival,
            "reason": end.reason,
        }
        found = (
            [
                s
                for s in skills(rows, end.score, self.overlap.get(label, 1), self.seed)
                if s.rival == end.rival
            ]
            if rows
            else []
        )
        result = (
            found[0] if found else Skill(end.rival, 0, 0.0, 0.0, None, None, None, None, None, 1, TOO_FEW)
        )
        return {**declared, **result.as_data()}

    def document(self) -> dict[str, Any]:
        """One documented object: what `--json` prints."""
        edited = "admitted and counts from its own last day" if self.admit_revised else "left out"
        counts = count_tables(self.counts, self.overlap, self.seed)
        return {
            "format": FORMAT,
            "scenario": self.scenario.name,
            "scenario_hash": self.scenario.hash,
            "as_of": self.scenario.as_of.isoformat(),
            "forecaster": self.forecaster,
            "origins": [d.isoformat() for d in self.origins],
            "horizons": list(self.horizons),
            "vintage": {
                "policy": VINTAGE.format(edited=edited),
                **counted_out(self.scenario, self.admit_revised),
            },
            "standing": RETROSPECTIVE,
            "primary": self.primary(),
            "exploratory": {
                "counts": counts,
                "yes_no": yes_no_tables(self.yes_no, self.overlap, self.seed),
                "ladder": ladder_tables(self.ladder, self.overlap, self.seed),
            },
            "rows": {"counts": self.counts, "yes_no": self.yes_no, "ladder": self.ladder},
            "unscored": self.unscored,
            "figure": self.figure(),
            "seed": self.seed,
        }

    def figure(self) -> dict[str, Any]:
        """Data of the chart of skill on CRPS: a group for each target and horizon, a line for each rival."""
        groups: dict[str, list[Row]] = {}
        primary = self.primary() or {}
        for row in sorted(self.counts, key=lambda r: not _is(primary, r)):
            mark = " - declared beforehand" if _is(primary, row) else ""
            name = f"{_named(self.scenario, row['target'])}, {row['horizon']}{mark}"
            groups.setdefault(name, []).append(row)
        rows = [
            (group, s)
            for group, members in groups.items()
            for s in skills(members, "crps", self.overlap.get(members[0]["horizon"], 1), self.seed)
        ]
        return figure(f"{self.scenario.title}: is the {self.forecaster} better than a naive rival?", rows)


def _is(primary: dict[str, Any], row: Row) -> bool:
    return (primary.get("target"), primary.get("horizon")) == (row["target"], row["horizon"])


def _named(case: Scenario, target: str) -> str:
    """A short name of fronts counted together."""
    fronts = tuple(target.split(";"))
    for umbrella in case.umbrellas.values():
        if set(umbrella.fronts) == set(fronts):
            return umbrella.name
    return " + ".join(case.fronts[f].short or case.fronts[f].name for f in fronts)


def backtest(
    scenario: Scenario | str | Path,
    forecaster: Forecaster | None = None,
    origins: Sequence[date] | None = None,
    horizons: Sequence[int] = (1, 7, 30),
    *,
    draws: int = 100,
    quick: bool = False,
    name: str | None = None,
    admit_revised: bool = False,
    seed: int = 1,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Backtest:
    """Forecast from each origin with what was published by then, beside five naive baselines; score what was reported.

    Origins are weekly if left out; horizons are days. The model forecasts with `draws` of the parameters, twenty futures
    each: from the prior, or `quick`, from a Gaussian fit at each origin to what was known by then. A `forecaster` of
    one's own, with its `name`, is given the case as it stood on the origin and how many days to look ahead.
    Raises `ArmslengthError` for a record too short and for origins or horizons outside of it.
    """
    scenario = load(scenario)
    if forecaster is None:
        forecaster, name = _model(draws, quick, seed), name or (REFITTED if quick else PRIOR)
    horizons = tuple(sorted(set(horizons)))
    if not horizons or not all(1 <= h <= LONGEST for h in horizons):
        raise ArmslengthError(f"horizons are whole days from 1 to {LONGEST}, such as 1,7,30")
    days = _usable(scenario, weekly(scenario) if origins is None else sorted(set(origins)), min(horizons))
    who = who_of_scenario(scenario)
    came = observe(scenario.events, who)
    result = Backtest(scenario, days, horizons, admit_revised, name or "forecaster", seed=seed)
    for i, origin in enumerate(days):
        progress("forecasting from each origin", i, len(days))
        windows = windows_after(origin, horizons, scenario.as_of)
        case = case_on(scenario, origin, admit_revised)
        paths = forecaster(case, max((w.last - origin).days for w in windows))
        known: Observed = observe(case.events, who)
        occasion = Occasion(origin, scenario.start, who, paths, known, came, seed)
        rows, left = count_rows(occasion, windows)
        result.counts.extend(rows)
        result.unscored.extend(left)
        result.yes_no.extend(yes_no_rows(occasion, windows))
        result.ladder.extend(ladder_rows(occasion, windows))
    progress("forecasting from each origin", len(days), len(days))
    return result


def _model(draws: int, quick: bool, seed: int) -> Forecaster:
    from armslength.scoring.model_forecasts import model_forecaster
    from armslength.scoring.refit import refitted

    if not 2 <= draws <= 10_000:
        raise ArmslengthError(f"draws is {draws}; it must lie between 2 and 10,000")
    return model_forecaster(draws, seed, refitted(draws, seed) if quick else None)


def weekly(scenario: Scenario, step: int = WEEK) -> list[date]:
    """An origin every so many days, back from one step before the as-of date to two weeks into the record."""
    first = scenario.start + timedelta(days=EARLIEST)
    found = []
    day = scenario.as_of - timedelta(days=step)
    while day >= first:
        found.append(day)
        day -= timedelta(days=step)
    return sorted(found)


def _usable(scenario: Scenario, origins: Sequence[date], shortest: int) -> list[date]:
    if not origins:
        raise ArmslengthError(
            f"the record of {scenario.name} is too short for a backtest: it needs {EARLIEST} days before an origin and a window after it"
        )
    for day in origins:
        if day < scenario.start or day + timedelta(days=shortest) > scenario.as_of:
            raise ArmslengthError(
                f"the origin {day} has no window of {shortest} days within the record, {scenario.start} to {scenario.as_of}"
            )
    return list(origins)
