"""The commands: a table and a figure, one JSON object, and one sentence with exit code 2 for what cannot be."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from armslength.cli import main
from armslength.theories.leave_future_out import Density, Window

Command = Callable[..., tuple[str, str]]
DATES = "2001-04-01,2001-04-06,2001-04-11,2001-04-16"


def stopped() -> None:
    """Run the command line to its exit, whether it exits by itself or returns."""
    main()
    raise SystemExit(0)


@pytest.fixture
def armslength(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command with invented scores and no fits; what it says, and what it complains of."""
    calls: list[Window] = []

    def score(window: Window, held: Mapping[str, float], draws: int, seed: int) -> Density:
        calls.append(window)
        if draws == 66 and len(calls) == 7:
            raise KeyboardInterrupt
        return Density(-5.0 - len(held), 0.1, True)

    def no_fits(*_: Any, **__: Any) -> dict[str, Any]:
        return {}

    monkeypatch.setattr("armslength.theories.theory_windows.log_density", score)
    monkeypatch.setattr("armslength.theories.cache.made_fits", no_fits)

    def run(*words: str | Path, code: int = 0) -> tuple[str, str]:
        monkeypatch.setattr("sys.argv", ["armslength", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            stopped()
        shown = capsys.readouterr()
        assert (stop.value.code or 0) == code, shown
        return shown.out, shown.err

    return run


def test_a_table_a_figure_and_the_plain_sentence(armslength: Command, tmp_path: Path) -> None:
    words = ("theories", "classroom", "--quick", "--origins", DATES, "--out", tmp_path)
    shown, _ = armslength(*words)
    for said in ("Clients are puppets", "Worse than the full model", "The data cannot tell", "Retrospective"):
        assert said in shown
    assert (tmp_path / "theories.svg").read_text(encoding="utf-8").startswith("<svg")
    document = json.loads((tmp_path / "theories.json").read_text(encoding="utf-8"))
    assert json.loads(armslength(*words, "--json")[0]) == document
    assert sum(row["weight"] for row in document["theories"]) == pytest.approx(1)


def test_interrupted_it_keeps_what_is_finished_and_says_so(armslength: Command, tmp_path: Path) -> None:
    words = ("--draws", 66, "--workers", 1, "--origins", DATES, "--out", tmp_path)
    _, complained = armslength("theories", "classroom", *words, code=130)
    assert "1 finished theories are saved" in complained
    assert "puppets" in complained
    document = json.loads((tmp_path / "theories.json").read_text(encoding="utf-8"))
    assert [row["name"] for row in document["theories"]] == ["full"]


def test_parts_of_a_comparison_make_the_weights_that_are_not_at_hand(
    armslength: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    words = ("compare", "classroom", "--theories", "--days", 7, "--futures", 1000)

    def on_a_machine(name: str, *more: str | Path) -> str:
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        return armslength(*more)[0]

    whole = on_a_machine("whole", *words, "--json")
    for part in (1, 2):
        on_a_machine(f"part-{part}", *words, "--shard", f"{part}/2", "--out", tmp_path / "parts")
    assert on_a_machine("merged", "merge", tmp_path / "parts", "--json") == whole


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("theories", "classroom", "--theory", "pupets"), "did you mean 'puppets'"),
        (("theories", "classroom", "--window", "400"), "window is 400 days"),
        (("theories", "classroom", "--draws", "1"), "draws is 1"),
        (("theories", "classroom", "--origins", "2001-04-01"), "too few to compare"),
        (("theories", "one-client"), "one-client"),
        (("forecast", "classroom", "--theories", "--prior"), "leave --posterior and --prior out"),
        (("backtest", "classroom", "--posterior", "fit.nc"), "what came after it"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    armslength: Command, words: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert says in armslength(*words, code=2)[1]
