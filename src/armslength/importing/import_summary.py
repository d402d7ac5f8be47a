"""An import in sentences, for the screen: what was recognised, where each row went, what to look at."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from armslength.importing.account import changes
from armslength.importing.import_events import Imported

HOW_MANY = 12  # unlisted actors that are named
NEAR = 0.8  # likeness of two names that may be one actor's


def summary(imported: Imported) -> Iterator[str]:
    """Yield the sentences, in order."""
    v = imported.vintage
    yield f"{v.title}: {v.version}; accessed {v.accessed}."
    for file in v.files:
        done = f" ({'; '.join(file.remarks)})" if file.remarks else ""
        yield f"{file.name}: {file.rows:,} rows{done}."
    yield from (f"  {number:,} {what}" for what, number in imported.counts.items())
    for s in imported.series:
        dated = sum(e.kind == "attack" for e in s.counted.events)
        tallies = len(s.counted.events) - dated
        cells = f", {tallies:,} tallies of a {imported.how.step} in the covered span" if tallies else ""
        loose = f"; {sum(e.count or 0 for e in s.counted.loose):,} in {s.id}-spans" if s.counted.loose else ""
        yield f"{s.id}: {dated:,} dated{cells}{loose}."
    if not any(s.covered for s in imported.series):
        yield (
            "No span is declared covered, so days without a row stay unknown and nothing is zero; --covered FROM..TO declares one."
        )
    if any(row.since for row in imported.account):
        yield from changes(imported.account)
    yield from imported.warnings
    if imported.unlisted:
        yield "Not in the list of actors, by number of rows against a client:"
        listed = [line.actor for line in imported.actors.lines]
        for name, number in imported.unlisted[:HOW_MANY]:
            near = get_close_matches(name, listed, n=1, cutoff=NEAR)
            yield f"  {number:,} {name}{f', near {near[0]!r} of the list' if near else ''}"
        if (more := len(imported.unlisted) - HOW_MANY) > 0:
            yield f"  and {more:,} more names"
    yield v.citation
