"""One table, shown three ways from the same values."""

from armslength.cli.console import rich_table
from armslength.formatting import NOT_GIVEN, percent
from armslength.report.html_table import html_table
from armslength.tables import Column, Estimate, Link, Table

TABLE = Table(
    "Who pauses",
    (Column("Front", words=True), Column("Pauses", percent, name="pauses"), Column("Source", words=True)),
    (
        ("Harbour guard <b>", Estimate(0.125, (0.02, 0.5)), Link("a page", "https://example.org/a?b=1&c=2")),
        ("River league", Estimate(None), Link("no page", "javascript:alert(1)")),
        ("Third", 0.998, None),
    ),
    caption="90% interval over parameters.",
)


def test_the_terminal_and_the_report_show_the_same_text():
    shown = list(TABLE.texts())
    assert shown[0] == ["Harbour guard <b>", "13% (2–50%)", "a page"]
    assert shown[1][1] == NOT_GIVEN
    terminal = [list(column.cells) for column in rich_table(TABLE).columns]
    assert [cell.plain for cell in terminal[1]] == [row[1] for row in shown]
    assert "13% (2–50%)" in html_table(TABLE)


def test_html_is_escaped_and_leads_only_to_the_web():
    page = html_table(TABLE)
    assert "Harbour guard &lt;b&gt;" in page
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page
    assert "javascript" not in page


def test_csv_holds_the_numbers_themselves():
    assert TABLE.to_csv().splitlines() == [
        "Front,pauses,pauses_low,pauses_high,Source",
        "Harbour guard <b>,0.125,0.02,0.5,a page",
        "River league,,,,no page",
        "Third,0.998,,,",
    ]
