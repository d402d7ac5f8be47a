"""The days of a fit compiled as one piece of machine code: the same score and slope, built-in mechanisms alone."""

import re
import shutil
from pathlib import Path
from types import ModuleType

import jax
import numpy as np
import pytest

from armslength.fitting.target import target
from armslength.history.one_kernel import can_be_one_kernel
from armslength.scenario import load
from armslength.simulate.kept_code import clear_code
from armslength.world.network import Network

replaying: ModuleType = __import__("sys").modules["armslength.history.replay"]


def slopes_of(case: str | Path) -> tuple[np.ndarray, np.ndarray]:
    """Return the log likelihood and its slope at two points, compiled anew."""
    clear_code()
    with jax.enable_x64(True):
        aim = target(load(case))
        return aim.slopes(np.random.default_rng(1).normal(0, 0.3, (2, len(aim.names))))


@pytest.mark.slow
def test_one_piece_of_code_changes_neither_score_nor_slope(monkeypatch):
    said: list[bool] = []

    def asked(network: Network) -> bool:
        said.append(can_be_one_kernel(network))
        return said[-1]

    monkeypatch.setattr(replaying, "can_be_one_kernel", asked)
    score, slope = slopes_of("classroom")
    assert said == [True]
    monkeypatch.setattr(replaying, "can_be_one_kernel", lambda network: False)
    apart, slope_apart = slopes_of("classroom")
    np.testing.assert_allclose(score, apart, rtol=1e-12)
    np.testing.assert_allclose(slope, slope_apart, rtol=1e-9, atol=1e-9)


def test_days_with_a_mechanism_of_ones_own_are_compiled_as_ever(tired):
    assert can_be_one_kernel(load("classroom").layout.network)
    assert not can_be_one_kernel(load(tired).layout.network)


@pytest.mark.slow
def test_a_case_without_a_series_has_a_score(tmp_path):
    """Its days hold arrays without elements; what it reports is dated events alone."""
    folder = tmp_path / "events-alone"
    shutil.copytree(str(load("classroom").folder), folder)
    logs = "|".join(load("classroom").series)
    events = (folder / "events.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in events if not re.search(logs, line)]
    (folder / "events.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    text = re.sub(
        f"source: ({logs})", "source: assumed", (folder / "scenario.yaml").read_text(encoding="utf-8")
    )
    (folder / "scenario.yaml").write_text(re.sub(r"\nseries:\n(  .*\n|\n)+", "\n", text), encoding="utf-8")
    assert not load(folder).series
    score, slope = slopes_of(folder)
    assert np.isfinite(score).all()
    assert np.abs(slope).max() > 0.1
