"""What a spreadsheet of one's own brings to a case: its rows, its series, and who counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from armslength.counted import What
from armslength.importing.into_case import Addition
from armslength.scoring.csv_import import Imported, Mapping, import_csv
from armslength.scoring.observed import ASSUMED


def counts_addition(path: Path, how: Mapping, counts: What, series_title: str, source_title: str) -> Addition:
    """Return what a file of events or counts brings; its titles are those of a new series and a new source.

    A source without a title is one that the case names already. Raises `ArmslengthError` with every fault of the file.
    """
    made = import_csv(path, how)
    fronts = {event.series or "": list(event.fronts) for event in made.events}
    column = how.count or "a row each event"
    return Addition(
        events=made.events,
        series={
            id_: {
                "title": series_title or id_,
                "definition": f"{series_title or id_}: counts of {path.name} ({column}).",
                "counts": counts,
                **({"fronts": of} if of else {}),
            }
            for id_, of in fronts.items()
        },
        sources={how.source: {"title": source_title, "address": ""}} if source_title else {},
        account=[row._replace(file=path.name) for row in made.account],
        said=tuple(sentences(made, how.source)),
    )


def sentences(made: Imported, source: str) -> Iterator[str]:
    """Yield what a file gave and what to look at, a sentence each."""
    yield f"{len(made.events)} events; {made.blank} rows without a count were left out."
    if made.zeros:
        yield f"{made.zeros} of them are zeros of periods without a row in the span declared covered."
    yield from made.remarks
    if source == ASSUMED:
        yield (
            "Their source is 'assumed': such counts inform a fit, but no backtest and no score is ever made on them. "
            "Where somebody counted, name them with --source."
        )
