"""Every fact lies in its band at the defaults, and leaves it when its mechanism is off.

The luck is fixed, so a run repeats. With other luck (another stream, another order of draws) a statistic whose true
value lay exactly at its edge would pass with a chance of 1 in 130: three standard errors, estimated from ten batches
(Student's t, 9 degrees of freedom). The same is the chance that one which truly lies six errors inside fails.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from armslength.facts.__main__ import main
from armslength.facts.bands import Band
from armslength.facts.facts_page import page, words
from armslength.facts.measure import BATCHES, FACTS, at_defaults, with_mechanism_off
from armslength.world.catalogue import CATALOGUE

MARGIN = 3.0  # standard errors from the nearer edge


@pytest.mark.slow
@pytest.mark.parametrize("fact", FACTS, ids=lambda f: str(f.number))
def test_in_band_at_the_defaults_but_for_what_is_said_to_be_unmet(fact) -> None:
    values = at_defaults(fact)
    assert list(values) == list(fact.bands)
    for name, x in values.items():
        band = fact.bands[name]
        error = x[1:].std(ddof=1) / np.sqrt(BATCHES)
        assert band.holds(x[0]) != (name in fact.unmet), f"{name} is {x[0]:.4f}; its band is {band}"
        assert abs(band.distance(x[0])) >= MARGIN * error, (
            f"{name} is {x[0]:.4f} ± {error:.4f}, too close to an edge of {band}"
        )


@pytest.mark.slow
@pytest.mark.parametrize("fact", FACTS, ids=lambda f: str(f.number))
def test_out_of_band_with_the_mechanism_off(fact) -> None:
    values = with_mechanism_off(fact)
    staying = {name for name, x in values.items() if fact.bands[name].holds(x)}
    assert staying == set(fact.stays), "exceptions are listed, each with its reason, and no more than that"
    assert len(staying) < len(values), "something must leave its band"


def test_switches_name_parameters() -> None:
    paths = {p.path for p in CATALOGUE}
    for fact in FACTS:
        for switch in (fact.off, *fact.off_for.values()):
            for path in switch:
                parts = path.split(".")
                assert path in paths or ".".join((parts[0], "*", parts[-1])) in paths, path


def test_all_fourteen_are_there_with_their_bands() -> None:
    assert [f.number for f in FACTS] == list(range(1, 15))
    assert all(f.claims and f.world and f.bands for f in FACTS)


@pytest.mark.parametrize(
    ("band", "inside", "outside"),
    [
        (Band(1, 3), (1.0, 3.0), (0.99, 3.01)),
        (Band(0, strict=True), (0.001,), (0.0, 1e-9, -1.0)),
        (Band(upper=0.15), (0.15, -4.0), (0.2,)),
    ],
)
def test_a_band_keeps_its_edges(band: Band, inside: tuple[float, ...], outside: tuple[float, ...]) -> None:
    assert all(band.holds(x) for x in inside)
    assert not any(band.holds(x) for x in outside)


def test_one_object_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["3", "--quick", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    (fact,) = said["facts"]
    assert fact["holds"]
    assert {s["name"] for s in fact["statistics"]} == set(FACTS[2].bands)


def test_a_refused_fit_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("armslength.fitting.posterior.MODEL_VERSION", "0")
    monkeypatch.setattr(
        "armslength.facts.measure.over_draws", lambda *_: {}
    )  # what they are is not asked here
    assert main(["3"]) == 0
    refused = f"The fit shipped with {FACTS[2].case} is not used: it was fitted with version"
    assert capsys.readouterr().out.count(refused) == 1
    assert main(["3", "--json"]) == 0
    (fact,) = json.loads(capsys.readouterr().out)["facts"]
    assert fact["fit_refused"].startswith(refused)


def test_an_unknown_fact_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["15"])
    assert stopped.value.code == 2
    assert "there is no fact 15" in capsys.readouterr().err


def test_the_page_has_every_statistic_in_band() -> None:
    """What `make docs` wrote; the values themselves are simulated, and the tests above measure them afresh."""
    text = (Path(__file__).parents[2] / "docs/generated/facts.md").read_text(encoding="utf-8")
    assert text.startswith(page([]).rstrip())
    rows = {
        cells[1].strip(): cells
        for cells in (line.split("|") for line in text.splitlines() if line.startswith("|"))
    }
    for fact in FACTS:
        assert f"## {fact.number}. " in text
        for name, band in fact.bands.items():
            row = rows[words(name)]
            assert row[2].strip() == str(band)
            value = row[3].strip()
            if name in fact.unmet:
                assert value.startswith("**unmet**"), f"{name}: run `make docs`"
                continue
            holds = value == "in band" if name in fact.unvalued else band.holds(float(value))
            assert holds, f"{name}: run `make docs`"
