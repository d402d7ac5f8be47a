"""A client that ended before the as-of date attacks no more and is asked about nowhere; others stay as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import jax
import numpy as np
import pytest
from rich.console import Console

import armslength
from armslength.cli.first_screen import first_screen
from armslength.decisions.backdated import truncate
from armslength.errors import ArmslengthError
from armslength.forecasting import load_forecast, save
from armslength.history import encode, replay
from armslength.initial_conditions import replay_to_as_of
from armslength.scenario import Scenario, load
from armslength.scenario.coverage import unanswerable
from armslength.scoring.observed import case_on
from tests.counts.conftest import FRONT, OTHER, Make
from tests.counts.conftest import made as made_case

made = made_case  # the fixture
UNTIL = date(2001, 1, 28)  # the fourth of twelve weeks
ENDED = "clients: {band: {name: The Band, until: 2001-01-28}, host: {name: The Host}}"
BOTH = "clients: {band: {name: The Band}, host: {name: The Host}}"
SMALL = {"futures": 1000, "days": 28, "parameters": "prior"}


def ended(folder: Path, step: str = "day", clients: str = ENDED) -> Scenario:
    """Return a case of two fronts, of which the first is not counted after the end of its client."""
    from tests.counts.conftest import texts

    files = texts(second="attacks", step=step)
    assert BOTH in files["scenario.yaml"]
    files["scenario.yaml"] = files["scenario.yaml"].replace(BOTH, clients)
    lines = files["events.csv"].splitlines()
    gone = [f"t0-{w}," for w in range(4, 12)]
    files["events.csv"] = "\n".join(row for row in lines if not row.startswith(tuple(gone))) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return load(folder)


@pytest.mark.parametrize("step", ["day", "week"])
def test_no_attack_is_expected_or_drawn_after_the_end(tmp_path: Path, step: str):
    goes_on = ended(tmp_path / "on", step, BOTH)
    case = ended(tmp_path / "ended", step)
    assert (case.living, case.living_fronts) == (("host",), (OTHER,))
    attacks = {}
    for name, one in {"ended": case, "on": goes_on}.items():
        params = one.layout.params(one.layout.defaults)
        attacks[name] = np.asarray(replay(one.network, params, encode(one, one.network)).attacks)
    after = case.time_step.number(case.start, UNTIL) + 1
    assert attacks["ended"][after:, 0].sum() < 0.01 < 1 < attacks["on"][after:, 0].sum()
    assert attacks["ended"][:after, 0].sum() == pytest.approx(10, abs=1e-3)  # 3 + 0 + 2 + 5, as counted
    np.testing.assert_allclose(attacks["ended"][:after, 1], attacks["on"][:after, 1], rtol=1e-4)
    assert attacks["ended"][:, 1].sum() == pytest.approx(attacks["on"][:, 1].sum(), rel=0.01)
    initial = replay_to_as_of(case, 20, 1)
    _, block = next(iter(jax.tree.map(lambda x: x, list(play(initial)))))
    assert block["attacks"][-1][0].sum() == 0 < block["attacks"][-1][1].sum()


def play(initial):
    from armslength.simulate import play as play_blocks

    return play_blocks(initial.futures(initial.plan(28), 1), (28,), workers=1)


def test_a_forecast_lists_who_goes_on_alone(tmp_path: Path):
    made_one = armslength.forecast(ended(tmp_path / "case"), **SMALL)
    result = made_one.result
    rows = (*result.follow, *result.commander, *result.attacks, *result.lethal, *result.weekly)
    assert {row.front for row in rows} <= {OTHER, "any"}
    assert [front.id for front in result.actors.fronts] == [OTHER]
    assert list(result.state.clients) == ["host"]
    assert made_one.data["front"].values.tolist() == [OTHER]
    assert all(row.fronts == 1 for row in result.together)
    assert (
        "Left out, as they ended before the as-of date: The Band (28 January 2001)."
        in result.scenario.conditions
    )
    assert any(row.front == FRONT for row in result.history)  # what was reported stays
    to = Console(width=100)
    with to.capture() as held:
        for part in first_screen(result):
            to.print(part)
    assert "The Band on" not in held.get()
    page = armslength.write_report(result)
    assert "The Host on Sea" in page
    save(made_one, tmp_path / "out", {})
    assert load_forecast(tmp_path / "out").result == result
    later = tmp_path / "later.csv"
    head, first = (tmp_path / "case/events.csv").read_text().splitlines()[:2]
    later.write_text(f"{head}\n{first.replace('2001-01', '2001-04')}\n", encoding="utf-8")
    with pytest.raises(ArmslengthError, match=f":2: the client of '{FRONT}' had ended before the forecast"):
        armslength.score(tmp_path / "out", later)


def test_a_comparison_asks_about_who_goes_on(tmp_path: Path):
    from armslength.decisions import inline

    order = inline([f"order front={OTHER} tempo=1 on=+1"], "told")
    result = armslength.compare(ended(tmp_path / "case"), [order], **SMALL).result
    asked = {row.name for row in result.outcomes}
    assert not {f"attacks/{FRONT}", f"pauses/{FRONT}", "control_lost/band"} & asked
    assert {f"attacks/{OTHER}", f"pauses/{OTHER}", "control_lost/host"} <= asked
    of_all, of_host = (
        [(r.baseline, r.value) for r in result.changes if r.outcome == name]
        for name in ("control_lost", "control_lost/host")
    )
    assert of_all == of_host  # the mean is over those who go on


def test_an_end_is_hindsight_before_the_as_of_date(tmp_path: Path):
    """A backtest's origin and a counterfactual of the past know of no end, as before there was one to write."""
    case = ended(tmp_path / "case")
    origin = UNTIL + timedelta(days=20)
    for known in (case_on(case, origin), truncate(case, origin)):
        assert known.living_fronts == (FRONT, OTHER)
        assert not known.network.ends
    assert case.network.ends


def test_what_cannot_be_answered_is_not_asked_of_who_has_ended(tmp_path: Path):
    said = " ".join(unanswerable(ended(tmp_path / "case")))
    assert "The tempo of The Band" not in said
    assert "The tempo of The Band" in " ".join(unanswerable(ended(tmp_path / "on", clients=BOTH)))


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("until: 2001-01-28", "until: 2001-03-25", "no day of the history before the as-of date"),
        ("until: 2001-01-28", "until: 2000-01-28", "no day of the history before the as-of date"),
        ("until: 2001-01-28", "until: 2001-01-07", "after its last day 2001-01-07"),
        ("host: {name: The Host}", "host: {name: The Host, until: 2001-01-28}", "nothing to forecast"),
    ],
)
def test_an_end_that_cannot_be_is_refused(tmp_path: Path, old: str, new: str, what: str):
    with pytest.raises(ArmslengthError, match=what):
        ended(tmp_path / "case", clients=ENDED.replace(old, new))


def test_a_case_without_an_end_has_no_such_input(made: Make):
    case = made(second="attacks")
    assert not case.network.ends
    assert encode(case, case.network).inputs.exists is None
    assert case.standing(case.first_day, 3).exists is None
    assert replace(case).living_fronts == (FRONT, OTHER)
