"""How a run may end: bad input is a sentence and 2, Ctrl-C a sentence and 130, never a traceback."""

from collections.abc import Callable

import pytest
import typer

from armslength import ArmslengthError, cli


def run_main(monkeypatch: pytest.MonkeyPatch, body: Callable[[], None]) -> int:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(body)
    monkeypatch.setattr(cli, "app", app)
    monkeypatch.setattr("sys.argv", ["armslength"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


def test_bad_input_is_a_sentence_and_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def body() -> None:
        raise ArmslengthError("no case is named 'axis-2042'")

    assert run_main(monkeypatch, body) == 2
    assert capsys.readouterr().err == "no case is named 'axis-2042'\n"


def test_an_interrupt_is_a_sentence_and_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def body() -> None:
        raise KeyboardInterrupt

    assert run_main(monkeypatch, body) == 130
    assert capsys.readouterr().err.startswith("Interrupted")


def test_a_finished_run_ends_with_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run_main(monkeypatch, lambda: None) == 0
