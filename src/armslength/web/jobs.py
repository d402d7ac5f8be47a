"""Jobs: work that takes longer than a page may wait, done by worker processes, with progress and cancellation.

One worker answers quick questions, one makes forecasts and refinements, one does what takes many minutes: nobody's
what-if waits behind a forecast, and no refinement behind a backtest. A worker starts when it is first needed. A job's
id is a fingerprint of the task, the scenario and the code: a task that was asked before is found, not computed again.
"""

from __future__ import annotations

import json
import multiprocessing
import threading
from collections import Counter
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import monotonic

import armslength
from armslength.errors import ArmslengthError
from armslength.web import worker
from armslength.web.database import Database, SavedRun
from armslength.web.settings import Limits
from armslength.web.tasks import LONG, QUICK, Task
from armslength.web.worker import Channel, Progress, WorkOrder

SLOTS = 64
#: jobs that a worker does (the quick one aside) before an idle moment gives its place, and the memory it has filled, to a fresh one
JOBS_PER_WORKER = 8
PATIENCE = 4.0  # seconds without a look of any page, after which a question is given up
GIVEN_UP = frozenset({"compare", "refine", "why"})  #: kinds that nobody needs once another question stands
UNWATCHED = "nobody waits for it any more"


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass
class Job:
    """A task of a case, and how far it is."""

    id: str
    case: str
    task: Task
    slot: int = 0
    state: JobState = JobState.WAITING
    stage: str = "waiting for a worker"
    done: int = 0
    total: int = 1
    why: str = ""  #: why it failed, in one sentence
    future: Future[None] | None = field(default=None, repr=False)
    since: float = field(default_factory=monotonic, repr=False)  #: when the stage began, s
    looked: float | None = field(
        default=None, repr=False
    )  #: when a page last asked how far it is, s; None where none did

    def tell(self, progress: Progress) -> None:
        """Note how far it has come."""
        if progress.stage != self.stage:
            self.since = monotonic()
        self.state, self.stage = JobState.RUNNING, progress.stage
        self.done, self.total = progress.done, max(progress.total, 1)

    @property
    def said(self) -> str:
        """How far it is, in words: the stage, the count, and about how long the rest of the stage takes."""
        if self.total <= 1:
            return self.stage
        text = f"{self.stage}, {self.done:,} of {self.total:,}"
        if not 0 < self.done < self.total:
            return text
        return f"{text}; about {_duration((monotonic() - self.since) * (self.total / self.done - 1))} left"

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in (JobState.WAITING, JobState.RUNNING)

    def end(self, state: JobState, why: str = "") -> None:
        """Note that nothing more is done for it."""
        self.state, self.stage, self.why = state, str(state), why


class TooBusy(ArmslengthError):
    """As many jobs are open as the server takes."""


