"""What was forecast beside what happened: every resolved question of a forecast, hits and surprises alike."""

from __future__ import annotations

from collections.abc import Iterator

from armslength.formatting import day, estimate, number, percent
from armslength.results.score import ScoreResult
from armslength.results.scores import MODEL, CountRow, YesNoRow
from armslength.tables.table import Cell, Column, Table

EVEN, RARE = (
    0.5,
    0.1,
)  #: probabilities below which an event was not expected, and below which it is a surprise
WINDOWS_ALONE = frozenset({"each week", "each month", "each increment"})  #: the same days once more, in parts

Row = tuple[Cell, ...]


def resolved_table(result: ScoreResult) -> Table:
    """Return each question of the forecast's own windows with its answer then and what was reported since."""
    columns = tuple(
        Column(name, words=True) for name in ("Asked", "Window", "Forecast", "Happened", "Verdict")
    )
    rows = [*_counts(result), *_events(result)]
    hits = sum(row[-1] == "hit" for row in rows)
    return Table(
        f"What happened since, up to {day(result.until)}: {hits} of {len(rows)} as forecast.",
        columns,
        tuple(rows),
        "Hit: a count within its 90 % interval, an event on the likelier side. Miss: an event on the less likely side. "
        "Surprise: a count outside that interval, or an event that was given less than 10 %. One in ten counts should be a "
        "surprise, were the forecast calibrated.",
    )


def _counts(result: ScoreResult) -> Iterator[Row]:
    for row in result.rows.counts:
        if row.horizon in WINDOWS_ALONE:
            continue
        own = row.forecasts[MODEL]
        name = result.targets[row.target]
        said = f"{estimate(own.median, own.interval_90)}, {row.days} of {row.window_days} days counted"
        verdict = "hit" if own.in_90 else "surprise"
        yield f"{name.counts} on {name.short}", _window(row), said, number(row.observed), verdict


def _events(result: ScoreResult) -> Iterator[Row]:
    for row in result.rows.yes_no:
        if row.horizon in WINDOWS_ALONE:
            continue
        p = row.forecasts[MODEL].probability
        given = p if row.happened else 1 - p
        verdict = "hit" if given >= EVEN else "surprise" if given < RARE else "miss"
        name = result.targets[row.subject].short if row.subject in result.targets else row.subject
        level = f", level {row.level} or more" if row.kind == "reprisal" and row.level else ""
        yield (
            f"a {row.kind}{' attack' * (row.kind == 'lethal')}: {name}{level}",
            _window(row),
            percent(p),
            ("yes" if row.happened else "no"),
            verdict,
        )


def _window(row: CountRow | YesNoRow) -> str:
    return f"{row.horizon}, {row.first} to {row.last}"
