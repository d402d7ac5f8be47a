"""The table of a case's questions."""

from __future__ import annotations

from collections.abc import Sequence

from armslength.results.questions import AnsweredQuestion
from armslength.tables.table import Column, Table


def questions_table(answered: Sequence[AnsweredQuestion], title: str) -> Table:
    """Return what is asked, the present answer, and whether the model holds it."""
    columns = tuple(Column(name, words=True) for name in ("Topic", "Asks", "Answer", "Status", "Claims"))
    rows = tuple(
        (q.topic, q.asks, q.answer, "prior only" if q.prior_only else q.status, _span(q.claims))
        for q in answered
    )
    return Table(title, columns, rows)


def _span(claims: Sequence[str]) -> str:
    """Return ids in short: the first and the last of many."""
    return ", ".join(claims) if len(claims) < 3 else f"{claims[0]} to {claims[-1]}"
