"""Tasks on the workers of a Dask cluster; results land on this machine's disk as they come.

A worker that dies takes its running task with it and nothing else: that task runs again, on another. Only a few tasks are
under way at a time, and results are read back one by one, so memory does not grow with their number.
"""

from __future__ import annotations

import logging
import pickle
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from armslength.errors import ArmslengthError
from armslength.extras import require
from armslength.tasks.engine import InProcess, Say, finished
from armslength.tasks.kept import Kept
from armslength.tasks.work import Here, R, Work
from armslength.world.program_version import program_version

if TYPE_CHECKING:
    from distributed import Client

LOCAL = re.compile(r"local:([0-9]{1,4})")
AHEAD = 4  # tasks for each worker that are under way or wait there
PATIENCE = 30  # seconds in which a scheduler must answer
GOES_ON = "what is finished is kept, and the same command goes on from there"


class Cluster(InProcess):
    """An engine that sends tasks to a Dask cluster: `tcp://host:port` of a scheduler, or `local:8` for workers here.

    Finished tasks are kept in the folder `keep` until the run is whole.
    """

    def __init__(self, where: str, keep: str | Path, say: Say):
        require("cluster", "A cluster")
        local = LOCAL.fullmatch(where)
        if (local and not int(local[1])) or not (local or "://" in where):
            raise ArmslengthError(
                f"--cluster is '{where}'; write the address of a scheduler, such as tcp://host:8786, or local:8"
            )
        super().__init__(keep, say)
        self.where, self.workers = where, int(local[1]) if local else None
        self._client: Client | None = None
        self._cluster: Any = None

    def results(self, work: Work[R], here: Here) -> Iterator[R]:
        """Yield the result of each task in order, when all are there.

        Raises:
            ArmslengthError: where the cluster cannot be reached or used, or a task cannot be computed.
        """
        kept = self.open(work)
        assert kept is not None
        left = [task for task in range(work.tasks) if kept.read(task) is None]
        if left:
            self._compute(work, left, kept, here)
        here.progress(work.stage, work.tasks, work.tasks)
        for task in range(work.tasks):
            yield finished(work, task, here, kept)

    def close(self) -> None:
        """Leave the cluster; workers that were started for it end."""
        for held in (self._client, self._cluster):
            if held is not None:
                with suppress(Exception):  # one that is gone cannot be left
                    held.close(timeout=5)
        self._client = self._cluster = None

    def _compute(self, work: Work[R], left: list[int], kept: Kept[R], here: Here) -> None:
        from distributed import CancelledError, KilledWorker
        from distributed.comm import CommClosedError

        try:
            self._send(work, left, kept, here)
        except KilledWorker as error:
            raise ArmslengthError(
                f"a task was given up after {error.allowed_failures} workers had died of it, perhaps for want of memory; {GOES_ON}"
            ) from None
        except (CancelledError, CommClosedError, TimeoutError, OSError) as error:
            if isinstance(error, FileNotFoundError | PermissionError):
                raise
            raise ArmslengthError(
                f"the cluster at {self.where} is not there, or no longer ({error or type(error).__name__}); {GOES_ON}"
            ) from None

    def _send(self, work: Work[R], left: list[int], kept: Kept[R], here: Here) -> None:
        from distributed import as_completed

        from armslength.tasks.on_worker import Announced, perform

        client = self._connected()
        name = f"armslength-{work.what}-{uuid4().hex[:12]}"  # its own, so that two users do not meet
        client.register_plugin(Announced(name, _pickled(work)), name=name)
        number: dict[str, int] = {}  # of the task of each future under way

        def submit(task: int) -> Any:
            future = client.submit(perform, name, program_version(), task, key=f"{name}-{task}")
            number[future.key] = task
            return future

        waiting = iter(left)
        ahead = AHEAD * max(len(client.nthreads()), 1)
        # on this client's own loop: the usual one is that of whoever connected last, where another's futures never end
        under_way = as_completed(map(submit, islice(waiting, ahead)), loop=client.loop, with_results=True)
        done = work.tasks - len(left)
        here.progress(work.stage, done, work.tasks)
        try:
            for future, data in under_way:
                kept.keep(number.pop(future.key), data)
                done += 1
                here.progress(work.stage, done, work.tasks)
                for task in islice(waiting, 1):
                    under_way.add(submit(task))
        finally:
            with suppress(Exception):  # a cluster that is gone holds no tasks
                client.cancel([f"{name}-{task}" for task in number.values()])
                client.unregister_worker_plugin(name)

    def _connected(self) -> Client:
        """Return the connection, made now if need be, to workers of this very version."""
        if self._client is None:
            from distributed import Client

            logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said in a sentence
            self._client = Client(self._local() if self.workers else self.where, timeout=PATIENCE)
            _refuse_unlike(self._client)
        return self._client

    def _local(self) -> Any:
        import dask
        from distributed import LocalCluster

        with dask.config.set({"distributed.worker.multiprocessing-method": "spawn"}):  # a fork of JAX hangs
            self._cluster = LocalCluster(
                n_workers=self.workers,
                threads_per_worker=1,
                processes=True,
                dashboard_address="127.0.0.1:0",  # any free port, for this machine alone
                memory_limit=0,  # Dask does not see the memory of JAX, and would end workers for it
                silence_logs=logging.CRITICAL,
            )
        return self._cluster


def _refuse_unlike(client: Client) -> None:
    """Refuse a cluster without workers, or with one of another version or a forked one."""
    from armslength.tasks.on_worker import account, unlike

    client.wait_for_workers(1, timeout=4 * PATIENCE)  # one that starts imports JAX
    try:
        accounts = client.run(account)
    except (ImportError, AttributeError) as error:
        raise ArmslengthError(f"a worker has no armslength of this version: {error}") from None
    for version, started in accounts.values():
        if version != program_version():
            raise ArmslengthError(unlike(program_version(), version))
        if started == "fork":
            raise ArmslengthError(
                "a worker was forked, where JAX may hang; start workers with DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD=spawn"
            )


def _pickled(work: Work[Any]) -> bytes:
    try:
        return pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ArmslengthError(f"this {work.what} cannot leave its process: {error}") from None
