"""The table of a round: who gave which probability, what happened, and how near that was."""

from __future__ import annotations

from collections.abc import Sequence

from armslength.formatting import percent
from armslength.results.ledger import LedgerForecast, LedgerResult
from armslength.results.scores import MODEL
from armslength.tables.table import Cell, Column, Table

NO_SKILL = 0.25  # Brier score of somebody who always says 50 %
RANKED_FROM = 10  # resolved questions, below which an order of people would be chance


def score(x: float) -> str:
    """Return a Brier score."""
    return f"{x:.2f}"


def answers_table(asked: Sequence[tuple[str, str]], record: LedgerResult) -> Table:
    """Return a row for each question and a column for each person; `asked` pairs the ledger's question with its words."""
    people = [row.forecaster for row in record.forecasters]
    given = {(row.question, row.forecaster): row for row in record.forecasts}
    rows: list[tuple[Cell, ...]] = []
    for question, words in asked:
        answers = [given.get((question, name)) for name in people]
        rows.append((words, _happened(answers), *map(_said, answers)))
    rows.append(("Mean Brier score (0 is perfect)", "", *(_mean(record, name) for name in people)))
    heads = ("Question", "Happened", *("The model" if name == MODEL else name for name in people))
    columns = tuple(Column(head, words=True) for head in heads)
    return Table("What everyone said.", columns, tuple(rows), "Probabilities that it happens.")


def _said(row: LedgerForecast | None) -> str:
    return percent(row.probability) if row and row.probability is not None else "no answer"


def _happened(answers: Sequence[LedgerForecast | None]) -> str:
    known = [row for row in answers if row is not None]
    states = {row.state for row in known}
    if "resolved" in states:
        return "yes" if next(row.value for row in known if row.state == "resolved") else "no"
    return "cannot be told" if states == {"void"} else "not known yet"


def _mean(record: LedgerResult, name: str) -> str:
    (row,) = (row for row in record.forecasters if row.forecaster == name)
    brier = row.scores.brier
    return f"{score(brier.mean)} ({brier.n})" if brier else "none yet"


def explained(record: LedgerResult) -> tuple[str, ...]:
    """Return what the score means, in sentences for somebody who meets it for the first time."""
    resolved = max((row.resolved for row in record.forecasters), default=0)
    few = (
        f"So far {resolved} question{'s are' if resolved != 1 else ' is'} settled: too few to say who forecasts better. "
        "One lucky guess moves everything."
        if resolved < RANKED_FROM
        else "Differences smaller than a few hundredths are still luck."
    )
    return (
        "The Brier score is the square of how far a probability was from what happened (1 if it did, 0 if not), and the "
        "mean of these squares. 0 is perfect, 1 the worst there is.",
        f"Whoever always says 50 % scores {NO_SKILL}. Below that, the answers told something; above it, they were sure of "
        "the wrong thing.",
        "It rewards saying what one believes: 70 % said of what happens seven times in ten scores better in the long run "
        "than any other number. A bold answer that fails costs more than a cautious one, and that is no shame: being "
        "wrong at 70 % must happen three times in ten.",
        few,
    )
