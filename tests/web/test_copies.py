"""Uploads are data: nothing leaves its folder, nothing grows without end, nothing is run."""

from __future__ import annotations

import io
import stat
import zipfile
from contextlib import suppress

import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import load
from armslength.scenario.packed import read_packed, unpack
from armslength.web import scenario_files
from armslength.web.app_state import AppState
from armslength.web.database import as_name, is_name
from armslength.web.settings import Limits, Settings

MOST = 20_000  #: bytes of a file


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return held.getvalue()


def link() -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("case/scenario.yaml")
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no archive", "no zip archive"),
        (packed(("../scenario.yaml", b"a: 1")), "outside its folder"),
        (packed(("/etc/scenario.yaml", b"a: 1")), "outside its folder"),
        (packed(("..\\..\\scenario.yaml", b"a: 1")), "outside its folder"),
        (packed(("c:/scenario.yaml", b"a: 1")), "outside its folder"),
        (packed((link(), b"/etc/passwd")), "holds a link"),
        (packed(("case/run.py", b"import os")), "no file of a scenario"),
        (packed(("case/posterior.pkl", b"\x80\x04")), "no file of a scenario"),
        (packed(("case/scenario.yaml", b"\xff\xfe")), "not UTF-8"),
        (packed(("case/scenario.yaml", b"0" * 2_000_000)), "unpacks to more"),  # two kilobytes, packed
        (packed(*((f"case/{i}.md", b"") for i in range(60))), "more than 50 entries"),
        (packed(("a/scenario.yaml", b"a: 1"), ("b/scenario.yaml", b"b: 1")), "twice"),
        (packed(("case/events.csv", b"date")), "no scenario.yaml"),
    ],
)
def test_an_archive_that_would_do_harm_is_refused(data, said):
    with pytest.raises(ArmslengthError, match=said):
        unpack(data, MOST)


def test_a_broken_archive_is_refused_and_breaks_nothing():
    whole = packed(("case/scenario.yaml", b"a: 1" * 500))
    for cut in range(0, len(whole), 7):
        damaged = whole[:cut] + bytes([whole[cut] ^ 0xFF]) + whole[cut + 1 :]
        with suppress(ArmslengthError):  # anything else would be an accident
            unpack(damaged, MOST)


def test_what_was_taken_away_can_be_brought_back(app_state):
    from armslength.web.exports import zip_scenario

    name, texts = read_packed(
        "classroom.zip", zip_scenario(app_state, "classroom"), app_state.limits.file_bytes
    )
    ref = scenario_files.add(app_state, scenario_files.free_name(app_state, name), texts)
    assert ref.name == "classroom-2"
    assert scenario_files.check_texts(texts).sound
    assert load(ref.folder).title == load("classroom").title


@pytest.mark.parametrize("name", ["../x", "x/y", "", "X", ".", "a" * 64, "con cat", "é"])
def test_a_name_leads_nowhere(app_state, name):
    assert not is_name(name)
    with pytest.raises(ArmslengthError, match="cannot name a scenario"):
        scenario_files.copy(app_state, "classroom", name)
    assert is_name(as_name(name))


def test_a_shipped_case_cannot_be_changed(app_state):
    with pytest.raises(ArmslengthError, match="copy it first"):
        scenario_files.save(app_state, "classroom", {"events.csv": ""})
    with pytest.raises(ArmslengthError, match="copy it first"):
        scenario_files.remove(app_state, "classroom")


def test_a_copy_says_what_is_wrong_and_what_it_changed(app_state):
    scenario_files.copy(app_state, "classroom", "mine")
    texts = scenario_files.texts_of(app_state.case("mine").folder)
    texts["scenario.yaml"] = texts["scenario.yaml"].replace("horizon:", "horizn:")
    report = scenario_files.save(app_state, "mine", texts)
    assert not report.sound
    assert any("did you mean 'horizon'" in (fault.hint or "") and fault.line for fault in report.faults)
    assert "+horizn:" in scenario_files.difference(app_state, "mine")
    scenario_files.remove(app_state, "mine")
    assert "mine" not in [ref.name for ref in app_state.cases()]


def test_a_workspace_holds_so_many_copies(tmp_path):
    full = AppState(Settings(case="classroom", workspace=tmp_path, limits=Limits(copies=1)))
    scenario_files.copy(full, "classroom", "one")
    with pytest.raises(ArmslengthError, match="the most a workspace holds"):
        scenario_files.copy(full, "classroom", "two")


@pytest.fixture
def app_state(tmp_path) -> AppState:
    return AppState(Settings(case="classroom", workspace=tmp_path))


@pytest.mark.parametrize("file", ["scenario.yaml", "events.csv", "trigger.csv", "claims.yaml"])
def test_a_copy_with_old_line_ends_is_read(app_state, file):
    scenario_files.copy(app_state, "classroom", "mine")
    texts = scenario_files.texts_of(app_state.case("mine").folder)
    assert scenario_files.check_texts(texts | {file: texts[file].replace("\n", "\r")}).sound
    assert scenario_files.save(app_state, "mine", {file: texts[file].replace("\n", "\r")}).sound
    assert app_state.scenario("mine").events


@pytest.mark.parametrize(
    ("file", "old", "to", "said"),
    [
        ("events.csv", "teacher", "x" * 140_000, "a cell of more than 131,072 characters"),
        ("trigger.csv", "2001-03-01", "9999-12-31", "it must lie between"),
        ("scenario.yaml", "as_of: 2001-04-29", "as_of: 9999-12-31", "it must lie between"),
        ("scenario.yaml", "as_of: 2001-04-29", "as_of: 0001-01-02", "it must lie between"),
        ("scenario.yaml", "title: ", 'title: "\\u202e" #', "holds the character U+202E"),
        ("scenario.yaml", "horizon: ", "horizon: 1e300 #", "is too large a number"),
        ("events.csv", "teacher", "tea\u202echer", "holds the character U+202E"),
    ],
)
def test_what_cannot_be_read_is_a_fault_at_its_line(file, old, to, said):
    texts = dict(load("classroom").files.texts)
    assert old in texts[file]
    report = scenario_files.check_texts(texts | {file: texts[file].replace(old, to, 1)})
    assert not report.sound
    assert any(said in f"{fault.what}; {fault.hint}" and fault.line for fault in report.faults), report.faults
