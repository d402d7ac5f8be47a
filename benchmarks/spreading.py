"""Time the same tasks on one worker and on two, and what sending one costs: `python -m benchmarks.spreading`.

Workers are processes of their own on this machine, each with one thread, started and warmed up before they are timed.
One and two take turns, so that a busy machine slows both; the ratio is taken within a turn, and its median reported.

    python -m benchmarks.spreading                            # the page, in some 15 minutes on two cores that do nothing else
    python -m benchmarks.spreading --pasts 200 --turns 3      # as long as it takes
    python -m benchmarks.spreading --origins 1 --pasts 2 --turns 1 --out /dev/stdout    # to see that it runs
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from armslength.fitting.calibration_tasks import PastsFitted, Way
from armslength.scenario import list_cases, load
from armslength.scoring import weekly
from armslength.scoring.origins import Origins
from armslength.simulate import keep_compiled_code
from armslength.tasks import Here, InProcess, Parts, PartWritten, Shard, Share, Work, results, running
from armslength.tasks.cluster import Cluster
from benchmarks.empty_work import Nothing
from benchmarks.reckoning import reckoned

PAGE = Path("docs/generated/benchmark-cluster.md")
FEW, MANY = 200, 5_000  # tasks between which the memory of the coordinator is compared
SEED = 1
ONCE, AGAIN = (
    1,
    5,
)  # origins of a process by itself: what four more take is four origins, the rest is its start
ALIKE = 2  # origins of each case, of which it is checked that all ways give the same bits


def backtests(origins: int) -> list[Work[Any]]:
    """Return the backtests of the shipped cases, the last so many weekly origins of each."""
    made: list[Work[Any]] = []
    for shipped in list_cases():
        case = load(shipped.name)
        ahead = 7 if case.step != "month" else 30
        days = tuple(d for d in weekly(case) if d + timedelta(days=ahead + 1) <= case.as_of)[-origins:]
        made.append(Origins(case, days, (ahead,), SEED, 20, False, False, "model"))
    return made


def calibration(pasts: int) -> list[Work[Any]]:
    """Return quick fits of pasts whose truth is known."""
    return [PastsFitted(load("classroom"), pasts, SEED, (Way(1, quick=True),), ahead=False)]


def digest(works: list[Work[Any]]) -> str:
    """Compute all works where tasks now run; return a digest of the results, in order."""
    made = sha256()
    for work in works:
        for result in results(work, Here(1)):
            made.update(
                work.to_bytes(result) if work.result else b"".join(x.tobytes() for x in result.values())
            )
    return made.hexdigest()


@contextmanager
def workers(count: int) -> Iterator[str]:
    """Start workers here and yield the address of their scheduler."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=count,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        memory_limit=0,
        silence_logs=60,
    ) as cluster:
        yield str(cluster.scheduler_address)


def silent(said: str) -> None:
    """Say nothing of what a cluster or a shard tells."""


def on(address: str, works: list[Work[Any]]) -> tuple[float, str]:
    """Return the seconds that works take on a cluster, and the digest of their results."""
    with tempfile.TemporaryDirectory() as keep:
        start = time.perf_counter()
        with running(Cluster(address, keep, silent)):
            found = digest(works)
        return time.perf_counter() - start, found


def one_and_two(works: list[Work[Any]], turns: int) -> tuple[list[float], list[float], set[str]]:
    """Return the seconds of each turn with one worker and with two, and every digest of the results."""
    one: list[float] = []
    two: list[float] = []
    found = set()
    with workers(1) as alone, workers(2) as both:
        for address in (alone, both):
            found.add(on(address, works)[1])  # compiles what is new
        for _ in range(turns):
            for address, seconds in ((alone, one), (both, two)):
                spent, result = on(address, works)
                seconds.append(spent)
                found.add(result)
    return one, two, found


def in_parts(works: list[Work[Any]], of: int) -> str:
    """Return the digest of results that were computed in so many parts."""
    with tempfile.TemporaryDirectory() as home:
        for number, work in enumerate(works):
            for part in range(1, of + 1):
                try:
                    with running(Shard(Share(part, of), Path(home) / str(number), ("bench",), silent)):
                        digest([work])
                except PartWritten:
                    pass
        made = sha256()
        for number, work in enumerate(works):
            for result in Parts(Path(home) / str(number)).results(work, Here()):
                made.update(
                    work.to_bytes(result) if work.result else b"".join(x.tobytes() for x in result.values())
                )
        return made.hexdigest()


def overhead(tasks: int) -> tuple[float, float]:
    """Return the milliseconds a task that does nothing, on two workers and here, results on disk in both."""
    work = Nothing(load("classroom"), tasks)
    with workers(2) as address:
        on(address, [Nothing(work.case, 20)])
        there, _ = on(address, [work])
    with tempfile.TemporaryDirectory() as keep:
        start = time.perf_counter()
        with running(InProcess(keep)):
            digest([work])
        here = time.perf_counter() - start
    return 1000 * there / tasks, 1000 * here / tasks


def memory(tasks: int) -> float:
    """Return the most memory, in megabytes, of a process that sends so many tasks to a cluster."""
    words = [sys.executable, "-m", "benchmarks.spreading", "--memory", str(tasks)]
    ran = subprocess.run(words, check=True, capture_output=True, text=True)
    return float(json.loads(ran.stdout)["megabytes"])