class Jobs:
    """Every job of one server."""

    def __init__(self, database: Database, limits: Limits, warm: str | None = None):
        self.database, self.limits = database, limits
        self._warm = warm
        self._context = multiprocessing.get_context("spawn")
        self._channel = Channel(self._context.Queue(), self._context.Array("b", SLOTS, lock=False))
        self._pools: dict[str, ProcessPoolExecutor] = {}
        self._sent: Counter[str] = Counter()  # jobs sent to the present worker of a lane
        self._jobs: dict[str, Job] = {}
        self._slots: dict[int, Future[None]] = {}  # taken until the worker has let go
        self._lock = threading.RLock()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def start(self) -> None:
        """Start the quick worker before anyone asks."""
        if self._warm:
            self._pool("quick").submit(worker.warm, self._warm)

    def submit(self, task: Task, case: str, folder: Path, fingerprint: str, anew: bool = False) -> Job:
        """Have a task done, unless it is done or being done; `anew` has it done once more.

        Raises:
            TooBusy: where as many jobs are open as the server takes.
        """
        id_ = run_id(task, fingerprint)
        with self._lock:
            job = self._jobs.get(id_)
            if job and job.is_open:
                return job
            if not anew and (run := self.database.run(id_)):
                return _done(run)
            job = Job(id_, case, task, self._free_slot())
            self._channel.stops[job.slot] = 0
            self._jobs[id_] = job
            self._send(job, folder)
            return job

    def find(self, id_: str) -> Job | None:
        """Return a job of this server's life, or one that an earlier life finished."""
        job = self._jobs.get(id_)
        if job is None and (run := self.database.run(id_)):
            return _done(run)
        return job

    def open_jobs(self) -> list[Job]:
        """Return the jobs that wait or run."""
        return [job for job in self._jobs.values() if job.is_open]

    def cancel(self, id_: str) -> bool:
        """Stop a job at its next step; return whether there was anything to stop."""
        job = self._jobs.get(id_)
        if job is None or not job.is_open:
            return False
        self._channel.stops[job.slot] = 1  # the worker reads it at its next step; nobody waits for that
        job.end(JobState.CANCELLED)
        if job.future is not None:
            job.future.cancel()
        return True

    def look(self, id_: str) -> Job | None:
        """Return a job for a page that waits for it; None where there is none, or nobody waited and it was given up."""
        job = self.find(id_)
        if job is not None and job.is_open:
            job.looked = monotonic()
        return None if job is None or job.why == UNWATCHED else job

    def give_up_unwatched(self) -> None:
        """Stop questions that every page has left: another was asked there, or the page was closed."""
        long_ago = monotonic() - PATIENCE
        for job in self.open_jobs():
            if job.task.kind in GIVEN_UP and job.looked is not None and job.looked < long_ago:
                self.cancel(job.id)
                job.why = UNWATCHED

    def stop(self) -> None:
        """End the workers."""
        for job in self.open_jobs():
            self.cancel(job.id)
        for pool in list(self._pools.values()):
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.terminate()
            pool.shutdown(wait=False, cancel_futures=True)
        # a worker that was ended in the midst of a report may hold the queue's lock for ever: do not wait for that
        self._channel.queue.cancel_join_thread()
        self._channel.queue.put(None)
        self._listener.join(5)

    def _free_slot(self) -> int:
        if len(self.open_jobs()) >= self.limits.jobs:
            raise TooBusy(
                f"{self.limits.jobs} jobs are open, the most this server takes; wait for one, or cancel one"
            )
        used = {slot for slot, future in self._slots.items() if not future.done()}
        return next(slot for slot in range(SLOTS) if slot not in used)

    def _pool(self, lane: str) -> ProcessPoolExecutor:
        if lane not in self._pools:
            self._pools[lane] = ProcessPoolExecutor(
                1,
                mp_context=self._context,
                initializer=worker.begin,
                initargs=(self._channel,),
            )
        return self._pools[lane]

    def _send(self, job: Job, folder: Path) -> None:
        lane = _lane(job)
        order = WorkOrder(job.id, job.slot, folder, job.task, self.database.runs / job.id)
        if lane != "quick" and self._sent[lane] >= JOBS_PER_WORKER and self._is_idle(lane, job):
            # not by max_tasks_per_child: with it a pool of Python 3.11 may wait for ever for its next worker
            if pool := self._pools.pop(lane, None):
                pool.shutdown(wait=False)
            self._sent[lane] = 0
        self._sent[lane] += 1
        try:
            job.future = self._pool(lane).submit(worker.perform, order)
        except BrokenProcessPool:  # a worker died of an earlier job: take a fresh one
            del self._pools[lane]
            job.future = self._pool(lane).submit(worker.perform, order)
        self._slots[job.slot] = job.future
        job.future.add_done_callback(lambda future: self._finish(job, lane, future))

    def _is_idle(self, lane: str, but: Job) -> bool:
        return not any(_lane(job) == lane for job in self.open_jobs() if job is not but)

    def _finish(self, job: Job, lane: str, future: Future[None]) -> None:
        if future.cancelled():
            job.end(JobState.CANCELLED)
            return
        error = future.exception()
        if error is None:
            self.database.add_run(job.id, job.case, job.task)
            job.done = job.total
            job.end(JobState.DONE)
        elif isinstance(error, worker.Cancelled):
            job.end(JobState.CANCELLED)
        else:
            job.end(JobState.FAILED, _sentence(error))
            if isinstance(error, BrokenProcessPool):
                self._pools.pop(lane, None)

    def _listen(self) -> None:
        while (progress := self._channel.queue.get()) is not None:
            job = self._jobs.get(progress.job)
            if job and job.is_open:
                job.tell(progress)


def run_id(task: Task, fingerprint: str) -> str:
    """Return the id of a task: the same question of the same scenario by the same code has the same one."""
    parts = [task.model_dump(mode="json"), fingerprint, armslength.__version__, _code_changed()]
    return f"{task.kind}-{sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]}"


@cache
def _code_changed() -> float:
    """Return when the newest file of the package was changed, so that no result outlives the code that made it."""
    return max(path.stat().st_mtime for path in Path(armslength.__file__).parent.rglob("*.py"))


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{max(seconds, 1):.0f} s"


def _lane(job: Job) -> str:
    return "quick" if job.task.kind in QUICK else "long" if job.task.kind in LONG else "usual"


def _done(run: SavedRun) -> Job:
    return Job(run.id, run.case, run.task, state=JobState.DONE, stage="done", done=1)


def _sentence(error: BaseException) -> str:
    if isinstance(error, ArmslengthError):
        return str(error)
    if isinstance(error, BrokenProcessPool):
        return "the worker stopped, perhaps for want of memory; ask again, or for fewer futures"
    return f"it failed inside ({type(error).__name__}); the server's own output says where"
