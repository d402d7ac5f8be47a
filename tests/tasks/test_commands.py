"""Long commands in parts and on a cluster: the very bytes of the undivided run, and one sentence for what is amiss."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import Command, command_line

BACKTEST = (
    "backtest",
    "classroom",
    "--origins=2001-03-29,2001-04-05,2001-04-12",
    "--horizons=7",
    "--draws=2",
)
#: each with more than one task
SLOW = {
    "forecast": ("forecast", "classroom", "--days=14", "--futures=20050", "--prior"),
    "forecast of a fit": ("forecast", "classroom", "--days=14", "--futures=500"),
    "compare": ("compare", "classroom", "--days=14", "--futures=20050"),
    "counterfactual": ("compare", "classroom", "--from=2001-04-10", "--days=7", "--futures=2000"),
    "sensitivity": ("sensitivity", "classroom", "--days=7", "--samples=64", "--factors=2"),
    "worth": ("worth", "classroom", "--days=7", "--draws=400"),
    "quick backtest": (*BACKTEST, "--quick"),
    "discover": ("discover", "classroom", "--outcome=lethal_attack", "--days=14", "--draws=450"),
    "robust": ("robust", "classroom", "--days=7", "--draws=400"),
    "fits": ("fit", "classroom", "kurds-2018", "--quick", "--chains=1", "--draws=50"),
    "chains": ("fit", "classroom", "--chains=3", "--draws=10", "--apart"),
    "theories": (
        "theories",
        "classroom",
        "--theory=puppets",
        "--quick",
        "--origins=2001-04-01,2001-04-06,2001-04-11,2001-04-16",
        "--draws=20",
    ),
}


@pytest.fixture
def armslength(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Run a command here; its output, or with code 2 what it complains of."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    return command_line(monkeypatch, capsys)


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def assert_parts_are_the_whole(
    armslength: Command, words: tuple[str, ...], folder: Path, of: int, file: str = ""
) -> None:
    armslength(*words, "--out", folder / "whole" / file)
    whole = files(folder / "whole")
    for part in range(1, of + 1):
        said = armslength(*words, "--shard", f"{part}/{of}", "--out", folder / "parts")
        assert said.startswith(f"Part: {folder}/parts/part-{part}-of-{of}.zip. When all parts are there:")
    armslength("merge", folder / "parts", "--out", folder / "merged" / file)
    assert files(folder / "merged") == whole


def test_a_backtest_in_parts_is_the_whole_to_the_byte(armslength: Command, tmp_path: Path) -> None:
    assert_parts_are_the_whole(armslength, BACKTEST, tmp_path, 2)
    assert not (tmp_path / "data").exists() or not list((tmp_path / "data").rglob("*.json"))
    (tmp_path / "parts/part-2-of-2.zip").unlink()
    said = armslength("merge", tmp_path / "parts", code=2)
    assert said.strip() == f"{tmp_path}/parts: parts are missing: --shard 2/2; run them first"


@pytest.mark.slow
@pytest.mark.parametrize("name", SLOW)
def test_every_long_command_in_parts_is_the_whole_to_the_byte(
    armslength: Command, tmp_path: Path, name: str
) -> None:
    file = "fit.nc" if name == "chains" else ""  # of one case
    assert_parts_are_the_whole(armslength, SLOW[name], tmp_path, 3, file)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["quick backtest", "forecast of a fit", "compare", "discover", "robust", "fits", "theories"]
)
def test_a_cluster_gives_the_same_bytes(armslength: Command, tmp_path: Path, name: str) -> None:
    words = SLOW[name]
    armslength(*words, "--out", tmp_path / "here")
    armslength(*words, "--out", tmp_path / "there", "--cluster", "local:2")
    assert files(tmp_path / "there") == files(tmp_path / "here")
    assert not list((tmp_path / "data").rglob("*.npz"))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--shard", "1/2"), "--shard needs --out: the folder of the parts, the same for all of them"),
        (("--shard", "3/2", "--out", "x"), "--shard is '3/2'; write it as 3/40, the third of forty parts"),
        (
            ("--shard", "1/2", "--cluster", "local:2", "--out", "x"),
            "--shard and --cluster exclude each other",
        ),
        (("--cluster", "mars"), "--cluster is 'mars'; write the address of a scheduler"),
    ],
)
def test_where_it_cannot_run_is_one_sentence(armslength: Command, words: tuple[str, ...], says: str) -> None:
    said = armslength(*BACKTEST, *words, code=2)
    assert says in said
    assert len(said.strip().splitlines()) == 1


def test_merge_refuses_what_holds_no_parts(armslength: Command, tmp_path: Path) -> None:
    assert "holds no parts" in armslength("merge", tmp_path, code=2)
    assert "holds no parts" in armslength("merge", tmp_path / "nowhere", code=2)
