"""Weekly counts of each series of a case, and the dated events that may have changed them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import numpy as np

from armslength.scenario import Scenario, load
from armslength.scenario.unvalued import is_unvalued
from tools.networks.recipes import recipes

Kind = Literal["order to halt", "truce", "strike on a client", "offensive", "covariate"]
CANDIDATES = Path(__file__).with_name("candidates.csv")
WITH_ORDERS = (
    "axis-2020",
    "axis-2024",
)  # the cases whose events hold orders and strikes; they end by 8 February 2024


@dataclass(frozen=True)
class Dated:
    """One event on one series."""

    case: str
    series: str
    week: int  #: of the series, from 0
    day: date
    kind: Kind
    recorded: bool  #: it stands in the case with a source; otherwise its date is general knowledge, unchecked


@dataclass(frozen=True)
class Weekly:
    """Weekly counts of one primary series; NaN where nobody counted."""

    case: str
    series: str
    fronts: tuple[str, ...]
    start: date
    counts: np.ndarray  #: [week]

    def week(self, day: date) -> int:
        """Return the week of a day."""
        return (day - self.start).days // 7


def series_of(case: Scenario) -> list[Weekly]:
    """Return the weekly counts of each primary series; a count of several days is spread evenly over them."""
    made = []
    for series in case.series.values():
        if not series.primary:
            continue
        daily = np.full(case.days, np.nan)
        for e in case.events:
            if e.series != series.id or e.kind not in ("tally", "attack"):
                continue
            first, last = (e.date - case.start).days, (e.end_date - case.start).days + 1
            span = slice(max(first, 0), min(last, case.days))
            share = (1 if e.kind == "attack" else e.count or 0) / e.days
            daily[span] = np.nan_to_num(daily[span]) + share
        weeks = case.days // 7
        counts = daily[: weeks * 7].reshape(weeks, 7)
        made.append(Weekly(case.name, series.id, tuple(series.fronts), case.start, counts.sum(1)))
    return made


def recorded(case: Scenario, series: list[Weekly]) -> list[Dated]:
    """Return orders to halt, suspensions and strikes on clients in a case's own events; leaders struck are covariates."""
    made = []
    for e in case.events:
        kind: Kind
        if is_unvalued(e):
            kind = "covariate"
        elif (e.kind in ("order", "suspension") and (e.tempo_order or 0) > 0) or e.kind == "suspension":
            kind = "order to halt"
        elif e.kind == "reprisal":
            kind = "strike on a client"
        elif e.kind == "truce":
            kind = "truce"
        else:
            continue
        for s in series:
            if set(s.fronts) & set(e.fronts) or any(f.split("/")[0] in e.clients for f in s.fronts):
                made.append(Dated(case.name, s.series, s.week(e.date), e.date, kind, True))
    return list({(d.series, d.day, d.kind): d for d in made}.values())


def candidates(series: list[Weekly]) -> list[Dated]:
    """Return the dated events of general knowledge, checked against no source, on the series of their fronts."""
    made = []
    with CANDIDATES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day, fronts = date.fromisoformat(row["date"]), set(row["fronts"].split(";"))
            for s in series:
                week = s.week(day)
                on = bool(fronts & set(s.fronts))
                if s.case == row["case"] and on and 0 <= week < len(s.counts):
                    made.append(Dated(s.case, s.series, week, day, row["kind"], False))  # type: ignore[arg-type]
    return made


def everything() -> tuple[list[Weekly], list[Dated]]:
    """Return the series and the events of all shipped networks; the classroom case is invented and left out."""
    series: list[Weekly] = []
    events: list[Dated] = []
    for name in (*(r.name for r in recipes()), *WITH_ORDERS):
        case = load(name)
        own = series_of(case)
        series += own
        events += recorded(case, own)
    return series, [*events, *candidates(series)]


def day_of(series: Weekly, week: int) -> date:
    """Return the first day of a week."""
    return series.start + timedelta(days=7 * week)
