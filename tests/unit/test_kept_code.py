"""Compiled code is kept whole: found without tracing where the source is the same, and never where it is not."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from armslength.simulate import kept_code
from armslength.simulate.kept_code import KeptCode, Store, Unknown, described
from armslength.world.composed import State
from armslength.world.mechanism import Mechanism


@dataclass(frozen=True)
class Shape:
    """A fixed argument."""

    factor: float


traced: list[Shape] = []


def grown(shape: Shape, state: State, more: Any) -> State:
    """Return a state that has grown; `more.idle` is never used."""
    traced.append(shape)
    return state.replace(heat=jnp.exp(state.heat) * shape.factor + more["step"])


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of this test's own, and a source that is trusted."""
    monkeypatch.setattr(Store, "folder", tmp_path / "whole")
    monkeypatch.setattr(Store, "trusts_source", True)
    traced.clear()
    return tmp_path / "whole"


def given(idle: float = 0.0) -> tuple[State, dict[str, Any]]:
    """Return the arguments that change from call to call."""
    return State(heat=np.linspace(0, 1, 7, dtype=np.float32)), {"idle": idle, "step": np.float32(0.25)}


def anew() -> Callable[..., Any]:
    """Return the function as another process has it, of which JAX holds nothing in memory."""
    return KeptCode(FunctionType(grown.__code__, globals(), grown.__name__), 1)


def code_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.code"))


def test_it_is_found_without_tracing_and_gives_the_same_bits() -> None:
    plain = np.asarray(jax.jit(grown, static_argnums=0)(Shape(3.0), *given()).heat)
    traced.clear()
    first = np.asarray(anew()(Shape(3.0), *given()).heat)
    assert len(traced) == 1
    second = np.asarray(anew()(Shape(3.0), *given()).heat)
    assert len(traced) == 1
    assert plain.tobytes() == first.tobytes() == second.tobytes()


def test_that_it_compiles_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(Store, "say", said.append)
    anew()(Shape(3.0), *given())
    anew()(Shape(5.0), *given())
    assert [line.partition(":")[0] for line in said] == ["Note"]
    monkeypatch.setattr(Store, "say", said.append)
    anew()(Shape(3.0), *given())  # found
    assert len(said) == 1


def test_another_fixed_argument_or_shape_is_another_program(store: Path) -> None:
    three, five = (np.asarray(anew()(Shape(f), *given()).heat) for f in (3.0, 5.0))
    assert not np.array_equal(three, five)
    state, more = given()
    shorter = np.asarray(anew()(Shape(3.0), state.replace(heat=state.heat[:4]), more).heat)
    assert shorter.tobytes() == three[:4].tobytes()
    with jax.enable_x64(True):
        double = anew()(Shape(3.0), state.replace(heat=state.heat.astype(float)), more).heat
        assert double.dtype == np.float64
    assert len(code_in(store)) == 4


def test_another_source_is_traced_again_and_compiled_only_if_it_says_something_else(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew()(Shape(3.0), *given())
    monkeypatch.setattr(kept_code, "program_version", lambda: "another")
    anew()(Shape(3.0), *given())
    assert len(traced) == 2
    assert len(code_in(store)) == 1


def test_where_the_source_is_not_trusted_it_is_traced_each_time(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "trusts_source", False)
    anew()(Shape(3.0), *given())
    anew()(Shape(3.0), *given())
    assert len(traced) == 2
    assert len(code_in(store)) == 1


@pytest.mark.parametrize("content", [b"", b"cut off", None], ids=["empty", "damaged", "gone"])
def test_damaged_code_is_made_again(store: Path, content: bytes | None) -> None:
    whole = np.asarray(anew()(Shape(3.0), *given()).heat)
    (file,) = code_in(store)
    if content is None:
        file.unlink()
    else:
        file.write_bytes(content)
    assert np.array_equal(anew()(Shape(3.0), *given()).heat, whole)
    assert len(code_in(store)[0].read_bytes()) > 1000


def test_a_folder_that_takes_nothing_costs_time_alone(store: Path) -> None:
    store.write_text("a file where the folder should be")
    assert anew()(Shape(3.0), *given()).heat.shape == (7,)


def test_nothing_half_written_stays(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, content: bytes) -> int:
        with open(file, "wb") as stream:
            stream.write(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert anew()(Shape(3.0), *given()).heat.shape == (7,)
    assert not list(store.iterdir())


def test_a_mechanism_of_a_users_own_is_not_kept(store: Path) -> None:

    def expect(*_: Any) -> Any:
        """Give nothing."""

    own = Mechanism("own", "", (), "assumed", expect=expect)
    with pytest.raises(Unknown):
        list(described((1, own)))
    with pytest.raises(Unknown):
        list(described([1.0]))

    @dataclass(frozen=True)
    class Holds:
        factor: float
        mechanism: Mechanism

    kept = KeptCode(grown, 1)
    kept(Holds(2.0, own), *given())
    assert not store.exists()
    assert len(traced) == 1
