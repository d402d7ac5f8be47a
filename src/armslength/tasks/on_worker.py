"""What a worker of a cluster does: take up a work when it is announced, and compute tasks of it by their numbers.

The work travels once to each worker, also to one that joins or is restarted later; a task is a name and a number.
"""

from __future__ import annotations

import pickle
from functools import lru_cache
from threading import Lock
from typing import Any

from dask import config
from distributed import WorkerPlugin

from armslength.errors import ArmslengthError
from armslength.tasks.programs import drop_many_programs
from armslength.tasks.work import Here, Work
from armslength.world.program_version import program_version

_announced: dict[str, bytes] = {}
_one_at_a_time = Lock()  # a work keeps what its tasks share


class Announced(WorkerPlugin):  # type: ignore[misc]
    """A work as a plugin, which the scheduler hands to every worker."""

    def __init__(self, name: str, work: bytes):
        self.name, self.work = name, work

    def setup(self, worker: Any) -> None:
        """Take up the work."""
        _announced[self.name] = self.work

    def teardown(self, worker: Any) -> None:
        """Let go of it."""
        _announced.pop(self.name, None)
        _work.cache_clear()


def account() -> tuple[str, str]:
    """Return the version of the program here, and how this worker's process was started."""
    return program_version(), str(config.get("distributed.worker.multiprocessing-method"))


def perform(name: str, version: str, task: int) -> bytes:
    """Return the result of a task, as its work writes it.

    Raises:
        ArmslengthError: where this worker has another version, which one that joined later may have.
    """
    if version != program_version():
        raise ArmslengthError(unlike(version, program_version()))
    with _one_at_a_time:
        work = _work(name)
        made = work.to_bytes(work.compute(task, Here()))
        drop_many_programs()
        return made


def unlike(here: str, there: str) -> str:
    """Return the sentence that refuses a worker of another version."""
    return f"a worker has another version than this process, and would draw other numbers: it runs {there}; here runs {here}"


@lru_cache(maxsize=2)
def _work(name: str) -> Work[Any]:
    from armslength.simulate import keep_compiled_code

    keep_compiled_code()
    work: Work[Any] = pickle.loads(_announced[name])
    return work
