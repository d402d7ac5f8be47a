"""Work that costs nothing, in a module that workers can import."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from armslength.errors import ArmslengthError
from armslength.scenario import Scenario
from armslength.tasks import Arrays, Here, Work, results


@dataclass(frozen=True)
class Toy(Work[Arrays]):
    """Random numbers by task; in the folder `marks` each task that is begun leaves a file."""

    what = "toy"
    unit = "throws"
    stage = "throwing"

    seed: int
    count: int
    marks: str
    dies_at: int = -1  #: the task that kills its process the first time
    fails_at: int = -1  #: the task that refuses
    seconds: float = 0.0  #: that each task takes

    @property
    def tasks(self) -> int:
        return self.count

    def compute(self, task: int, here: Here) -> Arrays:
        begun = Path(self.marks) / f"{task}"
        again = begun.exists()
        with begun.open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()}\n")
        if task == self.dies_at and not again:
            os.kill(os.getpid(), signal.SIGKILL)
        if task == self.fails_at:
            raise ArmslengthError("this task refuses")
        time.sleep(self.seconds)
        return {"x": np.random.default_rng([self.seed, task]).random(3), "task": np.array(task)}


@dataclass(frozen=True)
class First(Toy):
    """Toy work on whose results the rest depends."""

    what = "first"
    needed = True


@dataclass(frozen=True)
class Cached(Toy):
    """Toy work whose results its caller caches."""

    what = "cached"
    cached = True


@dataclass(frozen=True)
class Pair(Toy):
    """Toy work beside which other work is shared out."""

    what = "pair"

    other: Toy | None = None

    @property
    def beside(self) -> tuple[Toy, ...]:
        return () if self.other is None else (self.other,)


@dataclass(frozen=True)
class CutShort(Toy):
    """Toy work whose task 2 is interrupted."""

    what = "cut short"

    def is_whole(self, result: Arrays) -> bool:
        return int(result["task"]) != 2


def begun(marks: Path) -> dict[int, int]:
    """Return how often each task was begun."""
    return {int(file.name): len(file.read_text(encoding="utf-8").split()) for file in marks.iterdir()}


def total(work: Toy) -> float:
    """Return what a command would make of the results, in their order."""
    made = 0.0
    for n, result in enumerate(results(work, Here())):
        assert int(result["task"]) == n
        made = made * 0.5 + float(result["x"].sum())
    return made


def toy(case: Scenario, marks: Path, **options: float) -> Toy:
    """Return toy work of eleven tasks."""
    marks.mkdir(exist_ok=True)
    return Toy(case, 7, 11, str(marks), **options)  # type: ignore[arg-type]
