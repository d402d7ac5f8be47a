"""`armslength step` and `advance`: a game's umpire, and the analyst's Monday morning."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ORDER = "order front=harbour-guard/tarn tempo=1 cap=1"


@pytest.fixture(scope="module")
def monday(armslength, tmp_path_factory):
    """A day of the classroom, kept."""
    kept = tmp_path_factory.mktemp("step") / "state.json"
    ran = armslength("step", "classroom", "--orders", ORDER, "--seed", 7, "--out", kept, "--json")
    assert ran.code == 0, ran.err
    return ran, kept


def test_a_day_is_events_and_a_state(monday):
    ran, kept = monday
    said = ran.json
    assert json.loads(kept.read_text(encoding="utf-8")) == said["state"]
    assert said["state"]["day"] == "2001-04-30"
    assert {"order", "ladder"} <= {event["kind"] for event in said["events"]}
    assert all(event["day"] == "2001-04-30" and event["text"] for event in said["events"])


def test_the_same_seed_plays_the_same_day(armslength, monday):
    again = armslength("step", "classroom", "--orders", ORDER, "--seed", 7, "--json")
    assert again.out == monday[0].out


def test_a_week_goes_on_from_a_saved_day(armslength, monday, tmp_path):
    _, kept = monday
    week = armslength("step", kept, "--days", 7, "--seed", 7, "--out", tmp_path / "week.json", "--json").json
    assert week["state"]["day"] == "2001-05-07"
    assert {event["day"] for event in week["events"]} == {
        "2001-05-01",
        *(f"2001-05-0{d}" for d in range(2, 8)),
    }


def test_seven_days_are_a_week(armslength, monday, tmp_path):
    """A state saved after each day leads where one step of seven days leads."""
    _, at = monday
    days = []
    for day in range(7):
        said = armslength("step", at, "--seed", 7, "--out", tmp_path / f"{day}.json", "--json").json
        days += said["events"]
        at = tmp_path / f"{day}.json"
    week = armslength("step", monday[1], "--days", 7, "--seed", 7, "--json").json
    assert [event["text"] for event in days] == [event["text"] for event in week["events"]]
    for name, values in week["state"]["state"].items():
        assert said["state"]["state"][name] == pytest.approx(values, rel=1e-4, abs=1e-5), name


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--orders", "order front=harbor-guard/tarn tempo=1"], "did you mean 'harbour-guard/tarn'?"),
        (["--orders", "oder front=harbour-guard/tarn"], "did you mean 'order'?"),
        (["--orders", "order front=harbour-guard/tarn tempo=2"], "it runs from 0 to 1"),
        (["--days", "0"], "a step takes 1 to 31 days, not 0"),
    ],
)
def test_a_step_that_cannot_be_taken(armslength, arguments, sentence):
    ran = armslength("step", "classroom", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '{"format": "armslength-state/9"}', '{"format": "armslength-state/1"}', "not json"],
)
def test_a_file_that_is_no_state(armslength, tmp_path, text):
    (tmp_path / "state.json").write_text(text, encoding="utf-8")
    ran = armslength("step", tmp_path / "state.json")
    assert (ran.code, ran.out) == (2, "")
    assert "state.json" in ran.err
    assert len(ran.err.splitlines()) == 1


def _changed(state, path, value):
    """The saved state with one number changed, at `parameters.NAME` or `state.NAME`."""
    kind, _, name = path.partition(".")
    held = state[kind][name]
    return json.dumps(
        {**state, kind: {**state[kind], name: [value, *held[1:]] if isinstance(held, list) else value}}
    )


@pytest.mark.parametrize("value", [float("nan"), 1e308, -1.0])
@pytest.mark.parametrize(
    "path",
    [
        "parameters.fear.memory",
        "parameters.severity.tail",
        "state.excitation",
        "state.tension",
        "state.truce",
    ],
)
def test_a_state_with_an_impossible_number_is_refused(armslength, monday, tmp_path, path, value):
    state = json.loads(monday[1].read_text(encoding="utf-8"))
    (tmp_path / "state.json").write_text(_changed(state, path, value), encoding="utf-8")
    ran = armslength("step", tmp_path / "state.json")
    assert (ran.code, ran.out) == (2, "")
    assert path.partition(".")[2].partition(".")[0] in ran.err
    assert "saved state" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize("change", [{"state": {}}, {"parameters": {"tempo.branching": 0.5}}, {"day": "soon"}])
def test_a_state_that_is_not_whole_is_refused(armslength, monday, tmp_path, change):
    state = json.loads(monday[1].read_text(encoding="utf-8"))
    (tmp_path / "state.json").write_text(json.dumps(state | change), encoding="utf-8")
    ran = armslength("step", tmp_path / "state.json")
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1


def test_a_state_plays_on_from_any_folder(armslength, starter, tmp_path, monkeypatch):
    monkeypatch.chdir(Path(starter).parent)
    assert armslength("step", Path(starter).name, "--out", "kept.json").code == 0
    monkeypatch.chdir(tmp_path)
    assert armslength("step", Path(starter).parent / "kept.json").code == 0
    state = json.loads((Path(starter).parent / "kept.json").read_text(encoding="utf-8"))
    moved = Path(starter).parent / "as-typed.json"  # as earlier versions wrote it: the folder as it was typed
    moved.write_text(json.dumps(state | {"scenario": Path(starter).name}), encoding="utf-8")
    assert armslength("step", moved).code == 0


NEWS = """event_id,date,kind,front,adversary,client,count,lethal,deaths,level,source,published
new-attack,2001-05-02,attack,river-league/merchants,,,1,1,3,,assumed,2001-05-02
new-answer,2001-05-04,reprisal,river-league/merchants,merchants,,,,,2,assumed,2001-05-04
"""


def test_advance_says_what_moved(armslength, tmp_path):
    (tmp_path / "news.csv").write_text(NEWS, encoding="utf-8")
    arguments = ("advance", "classroom", "--events", tmp_path / "news.csv", "--as-of", "2001-05-06")
    moved = armslength(*arguments, "--out", tmp_path / "later", "--json")
    assert moved.code == 0, moved.err
    said = moved.json
    assert said["added"] == ["new-attack", "new-answer"]
    changes = {change["number"]: change for change in said["changes"]}
    assert changes["pressure of merchants"]["moved_most_by"] in ("attack", "reprisal")
    assert said["parameters_from"] == "posterior"
    assert changes["tension"]["after"] > changes["tension"]["before"] + changes["tension"]["by_time_alone"]
    later = armslength("check", tmp_path / "later", "--json").json
    assert later["sound"]


@pytest.mark.parametrize(
    ("as_of", "row", "sentence"),
    [
        ("2001-04-01", "", "a case only moves forward"),
        ("2001-05-32", "", "it must be a day that exists, as YYYY-MM-DD"),
        (
            "2001-05-06",
            "late,2001-05-09,attack,river-league/merchants,,,1,,,,assumed,2001-05-09",
            "after the as-of date 2001-05-06",
        ),
        (
            "2001-05-06",
            "lost,2001-05-02,attack,river-leage/merchants,,,1,,,,assumed,2001-05-02",
            "did you mean 'river-league/merchants'?",
        ),
    ],
)
def test_an_advance_that_cannot_be_made(armslength, tmp_path, as_of, row, sentence):
    (tmp_path / "news.csv").write_text(f"{NEWS}{row}\n" if row else NEWS, encoding="utf-8")
    ran = armslength("advance", "classroom", "--events", tmp_path / "news.csv", "--as-of", as_of)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert len(ran.err.splitlines()) == 1
