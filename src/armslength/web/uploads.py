"""Data that somebody brings: held in memory until they are kept or dropped, read by the readers of `armslength import`.

Nothing of an upload is written to the workspace before somebody keeps it, and nothing is sent anywhere.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from time import monotonic

from armslength.counted import MEANINGS, What
from armslength.errors import ArmslengthError
from armslength.importing.actors_file import ActorLine, ActorsFile, actors_of
from armslength.importing.import_events import import_events
from armslength.importing.into_case import Addition, addition_of, with_addition
from armslength.importing.periods import Span, read_span
from armslength.importing.read_file import How, names_in
from armslength.scenario import Scenario
from armslength.scenario.csv_rows import read_table
from armslength.scenario.dates import FIRST, LAST
from armslength.scenario.names import plain_name
from armslength.scoring.counts_into_case import counts_addition
from armslength.scoring.csv_import import Mapping as Columns
from armslength.scoring.csv_import import text_of
from armslength.web.app_state import AppState, NotFound
from armslength.web.database import as_name

KINDS = {
    "ged": "UCDP GED",
    "acled": "ACLED",
    "gtd": "Global Terrorism Database",
    "csv": "A spreadsheet of your own",
}
MOST_HELD, LONGEST_HELD = 4, 3600.0  # uploads at once, and seconds that one is held
MOST_NAMES = 40  # of the sides in a data set that are offered
UNPACKED = 10  # times the size of an upload that a packed one may unpack to
#: what the readers call by the options of the command line, as the page calls it
LABELS = {
    "--date-format": "“Format of the dates”",
    "--encoding": "“Encoding”",
    "--sheet": "“Sheet”",
    "--covered": "“No row means none”",
    "--within": "“Rows within”",
    "--count": "“Column of the count”",
    "--date": "“Column of the day”",
    "--front-column": "“Column of the front”",
    "--period": "“A row covers”",
    "--week": "“A week is dated by”",
    "--series": "“Series”",
    "--source": "“Who counted”",
    "--step": "“Covered days are cut into”",
}


@dataclass
class Upload:
    """A file that somebody brought, and what was made of it so far."""

    id: str
    case: str
    kind: str
    name: str
    data: bytes = field(repr=False)
    encoding: str | None = None
    sheet: str | None = None
    actors: ActorsFile | None = None  #: whom its names stand for, where a list was brought too
    names: Mapping[str, int] = field(default_factory=dict)  #: of the sides of a data set, with their rows
    columns: tuple[str, ...] = ()  #: of a spreadsheet
    addition: Addition | None = None  #: what it brings, once it is read
    given: Mapping[str, str] = field(default_factory=dict)  #: what its form said
    since: float = field(default_factory=monotonic)

    @contextmanager
    def file(self) -> Iterator[Path]:
        """Lay the file into a folder of its own, which goes afterwards; what is wrong with it is told in the page's words."""
        with TemporaryDirectory(prefix="armslength-") as folder:
            path = Path(folder) / self.name
            path.write_bytes(self.data)
            try:
                yield path
            except ArmslengthError as error:
                raise ArmslengthError(
                    *(
                        replace(
                            f,
                            where=_told(str(f.where or ""), folder) or None,
                            what=_told(f.what, folder),
                            hint=_told(f.hint or "", folder) or None,
                        )
                        for f in error.faults
                    )
                ) from None


