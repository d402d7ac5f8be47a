"""On a cluster of separate processes: the same result, whatever dies on the way; what is amiss is one sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import Scenario, load
from armslength.tasks import Here, results, running
from armslength.tasks.cluster import Cluster
from tests.tasks.toy import Toy, begun, total, toy

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def case() -> Scenario:
    return load("classroom")


@pytest.fixture(scope="module")
def local() -> Iterator[Any]:
    """A scheduler here, and two workers that are processes of their own."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", memory_limit=0, silence_logs=60
    ) as cluster:
        yield cluster


@pytest.fixture
def address(local: Any) -> str:
    return str(local.scheduler_address)


def run(work: Toy, address: str, keep: Path) -> float:
    said: list[str] = []
    with running(Cluster(address, keep, said.append)):
        return total(work)


def test_it_gives_the_result_of_one_process_and_leaves_nothing(
    case: Scenario, address: str, tmp_path: Path
) -> None:
    whole = total(toy(case, tmp_path / "here"))
    work = toy(case, tmp_path / "there")
    assert run(work, address, tmp_path / "keep") == whole
    assert begun(tmp_path / "there") == dict.fromkeys(range(11), 1)
    assert os.getpid() not in {int((tmp_path / "there" / str(n)).read_text()) for n in range(11)}
    assert not list((tmp_path / "keep").iterdir())


def test_results_land_on_disk_as_they_come(case: Scenario, address: str, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def tell(stage: str, done: int, total: int) -> None:
        seen.append((done, len(list((tmp_path / "keep").rglob("*.npz")))))

    with running(Cluster(address, tmp_path / "keep", str)):
        list(results(toy(case, tmp_path / "marks", seconds=0.02), Here(1, tell)))
    assert seen == [(n, n) for n in [*range(12), 11]]


def test_a_killed_worker_costs_its_running_task(case: Scenario, address: str, tmp_path: Path) -> None:
    whole = total(toy(case, tmp_path / "here"))
    work = toy(case, tmp_path / "there", dies_at=5, seconds=0.05)
    assert run(work, address, tmp_path / "keep") == whole
    counts = begun(tmp_path / "there")
    assert counts[5] == 2
    assert sum(counts.values()) <= 11 + 2  # one may have been finished and not yet fetched


def test_a_failed_run_goes_on_from_what_is_finished(case: Scenario, address: str, tmp_path: Path) -> None:
    with pytest.raises(ArmslengthError, match="this task refuses"):
        run(toy(case, tmp_path / "marks", fails_at=10), address, tmp_path / "keep")
    finished = {int(f.stem) for f in (tmp_path / "keep").rglob("*.npz")}
    assert len(finished) >= 3
    said: list[str] = []
    with running(Cluster(address, tmp_path / "keep", said.append)), pytest.raises(ArmslengthError):
        total(toy(case, tmp_path / "marks", fails_at=10))
    assert said == [f"An interrupted toy goes on: {len(finished)} of 11 throws were finished."]
    assert all(begun(tmp_path / "marks")[n] == 1 for n in finished)


@pytest.mark.timeout(180)
def test_two_users_at_once_do_not_meet(
    case: Scenario, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = Barrier(2, timeout=60)  # so that each is connected before either sends a task
    monkeypatch.setattr("armslength.tasks.cluster._refuse_unlike", lambda client: both.wait())
    whole = total(toy(case, tmp_path / "here"))
    works = [toy(case, tmp_path / f"user-{n}", seconds=0.02) for n in (1, 2)]
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda work: run(work, address, Path(work.marks) / "../keep"), works))
    assert made == [whole, whole]
    assert all(begun(Path(work.marks)) == dict.fromkeys(range(11), 1) for work in works)


def test_workers_of_another_version_are_refused(
    case: Scenario, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("armslength.tasks.cluster.program_version", lambda: "armslength 0.0.9")
    with pytest.raises(ArmslengthError, match="a worker has another version than this process") as error:
        run(toy(case, tmp_path / "marks"), address, tmp_path / "keep")
    assert "here runs armslength 0.0.9" in str(error.value)
    assert not begun(tmp_path / "marks")
    # one that joins later is found out by its first task
    monkeypatch.setattr("armslength.tasks.cluster._refuse_unlike", lambda client: None)
    with pytest.raises(ArmslengthError, match="a worker has another version than this process"):
        run(toy(case, tmp_path / "marks"), address, tmp_path / "keep")
    assert not begun(tmp_path / "marks")


@pytest.mark.parametrize("where", ["local:0", "local:", "local:two", "host", ""])
def test_an_address_that_is_none_is_refused(where: str, tmp_path: Path) -> None:
    with pytest.raises(ArmslengthError, match="write the address of a scheduler"):
        Cluster(where, tmp_path, str)


def test_a_scheduler_that_is_not_there_is_said(
    case: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("armslength.tasks.cluster.PATIENCE", 1)
    with pytest.raises(ArmslengthError, match=r"the cluster at tcp://127.0.0.1:9 is not there"):
        run(toy(case, tmp_path / "marks"), "tcp://127.0.0.1:9", tmp_path / "keep")


@pytest.mark.slow
def test_a_task_that_kills_every_worker_is_given_up(
    case: Scenario, local: Any, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local.scheduler, "allowed_failures", 0)
    with pytest.raises(ArmslengthError, match="a task was given up after 0 workers"):
        run(toy(case, tmp_path / "marks", dies_at=5), address, tmp_path / "keep")


PARENT = """
import signal
from pathlib import Path
from armslength.scenario import load
from armslength.tasks import running
from armslength.tasks.cluster import Cluster
from tests.tasks.toy import total, toy
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a test run in the background leaves ignored
if __name__ == "__main__":
    here = Path({here!r})
    with running(Cluster("local:2", here / "keep", print)):
        print(total(toy(load("classroom"), here / "marks", seconds={seconds})))
"""


@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_workers_end_with_their_parent_and_what_is_finished_stays(
    case: Scenario, tmp_path: Path, by: signal.Signals
) -> None:
    def start(seconds: float) -> subprocess.Popen[str]:
        script = tmp_path / "parent.py"
        script.write_text(PARENT.format(here=str(tmp_path), seconds=seconds), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            [sys.executable, script],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )

    parent = start(2.0)
    _wait(lambda: len(list((tmp_path / "keep").rglob("*.npz"))) >= 2, 120)
    parent.send_signal(by)
    parent.wait(60)
    workers = {int(n) for mark in (tmp_path / "marks").iterdir() for n in mark.read_text().split()}
    _wait(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers), 60)
    finished = {int(f.stem) for f in (tmp_path / "keep").rglob("*.npz")}
    assert len(finished) >= 2
    again = start(2.0)
    said, _ = again.communicate(timeout=300)
    assert said.splitlines()[0] == f"An interrupted toy goes on: {len(finished)} of 11 throws were finished."
    assert float(said.splitlines()[1]) == total(toy(case, tmp_path / "here"))
    assert all(begun(tmp_path / "marks")[n] == 1 for n in finished)
    assert not list((tmp_path / "keep").iterdir())


def _wait(until: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
