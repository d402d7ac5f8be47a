"""`armslength import` on the command line: counts on the screen, files beside the result, one sentence for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import armslength
from armslength.cli import app, main
from tests.importing.conftest import ACTORS, ged_row, ged_text

ROWS = [
    ged_row(1, "2001-01-05"),
    ged_row(2, "2001-02-05", "2001-02-06", date_prec=2),
    ged_row(3, "2001-03-01", side_b="Stranger", dyad_name="x"),
    ged_row(4, "2001-03-01", side_a="The Group", side_b="Civilians", type_of_violence=3),
]


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["import", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_what_is_written_joins_a_case_that_passes_its_check(write, tmp_path: Path) -> None:
    data, actors = write("ged251.csv", ged_text(ROWS)), write("actors.csv", ACTORS)
    out = tmp_path / "out/events.csv"
    said = run(
        "ged",
        data,
        "--actors",
        actors,
        "--covered",
        "2001-01..2001-03",
        "--accessed",
        "2001-06-30",
        "--out",
        out,
    )
    for words in (
        "UCDP GED: version 25.1; as UCDP publishes it, 49 columns; accessed 2001-06-30",
        "1 kept as a dated event",
        "1 folded into a tally",
        "1 dropped: violence against civilians",
        "1 dropped: no client",
        "ged-group-land: 1 dated, 13 tallies of a week in the covered span.",
        "Sundberg, R. & Melander, E. 2013",
    ):
        assert words in said
    vintage = json.loads((tmp_path / "out/events.import.json").read_text(encoding="utf-8"))
    assert len(vintage["files"][0]["sha256"]) == 64
    series, sources = (
        (tmp_path / "out/events.case.yaml").read_text(encoding="utf-8").split("# For sources.yaml\n")
    )
    case = tmp_path / "case"
    case.mkdir()
    (case / "scenario.yaml").write_text(
        "schema: 1\nname: case\nas_of: 2001-03-31\nstart: 2001-01-01\npatron: {name: P}\nclients: {group: {name: G}}\n"
        f"adversaries: {{land: {{name: L}}}}\nfronts: {{group/land: {{}}}}\n{series}",
        encoding="utf-8",
    )
    (case / "sources.yaml").write_text(sources, encoding="utf-8")
    (case / "events.csv").write_bytes(out.read_bytes())
    report = armslength.check(case)
    assert report.sound, report.faults
    assert report.scenario.sources["ged"].citation.endswith("coordinates and names of places dropped.")


def test_without_a_list_the_names_are_listed_and_nothing_is_written(write) -> None:
    said = run("ged", write("ged.csv", ged_text(ROWS)))
    assert said.startswith("3 Government of Land 3 The Group 1 Civilians 1 Stranger")
    assert "No list of actors was given" in said


def test_events_go_to_the_screen_where_no_file_is_named(write) -> None:
    said = run("ged", write("ged.csv", ged_text(ROWS)), "--actors", write("actors.csv", ACTORS))
    assert said.startswith("event_id,series,date")
    assert "No span is declared covered" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--covered", "2001"], "--covered is '2001'; write FROM..TO"),
        (["--covered", "2002..2001"], "--covered ends on 2001-12-31, before it starts on 2002-01-01"),
        (["--covered", "2001..2001", "--step", "weak"], "--step is 'weak'; did you mean 'week'?"),
        (["--accessed", "soon"], "--accessed is 'soon'; it must be YYYY-MM-DD"),
        (["--since", "ged.csv"], "is no account of an import"),
        (["--sheet", "x"], None),
    ],
)
def test_bad_options_are_one_sentence_and_exit_code_2(
    arguments, says, write, tmp_path, monkeypatch, capsys
) -> None:
    write("ged.csv", ged_text(ROWS))
    write("actors.csv", ACTORS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "sys.argv", ["armslength", "import", "ged", "ged.csv", "--actors", "actors.csv", *arguments]
    )
    if says is None:
        with pytest.raises(SystemExit) as stop:
            main()
        assert not stop.value.code
        return
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert says in capsys.readouterr().err


def test_csv_counts_by_front_get_a_series_each(write, tmp_path: Path) -> None:
    path = write("mine.csv", "month,n,who\n2001-01,3,a/x\n2001-02,,a/x\n2001-01,1,b/x\n2001-03,2,b/x\n")
    arguments = ("--date", "month", "--count", "n", "--front-column", "who", "--period", "monthly")
    out = tmp_path / "e.csv"
    said = run(
        "csv",
        path,
        *arguments,
        "--series",
        "mine",
        "--source",
        "police",
        "--covered",
        "2001-01..2001-03",
        "--out",
        out,
    )
    assert "Each front has a series of its own" in said
    rows = out.read_text(encoding="utf-8").splitlines()[1:]
    assert [",".join(r.split(",")[i] for i in (1, 2, 9)) for r in rows] == [
        "mine-a-x,2001-01-01,3",
        "mine-b-x,2001-01-01,1",
        "mine-b-x,2001-02-01,0",
        "mine-a-x,2001-03-01,0",
        "mine-b-x,2001-03-01,2",
    ]
    account = (tmp_path / "e.rows.csv").read_text(encoding="utf-8")
    assert "no count: not counted, which is not zero" in account


def test_csv_events_are_dated_and_tallied(write) -> None:
    path = write("mine.csv", "day\n2001-01-03\n2001-01-03\n2001-01-20\n")
    said = run(
        "csv",
        path,
        "--date",
        "day",
        "--series",
        "mine",
        "--source",
        "police",
        "--covered",
        "2001-01-01..2001-01-21",
    )
    assert said.count(",attack,") == 3
    assert [w for w in said.split() if ",tally," in w]
    monthly = write("m.csv", "day,n\n2001-01-01,3\n2001-02-01,3\n2001-03-01,3\n2001-04-01,3\n")
    said = run("csv", monthly, "--date", "day", "--count", "n", "--series", "mine", "--source", "police")
    assert "say --period weekly or monthly" in said
