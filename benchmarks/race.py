"""The contenders, timed in turns: what else the machine does falls on all of them alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

from benchmarks import floor, mesa_model, numpy_model, ours
from benchmarks.start import Start


@dataclass
class Contender:
    """One way to play futures."""

    name: str
    threads: int
    futures: int  #: in one turn
    play: Callable[[], object]
    seconds: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """Of one future, the median of its turns."""
        return 1000 * median(self.seconds) / self.futures

    def take_turn(self) -> None:
        """Play, and note how long it took."""
        began = perf_counter()
        self.play()
        self.seconds.append(perf_counter() - began)


def contenders(start: Start, workers: int, numpy_futures: int, mesa_futures: int) -> dict[str, Contender]:
    """By key: `ours`, `ours_1`, `floor`, `floor_1`, `numpy`, `mesa`; each is called once so that nothing compiles later."""
    rows = floor.rows_of_day(start)
    futures = start.ensemble.draws * start.ensemble.replicates
    made = {
        "ours": Contender("armslength", workers, futures, lambda: ours.play(start, workers)),
        "ours_1": Contender("armslength", 1, futures, lambda: ours.play(start, 1)),
        "floor": Contender("the floor", workers, futures, lambda: floor.play(start, workers, rows)),
        "floor_1": Contender("the floor", 1, futures, lambda: floor.play(start, 1, rows)),
        "numpy": Contender("NumPy", 1, numpy_futures, lambda: numpy_model.play(start, numpy_futures)),
        "mesa": Contender("Mesa", 1, mesa_futures, lambda: mesa_model.play(start, mesa_futures)),
    }
    for key in ("ours", "floor"):
        made[key].play()
    return made


def race(made: dict[str, Contender], turns: int, tick: Callable[[str], None] = lambda name: None) -> None:
    """So many turns each, one after the other."""
    for _ in range(turns):
        for contender in made.values():
            tick(contender.name)
            contender.take_turn()


def ratio(made: dict[str, Contender], slow: str, fast: str) -> float:
    """Median over turns of how many times as long `slow` takes as `fast`, turn by turn."""
    a, b = made[slow], made[fast]
    return median((x / a.futures) / (y / b.futures) for x, y in zip(a.seconds, b.seconds, strict=True))
