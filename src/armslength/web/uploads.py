"""Data that somebody brings: held in memory until they are kept or dropped. Nothing of them is written or sent anywhere before."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from time import monotonic

from armslength.counted import MEANINGS, What
from armslength.errors import ArmslengthError
from armslength.importing.actors_file import ActorLine, ActorsFile, actors_of
from armslength.importing.into_case import Addition, with_addition
from armslength.importing.periods import Span, read_span
from armslength.importing.read_file import How
from armslength.scenario import Scenario
from armslength.scenario.dates import FIRST, LAST
from armslength.scenario.names import plain_name
from armslength.scenario.packed import decoded
from armslength.scoring.brought_file import COUNTS, KINDS, BroughtFile
from armslength.scoring.csv_import import Mapping as Columns
from armslength.web.app_state import NotFound
from armslength.web.database import as_name

MOST_HELD, LONGEST_HELD = 4, 3600.0  # uploads at once, and seconds that one is held
MOST_NAMES = 40  # of the sides in a data set that are offered
UNPACKED = 10  # times the size of an upload that a packed one may unpack to
#: what the readers call by the options of the command line, as the page calls it
LABELS = {
    "--date-format": "Format of the dates",
    "--encoding": "Encoding",
    "--sheet": "Sheet",
    "--covered": "No row means none",
    "--within": "Rows within",
    "--count": "Column of the count",
    "--date": "Column of the day",
    "--front-column": "Column of the front",
    "--period": "A row covers",
    "--week": "A week is dated by",
    "--series": "Series",
    "--source": "Who counted",
    "--step": "Covered days are cut into",
}


@dataclass
class Upload:
    """A file that somebody brought, and what was made of it so far."""

    case: str
    file: BroughtFile
    actors: ActorsFile | None = None  #: whom its names stand for, where a list was brought too
    names: Mapping[str, int] = field(default_factory=dict)  #: of the sides of a data set, with their rows
    more: int = 0  #: names that are not among them
    columns: tuple[str, ...] = ()  #: of a spreadsheet
    addition: Addition | None = None  #: what it brings, once it is read
    given: Mapping[str, str] = field(default_factory=dict)  #: what its form said
    since: float = field(default_factory=monotonic)
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    def read(self, scenario: Scenario, given: Mapping[str, str]) -> None:
        """Read the file as its form says; refuse what does not fit into the case."""
        self.given, self.addition = given, None
        addition = (self._counts if self.file.kind == COUNTS else self._data_set)(given)
        with_addition(scenario, addition)
        self.addition = replace(addition, said=tuple(map(on_page, addition.said)))

    def _data_set(self, given: Mapping[str, str]) -> Addition:
        how = How(
            covered=_spans(given, "covered"),
            step=given.get("step", "week"),
            within=next(iter(_spans(given, "within")), None),
            date_format=given.get("date_format") or None,
        )
        lines = [
            ActorLine(name, role, (id_,), FIRST, LAST, line=i + 1)
            for i, name in enumerate(self.names)
            for role, _, id_ in [given.get(f"who-{i}", "").partition(":")]
            if role in ("client", "adversary")
        ]
        if self.actors is None and len({line.role for line in lines}) < 2:
            raise ArmslengthError(
                "choose at least one name that stands for a client, and one for an adversary"
            )
        return self.file.data_set(self.actors or ActorsFile("the names", tuple(lines)), how)

    def _counts(self, given: Mapping[str, str]) -> Addition:
        series, source = (given.get(f"{key}_title", "").strip() for key in ("series", "source"))
        counts: What = next((c for c in MEANINGS if c == given.get("counts")), "attacks")
        how = Columns(
            date=given.get("date", ""),
            count=given.get("count") or None,
            series=given.get("series") or as_name(series or self.file.name),
            source=as_name(source) if source else given.get("source") or "assumed",
            front=given.get("front") or None,
            front_column=given.get("front_column") or None,
            period=given.get("period", "daily"),
            week=given.get("week", "start"),
            date_format=given.get("date_format") or None,
            covered=_spans(given, "covered"),
            step=given.get("step", "week"),
        )
        return self.file.counts(how, counts, series, source)


class Uploads:
    """The uploads that are looked at just now."""

    def __init__(self) -> None:
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

    def hold(self, case: str, file: BroughtFile, actors: bytes) -> Upload:
        """Look into a file and hold it, and the oldest one no more; refuse what cannot be read."""
        if file.kind not in KINDS:
            raise ArmslengthError("choose what the file is")
        upload = Upload(case, file, _listed(actors) if actors else None)
        if file.kind == COUNTS:
            upload.columns = file.columns()
        else:
            names = file.names()
            upload.names, upload.more = dict(names.most_common(MOST_NAMES)), max(0, len(names) - MOST_NAMES)
        self._held[upload.id] = upload
        while len(self._held) > MOST_HELD:
            self._held.popitem(last=False)
        return upload


def guessed(scenario: Scenario, name: str) -> str:
    """Return which client or adversary of the case a name may stand for, as its form says it; empty for none."""
    for role, actors in (("client", scenario.clients), ("adversary", scenario.adversaries)):
        for i, actor in actors.items():
            if plain_name(name) in (plain_name(actor.name), plain_name(actor.short)):
                return f"{role}:{i}"
    return ""


def on_page(text: str) -> str:
    """Return what a reader says with the page's own words for the options of the command line.

    >>> on_page("it is not %Y-%m-%d; --date-format says what it is")
    'it is not %Y-%m-%d; “Format of the dates” says what it is'
    """
    text = re.sub(r"`armslength import (\w+)`", lambda found: f"“{KINDS.get(found[1], found[1])}”", text)
    options = "|".join(sorted(LABELS, key=len, reverse=True))
    return re.sub(rf"({options})( FROM\.\.TO| NAME)?", lambda found: f"“{LABELS[found[1]]}”", text)


def _listed(data: bytes) -> ActorsFile:
    """Return a list of actors of one's own. A pattern could keep a server busy for ever, so none is taken."""
    listed = actors_of(decoded("actors.csv", data), "actors.csv")
    if patterns := [line.actor for line in listed.lines if line.pattern]:
        raise ArmslengthError(
            f"actors.csv holds the pattern {patterns[0][:40]}; write each name out: patterns are read on the command line alone"
        )
    return listed


def _spans(given: Mapping[str, str], what: str) -> tuple[Span, ...]:
    first, last = (given.get(f"{what}_{end}", "").strip() for end in ("from", "to"))
    return (read_span(f"{first}..{last}", f"--{what}"),) if first or last else ()
