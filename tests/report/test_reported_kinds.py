"""Kinds of reported events are said in words, wherever a reader meets them, and in those of what the case counts."""

from __future__ import annotations

import re

from armslength.forecasting.evidence_summary import history_of
from armslength.report import write_report
from armslength.results.reported_kinds import KINDS, many_of, one_of
from armslength.results.update import Change, UpdateResult
from armslength.scenario import load
from armslength.scenario.event_kinds import KINDS as DECLARED
from armslength.tables.evidence_tables import history_table
from armslength.tables.update_tables import changes_table
from tests.report.invented import invented


def test_every_kind_that_can_be_written_has_its_words():
    assert set(KINDS) == set(DECLARED)
    assert not [word for kind in KINDS for word in (one_of(kind), many_of(kind)) if "_" in word]


def test_the_report_counts_kinds_in_words():
    page = write_report(invented())
    said = re.search(r"By kind: (.*?)\.</p>", page)
    assert said
    assert "120 attacks, 61 counts of attacks, 14 reprisals" in said.group(1)


def test_what_was_reported_names_who_it_is_about():
    rows = {row.id: row for row in history_of(load("classroom"))}
    tally = next(
        row for row in rows.values() if row.kind == "tally" and row.fronts == ("harbour-guard/tarn",)
    )
    assert tally.in_words == "count of attacks: Harbour Guard on Tarn"
    assert not [row.in_words for row in rows.values() if "_" in row.in_words or "/" in row.label]


def test_clashes_are_not_called_attacks():
    result = invented()
    front = result.actors.fronts[0]
    row = result.history[0].model_copy(
        update={"kind": "attack", "counts": "deadly clashes", "label": front.name, "fronts": (front.id,)}
    )
    table = history_table(result.model_copy(update={"history": (row,)}))
    assert table.rows[0][1] == f"Deadly clash: {front.name}"


def test_an_update_says_what_moved_a_number_most_in_the_words_of_the_case():
    change = Change(
        number="tempo",
        quantity="tempo",
        about=None,
        before=1,
        after=2,
        by_time_alone=0,
        moved_most_by="truce",
        by_that_kind=1,
        size=1,
    )
    counted = change.model_copy(update={"moved_most_by": "tally"})
    result = UpdateResult(
        since="2001-01-01",
        as_of="2001-02-01",
        added=("a",),
        counted="deadly clashes",
        parameters_from="prior",
        changes=(change, counted),
    )
    assert [row[4] for row in changes_table(result).rows] == ["truces", "counts of deadly clashes"]
