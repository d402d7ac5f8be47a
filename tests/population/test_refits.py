"""Networks fitted again around the population, in parts: what each teaches is the same to the last bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from armslength.fitting import fit_at_hand
from armslength.population.hierarchy import Hierarchy, pooled
from armslength.population.lesson import lesson_of
from armslength.population.networks import Network
from armslength.population.refit import refitted
from armslength.scenario import load
from armslength.tasks import Parts, PartWritten, Shard, Share, running


@pytest.mark.slow
def test_in_parts_each_network_teaches_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = load("classroom")
    posterior = fit_at_hand(case)
    assert posterior
    lesson = lesson_of(case, posterior)
    lessons = (lesson, replace(lesson, pull=0.9 * lesson.pull))
    networks = [
        *(Network(case, posterior, each) for each in lessons),
        Network(case, why_not="counts too little"),
    ]
    hierarchy = Hierarchy(lessons, pooled(lessons, 2))
    drawn = np.random.default_rng(1).standard_normal((len(hierarchy.names), 50))

    def again(machine: str) -> list[Network]:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / machine))
        return refitted(networks, hierarchy, hierarchy.values(drawn), lambda *_: None)

    whole = again("here")
    for part in (1, 2):
        with pytest.raises(PartWritten), running(Shard(Share(part, 2), tmp_path / "parts", ("x",), str)):
            again(f"machine-{part}")
    with running(Parts(tmp_path / "parts")):
        merged = again("there")
    assert not (tmp_path / "there").exists(), "nothing is fitted at the merge"
    assert merged[2] == whole[2] == networks[2]
    for one, other in zip(whole[:2], merged[:2], strict=True):
        assert one.lesson
        assert other.lesson
        assert np.array_equal(one.lesson.precision, other.lesson.precision)
        assert np.array_equal(one.lesson.pull, other.lesson.pull)
        assert not np.array_equal(one.lesson.precision, lesson.precision)
