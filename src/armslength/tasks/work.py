"""Work: what a list of pure tasks has in common, and how one of them is computed."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from hashlib import sha256
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np
from pydantic import BaseModel

from armslength.errors import ArmslengthError
from armslength.results import Record
from armslength.scenario import Scenario
from armslength.scenario.events import write_events
from armslength.world.program_version import program_version

#: the result of a task where it is numbers: arrays by name
Arrays = Mapping[str, np.ndarray]
R = TypeVar("R", bound=Record | Arrays)


def _silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


@dataclass(frozen=True)
class Here:
    """Where a task is computed: what it may use of the machine, and whom it tells how far it is. No result depends on it."""

    threads: int = 1
    progress: Callable[[str, int, int], None] = _silent


@dataclass(frozen=True)
class Work(ABC, Generic[R]):
    """A list of pure tasks on one case; its fields are all that their results depend on.

    A class is known to other processes by its name, so it stands in a module; its fields can be pickled.
    """

    what: ClassVar[str]  #: in a word, such as "backtest"
    unit: ClassVar[str]  #: what a task is, in the plural, such as "origins"
    stage: ClassVar[str]  #: what progress calls it
    result: ClassVar[type[Record] | None] = (
        None  #: the kind of record that a task results in; arrays if left out
    )
    needed: ClassVar[bool] = (
        False  #: whether later tasks depend on its results, so that each part computes all of it
    )

    cached: ClassVar[bool] = (
        False  #: whether the results are kept by whoever asks for them, so that a part makes what it does not find
    )
    abreast: ClassVar[bool] = (
        False  #: whether a task uses one thread, so that one process runs several at a time
    )

    case: Scenario

    @property
    @abstractmethod
    def tasks(self) -> int:
        """Number of tasks."""

    @abstractmethod
    def compute(self, task: int, here: Here) -> R:
        """Return the result of one task, which depends on nothing but the work and the task's number."""

    @property
    def beside(self) -> tuple[Work[Any], ...]:
        """Other work of the same command that depends on no result of this one, so that a part holds shares of both."""
        return ()

    def is_whole(self, result: R) -> bool:
        """Return whether a result is finished; one that was cut short is shown, but not kept."""
        return True

    @property
    def made_of(self) -> dict[str, str]:
        """All that the results depend on, as digests by what a sentence calls them."""
        others = [(f.name, getattr(self, f.name)) for f in fields(self) if f.name != "case"]
        return {**made_of_case(self.case), "an option": digest(others)}

    def __getstate__(self) -> dict[str, Any]:
        """Travel with the fields alone, without what was derived from them here."""
        return fields_alone(self)

    def file_of(self, task: int) -> str:
        """Return the name of the file that keeps the result of a task."""
        return f"{task:06d}.{'json' if self.result else 'npz'}"

    def to_bytes(self, result: R) -> bytes:
        """Return a result as its file holds it: JSON, or arrays that load without running code."""
        if isinstance(result, Record):
            return result.to_json().encode()
        held = io.BytesIO()
        np.savez_compressed(held, **dict(result))  # type: ignore[arg-type]
        return held.getvalue()

    def from_bytes(self, data: bytes, where: str) -> R:
        """Return a result that was kept; raises `ArmslengthError` where it is not whole."""
        if self.result is not None:
            return self.result.from_json(data, where)  # type: ignore[return-value]
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as held:
                return dict(held)  # type: ignore[return-value]
        except Exception as error:  # zipfile, zlib and NumPy each have their own
            raise ArmslengthError(f"{where}: this is no whole result ({error})") from None


def fields_alone(record: Any) -> dict[str, Any]:
    """Return the fields of a dataclass by name."""
    return {f.name: getattr(record, f.name) for f in fields(record)}


def made_of_case(case: Scenario) -> dict[str, str]:
    """Return the digests of a case and of the program, by what a sentence calls them."""
    changed = (
        f"{write_events(case.events)} {case.trigger} {case.as_of}"  # in memory, where the files say otherwise
    )
    return {
        "the case": f"{case.hash} {sha256(changed.encode()).hexdigest()}",
        "the version": program_version(),
    }


def digest(value: Any) -> str:
    """Return a SHA-256 of a value made of records, dataclasses, arrays, lists, mappings and plain values.

    >>> digest({"a": 1}) == digest({"a": 1}), digest((1, 2)) == digest((1, 3))
    (True, False)
    """
    return sha256("\0".join(_texts(value)).encode()).hexdigest()


def _texts(value: Any) -> list[str]:
    """Return a value as texts that differ where it does."""
    if isinstance(value, BaseModel):
        return [type(value).__name__, value.model_dump_json()]
    if isinstance(value, np.ndarray):
        return [str(value.dtype), str(value.shape), sha256(np.ascontiguousarray(value).tobytes()).hexdigest()]
    if isinstance(value, Scenario):
        return [made_of_case(value)["the case"]]
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *_texts([(f.name, getattr(value, f.name)) for f in fields(value)])]
    if isinstance(value, Mapping):
        return _texts(list(value.items()))
    if isinstance(value, (tuple, list)):
        return [f"[{len(value)}", *(text for item in value for text in _texts(item))]
    return [f"{type(value).__name__} {value!r}"]
