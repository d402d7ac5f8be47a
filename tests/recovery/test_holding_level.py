"""Futures keep today's tempo where nothing acts; what moves it otherwise is one mechanism at a time."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from armslength.initial_conditions import replay_at
from armslength.scenario import Scenario, load
from armslength.simulate import Ensemble, plan_days, play

RATE, DAYS, AHEAD = 2, 150, 60
SCENARIO = """schema: 1
name: steady
title: A front that has been steady for five months (invented)
as_of: 2001-05-30
start: 2001-01-01
horizon: 60
patron: {name: A patron}
clients: {militia: {name: A militia}}
adversaries: {neighbour: {name: A neighbour}}
fronts: {militia/neighbour: {parameters: {base_rate: {value: 1.1, source: log}}}}
series: {log: {definition: Attacks as an invented log counts them.}}
"""


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder: Path = tmp_path_factory.mktemp("steady")
    start = np.datetime64("2001-01-01")
    rows = [f"a{i},log,{start + i},{start + i + 4},tally,{5 * RATE},log" for i in range(0, DAYS, 5)]
    (folder / "events.csv").write_text(
        "event_id,series,date,end_date,kind,count,source\n" + "\n".join(rows) + "\n"
    )
    (folder / "sources.yaml").write_text('log: {title: "An invented log", published: "2001-05-30"}\n')
    (folder / "scenario.yaml").write_text(SCENARIO)
    return load(folder)


@dataclass(frozen=True)
class Ahead:
    """Mean attacks a day over the days ahead, and the rate expected today."""

    daily: float
    today: float


def ahead(case: Scenario, **values: float) -> Ahead:
    """Play the case at its defaults but for some parameters, by dotted path."""
    layout = case.layout
    held = np.array(layout.defaults, float)[:, None].repeat(40, axis=1)
    for name, value in values.items():
        held[layout.names.index(name.replace("__", "."))] = value
    initial = replay_at(case, layout, held)
    plan = plan_days(
        initial.network,
        initial.first_day,
        AHEAD,
        deciding=False,
        standing=case.standing(initial.first_day, AHEAD),
    )
    blocks = [b for _, b in play(Ensemble(layout, initial.values, initial.state, plan, 1), (AHEAD,))]
    attacks = np.concatenate([b["attacks"] for b in blocks], -2)
    return Ahead(float(attacks.mean()) / AHEAD, float(np.median(np.asarray(initial.outlook.tempo))))


QUIET = {"halts__begins": 0.0, "war__reference_hazard": 1e-12}


def test_where_nothing_acts_the_level_holds(steady: Scenario) -> None:
    found = ahead(steady, **QUIET)
    assert found.today == pytest.approx(RATE, rel=0.06)
    assert found.daily == pytest.approx(found.today, rel=0.06), "2,000 futures: a standard error of 1.5 %"


def test_halts_that_begin_unannounced_lower_it_and_nothing_else_does(steady: Scenario) -> None:
    without, with_halts = ahead(steady, **QUIET), ahead(steady, **QUIET | {"halts__begins": 0.01})
    days = np.arange(AHEAD)
    begun, ends, left = 0.01, 1 / 60, 0.09
    halted = begun / (begun + ends) * (1 - (1 - begun - ends) ** days)
    expected = 1 - (1 - left) * halted.mean()
    assert with_halts.daily / without.daily == pytest.approx(expected, rel=0.08)
