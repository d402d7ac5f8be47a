"""Uploads are data: nothing leaves its folder, nothing grows without end, nothing is run."""

from __future__ import annotations

import io
import stat
import zipfile
from contextlib import suppress

import pytest

from armslength.errors import ArmslengthError
from armslength.page import copies
from armslength.page.desk import Desk
from armslength.page.settings import Limits, Settings
from armslength.page.store import as_name, is_name
from armslength.scenario import load

LIMITS = Limits(file_bytes=20_000)


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
        copies.unpack(data, LIMITS)


def test_a_broken_archive_is_refused_and_breaks_nothing():
    whole = packed(("case/scenario.yaml", b"a: 1" * 500))
    for cut in range(0, len(whole), 7):
        damaged = whole[:cut] + bytes([whole[cut] ^ 0xFF]) + whole[cut + 1 :]
        with suppress(ArmslengthError):  # anything else would be an accident
            copies.unpack(damaged, LIMITS)


def test_what_was_taken_away_can_be_brought_back(desk):
    from armslength.page.exports import folder_of

    name, texts = copies.uploaded("classroom.zip", folder_of(desk, "classroom"), desk.limits)
    ref = copies.add(desk, copies.free_name(desk, name), texts)
    assert ref.name == "classroom-2"
    assert copies.check_texts(texts)["sound"]
    assert load(ref.folder).title == load("classroom").title


@pytest.mark.parametrize("name", ["../x", "x/y", "", "X", ".", "a" * 64, "con cat", "é"])
def test_a_name_leads_nowhere(desk, name):
    assert not is_name(name)
    with pytest.raises(ArmslengthError, match="cannot name a scenario"):
        copies.copy(desk, "classroom", name)
    assert is_name(as_name(name))


def test_a_shipped_case_cannot_be_changed(desk):
    with pytest.raises(ArmslengthError, match="copy it first"):
        copies.save(desk, "classroom", {"events.csv": ""})
    with pytest.raises(ArmslengthError, match="copy it first"):
        copies.remove(desk, "classroom")


def test_a_copy_says_what_is_wrong_and_what_it_changed(desk):
    copies.copy(desk, "classroom", "mine")
    texts = copies.texts_of(desk.case("mine").folder)
    texts["scenario.yaml"] = texts["scenario.yaml"].replace("horizon:", "horizn:")
    found = copies.save(desk, "mine", texts)
    assert not found["sound"]
    assert any("did you mean 'horizon'" in (f["hint"] or "") and f["line"] for f in found["faults"])
    assert "+horizn:" in copies.difference(desk, "mine")
    copies.remove(desk, "mine")
    assert "mine" not in [ref.name for ref in desk.cases()]


def test_a_workspace_holds_so_many_copies(tmp_path):
    full = Desk(Settings(case="classroom", workspace=tmp_path, limits=Limits(copies=1)))
    copies.copy(full, "classroom", "one")
    with pytest.raises(ArmslengthError, match="the most a workspace holds"):
        copies.copy(full, "classroom", "two")


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(Settings(case="classroom", workspace=tmp_path))
