"""A track record: what is learned elsewhere, what is refused, what an interruption leaves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from armslength.cli import app
from armslength.errors import ArmslengthError
from armslength.results.track_record import TrackRecordResult
from armslength.scenario import load
from armslength.tasks import InProcess, running
from armslength.track_record.network import origins_of
from armslength.track_record.record import record

DAY = date(2003, 1, 5)  # a Sunday, two thirds into the invented records


def alone(cases: list[Path], **other: object) -> TrackRecordResult:
    return record(cases, (1, 4), learned_by=DAY, draws=0, **other)  # type: ignore[arg-type]


def of(result: TrackRecordResult, network: str) -> list[object]:
    return [row for row in result.networks if row.network == network]


def test_what_is_learned_comes_from_elsewhere_and_from_before(make_network) -> None:
    a, b = make_network("a", 1), make_network("b", 2)

    def later(y: np.ndarray) -> None:
        y[120:] += 30

    def earlier(y: np.ndarray) -> None:
        y[60:80] += 30

    first = alone([a, b])
    assert of(alone([a, make_network("b-later", 2, change=later)]), "a") == of(first, "a")
    assert of(alone([a, make_network("b-earlier", 2, change=earlier)]), "a") != of(first, "a")
    assert {row.weeks for row in first.networks} == {1, 4}
    assert all(row.first >= DAY for row in first.networks)


def test_over_networks_they_weigh_alike(make_network) -> None:
    result = alone([make_network(name, seed) for seed, name in enumerate("abcd")])
    for overall in result.overall:
        rows = [row for row in result.networks if row.weeks == overall.weeks]
        assert overall.networks == 4
        assert overall.ratio == pytest.approx(
            np.mean([r.forecasters[overall.forecaster].ratio for r in rows])
        )
        assert overall.interval is not None
        assert overall.interval.low <= overall.skill <= overall.interval.high


def test_an_interrupted_record_goes_on_with_the_same_numbers(make_network, tmp_path: Path) -> None:
    cases = [make_network(name, seed) for seed, name in enumerate("ab")]
    whole = alone(cases)

    def stop(stage: str, done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    said: list[str] = []
    with pytest.raises(KeyboardInterrupt), running(InProcess(tmp_path / "keep")):
        alone(cases, progress=stop)
    (part,) = (tmp_path / "keep").rglob("a.json")
    with running(InProcess(tmp_path / "keep", said.append)):
        again = alone(cases)
    assert again.to_json() == whole.to_json()
    assert "1 of 2 networks" in said[0]
    assert not part.exists()  # whole, so nothing needs to be kept


def test_parts_give_the_bytes_of_the_whole(make_network, tmp_path: Path) -> None:
    cases = [str(make_network(name, seed)) for seed, name in enumerate("abc")]
    options = [*cases, "--weeks", "4", "--learned-by", str(DAY), "--draws", "0"]
    run = CliRunner().invoke
    assert run(app, ["record", *options, "--out", str(tmp_path / "whole")]).exit_code == 0
    for k in (1, 2):
        part = run(app, ["record", *options, "--shard", f"{k}/2", "--out", str(tmp_path / "parts")])
        assert part.exit_code == 0, part.output
    assert run(app, ["merge", str(tmp_path / "parts"), "--out", str(tmp_path / "merged")]).exit_code == 0
    for file in (tmp_path / "whole").iterdir():
        if file.is_file():
            assert (tmp_path / "merged" / file.name).read_bytes() == file.read_bytes()


def test_the_model_stands_beside_them_the_same_again(make_network) -> None:
    cases = [make_network(name, seed, weeks=124) for seed, name in enumerate("ab")]
    one, other = (record(cases, (1, 4), learned_by=date(2002, 9, 29), every=8, draws=4) for _ in range(2))
    assert one.to_json() == other.to_json()
    assert {"mechanism", "pool"} <= set(one.networks[0].forecasters)
    asked = {(a.question, a.forecaster) for a in one.yes_no}
    assert ("a window without clashes", "mechanism") in asked


def test_a_short_record_is_scored_in_its_second_half(make_network) -> None:
    case = load(make_network("short", 1))
    assert origins_of(case, DAY, 4)[0] == DAY
    half = origins_of(case, date(2010, 12, 31), 4)[0]
    assert (half - case.start).days + 1 == 7 * 80


@pytest.mark.parametrize(
    ("cases", "says"),
    [
        (["a"], "needs two networks or more"),
        (["a", "a"], "a is given twice"),
        (["a", "daily"], "daily goes by the day; a track record is of cases by the week"),
    ],
)
def test_bad_input_is_one_sentence(make_network, cases: list[str], says: str) -> None:
    folders = {"a": make_network("a", 1), "daily": make_network("daily", 2, step="day")}
    with pytest.raises(ArmslengthError, match=says):
        alone([folders[name] for name in cases])


def test_nothing_to_learn_from_is_said(make_network) -> None:
    cases = [make_network(name, seed) for seed, name in enumerate("ab")]
    with pytest.raises(ArmslengthError, match="no window of another network than a ends by 2001-06-01"):
        record(cases, (4,), learned_by=date(2001, 6, 1), draws=0)


def test_the_command_writes_numbers_page_and_picture(make_network, tmp_path: Path) -> None:
    cases = [str(make_network(name, seed)) for seed, name in enumerate("abc")]
    out = tmp_path / "out"
    ran = CliRunner().invoke(
        app, ["record", *cases, "--weeks", "4", "--learned-by", str(DAY), "--draws", "0", "--out", str(out)]
    )
    assert ran.exit_code == 0, ran.output
    result = TrackRecordResult.from_json((out / "record.json").read_text(encoding="utf-8"))
    page = (out / "record.md").read_text(encoding="utf-8")
    assert "## 4 weeks ahead" in page
    assert (out / "record-4-weeks.svg").read_text(encoding="utf-8").startswith("<svg")
    assert f"{result.over(4)[0].ratio:.3f}" in page
