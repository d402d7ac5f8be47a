"""`armslength compare` and `why` as their users meet them; and a scenario whose strategies are wrong."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout

import pytest

from armslength import cli
from armslength.scenario import check, new

QUICK = ("--futures", "1000", "--days", "30", "--prior")


def run(*arguments):
    """Code, output and errors of a command."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    patch = pytest.MonkeyPatch()
    patch.setattr("sys.argv", ["armslength", *map(str, arguments)])
    patch.setenv("COLUMNS", "100")
    try:
        with redirect_stdout(out), redirect_stderr(err):
            cli.main()
    except SystemExit as stop:
        code = int(stop.code or 0)
    finally:
        patch.undo()
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compared")
    asked = ("compare", "classroom", "visit-all", "--do", "order front=hill-column/tarn tempo=1 on=+2")
    code, out, err = run(*asked, *QUICK, "--json", "--out", folder)
    assert code == 0, err
    return json.loads(out), folder


def test_it_prints_one_document_and_keeps_it(compared) -> None:
    document, folder = compared
    assert json.loads((folder / "comparison.json").read_text(encoding="utf-8")) == document
    assert [s["name"] for s in document["strategies"]] == ["nothing", "visit-all", "as-told"]
    page = (folder / "comparison.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert page.count("<svg") >= 2 * 10
    assert "as-told against visit-all" in page
    assert (folder / "comparison.csv").read_text(encoding="utf-8").startswith("strategy,against,outcome")


def test_the_tables_fit_a_terminal(tmp_path) -> None:
    code, out, err = run("compare", "classroom", "visit-all", "truce", *QUICK, "--out", tmp_path)
    assert code == 0, err
    assert "truce against visit-all" in out
    assert "Order by de-escalation alone" in out
    assert "Because of it: share of futures" in " ".join(out.split())
    assert max(map(len, out.splitlines()[:-1])) <= 100


def test_why_tells_a_story(tmp_path) -> None:
    code, out, err = run("why", "classroom", "visit-all", *QUICK, "--out", tmp_path / "why.json")
    assert code == 0, err
    assert "is told to attack less" in out
    assert "Control, compliance and orders" in " ".join(out.split())
    assert "what the parts leave" in " ".join(out.split())
    document = json.loads((tmp_path / "why.json").read_text(encoding="utf-8"))
    assert document["format"] == "armslength-why/1"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("compare", "classroom", "visit-al"), "did you mean 'visit-all'?"),
        (("compare", "classroom", "truce", "truce"), "two strategies are called 'truce'"),
        (("compare", "classroom", "--do", "strike adversary=tarn"), "'strike' is no lever"),
        (("compare", "classroom", "--do", "visit client=river-league when=control"), "nobody observes"),
        (("compare", "classroom", "truce", "--futures", "100"), "ask for 1,000 or more"),
        (("compare", "classroom", "truce", "--from", "yesterday"), "--from is 'yesterday'; it must be a day"),
        (("compare", "classroom", "truce", "--from", "1999-01-01"), "its history begins on 2001-03-01"),
        (("compare", "classroom", "truce", "--weight", "attacks=1"), "only de-escalation is ranked"),
        (("compare", "classroom", "truce", "--weight", "deaths"), "write it as deaths=2"),
        (("compare", "classroom", "--do", "truce from=2001-05-01 to=2030-01-01"), "lies outside"),
        (("why", "classroom"), "name one strategy to explain"),
        (("why", "classroom", "truce", "--against", "trucee"), "did you mean 'truce'?"),
        (("step", "classroom", "--orders", "reply adversary=tarn answers=all"), "acts inside the days"),
    ],
)
def test_bad_input_is_one_sentence_and_code_2(tmp_path, monkeypatch, arguments, sentence) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err
    assert not (tmp_path / "out").exists()


WRONG = """
strategies:
  nothing:
    title: Reserved
    actions: [truce]
  confused:
    title: Two things at once
    actions:
      - order front={front} tempo=1
      - order front={front} release=1
  mistyped:
    title: Slips of the pen
    by: somebody
    actions:
      - ordr front={front} tempo=1
      - visit client={client} when=fear
"""


def test_faults_of_a_scenario_stand_at_their_lines(tmp_path) -> None:
    folder = new(tmp_path / "my-case")
    file = folder / "scenario.yaml"
    from armslength.scenario import load

    case = load(folder)
    front, client = next(iter(case.fronts)), next(iter(case.clients))
    file.write_text(
        file.read_text(encoding="utf-8") + WRONG.format(front=front, client=client), encoding="utf-8"
    )
    lines = file.read_text(encoding="utf-8").splitlines()
    said = [str(f) for f in check(folder).faults]
    for text, part in (
        ("  nothing:", "is the baseline's name"),
        ("  confused:", "contradictory on"),
        ("ordr", "did you mean 'order'?"),
        ("when=fear", "nobody observes"),
        ("by: somebody", "no side is called 'somebody'"),
    ):
        line = next(n for n, written in enumerate(lines, 1) if text in written)
        assert any(f":{line}:" in s and part in s for s in said), (text, said)