class Uploads:
    """The uploads that are looked at just now."""

    def __init__(self, app_state: AppState):
        self.app_state = app_state
        self._held: OrderedDict[str, Upload] = OrderedDict()

    def find(self, id_: str) -> Upload:
        """Return an upload; raises `NotFound` where it was kept, dropped or held for too long."""
        for old in [u.id for u in list(self._held.values()) if monotonic() - u.since > LONGEST_HELD]:
            self.drop(old)
        if id_ not in self._held:
            raise NotFound("this upload is not held any more; bring the file again")
        return self._held[id_]

    def drop(self, id_: str) -> None:
        """Forget an upload."""
        self._held.pop(id_, None)

    def hold(self, upload: Upload) -> Upload:
        """Read the names or the columns of an upload and hold it, the oldest one no more; refuse what cannot be read."""
        if upload.kind not in KINDS:
            raise ArmslengthError("choose what the file is")
        with upload.file() as path:
            if upload.kind == "csv":
                how = Columns(
                    date="",
                    count=None,
                    series="x",
                    source="x",
                    encoding=upload.encoding,
                    sheet=upload.sheet,
                    most=self._most,
                )
                table = read_table(text_of(path, how), path, {})
                if table.faults:
                    raise ArmslengthError(*table.faults)
                upload.columns = table.columns
            else:
                read = How(encoding=upload.encoding, sheet=upload.sheet, most=self._most)
                names = names_in(upload.kind, [path], read)
                upload.names = dict(names.most_common(MOST_NAMES)) | {"": max(0, len(names) - MOST_NAMES)}
        self._held[upload.id] = upload
        while len(self._held) > MOST_HELD:
            self._held.popitem(last=False)
        return upload

    @property
    def _most(self) -> int:
        return UNPACKED * self.app_state.limits.upload_bytes

    def read(self, upload: Upload, scenario: Scenario, given: Mapping[str, str]) -> Scenario:
        """Read an upload as its form says and return the case with it, which is not kept; refuse what does not fit."""
        upload.addition = None
        with upload.file() as path:
            addition = (self._counts if upload.kind == "csv" else self._data_set)(
                upload, path, scenario, given
            )
        later = with_addition(scenario, addition)
        upload.addition = replace(addition, said=tuple(_told(sentence) for sentence in addition.said))
        return later

    def _data_set(self, upload: Upload, path: Path, scenario: Scenario, given: Mapping[str, str]) -> Addition:
        how = How(
            covered=_spans(given, "covered"),
            step=given.get("step", "week"),
            within=next(iter(_spans(given, "within")), None),
            encoding=upload.encoding,
            sheet=upload.sheet,
            date_format=given.get("date_format") or None,
            most=self._most,
        )
        lines = upload.actors or ActorsFile("whose names stand for whom", tuple(_lines(upload, given)))
        if not {"client", "adversary"} <= {line.role for line in lines.lines} and not upload.actors:
            raise ArmslengthError(
                "choose at least one name that stands for a client, and one for an adversary"
            )
        return addition_of(import_events(upload.kind, [path], lines, how))

    def _counts(self, upload: Upload, path: Path, scenario: Scenario, given: Mapping[str, str]) -> Addition:
        said = {
            key: given.get(key, "").strip() for key in ("series_title", "source_title", "source", "series")
        }
        counts: What = next((c for c in MEANINGS if c == given.get("counts")), "attacks")
        how = Columns(
            date=given.get("date", ""),
            count=given.get("count") or None,
            series=said["series"] or as_name(said["series_title"] or upload.name),
            source=as_name(said["source_title"]) if said["source_title"] else said["source"] or "assumed",
            front=given.get("front") or None,
            front_column=given.get("front_column") or None,
            period=given.get("period", "daily"),
            week=given.get("week", "start"),
            date_format=given.get("date_format") or None,
            covered=_spans(given, "covered"),
            step=given.get("step", "week"),
            encoding=upload.encoding,
            sheet=upload.sheet,
            most=self._most,
        )
        return counts_addition(path, how, counts, said["series_title"], said["source_title"])


def upload_of(
    case: str, kind: str, filename: str, data: bytes, encoding: str, sheet: str, actors: bytes
) -> Upload:
    """Return a file that was brought; raises `ArmslengthError` for a list of names that cannot be read."""
    name = (
        re.sub(r"[^\w.-]+", "-", PurePosixPath(filename.replace("\\", "/")).name)[-80:].lstrip(".-")
        or "file.csv"
    )
    listed = None
    if actors:
        try:
            listed = actors_of(actors.decode("utf-8-sig"), "actors.csv")
        except UnicodeDecodeError:
            raise ArmslengthError("actors.csv is not UTF-8; save it as UTF-8 text") from None
        if patterns := [line.actor for line in listed.lines if line.pattern]:
            raise ArmslengthError(
                f"actors.csv holds the pattern {patterns[0][:40]}; here each name is written out, and patterns are read on the command line alone"
            )
    return Upload(secrets.token_urlsafe(12), case, kind, name, data, encoding or None, sheet or None, listed)


def guessed(scenario: Scenario, name: str) -> str:
    """Return which client or adversary of the case a name may stand for, as its form says it; empty for none."""
    for role, actors in (("client", scenario.clients), ("adversary", scenario.adversaries)):
        for i, actor in actors.items():
            if plain_name(name) in (plain_name(actor.name), plain_name(actor.short)):
                return f"{role}:{i}"
    return ""


def _lines(upload: Upload, given: Mapping[str, str]) -> Iterator[ActorLine]:
    for i, name in enumerate(upload.names):
        role, _, id_ = given.get(f"who-{i}", "").partition(":")
        if role in ("client", "adversary") and name:
            yield ActorLine(name, role, (id_,), FIRST, LAST, line=i + 1)


def _spans(given: Mapping[str, str], what: str) -> tuple[Span, ...]:
    first, last = (given.get(f"{what}_{end}", "").strip() for end in ("from", "to"))
    return (read_span(f"{first}..{last}", f"--{what}"),) if first or last else ()


def _told(text: str, folder: str = "") -> str:
    """Return what a reader says in the page's words: no folder, no option of the command line."""
    text = text.replace(f"{folder}/", "") if folder else text
    text = re.sub(r"`armslength import (\w+)`", lambda found: f"“{KINDS.get(found[1], found[1])}”", text)
    return re.sub(
        r"--[a-z-]+( FROM\.\.TO| NAME)?", lambda found: LABELS.get(found[0].split()[0], found[0]), text
    )
