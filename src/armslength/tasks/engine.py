"""Where tasks run. The engine in use is that of the innermost `running`; without one, tasks run here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from armslength.tasks.kept import Kept
from armslength.tasks.programs import drop_many_programs
from armslength.tasks.work import Here, R, Work

Say = Callable[[str], None]


def _unsaid(sentence: str) -> None:
    """Say nothing."""


class Engine(Protocol):
    """Somewhere that tasks run."""

    def results(self, work: Work[R], here: Here) -> Iterator[R]:
        """Yield the result of each task, in order, and tell `here` how far that is."""

    def finish(self) -> None:
        """Note that the run is whole and its result written: nothing needs to be kept for it."""

    def close(self) -> None:
        """Let go of what the engine holds, such as workers."""


class InProcess:
    """Tasks one after the other in this process; finished ones are kept in the folder `keep`, if there is one.

    `say` is told in a sentence whether an interrupted run goes on.
    """

    def __init__(self, keep: str | Path | None = None, say: Say = _unsaid):
        self.keep, self.say = keep, say
        self._kept: list[Kept[Any]] = []

    def results(self, work: Work[R], here: Here) -> Iterator[R]:
        """Yield the result of each task: read where it was finished before, computed where not."""
        kept = self.open(work)
        if work.abreast and here.threads > 1:
            made = _abreast(work, here, kept)
        else:
            made = (finished(work, task, here, kept) for task in range(work.tasks))
        for task in range(work.tasks):
            here.progress(work.stage, task, work.tasks)
            yield next(made)
        here.progress(work.stage, work.tasks, work.tasks)

    def open(self, work: Work[R]) -> Kept[R] | None:
        """Return where the work's results are kept, after saying whether there are some from before."""
        if self.keep is None:
            return None
        kept = Kept(self.keep, work)
        if sentence := kept.begin():
            self.say(sentence)
        self._kept.append(kept)
        return kept

    def finish(self) -> None:
        """Remove what was kept."""
        for kept in self._kept:
            kept.remove()

    def close(self) -> None:
        """Hold nothing."""


def finished(work: Work[R], task: int, here: Here, kept: Kept[R] | None) -> R:
    """Return the result of a task: what was kept of it, or else computed now and kept."""
    result = kept.read(task) if kept else None
    if result is None:
        result = work.compute(task, here)
        if kept:
            if not work.is_whole(result):
                raise KeyboardInterrupt
            kept.keep(task, work.to_bytes(result))
        drop_many_programs()
    return result


def _abreast(work: Work[R], here: Here, kept: Kept[R] | None) -> Iterator[R]:
    """Yield the results of tasks in order, while others are computed in threads; few wait, so memory does not grow."""
    ahead = iter(range(work.tasks))
    pool = ThreadPoolExecutor(here.threads)

    def submit(task: int) -> Future[R]:
        return pool.submit(finished, work, task, Here(1), kept)

    waiting = deque(submit(task) for task in islice(ahead, 2 * here.threads))
    try:
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(submit(task) for task in islice(ahead, 1))
            yield result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_engine: ContextVar[Engine | None] = ContextVar("armslength_engine", default=None)


@contextmanager
def running(engine: Engine) -> Iterator[Engine]:
    """Let tasks run on an engine; when all within is done without an error, what was kept on the way is removed."""
    before = _engine.set(engine)
    try:
        yield engine
        engine.finish()
    finally:
        _engine.reset(before)
        engine.close()


def results(work: Work[R], here: Here) -> Iterator[R]:
    """Yield the results of a work in the order of its tasks, wherever they are computed."""
    return (_engine.get() or InProcess()).results(work, here)
