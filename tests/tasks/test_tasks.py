"""The same work gives the same result in one piece, in parts and after an interruption; what is amiss is one sentence."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from armslength.decisions import BASELINE
from armslength.decisions.strategy_draws import StrategyDraws
from armslength.decisions.structures import structures_of
from armslength.errors import ArmslengthError
from armslength.run import Run
from armslength.scenario import Scenario, load
from armslength.tasks import Here, InProcess, Parts, PartWritten, Shard, Share, results, running
from armslength.tasks.part_file import read_header
from armslength.tasks.work import digest
from tests.small_disk import mounted, remount
from tests.tasks.toy import Cached, CutShort, First, Pair, Toy, begun, total, toy


@pytest.fixture(scope="session")
def case() -> Scenario:
    return load("classroom")


def shard(work: Toy, folder: Path, part: int, of: int, words: tuple[str, ...] = ("toy",)) -> list[str]:
    """Write one part; return what was said."""
    said: list[str] = []
    with pytest.raises(PartWritten), running(Shard(Share(part, of), folder, words, said.append)):
        total(work)
    return said


@pytest.mark.parametrize("of", [1, 2, 8, 20])
def test_any_number_of_parts_gives_the_undivided_result(case: Scenario, tmp_path: Path, of: int) -> None:
    whole = total(toy(case, tmp_path / "whole"))
    work = toy(case, tmp_path / "parts")
    for part in reversed(range(1, of + 1)):
        shard(work, tmp_path / "out", part, of)
    assert begun(tmp_path / "parts") == dict.fromkeys(range(11), 1)  # each task once, in one part
    with running(Parts(tmp_path / "out")) as parts:
        assert parts.words == ("toy",)  # type: ignore[attr-defined]
        assert total(work) == whole
    assert begun(tmp_path / "parts") == dict.fromkeys(range(11), 1)
    assert {p.suffix for p in (tmp_path / "out").iterdir()} == {".zip"}  # nothing else is left


def test_what_the_rest_depends_on_is_computed_by_each_part(case: Scenario, tmp_path: Path) -> None:
    def both() -> float:
        first = toy(case, tmp_path / "first")
        found = total(First(case, 1, 4, first.marks))
        return found + total(replace(toy(case, tmp_path / "then"), seed=int(found * 1e6)))

    whole = both()
    for part in (1, 2):
        with pytest.raises(PartWritten), running(Shard(Share(part, 2), tmp_path / "out", ("x",), str)):
            both()
    assert begun(tmp_path / "first") == dict.fromkeys(range(4), 3)
    assert begun(tmp_path / "then") == dict.fromkeys(range(11), 2)
    with running(Parts(tmp_path / "out")):
        assert both() == whole


def test_what_its_caller_caches_is_computed_by_whoever_asks_and_is_no_part(
    case: Scenario, tmp_path: Path
) -> None:
    def both() -> float:
        first = total(Cached(case, 1, 4, toy(case, tmp_path / "first").marks))
        return first + total(toy(case, tmp_path / "then"))

    whole = both()
    for part in (1, 2):
        with pytest.raises(PartWritten), running(Shard(Share(part, 2), tmp_path / "out", ("x",), str)):
            both()
    assert [w.what for w in read_header(tmp_path / "out/part-1-of-2.zip").works] == ["toy"]
    with running(Parts(tmp_path / "out")):
        assert both() == whole
    assert begun(tmp_path / "first") == dict.fromkeys(range(4), 4)
    assert begun(tmp_path / "then") == dict.fromkeys(range(11), 2)


def test_work_beside_another_is_shared_out_with_it(case: Scenario, tmp_path: Path) -> None:
    other = toy(case, tmp_path / "other")
    work = Pair(case, 3, 5, toy(case, tmp_path / "one").marks, other=other)

    def both() -> float:
        return total(work) + total(other)

    whole = both()
    for part in (1, 2):
        with pytest.raises(PartWritten), running(Shard(Share(part, 2), tmp_path / "out", ("x",), str)):
            both()
    assert begun(tmp_path / "one") == dict.fromkeys(range(5), 2)
    assert begun(tmp_path / "other") == dict.fromkeys(range(11), 2)
    with running(Parts(tmp_path / "out")):
        assert both() == whole


def test_a_result_that_was_cut_short_is_shown_and_not_kept(case: Scenario, tmp_path: Path) -> None:
    work = CutShort(case, 7, 5, toy(case, tmp_path / "marks").marks)
    assert len(list(results(work, Here()))) == 5
    with pytest.raises(KeyboardInterrupt), running(InProcess(tmp_path / "keep")):
        total(work)
    assert len(list((tmp_path / "keep").rglob("*.npz"))) == 2
    with pytest.raises(KeyboardInterrupt):
        shard(work, tmp_path / "out", 1, 1)
    assert not list((tmp_path / "out").glob("*.zip"))


def test_an_interrupted_part_goes_on_and_a_finished_one_is_left(case: Scenario, tmp_path: Path) -> None:
    fails = toy(case, tmp_path / "marks", fails_at=6)
    with (
        pytest.raises(ArmslengthError, match="refuses"),
        running(Shard(Share(1, 3), tmp_path, ("toy",), str)),
    ):
        total(fails)
    assert not list(tmp_path.glob("*.zip"))
    said: list[str] = []
    with pytest.raises(ArmslengthError), running(Shard(Share(1, 3), tmp_path, ("toy",), said.append)):
        total(fails)
    assert said == ["An interrupted toy goes on: 2 of 11 throws were finished."]
    assert begun(tmp_path / "marks") == {0: 1, 3: 1, 6: 2}
    whole = toy(case, tmp_path / "marks")
    shard(whole, tmp_path, 1, 3)
    before = (tmp_path / "part-1-of-3.zip").read_bytes()
    assert shard(whole, tmp_path, 1, 3) == ["This part is there already, whole."]
    assert (tmp_path / "part-1-of-3.zip").read_bytes() == before


def test_a_missing_part_a_torn_one_and_a_foreign_one_are_said(case: Scenario, tmp_path: Path) -> None:
    work = toy(case, tmp_path / "marks")
    out = tmp_path / "out"

    def refused(says: str) -> None:
        with pytest.raises(ArmslengthError, match=says) as error, running(Parts(out)):
            total(work)
        assert len(error.value.faults) == 1

    out.mkdir()
    refused("holds no parts")
    shard(work, out, 1, 3)
    shard(work, out, 3, 3)
    refused("parts are missing: --shard 2/3")
    second = out / "part-2-of-3.zip"
    for other, says in (
        (replace(work, seed=8), "an option differs"),
        (replace(work, case=load("axis-2024")), "the case differs"),
    ):
        shard(other, tmp_path / says, 2, 3)
        (tmp_path / says / second.name).rename(second)
        refused(f"{second.name}: is of another run than part-1-of-3.zip: {says}")
        second.unlink()
    shard(work, tmp_path / "words", 2, 3, ("toy", "--other"))
    (tmp_path / "words" / second.name).rename(second)
    refused("the command differs")
    second.unlink()
    shard(work, out, 2, 3)
    whole = second.read_bytes()
    second.write_bytes(whole[: len(whole) // 2])
    refused("part-2-of-3.zip: this is no whole part")
    damaged = bytearray(whole)
    damaged[whole.index(b"PK", 10) - 20] ^= 1  # a bit within the header's text
    second.write_bytes(damaged)
    refused("part-2-of-3.zip: this is no whole part")
    second.write_bytes(whole)
    shard(work, out, 1, 2)
    refused("the number of parts differs")


def test_parts_of_another_version_are_not_merged(
    case: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = toy(case, tmp_path / "marks")
    shard(work, tmp_path, 1, 2)
    monkeypatch.setattr("armslength.tasks.work.program_version", lambda: "another")
    shard(work, tmp_path, 2, 2)
    with pytest.raises(ArmslengthError, match="the version differs"):
        Parts(tmp_path)
    shard(work, tmp_path, 1, 2)  # a part of another version is made anew
    monkeypatch.undo()
    with pytest.raises(ArmslengthError, match="the version is another here than when these parts were made"):
        list(Parts(tmp_path).results(work, Here()))


def test_a_result_that_was_damaged_in_a_part_is_not_used(case: Scenario, tmp_path: Path) -> None:
    work = toy(case, tmp_path / "marks")
    shard(work, tmp_path, 1, 1)
    path = tmp_path / "part-1-of-1.zip"
    with ZipFile(path) as part:
        held = {name: part.read(name) for name in part.namelist()}
    held["0-toy/000003.npz"] = held["0-toy/000003.npz"][:50]
    with ZipFile(path, "w") as part:
        for name, data in held.items():
            part.writestr(name, data)
    with pytest.raises(ArmslengthError, match="this is no whole result"), running(Parts(tmp_path)):
        total(work)


def test_what_is_finished_is_kept_until_the_result_is_written(case: Scenario, tmp_path: Path) -> None:
    work = toy(case, tmp_path / "marks")
    keep = tmp_path / "keep"

    def cannot_be_written() -> None:
        total(work)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"), running(InProcess(keep)):
        cannot_be_written()
    assert len(list(keep.rglob("*.npz"))) == 11
    with running(InProcess(keep)):
        total(work)
    assert begun(tmp_path / "marks") == dict.fromkeys(range(11), 1)
    assert not list(keep.iterdir())


def test_a_folder_that_cannot_be_written_is_said(case: Scenario, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ArmslengthError, match="cannot write there"), running(InProcess(tmp_path / "file")):
        total(toy(case, tmp_path / "marks"))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", 13 * 4096) as disk:
        yield disk


def test_a_full_disk_keeps_what_is_done_and_leaves_no_half_file(
    case: Scenario, tmp_path: Path, small_disk: Path
) -> None:
    work = replace(toy(case, tmp_path / "marks"), count=40)
    with pytest.raises(ArmslengthError, match="cannot write there: No space left on device"):
        shard(work, small_disk, 1, 1)
    kept = list(small_disk.rglob("*.npz"))
    assert len(kept) >= 4
    assert not [*small_disk.rglob("*.fresh"), *small_disk.rglob("*.zip")]
    remount(small_disk, "size=1M")
    assert f"{len(kept)} of 40 throws were finished" in shard(work, small_disk, 1, 1)[0]
    assert sum(begun(tmp_path / "marks").values()) == 41  # the one that could not be kept twice
    with running(Parts(small_disk)):
        total(work)
    remount(small_disk, "ro")
    with pytest.raises(ArmslengthError, match="cannot write there: Read-only file system"):
        shard(replace(work, seed=2), small_disk, 1, 2)


def test_two_runs_of_one_work_in_one_folder_do_not_meet(case: Scenario, tmp_path: Path) -> None:
    work = toy(case, tmp_path / "marks")
    one, other = InProcess(tmp_path / "keep"), InProcess(tmp_path / "keep")
    ahead, behind = one.results(work, Here()), other.results(work, Here())
    first = [next(ahead) for _ in range(6)]
    second = [next(behind) for _ in range(8)]
    first += list(ahead)
    one.finish()  # removes what both had kept
    second += list(behind)
    other.finish()
    assert [r["x"].tolist() for r in first] == [r["x"].tolist() for r in second]
    assert not list((tmp_path / "keep").iterdir())


@pytest.mark.parametrize("text", ["3", "0/3", "4/3", "a/b", "-1/3", "1/3/5", ""])
def test_a_share_is_written_as_k_of_n(text: str) -> None:
    with pytest.raises(ArmslengthError, match="write it as 3/40"):
        Share.read(text)


def test_a_scenario_travels_by_its_texts(case: Scenario) -> None:
    again = pickle.loads(pickle.dumps(case))
    assert (again, again.layout) == (case, case.layout)
    with pytest.raises(ArmslengthError, match="was changed in memory"):
        pickle.dumps(replace(case, events=case.events[:-1]))


def test_work_travels_without_what_was_derived_from_it(case: Scenario) -> None:
    structures = structures_of(case, Run(futures=100, parameters="prior"), 7, date(2001, 4, 10))
    work = StrategyDraws(case, structures, (BASELINE,))
    fresh = pickle.dumps(work)
    assert structures.given is not None  # which replays the case
    assert len(pickle.dumps(work)) == len(fresh)
    assert pickle.loads(fresh).made_of == work.made_of


def test_every_field_of_a_work_counts(case: Scenario, tmp_path: Path) -> None:
    work = toy(case, tmp_path)
    made = {replace(work, **{name: 3}).made_of["an option"] for name in ("seed", "count", "dies_at")}
    assert len(made | {work.made_of["an option"]}) == 4
    assert work.made_of == replace(work).made_of
    assert digest({"a": (1, 2)}) != digest({"a": (12,)})


def test_without_an_engine_tasks_run_here_and_nothing_is_kept(case: Scenario, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    here = Here(1, lambda *progress: told.append(progress))
    assert len(list(results(replace(toy(case, tmp_path), count=2), here))) == 2
    assert told == [("throwing", 0, 2), ("throwing", 1, 2), ("throwing", 2, 2)]
