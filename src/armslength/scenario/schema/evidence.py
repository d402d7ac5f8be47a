"""What evidence a scenario has, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from armslength.counted import MEANINGS, What
from armslength.parameters.priors import Beta, LogNormal
from armslength.scenario.dates import read_publication, within_calendar
from armslength.scenario.schema.model import Day, Named, Share, Text, Texts, Written, WrittenPrior

NOBODY = "nobody"  #: in place of patrons, of a client that none supports
REPORTED = Beta(8, 2)  #: share of attacks that a series reports, where nothing else is written
#: the same of a series that counts something else than the one that drives the replay: a free ratio (assumed)
RATIO = LogNormal(0.5, 1.5)


class Reporting(Written):
    """Share of attacks that a series reports."""

    value: Share | None = None
    prior: WrittenPrior = Field(
        default_factory=lambda data: REPORTED if data["value"] is None else REPORTED.recentred(data["value"])
    )
    source: Text
    note: str = ""

    @property
    def share(self) -> float:
        """The best value."""
        return self.prior.median if self.value is None else self.value


class Series(Named):
    """A count with one definition, kept by one counter."""

    title: str = Field(default_factory=lambda data: data["id"], description="the id if left out")
    definition: Text = Field(description="what the counter counts, and what not")
    counts: What = Field("attacks", description="; ".join(f"`{k}`: {v}" for k, v in MEANINGS.items()))
    unit: str = "attacks"
    fronts: Texts = Field((), min_length=1, description="every front if left out")
    reporting: Reporting = Field(
        default_factory=lambda: Reporting(source="assumed"), description="beta(8, 2), assumed, if left out"
    )
    primary: bool = Field(True, description="drives the replay of its fronts; others are kept for comparison")
    reports: Literal["attacks", "incidents", "launches", "vessels"] = "attacks"


def counts_of(front: str, series: Iterable[tuple[Series, Iterable[str]]]) -> What:
    """Return what is counted on a front: what the series that drives its replay counts, attacks where there is none.

    `series` come with the fronts that each counts.
    """
    return next((s.counts for s, fronts in series if s.primary and front in fronts), "attacks")


class Period(Written):
    """Something that holds over days, both ends included."""

    start: Day = Field(alias="from")
    end: Day = Field(alias="to")
    source: Text
    note: str = ""


SupportKind = Literal[
    "troops",
    "presence of foreign troops",
    "infrastructure or joint operations",
    "weapons",
    "materiel",
    "training",
    "funding",
    "intelligence",
    "territory",
    "other",
    "unknown",
]


def _first_of(written: Any) -> Any:
    return date(written, 1, 1) if _is_year(written) else written


def _last_of(written: Any) -> Any:
    return date(written, 12, 31) if _is_year(written) else written


def _is_year(written: Any) -> bool:
    return isinstance(written, int) and not isinstance(written, bool) and 1000 <= written <= 2999


class Support(Period):
    """A time in which one patron supported one client; between such times it gave nothing."""

    start: Annotated[Day, BeforeValidator(_first_of, json_schema_input_type=date | int)] = Field(
        alias="from", description="a day, or a year for its first day"
    )
    end: Annotated[Day, BeforeValidator(_last_of, json_schema_input_type=date | int)] = Field(
        alias="to", description="a day, or a year for its last day; what lasts to the as-of date goes on"
    )
    level: Annotated[float, Field(gt=0, le=10)] = Field(
        1.0, description="as a multiple of the client's parameter `support`"
    )
    kinds: Annotated[tuple[SupportKind, ...], Field(strict=False)] = Field(
        (), description="kept as evidence and shown; no equation reads them"
    )


def _nobody(written: Any) -> Any:
    return {} if written == NOBODY else written


#: by patron; empty where nobody supports the client, None where every patron does throughout
SupportByPatron = Annotated[
    dict[str, Annotated[tuple[Support, ...], Field(strict=False, min_length=1)]] | None,
    BeforeValidator(_nobody, json_schema_input_type=dict[str, list[Support]] | Literal["nobody"] | None),
]


class HostPressure(Period):
    """A host government leaning on its clients over a period, 0 none to 1 full."""

    host: str
    value: Share


class PublicThreat(Period):
    """An adversary threatening in public over a period, in units of fear."""

    adversary: str
    value: Annotated[float, Field(ge=0, le=3)]


class Peak(Written):
    """What one unit of trigger intensity is."""

    value: Annotated[float, Field(gt=0)]
    unit: Text
    source: Text
    note: str = ""


class TriggerSide(Written):
    """The war that sets the clients off, and its side of the story."""

    name: str = ""
    description: str = ""


class Vintage(Written):
    """What to do with rows published after the as-of date, or on pages edited since."""

    policy: Literal["refuse", "admit"] = "refuse"
    note: str = ""

    def citing(self, sources: Iterable[Source]) -> Vintage:
        """Return it with the lines by which data sets want to be cited after its note, which reports print."""
        lines = [source.citation for source in sources if source.citation]
        return (
            self.model_copy(update={"note": " ".join(filter(None, [self.note, *lines]))}) if lines else self
        )


class Claim(Named):
    """One thing that the case's source text says, in our words."""

    group: Text
    paraphrase: Text
    quote: str | None = Field(None, description="only where the words themselves matter")
    speaker: Text
    quality: Literal["high", "medium", "low"] = Field(
        description=(
            "high: dated public event; medium: named expert or official, or the text's own voice; low: "
            "anonymous or one side"
        )
    )
    bears_on: Texts = Field(
        min_length=1,
        description="parameter paths, mechanisms, 'fact 1'-'fact 14', 'theory puppets' and the like, or 'context'",
    )


def _published(written: Any) -> Any:
    """Return the day of publication; a year is a number in YAML, a month is text."""
    if isinstance(written, date):
        return within_calendar(written)
    return read_publication(str(written)) if isinstance(written, (str, int)) else written


class Source(Named):
    """Where evidence or a number comes from."""

    title: Text
    address: str = ""
    published: Annotated[
        date | None, BeforeValidator(_published, json_schema_input_type=date | str | int | None)
    ] = Field(None, description="YYYY-MM-DD, YYYY-MM, YYYY, or 'revised' for a page edited since")
    citation: str = Field(
        "", description="the line by which a data set wants to be cited, printed in report and page"
    )
    note: str = ""
