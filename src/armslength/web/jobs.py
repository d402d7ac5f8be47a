"""Jobs: work that takes longer than a page may wait, done by spawned workers, with progress and cancel.

One worker answers quick questions and one does long work, so that nobody's what-if waits behind a backtest. A job's
name is a fingerprint of what was asked, of which scenario and by which code: asked again, it is found, not redone.
"""

from __future__ import annotations

import json
import multiprocessing
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import armslength
from armslength.errors import ArmslengthError
from armslength.web import tasks
from armslength.web.database import Run, Store
from armslength.web.settings import Limits

# jobs that a worker does before another takes its place: what long work heaped up in memory goes with it
LASTS = {"quick": None, "long": 8}
WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"


@dataclass
class Job:
    """One piece of work as a page shows it."""

    id: str
    kind: str
    case: str
    asked: dict[str, Any]
    slot: int
    state: str = WAITING
    stage: str = "waiting for a worker"
    done: int = 0
    total: int = 1
    why: str = ""  #: in one sentence, where it failed
    future: Future[None] | None = field(default=None, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in (WAITING, RUNNING)

    def as_data(self) -> dict[str, Any]:
        """As the API says it."""
        return {
            "id": self.id, "kind": self.kind, "case": self.case, "asked": self.asked, "state": self.state,
            "stage": self.stage, "done": self.done, "total": self.total, "why": self.why,
        }  # fmt: skip


class TooBusy(ArmslengthError):
    """As many jobs are open as the server takes."""


class Jobs:
    """Every job of one server."""

    def __init__(self, store: Store, limits: Limits, warm: str | None = None):
        self.store, self.limits = store, limits
        self._warm = warm
        self._context = multiprocessing.get_context("spawn")
        self._queue = self._context.Queue()
        self._stops = self._context.Array("b", 64, lock=False)
        self._pools: dict[str, ProcessPoolExecutor] = {}
        self._jobs: dict[str, Job] = {}
        self._held: dict[int, Future[None]] = {}  # slots, until their worker has let go
        self._lock = threading.RLock()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def start(self) -> None:
        """Start the workers before anyone asks."""
        if self._warm:
            self._pool("quick").submit(tasks.warm, self._warm)

    def submit(self, kind: str, case: str, folder: Path, fingerprint: str, asked: Mapping[str, Any]) -> Job:
        """Have it done, unless it is done or being done; raises `TooBusy`."""
        id_ = run_id(kind, fingerprint, asked)
        with self._lock:
            held = self._jobs.get(id_)
            if held and held.is_open:
                return held
            if self.store.run(id_):
                return Job(id_, kind, case, dict(asked), 0, DONE, "done", 1, 1)
            slot = self._free_slot()
            job = Job(id_, kind, case, dict(asked), slot)
            self._stops[slot] = 0
            self._jobs[id_] = job
            self._send(job, folder)
            return job

    def find(self, id_: str) -> Job | None:
        """A job of this server's life, or one that an earlier life finished."""
        job = self._jobs.get(id_)
        if job is None and (run := self.store.run(id_)):
            return Job(id_, run.kind, run.case, run.asked, 0, DONE, "done", 1, 1)
        return job

    def run(self, job: Job) -> Run | None:
        """Its result, once it is done."""
        return self.store.run(job.id)

    def open_jobs(self) -> list[Job]:
        """Those that wait or run."""
        return [job for job in self._jobs.values() if job.is_open]

    def cancel(self, id_: str) -> bool:
        """Stop it at its next step; whether there was anything to stop."""
        job = self._jobs.get(id_)
        if job is None or not job.is_open:
            return False
        self._stops[job.slot] = 1  # the worker reads it at its next step; nobody waits for that
        job.state, job.stage = CANCELLED, "cancelled"
        if job.future is not None:
            job.future.cancel()
        return True

    def stop(self) -> None:
        """End the workers."""
        for job in self.open_jobs():
            self.cancel(job.id)
        for pool in list(self._pools.values()):
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.terminate()
            pool.shutdown(cancel_futures=True)
        self._queue.put(None)
        self._listener.join(5)

    def _free_slot(self) -> int:
        if len(self.open_jobs()) >= self.limits.jobs:
            raise TooBusy(
                f"{self.limits.jobs} jobs are open, the most this server takes; wait for one, or cancel one"
            )
        used = {slot for slot, future in self._held.items() if not future.done()}
        return next(slot for slot in range(len(self._stops)) if slot not in used)

    def _pool(self, lane: str) -> ProcessPoolExecutor:
        if lane not in self._pools:
            self._pools[lane] = ProcessPoolExecutor(
                1,
                mp_context=self._context,
                initializer=tasks.begin,
                initargs=(self._queue, self._stops),
                max_tasks_per_child=LASTS[lane],
            )
        return self._pools[lane]

    def _send(self, job: Job, folder: Path) -> None:
        lane = "quick" if job.kind in tasks.QUICK else "long"

        def submit() -> Future[None]:
            return self._pool(lane).submit(
                tasks.perform,
                job.kind,
                job.id,
                job.slot,
                str(folder),
                job.asked,
                str(self.store.runs / job.id),
            )

        try:
            job.future = submit()
        except BrokenProcessPool:  # a worker died of an earlier job: take a fresh one
            del self._pools[lane]
            job.future = submit()
        self._held[job.slot] = job.future
        job.future.add_done_callback(lambda future: self._finish(job, lane, future))

    def _finish(self, job: Job, lane: str, future: Future[None]) -> None:
        if future.cancelled():
            job.state, job.stage = CANCELLED, "cancelled"
            return
        error = future.exception()
        if error is None:
            self.store.keep_run(job.id, job.kind, job.case, job.asked)
            job.done = job.total
            job.state, job.stage = DONE, "done"
        elif isinstance(error, tasks.Cancelled):
            job.state, job.stage = CANCELLED, "cancelled"
        else:
            job.state, job.stage, job.why = FAILED, "failed", _sentence(error)
            if isinstance(error, BrokenProcessPool):
                self._pools.pop(lane, None)

    def _listen(self) -> None:
        while (said := self._queue.get()) is not None:
            id_, stage, done, total = said
            job = self._jobs.get(id_)
            if job and job.is_open:
                job.state, job.stage, job.done, job.total = RUNNING, stage, done, max(total, 1)


def run_id(kind: str, fingerprint: str, asked: Mapping[str, Any]) -> str:
    """A name for a piece of work: the same question of the same scenario by the same code has the same one."""
    text = json.dumps([kind, fingerprint, asked, armslength.__version__, _code()], sort_keys=True)
    return f"{kind}-{sha256(text.encode()).hexdigest()[:16]}"


@cache
def _code() -> float:
    """When the newest file of the package was changed, so that no result outlives the code that made it."""
    return max(path.stat().st_mtime for path in Path(armslength.__file__).parent.rglob("*.py"))


def _sentence(error: BaseException) -> str:
    if isinstance(error, ArmslengthError):
        return str(error)
    if isinstance(error, BrokenProcessPool):
        return "the worker stopped, perhaps for want of memory; ask again, or for fewer futures"
    return f"it failed inside ({type(error).__name__}); the server's own output says where"
