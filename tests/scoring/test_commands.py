"""The commands of scoring: they answer, print JSON, and refuse in one sentence with exit code 2."""

import json
import shutil
from pathlib import Path

import pytest

from tests.command_line import Command, command_line, stopped


@pytest.fixture
def armslength(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command here; its output, or with code 2 what it complains of."""

    return command_line(monkeypatch, capsys)


def test_score_registered_and_not(armslength: Command, saved: Path, later: Path, tmp_path: Path) -> None:
    book = tmp_path / "ledger.sqlite"
    armslength("ledger", "add", saved, "--ledger", book)
    shown = armslength("score", saved, "--events", later, "--ledger", book, "--out", tmp_path / "skill.svg")
    assert "Retrospective: registered" in shown  # by the clock of this machine, long afterwards
    assert "too few to tell" in shown
    assert (tmp_path / "skill.svg").read_text(encoding="utf-8").startswith("<svg")
    d = json.loads(
        armslength("score", saved, "--events", later, "--json", "--ledger", tmp_path / "no.sqlite")
    )
    assert d["registration"]["registered"] is None


def test_the_ledger_from_end_to_end(armslength: Command, saved: Path, later: Path, tmp_path: Path) -> None:
    book, people = tmp_path / "ledger.sqlite", tmp_path / "people.csv"
    people.write_text(
        "forecaster,question,about,from,to,probability\nAda,reprisal,tarn,2001-04-30,2001-05-06,0.7\n",
        encoding="utf-8",
    )
    armslength("ledger", "add", saved, "--human", people, "--ledger", book)
    armslength("ledger", "resolve", "--events", later, "--ledger", book)
    d = json.loads(armslength("ledger", "show", "--json", "--ledger", book))
    assert {f["forecaster"] for f in d["forecasters"]} == {"Ada", "model"}
    shown = armslength("ledger", "show", "--ledger", book)
    assert "Words of probability" in shown
    assert "Ada" in shown
    assert "holds" in armslength("ledger", "verify", "--head", d["head"], "--ledger", book)


def test_counts_that_will_never_be_scored_are_said_to_be_at_the_import(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "counts.csv"
    file.write_text("day,n\n2001-05-01,3\n", encoding="utf-8")
    for source, warned in (("assumed", True), ("police", False)):
        words = ["--date", "day", "--count", "n", "--series", "s", "--source", source]
        monkeypatch.setattr("sys.argv", ["armslength", "import", "csv", str(file), *words])
        with pytest.raises(SystemExit):
            stopped()
        shown = capsys.readouterr()
        assert ("no backtest and no score is ever made on them" in shown.err) == warned
        assert shown.out.count("\n") == 2


def test_a_backtest_of_assumed_counts_is_refused_at_once(armslength: Command, tmp_path: Path) -> None:
    case = tmp_path / "one"
    shutil.copytree(Path(__file__).parents[2] / "examples/one-client", case)
    events = case / "events.csv"
    head, *rows = events.read_text(encoding="utf-8").splitlines()
    at = head.split(",").index("source")
    cells = [row.split(",") for row in rows]
    text = [head, *(",".join([*c[:at], "assumed", *c[at + 1 :]]) for c in cells)]
    events.write_text("\n".join(text) + "\n", encoding="utf-8")
    said = armslength("backtest", case, "--horizons", "30", "--keep", tmp_path / "kept", code=2)
    assert "tallies have the source 'assumed'" in said
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("score", "nowhere", "--events", "none.csv"), "no such file"),
        (("score", "nowhere", "--events", "none.csv", "--horizons", "week"), "--horizons is 'week'"),
        (("backtest", "classroom", "--horizons", "seven"), "--horizons is 'seven'"),
        (("backtest", "classroom", "--origins", "monthly"), "--origins is 'monthly'"),
        (("backtest", "classroom", "--origins", "2001-04-28", "--horizons", "7"), "no window of 7 days"),
        (("backtest", "classroom", "--draws", "0"), "draws is 0"),
        (("ledger", "add"), "name a saved forecast"),
        (("ledger", "verify", "--ledger", "none.sqlite"), "no such ledger"),
        (
            (
                "import",
                "csv",
                "none.csv",
                "--date",
                "d",
                "--count",
                "n",
                "--series",
                "s",
                "--source",
                "assumed",
            ),
            "cannot be read",
        ),
    ],
)
def test_bad_input_is_one_sentence(armslength: Command, words: tuple[str, ...], says: str) -> None:
    said = armslength(*words, code=2)
    assert says in said
    assert len(said.strip().splitlines()) == 1
