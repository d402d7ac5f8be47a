"""A worker process: how it starts, reports, stops at a request and ends with the server.

A worker imports this module anew: it is spawned, never forked, because JAX runs threads.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.queues import Queue
from pathlib import Path

from armslength.scenario import load
from armslength.scenario.own_mechanisms import refuse_code
from armslength.web.settings import NO_CODE
from armslength.web.tasks import Task


@dataclass(frozen=True)
class WorkOrder:
    """A task as the server sends it to a worker."""

    job: str  #: id of the job
    slot: int  #: where the server notes that the job is to stop
    case: Path  #: folder of the scenario
    task: Task
    folder: Path  #: where the result goes, whole or not at all


@dataclass(frozen=True)
class Progress:
    """How far a job has come, as a worker tells the server."""

    job: str
    stage: str
    done: int
    total: int


class Cancelled(Exception):
    """A job was stopped at somebody's request."""


@dataclass(frozen=True)
class Channel:
    """The way between the server and its workers: progress in one direction, requests to stop in the other."""

    queue: Queue[Progress | None]
    stops: ctypes.Array[ctypes.c_byte]  #: by slot; not 0 where the job is to stop

    def report(self, order: WorkOrder, stage: str, done: int, total: int) -> None:
        """Tell the server how far a job has come.

        Raises:
            Cancelled: where the server asked to stop the job.
        """
        if self.stops[order.slot]:
            raise Cancelled
        self.queue.put(Progress(order.job, stage, done, total))


_channel: Channel | None = None


def begin(channel: Channel) -> None:
    """Prepare a fresh worker process; Ctrl-C is left to the server, which ends its workers itself."""
    global _channel
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _channel = channel
    refuse_code(NO_CODE)
    threading.Thread(target=_end_with_parent, name="end-with-parent", daemon=True).start()
    from armslength.simulate import keep_compiled_code

    keep_compiled_code()


def _end_with_parent() -> None:
    """End this process as soon as the server has ended, even by kill -9.

    The sentinel is a pipe whose other end the server alone holds, so that the kernel closes it. Linux's own signal at
    a parent's death (PR_SET_PDEATHSIG) would not do: it comes when the thread ends that started the worker.
    """
    if parent := multiprocessing.parent_process():
        wait([parent.sentinel])
        os._exit(1)


def perform(order: WorkOrder) -> None:
    """Compute a task and leave its result in the order's folder, whole or not at all."""
    from armslength.web.computations import compute

    def report(stage: str, done: int, total: int) -> None:
        if _channel is not None:
            _channel.report(order, stage, done, total)

    fresh = Path(tempfile.mkdtemp(prefix=f".{order.folder.name}-", dir=order.folder.parent))
    try:
        compute(order.task, load(str(order.case)), fresh / "result", report)
        if order.folder.exists():
            shutil.rmtree(order.folder)
        (fresh / "result").rename(order.folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        return_memory()


def warm(case: str) -> None:
    """Load a case and compile what a first question about it needs."""
    from armslength.web import computations

    try:
        computations.warm(case)
    finally:
        return_memory()


def return_memory() -> None:
    """Return freed memory to the system, where its C library can: compiling leaves much of it behind."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
