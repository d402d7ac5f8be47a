"""Bad input is one clear sentence and exit code 2, before any work is done; an interrupted run costs nothing."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

EDITS = {
    "an unknown key": ("scenario.yaml", "as_of:", "asof:", "unknown key 'asof'; did you mean 'as_of'?"),
    "a probability outside [0, 1]": (
        "scenario.yaml",
        "skill: {value: 0.5,",
        "skill: {value: 1.5,",
        "is 1.5; it must lie between 0 and 1",
    ),
    "a prior outside its support": (
        "scenario.yaml",
        "skill: {value: 0.5,",
        "skill: {prior: {normal: [0.5, 1]},",
        "of its mass outside the support",
    ),
    "a front of an unknown client": (
        "scenario.yaml",
        "  loyal/neighbour:\n",
        "  loyl/neighbour:\n",
        "unknown client 'loyl'; did you mean 'loyal'?",
    ),
    "an empty scenario": ("scenario.yaml", None, "", "holds no scenario"),
    "YAML that runs code": (
        "scenario.yaml",
        "title: My case",
        "title: !!python/object/apply:os.system ['true']",
        "tags can run code",
    ),
    "YAML that expands without end": (
        "scenario.yaml",
        None,
        "a: &a [x, x]\nb: [*a, *a]\n",
        "aliases can expand without end",
    ),
    "not UTF-8": ("scenario.yaml", None, b"schema: 1\nname: caf\xe9\n", "is not UTF-8"),
    "a missing file": ("scenario.yaml", None, None, "is missing"),
    "an event after the as-of date": (
        "events.csv",
        "june,police-log,2001-06-01,2001-06-30",
        "june,police-log,2001-07-01,2001-07-30",
        "after the as-of date 2001-06-30",
    ),
    "an event on an unknown front": (
        "events.csv",
        "shot,police-log,2001-05-20,,attack,rich/neighbour",
        "shot,police-log,2001-05-20,,attack,rich/neighbor",
        "unknown front 'rich/neighbor'",
    ),
    "a negative count": ("events.csv", "tally,,,,,9,", "tally,,,,,-9,", "a count cannot be negative"),
    "an end before its start": (
        "events.csv",
        "2001-02-01,2001-02-28",
        "2001-02-28,2001-02-01",
        "ends on 2001-02-01, before it starts on 2001-02-28",
    ),
    "overlapping tallies of one series": (
        "events.csv",
        "2001-02-01,2001-02-28",
        "2001-02-01,2001-03-02",
        "overlaps the tally",
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_bad_scenario(armslength, starter, tmp_path, name):
    file, old, new, sentence = EDITS[name]
    spoil(starter / file, old, new)
    for command in ("check", "forecast"):
        said = armslength(command, starter, *(["--out", tmp_path / "out"] if command == "forecast" else []))
        assert (said.code, said.out) == (2, "")
        assert sentence in said.err, said.err
        assert file in said.err
        assert "Traceback" not in said.err
    assert not (tmp_path / "out").exists()


def spoil(path: Path, old: str | None, new: str | bytes | None) -> None:
    """Edit, overwrite or remove a file."""
    if new is None:
        path.unlink()
    elif old is None:
        path.write_bytes(new if isinstance(new, bytes) else new.encode())
    else:
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path.name}"
        path.write_text(text.replace(old, str(new), 1), encoding="utf-8")


ARGUMENTS = {
    "no such case": (["axis-2042"], "no case or folder is named 'axis-2042'; did you mean"),
    "no futures": (["classroom", "--futures", "0"], "futures is 0; it must lie between 1 and 10,000,000"),
    "too many futures": (["classroom", "--futures", "1000000000"], "futures is 1000000000"),
    "absurd days": (
        ["classroom", "--days", "1000000000"],
        "days is 1000000000; it must lie between 7 and 3,650",
    ),
    "no days": (["classroom", "--days", "0"], "days is 0"),
    "a negative seed": (["classroom", "--seed", "-1"], "seed is -1"),
    "a seed that is no number": (
        ["classroom", "--seed", "soon"],
        "Invalid value for '--seed': Input should be a valid integer",
    ),
    "an unknown option": (["classroom", "--futurs", "10"], "No such option: --futurs"),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_a_bad_argument(armslength, tmp_path, name):
    arguments, sentence = ARGUMENTS[name]
    said = armslength("forecast", *arguments, "--out", tmp_path / "out")
    assert (said.code, said.out) == (2, "")
    assert sentence in re.sub(r"[\s│]+", " ", said.err)
    assert "Traceback" not in said.err
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_way_is_said_before_the_work(armslength, tmp_path):
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    for out in (tmp_path / "taken", tmp_path / "taken/inside"):
        said = armslength(
            "forecast", "classroom", "--out", out, "--futures", "10000000"
        )  # hours, were it begun
        assert (said.code, said.out) == (2, "")
        assert "cannot write there" in said.err
        assert len(said.err.splitlines()) == 1
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_something_else_is_left_alone(armslength, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/summer.jpg").write_text("mine", encoding="utf-8")
    said = armslength("forecast", "classroom", "--out", tmp_path / "photos", "--futures", "10000000")
    assert (said.code, said.out) == (2, "")
    assert "holds something other than a forecast" in said.err
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["summer.jpg"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(armslength, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    said = armslength("forecast", "classroom", "--out", tmp_path / "closed/out", "--futures", "10000000")
    assert (said.code, said.out) == (2, "")
    assert "cannot write there" in said.err


LONG_RUN = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background would have it ignored
from armslength.forecasting import futures
add = futures.Outcomes.add
def and_say(self, block):
    add(self, block)
    print("a block is done", file=sys.stderr, flush=True)
    while True:  # until it is interrupted, however late
        time.sleep(0.05)
futures.Outcomes.add = and_say
from armslength.cli import main
sys.argv = ["armslength", *sys.argv[1:]]
main()
"""


def test_ctrl_c_leaves_the_last_good_result(classroom):
    """Interrupted while futures are being played, over a finished result."""
    folder = classroom.folder
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    arguments = ["forecast", "classroom", "--days", "30", "--futures", "500", "--out", str(folder), "--json"]
    run = subprocess.Popen(
        [sys.executable, "-c", LONG_RUN, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stderr
    line = run.stderr.readline()
    while line and "a block is done" not in line:
        line = run.stderr.readline()
    run.send_signal(signal.SIGINT)
    out, err = run.communicate()
    assert run.returncode == 130, err
    assert out == ""
    assert err.splitlines()[-1] == "Interrupted; the last finished result is kept."
    assert "Traceback" not in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
