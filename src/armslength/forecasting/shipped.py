"""The forecasts that ship with the cases: made once with the usual settings, so that the first visit waits for nothing.

`forecast.zip` beside a case holds folders as the page's work leaves them, each with what was asked for. They are used only
where the same would come out if it were computed now: same code and model, same files of the case, same fit.
"""

from __future__ import annotations

import hashlib
import platform
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import armslength
from armslength.fitting.at_hand import fit_at_hand, fit_file
from armslength.forecasting.storage import DATA, RESULT
from armslength.plain import taught
from armslength.plain.predict import why_not
from armslength.results.forecast import ForecastResult
from armslength.results.record import Record, described
from armslength.run import Run
from armslength.scenario import Scenario
from armslength.world.version import MODEL_VERSION
from armslength.writing import fresh_beside, write_whole

FILE, STAMP = "forecast.zip", "stamp.json"
FORECAST = "forecast"  #: the kind of what is asked for that holds a forecast
LEFT_OUT = (DATA, "report.html")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same content gives the same bytes on any day
Asked = Mapping[str, int]  # days, futures, seed and the like, as whole numbers


class MadeFrom(Record):
    """Everything that a shipped forecast depends on."""

    version: str = described("version of armslength")
    model_version: str = described("version of the model")
    scenario_hash: str = described("SHA-256 of the case's files")
    fit: str = described("SHA-256 of the fit's file; empty where parameters come from the prior")
    taught: str = described("SHA-256 of what other networks teach; empty where no baseline is offered")


class Stamp(Record):
    """What a shipped file holds, and from what it was made."""

    made_from: MadeFrom = described("what it depends on")
    asked: dict[str, dict[str, int]] = described("by folder: the settings it was made with")
    processor: str = described("kind of processor: another may round sums in another order")


class Made(NamedTuple):
    """Something that ships: its kind, what was asked for, and the folder that holds the answer."""

    kind: str
    asked: Asked
    folder: Path


def shipped_file(name: str) -> Path:
    """Return the file of the shipped forecast of a built-in case, whether or not it exists."""
    return Path(str(files("armslength.cases").joinpath(name, FILE)))


def made_from(case: Scenario) -> MadeFrom:
    """Return what a forecast of a case would depend on if it were made now."""
    fit = fit_file(case)
    learned = files("armslength.plain").joinpath(taught.FILE)
    return MadeFrom(
        version=armslength.__version__,
        model_version=MODEL_VERSION,
        scenario_hash=case.hash,
        fit=_digest(fit.read_bytes()) if fit else "",
        taught="" if why_not(case) else _digest(learned.read_bytes()),
    )


def read_stamp(file: Path) -> Stamp | None:
    """Return what a shipped file says of itself; None where there is none, or one of another version."""
    try:
        with zipfile.ZipFile(file) as archive:
            return Stamp.model_validate_json(archive.read(STAMP))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None


def outdated(case: Scenario, file: Path | None = None) -> str | None:
    """Return why the shipped forecast of a case is not used, in a clause; None where it is."""
    stamp = read_stamp(file or shipped_file(case.name))
    return "none ships that this version can read" if stamp is None else _changed(stamp, case)


def _changed(stamp: Stamp, case: Scenario) -> str | None:
    now = made_from(case)
    changed = [name for name, value in stamp.made_from if value != getattr(now, name)]
    return f"it was made from another {', '.join(changed).replace('_', ' ')}" if changed else None


def unpack(case: Scenario, kind: str, asked: Asked, folder: Path) -> bool:
    """Put what ships into a new folder, where it is what would be computed; return whether it was."""
    file = shipped_file(case.name)
    if not _holds(file, case, kind, asked):
        return False
    fresh = fresh_beside(folder)
    try:
        _extract(file, kind, fresh)
        fresh.rename(folder)
    except OSError:  # another request was quicker, or the disk is full: it is computed then
        return folder.is_dir()
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return True


def shipped_result(case: Scenario, run: Run) -> ForecastResult | None:
    """Return the forecast of a case that ships, where a run asks for just that; None where it has to be computed."""
    file = shipped_file(case.name)
    asked = {"days": run.days_of(case), "futures": run.futures, "seed": run.seed}
    if not _holds(file, case, FORECAST, asked) or not _usual_fit(case, run):
        return None
    with zipfile.ZipFile(file) as archive:
        return ForecastResult.from_json(archive.read(f"{FORECAST}/{RESULT}"), str(file))


def _holds(file: Path, case: Scenario, kind: str, asked: Asked) -> bool:
    """Return whether a file holds what was asked for, as it would be computed now."""
    stamp = read_stamp(file)
    return stamp is not None and stamp.asked.get(kind) == dict(asked) and not _changed(stamp, case)


def processor() -> str:
    """Return the kind of this machine's processor, as far as it says."""
    try:
        said = re.search(
            r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE
        )
    except OSError:
        said = None
    return said[1] if said else platform.processor() or platform.machine()


def _usual_fit(case: Scenario, run: Run) -> bool:
    fits = run.posterior_of(case), fit_at_hand(case)
    return len({fit and fit.manifest.to_json() for fit in fits}) == 1


def pack(case: Scenario, made: Iterable[Made], file: Path) -> Path:
    """Write what ships with a case: all that is in the folders but the sample paths and the report.

    The paths would be most of it, and the report is written from the numbers and the pictures.
    """
    made = list(made)
    asked = {one.kind: dict(one.asked) for one in made}
    stamp = Stamp(made_from=made_from(case), asked=asked, processor=processor())

    def write(fresh: Path) -> None:
        with zipfile.ZipFile(fresh, "w") as archive:
            _add(archive, STAMP, stamp.to_json().encode())
            for one in made:
                for path in sorted(
                    p for p in one.folder.rglob("*") if p.is_file() and p.name not in LEFT_OUT
                ):
                    _add(archive, f"{one.kind}/{path.relative_to(one.folder).as_posix()}", path.read_bytes())

    return write_whole(file, write)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content, compresslevel=9)


def _extract(file: Path, kind: str, folder: Path) -> None:
    start = f"{kind}/"
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.startswith(start):
                path = folder / name.removeprefix(start)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(name))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
