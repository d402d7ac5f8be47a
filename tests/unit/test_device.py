"""A GPU is asked for by name, refused in a sentence where there is none, and given blocks that fill it."""

from types import SimpleNamespace

import jax
import numpy as np
import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import load
from armslength.simulate import device, ensemble, plan_days
from armslength.world.initial_state import initial_state
from tests.command_line import command_line

GIB = 2**30


def without_gpu() -> bool:
    return all(d.platform == "cpu" for d in jax.devices())


@pytest.mark.skipif(not without_gpu(), reason="there is a GPU here")
def test_a_gpu_that_is_not_there_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ArmslengthError, match="JAX finds no GPU here"):
        device.use("gpu")
    run = command_line(monkeypatch, capsys)
    assert "JAX finds no GPU here" in run("forecast", "classroom", "--device", "gpu", code=2)


def card(monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    """Let JAX's default device look like a card with so many bytes."""
    stats = {"bytes_limit": limit, "bytes_in_use": 0}
    made = SimpleNamespace(platform="gpu", memory_stats=lambda: stats)
    settings = SimpleNamespace(config=SimpleNamespace(jax_default_device=made))
    monkeypatch.setattr(device, "jax", settings)


def test_blocks_fit_the_card(monkeypatch: pytest.MonkeyPatch) -> None:
    assert device.draws_at_once(20, 10_000, 50, 20_000) == 20  # on cores, as stated
    card(monkeypatch, 80 * GIB)
    large = device.draws_at_once(20, 100_000, 50, 20_000)
    assert large % 20 == 0
    assert 1_000 * 50 < large * 50 <= device.MOST_WORLDS
    assert device.draws_at_once(20, 1_001, 50, 20_000) == 1_020  # no more than there are
    card(monkeypatch, GIB)
    assert device.draws_at_once(20, 100_000, 50, 20_000) * 50 * 20_000 <= GIB
    card(monkeypatch, 2**20)
    assert device.draws_at_once(20, 100_000, 50, 20_000) == 20  # never less than on cores


def test_the_size_of_a_block_changes_no_future(monkeypatch: pytest.MonkeyPatch) -> None:
    """The path of a GPU, played on cores: one block of all draws in place of several."""
    case = load("classroom")
    values = np.repeat(case.layout.defaults[:, None], 45, axis=1)
    state = initial_state(case.network, case.layout.params(values.astype(np.float32)))
    plan = plan_days(case.network, case.first_day, 14, deciding=True)
    many = ensemble.Ensemble(case.layout, values, state, plan, seed=3, replicates=5)

    def played() -> list[tuple[int, dict[str, np.ndarray]]]:
        return list(ensemble.play(many, (14,), keep=1))

    apart = played()
    monkeypatch.setattr(ensemble, "draws_at_once", lambda usual, draws, replicates, size: 60)
    together = played()
    assert [real for real, _ in apart] == [20, 20, 5]
    assert [real for real, _ in together] == [45]
    for name, whole in together[0][1].items():
        parts = np.concatenate([block[name] for _, block in apart], axis=-2)
        np.testing.assert_allclose(parts, whole, rtol=1e-5, atol=1e-6, err_msg=name)
