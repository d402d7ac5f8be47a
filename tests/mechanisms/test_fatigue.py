"""A mechanism is one file and one line: every command knows it, and the documents would say it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from armslength.fitting.posterior import evidence_hash
from armslength.initial_conditions import InitialConditions, replay_at
from armslength.scenario import Scenario, load
from armslength.scenario.actions import SEEN
from armslength.simulate import Ensemble, plan_days, play
from armslength.world.params import prior_draws
from tests.mechanisms.conftest import FATIGUE, Write
from tests.product.conftest import run
from tools.documents import order_of_play, parameters, world

DAYS = 30
SMALL = ("--futures", 1000, "--days", DAYS, "--seed", 1)
PLAIN = load("classroom")


@pytest.fixture(scope="session")
def case(tired: Path) -> Scenario:
    return load(tired)


def test_the_model_has_it_after_tempo(case: Scenario) -> None:
    names = [m.name for m in case.mechanisms]
    assert names[names.index("tempo") + 1] == "fatigue"
    assert [m for m in names if m != "fatigue"] == [m.name for m in PLAIN.mechanisms]
    site = case.site("fatigue.weight")
    assert (site.value, site.record.unit, site.record.acts_in) == (0.002, "log", ("fatigue",))


def test_no_other_parameter_is_drawn_otherwise(case: Scenario) -> None:
    """Each site has its own random stream, so that a mechanism more changes no other's draws."""
    with_it, without = (prior_draws(c.layout, 20, 3) for c in (case, PLAIN))
    places = [case.layout.names.index(name) for name in PLAIN.layout.names]
    np.testing.assert_array_equal(with_it[places], without)


def replayed(case: Scenario, weight: float | None = None) -> InitialConditions:
    layout = case.layout
    values = layout.values(prior_draws(layout, 20, 3))
    return replay_at(
        case, layout, values if weight is None else layout.override(values, {"fatigue.weight": weight})
    )


@pytest.fixture(scope="session")
def off(case: Scenario) -> InitialConditions:
    return replayed(case, 0.0)


def counts(at: InitialConditions) -> np.ndarray:
    plan = plan_days(at.network, at.first_day, DAYS)
    blocks = play(Ensemble(at.layout, at.values, at.state, plan, seed=1), (DAYS,), keep=50)
    return np.concatenate([block["path_count"] for _, block in blocks], axis=-2)


def test_switched_off_it_changes_nothing(off: InitialConditions) -> None:
    plain = replayed(PLAIN)
    for name, value in vars(plain.state).items():
        # two programs, in which the compiler may fuse other products and sums: some last bits of single precision
        np.testing.assert_allclose(getattr(off.state, name), value, rtol=1e-5, atol=1e-5, err_msg=name)
    np.testing.assert_array_equal(counts(off), counts(plain))


def test_attacks_of_the_last_month_lower_tempo(case: Scenario, off: InitialConditions) -> None:
    tired = replayed(case, 0.05)
    recent = np.asarray(off.state.of(case.own[0].mechanism.state).recent)
    assert recent.shape == (len(case.fronts), 20)
    assert recent.max() > 1
    assert counts(tired).sum() < 0.9 * counts(off).sum()
    shown = tired.quantities()["fronts"]["recent"]
    np.testing.assert_array_equal(shown, np.asarray(tired.state.recent))


def test_check_says_that_it_is_code_of_the_case(tired: Path) -> None:
    ran = run("check", tired)
    assert ran.code == 0, ran.err
    assert "fatigue.py" in ran.out


def test_explain_gives_its_equation(tired: Path) -> None:
    ran = run("explain", tired, "fatigue.weight")
    assert ran.code == 0, ran.err
    assert "Fatigue: μ' = μ exp(-ϕ N)" in ran.out
    assert "Fall of log tempo per attack" in ran.out


def test_a_forecast_has_it(tired: Path, tmp_path: Path) -> None:
    ran = run("forecast", tired, "--prior", *SMALL, "--out", tmp_path / "forecast", "--json")
    assert ran.code == 0, ran.err
    document = ran.json
    assert all("recent" in held for held in document["state"]["fronts"].values())
    drivers = {driver["number"]: driver for driver in document["drivers"]}
    assert "μ' = μ exp(-ϕ N); N' = φ_30 N + n" in drivers["Attacks"]["equations"]
    assert "fatigue.weight" in [p["path"] for p in drivers["Attacks"]["parameters"]]
    assert "Attacks of the last month" in (tmp_path / "forecast/report.html").read_text(encoding="utf-8")


def test_why_switches_it_off_and_tells_of_it(tired: Path, tmp_path: Path) -> None:
    ran = run("why", tired, "visit-all", "--prior", *SMALL, "--json")
    assert ran.code == 0, ran.err
    assert "fatigue" in {row["mechanism"] for row in ran.json["carried"]}
    assert {"fatigue": "Fatigue"}.items() <= {m["name"]: m["title"] for m in ran.json["mechanisms"]}.items()
    # What a story may tell of comes from the mechanism's own words.
    told = load(tired).own[0].mechanism.state
    assert told is not None


def test_the_documents_would_say_it(case: Scenario) -> None:
    assert '<a id="fatigue.weight"></a>`fatigue.weight`' in parameters.parameters(case)
    text = world.mechanisms(case)
    assert "## 8. Fatigue" in text
    assert "`recent`, `excitation`" not in text
    assert "N, attacks of about the last 30 days, fading | fatigue | fatigue |" in world.state(case)
    assert "8. Fatigue" in order_of_play.order_of_play(case)


def test_a_fit_and_the_case_s_hash_know_its_source(case: Scenario, write: Write) -> None:
    other = load(write(fatigue=FATIGUE.replace("MEMORY = 30.0", "MEMORY = 20.0")))
    assert other.hash != case.hash
    assert evidence_hash(other) != evidence_hash(case)
    assert case.own_mechanisms.startswith("fatigue.py ")
    assert case.own_mechanisms != other.own_mechanisms
    assert PLAIN.own_mechanisms == ""


def test_what_nobody_observes_is_no_event() -> None:
    assert "recent" not in SEEN
