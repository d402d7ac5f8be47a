"""A comparison as one tidy table: a row for each outcome of each strategy against what it is compared with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from armslength.decisions.strategy_sets import BASELINE

HEAD = (
    "strategy", "against", "outcome", "title", "unit", "window_days", "mean", "mean_against", "difference", "error",
    "interval", "low", "high", "sign", "pairs_low", "pairs_high",
)  # fmt: skip


def as_csv(document: Mapping[str, Any]) -> str:
    """Against doing nothing first, then each later strategy against each earlier one.

    `low` and `high` are the interval over parameters, of the mass that `interval` says; `pairs_low` and `pairs_high`
    that over pairs of futures.
    """
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(_rows(document))
    return held.getvalue()


def _rows(document: Mapping[str, Any]) -> Iterator[list[Any]]:
    described = {o["name"]: o for o in document["outcomes"]}
    means = {(row["strategy"], row["outcome"]): row["value"] for row in document["rows"]}
    for row in [*document["rows"], *document["between"]]:
        against, outcome = row.get("against", BASELINE.id), row["outcome"]
        yield [
            row["strategy"], against, outcome, described[outcome]["title"], described[outcome]["unit"], row["window_days"],
            means[row["strategy"], outcome], means.get((against, outcome), row.get("baseline")), row["difference"], row["error"],
            document["interval"], *row["parameters"], row["sign"], *row["futures"],
        ]  # fmt: skip
