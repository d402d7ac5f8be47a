"""The server as a process: it says where it is once it is there, and takes its workers with it, however it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from starlette.applications import Starlette

from armslength.errors import ArmslengthError
from armslength.web import server
from armslength.web.database import Database
from armslength.web.jobs import JOBS_PER_WORKER, Jobs, JobState
from armslength.web.settings import Limits, Settings
from armslength.web.tasks import BacktestTask
from tests.web.conftest import wait_until


def test_the_address_is_told_once_somebody_answers_there(tmp_path):
    told: list[int] = []

    def connect() -> None:
        port = listener.getsockname()[1]
        socket.create_connection(("127.0.0.1", port)).close()  # refused where nobody listens
        told.append(port)
        running.should_exit = True

    with server.listen(Settings(port=0, workspace=tmp_path)) as listener:
        running = server.AnnouncingServer(uvicorn.Config(Starlette(), log_level="warning"), connect)
        thread = Thread(
            target=running.run, kwargs={"sockets": [listener]}
        )  # another test's browser may hold this thread's loop
        thread.start()
        thread.join()
    assert told
    assert told[0] > 0


def test_a_port_that_is_taken_is_said_in_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            ArmslengthError, match=f"cannot listen on 127.0.0.1, port {port}: .*; choose another"
        ):
            server.listen(Settings(port=port, workspace=tmp_path))


@pytest.mark.slow
def test_port_0_is_any_that_is_free_and_a_killed_server_leaves_no_worker(serve, tmp_path):
    served = serve(tmp_path)
    assert served.get("/login")[0] == 200  # the address that it printed answers at once
    wait_until(lambda: len(workers(served.process.pid)) == 2, "both workers have started")
    left = children(served.process.pid)
    assert served.end(signal.SIGKILL) == -signal.SIGKILL
    wait_until(lambda: not any(is_alive(pid) for pid in left), "the workers have ended")


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(line) for line in listed.stdout.split()]


def workers(pid: int) -> list[int]:
    """The children of a server that multiprocessing spawned to work, not to watch over shared memory."""
    return [one for one in children(pid) if "spawn_main" in Path(f"/proc/{one}/cmdline").read_text()]


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended may wait for its new parent to take note."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.mark.slow
def test_long_jobs_go_on_after_a_worker_has_given_its_place_to_a_fresh_one(tmp_path):
    """Held on Python 3.11, whose own limit of tasks a worker waits for ever where several were sent at once."""
    jobs = Jobs(Database(tmp_path), Limits())
    at_once = 4
    sent = []
    for seed in range(at_once + 2 * JOBS_PER_WORKER):  # the folder holds no scenario, so each fails at once
        task = BacktestTask(draws=1, seed=seed, refitted=False)
        sent.append(jobs.submit(task, "nowhere", tmp_path, fingerprint=""))
        if seed >= at_once:
            wait_until(lambda: not jobs.open_jobs(), "the jobs so far have ended")
    jobs.stop()
    assert [job.state for job in sent] == [JobState.FAILED] * len(sent)
