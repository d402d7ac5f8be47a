"""What a backtest has finished so far, kept origin by origin, so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from armslength.errors import ArmslengthError
from armslength.results.record import Record, described
from armslength.results.scores import ScoredRows, UnscoredWindow
from armslength.writing import user_folder, write_text

MADE_OF = "made-of.json"


class OriginScores(Record):
    """The scored rows of one origin."""

    rows: ScoredRows = described("every scored occasion of the origin")
    unscored: tuple[UnscoredWindow, ...] = described("windows of counts that could not be scored")


def default_folder() -> Path:
    """Return the user's folder of unfinished backtests."""
    return user_folder() / "backtests"


class FinishedOrigins:
    """The finished origins of one backtest, a file each, in a folder that bears what the backtest is made of.

    A backtest of another case, model or option has another folder, so neither takes up the other's work.
    """

    def __init__(self, home: str | Path, case: str, made_of: Mapping[str, str]):
        self.made_of = dict(made_of)
        digest = sha256(json.dumps(self.made_of, sort_keys=True).encode()).hexdigest()[:16]
        self.of_the_case = Path(home) / case
        self.folder = self.of_the_case / digest

    def begin(self, origins: Iterable[date]) -> str | None:
        """Make the folder; return in a sentence whether an earlier run goes on, or why one that was left does not."""
        all_of_them = list(origins)
        finished = sum(self.read(origin) is not None for origin in all_of_them)
        if finished:
            return f"An interrupted backtest goes on: {finished} of {len(all_of_them)} origins were finished."
        left: list[list[str]] = [] if self.folder.exists() else list(self._changes())
        write_text(self.folder / MADE_OF, json.dumps(self.made_of, indent=1) + "\n")
        if not left:
            return None
        nearest: list[str] = min(left, key=len)
        changed = " and ".join(nearest)
        return f"An interrupted backtest of this case is not taken up, because {changed} changed: this one starts anew."

    def _changes(self) -> Iterator[list[str]]:
        """Yield what is different in each backtest of the case that was left unfinished."""
        for file in self.of_the_case.glob(f"*/{MADE_OF}"):
            with suppress(OSError, ValueError):
                other = json.loads(file.read_text(encoding="utf-8"))
                yield [name for name, value in self.made_of.items() if other.get(name) != value]

    def read(self, origin: date) -> OriginScores | None:
        """Return what was kept of an origin; None where it is not finished, or the file is not whole."""
        file = self._file(origin)
        try:
            return OriginScores.from_json(file.read_bytes(), str(file))
        except (OSError, ArmslengthError):
            return None

    def keep(self, origin: date, scores: OriginScores) -> None:
        """Keep a finished origin."""
        write_text(self._file(origin), scores.to_json())

    def close(self) -> None:
        """Remove what was kept: the backtest is whole."""
        rmtree(self.folder, ignore_errors=True)
        with suppress(OSError):
            self.of_the_case.rmdir()  # stays while another backtest of the case is unfinished

    def _file(self, origin: date) -> Path:
        return self.folder / f"{origin.isoformat()}.json"