def tell_memory(tasks: int) -> None:
    """Send tasks that do nothing to two workers; print the most memory that this process took."""
    work = Nothing(load("classroom"), tasks)
    with tempfile.TemporaryDirectory() as keep, running(Cluster("local:2", keep, silent)):
        for _ in results(work, Here(1)):
            pass
    (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="utf-8"))
    print(json.dumps({"megabytes": int(peak) / 1024}))  # not of getrusage, which counts the parent of a fork


def tell_refits(origins: int) -> None:
    """Backtest the longest case by the day at its last origins, with refits; print the processor's seconds."""
    case = load("axis-2024")
    days = tuple(d for d in weekly(case) if d + timedelta(days=8) <= case.as_of)[-origins:]
    keep_compiled_code()
    digest([Origins(case, days, (7,), SEED, 100, True, False, "model")])
    print(json.dumps({"seconds": time.process_time()}))


def origin_and_start() -> tuple[float, float]:
    """Return the processor's seconds of an origin with its refit, and of a process before it goes from one to the next."""

    def taken(origins: int) -> float:
        words = [sys.executable, "-m", "benchmarks.spreading", "--refits", str(origins)]
        ran = subprocess.run(words, check=True, capture_output=True, text=True)
        return float(json.loads(ran.stdout)["seconds"])

    taken(AGAIN)  # compiles what is new
    once, again = taken(ONCE), taken(AGAIN)
    origin = (again - once) / (AGAIN - ONCE)
    return origin, max(once - ONCE * origin, 0.1)


def scaling(there: float, few: float, many: float) -> list[str]:
    """Return the section on where it stops scaling, from the milliseconds of a task and the megabytes of few and many."""
    origin, start = origin_and_start()
    return [
        "",
        "## Where it stops scaling",
        "",
        f"Reckoned, not run, from the figures above and from {AGAIN} origins of `axis-2024` (100 draws each): {origin:.1f} s of "
        f"the processor for an origin with its refit, {start:.1f} s for a process to start, with compiled code at hand.",
        "",
        *reckoned(origin, start, there / 1000, (many - few) / (MANY - FEW)),
    ]


def alike(what: str, works: list[Work[Any]]) -> str:
    """Return in a sentence whether works give the same bits wherever they run."""
    found = {digest(works), *(in_parts(works, of) for of in (1, 2, 8))}
    for count in (1, 2):
        with workers(count) as address:
            found.add(on(address, works)[1])
    says = "alike, bit for bit" if len(found) == 1 else f"NOT ALIKE: {len(found)} different results"
    return f"- {what}: here, 1, 2 and 8 parts, and 1 and 2 workers give results {says}."


def page(origins: int, pasts: int, turns: int) -> str:
    """Measure everything and return the page."""
    rows = []
    for what, works in (
        (f"backtests of all shipped cases, {origins} origins each", backtests(origins)),
        (f"{pasts} quick calibration fits of `classroom`", calibration(pasts)),
    ):
        began = time.perf_counter()
        one, two, found = one_and_two(works, turns)
        ratio = statistics.median(a / b for a, b in zip(one, two, strict=True))
        rows.append(f"| {what} | {statistics.median(one):.1f} | {statistics.median(two):.1f} | {ratio:.2f} |")
        print(f"{what}: {ratio:.2f}, {time.perf_counter() - began:.0f} s", flush=True)
        if len(found) > 1:
            raise RuntimeError(f"{what}: {len(found)} different results")
    lines = [
        alike(f"{ALIKE} origins of each shipped case", backtests(ALIKE)),
        alike(f"{2 * ALIKE} quick calibration fits of `classroom`", calibration(2 * ALIKE)),
    ]
    there, here = overhead(1_000)
    few, many = memory(FEW), memory(MANY)
    return "\n".join(
        [
            "# What it costs to spread tasks",
            "",
            f"Measured on {date.today().isoformat()} by `python -m benchmarks.spreading` on {os.cpu_count()} cores, {turns} turns, "
            f"load {os.getloadavg()[0]:.0f} at the end.",
            "",
            "| what | seconds on 1 worker | on 2 | ratio |",
            "|---|---|---|---|",
            *rows,
            "",
            *lines,
            f"- A task that does nothing takes {there:.1f} ms on two workers, its result written to disk here; {here:.1f} ms in this process.",
            f"- The process that sends {FEW:,} tasks takes {few:.0f} MB, the one that sends {MANY:,} takes {many:.0f} MB.",
            *scaling(there, few, many),
            "",
        ]
    )


def main() -> None:
    """Measure and write the page, or tell the memory of one run."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.spreading", description=__doc__)
    asked.add_argument("--memory", type=int)
    asked.add_argument("--refits", type=int)
    asked.add_argument("--origins", type=int, default=8)
    asked.add_argument("--pasts", type=int, default=60)
    asked.add_argument("--turns", type=int, default=2)
    asked.add_argument("--out", type=Path, default=PAGE)
    given = asked.parse_args()
    if given.memory:
        tell_memory(given.memory)
        return
    if given.refits:
        tell_refits(given.refits)
        return
    keep_compiled_code()
    given.out.write_text(page(given.origins, given.pasts, given.turns), encoding="utf-8")
    print(f"wrote {given.out}")


if __name__ == "__main__":
    main()
