"""The ledger only grows; forecasts settle by their own rule; people stand beside the model."""

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from armslength.errors import ArmslengthError
from armslength.results.ledger import LedgerResult, Quantiles
from armslength.scenario import load
from armslength.scoring.human_forecasts import read_human
from armslength.scoring.ledger import Ledger, default_path
from armslength.scoring.ledger_entry import RegisteredForecast, registered_scores, settle
from armslength.scoring.ledger_record import ledger_result
from armslength.scoring.ledger_service import (
    TrackedForecast,
    register_forecast,
    register_human,
    registration_of,
    resolve,
    tracked_forecasts,
)
from armslength.scoring.observed import Increment, Observed
from armslength.scoring.saved_forecast import open_forecast
from armslength.scoring.scoring_actors import actors_of_case

ACTORS = actors_of_case(load("classroom"))
OLD_ENTRIES = Path(__file__).parents[1] / "saved/ledger-1/entries.json"
BEFORE, AFTER = datetime(2001, 4, 29, 12, tzinfo=UTC), datetime(2001, 6, 30, tzinfo=UTC)

PEOPLE = """forecaster,question,about,from,to,at_least,level,probability,median,low,high
Ada,reprisal,tarn,2001-04-30,2001-05-06,,2,0.7,,,
Ada,attacks,harbour-guard/tarn,2001-04-30,2001-05-06,,,,15,8,25
Ada,attacks,harbour-guard/tarn,2001-05-07,2001-05-13,50,,0.02,,,
Bo,lethal,river-league/merchants,2001-04-30,2001-05-13,,,0.6,,,
Bo,suspension,hill-column,2001-04-30,2001-05-06,,,0.3,,,
Bo,attacks,harbour-guard/tarn,2001-05-01,2001-05-06,,,,15,8,25
Bo,attacks,hill-column/tarn,2001-05-30,2001-06-05,,,,3,1,6
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "book" / "ledger.sqlite")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def forecasts_of(name: str, ledger: Ledger) -> list[TrackedForecast]:
    return [t for t in tracked_forecasts(ledger.entries()) if t.forecast.forecaster == name]


def test_the_chain_holds_and_repeats(ledger: Ledger) -> None:
    made = ledger.append([("batch", {"a": 1}), ("forecast", {"b": "é"})])
    ledger.append([("batch", {})])
    assert ledger.verify(made[0].hash) == []
    assert [e.seq for e in ledger.entries()] == [1, 2, 3]
    assert ledger.entries()[1].previous == made[0].hash
    assert ledger.verify("f" * 64) != []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = '{}' WHERE seq = 1",
        "DELETE FROM entries WHERE seq = 2",
        "INSERT OR REPLACE INTO entries SELECT seq, at, kind, '{}', previous, hash FROM entries WHERE seq = 1",
        "INSERT INTO entries VALUES (9, '', '', '{}', '', 'x')",
        "INSERT INTO entries VALUES (3, '', '', '{}', 'wrong', 'x')",
    ],
)
def test_change_is_refused(ledger: Ledger, statement: str) -> None:
    ledger.append([("batch", {"a": 1}), ("forecast", {"b": 2})])
    with (
        sqlite3.connect(ledger.path) as db,
        pytest.raises(sqlite3.IntegrityError, match=r"append-only|follow"),
    ):
        db.execute(statement)
    assert ledger.verify() == []


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE entries SET body = '{\"a\":2}' WHERE seq = 1", "entry 1 was changed"),
        ("UPDATE entries SET at = '1999' WHERE seq = 2", "entry 2 was changed"),
        ("DELETE FROM entries WHERE seq = 2", "entry 2 is missing"),
    ],
)
def test_change_behind_the_triggers_is_found(ledger: Ledger, statement: str, says: str) -> None:
    ledger.append([("batch", {"a": 1}), ("forecast", {"b": 2}), ("forecast", {"b": 3})])
    with sqlite3.connect(ledger.path) as db:
        db.execute("DROP TRIGGER no_update")
        db.execute("DROP TRIGGER no_delete")
        db.execute(statement)
    faults = " ".join(ledger.verify())
    assert says in faults
    assert "trigger no_update is gone" in faults


def test_a_cut_tail_is_found_by_a_hash_noted_earlier(ledger: Ledger) -> None:
    head = ledger.append([("batch", {}), ("forecast", {})])[-1].hash
    with sqlite3.connect(ledger.path) as db:
        trigger = db.execute("SELECT sql FROM sqlite_master WHERE name = 'no_delete'").fetchone()[0]
        db.execute("DROP TRIGGER no_delete")
        db.execute("DELETE FROM entries WHERE seq = 2")
        db.execute(trigger)
    assert ledger.verify() == []
    assert "entries were removed" in ledger.verify(head)[0]


APPEND_MANY = """
import sys
from armslength.scoring.ledger import Ledger
for i in range(20):
    Ledger(sys.argv[1]).append([("forecast", {"who": sys.argv[2], "i": i})])
"""


def test_two_processes_append_at_once(ledger: Ledger) -> None:
    both = [subprocess.Popen([sys.executable, "-c", APPEND_MANY, ledger.path, name]) for name in ("a", "b")]
    assert [process.wait() for process in both] == [0, 0]
    assert len(ledger.entries()) == 40
    assert ledger.verify() == []


def test_a_failed_append_leaves_nothing(ledger: Ledger) -> None:
    ledger.append([("batch", {})])
    with pytest.raises(ValueError):
        ledger.append([("forecast", {"fine": 1}), ("forecast", {"not fine": float("nan")})])
    assert len(ledger.entries()) == 1


def test_files_that_are_no_ledger(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"SQLite format 3\x00" + b"nonsense" * 100)
    for use in (lambda: Ledger(broken).append([("batch", {})]), lambda: Ledger(broken).entries()):
        with pytest.raises(ArmslengthError, match="cannot be used as a ledger"):
            use()
    with pytest.raises(ArmslengthError, match="no such ledger"):
        Ledger(tmp_path / "none.sqlite").verify()
    (tmp_path / "a file").write_text("x")
    with pytest.raises(ArmslengthError, match="cannot be"):
        Ledger(tmp_path / "a file" / "ledger.sqlite").append([("batch", {})])


def test_the_default_place_follows_the_platform(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_path() == tmp_path / "armslength" / "ledger.sqlite"


def test_people_and_model_are_settled_and_scored(
    ledger: Ledger, saved: Path, people: Path, later: Path
) -> None:
    asked = read_human(people, ACTORS)
    register_human(ledger, people, asked, ACTORS, BEFORE)
    register_forecast(ledger, saved, asked, BEFORE)
    resolve(ledger, later, at=AFTER)
    ada = forecasts_of("Ada", ledger)
    assert [(s.state, s.value) for s in ada] == [("resolved", True), ("resolved", 14), ("resolved", True)]
    assert ada[0].scores.brier == pytest.approx(0.09)
    assert {t.timing for t in ada} == {"prospective"}
    bo = forecasts_of("Bo", ledger)
    assert [(s.state, s.value) for s in bo] == [
        ("resolved", True),
        ("resolved", False),
        ("void", None),
        ("pending", None),
    ]
    shown = ledger_result(ledger)
    assert "straddle" in next(f.why for f in shown.forecasts if f.state == "void")
    by_name = {row.forecaster: row for row in shown.forecasters}
    assert set(by_name) == {"Ada", "Bo", "model"}
    assert (by_name["Bo"].pending, by_name["Bo"].resolved, by_name["Bo"].void) == (1, 2, 1)
    shared = by_name["Ada"].against_the_model or ()
    assert {skill.score: skill.n for skill in shared} == {"brier": 2, "quantile": 1}
    assert by_name["model"].against_the_model is None
    assert next(row for row in shown.words if row.word == "likely").resolved >= 2
    assert LedgerResult.from_json(shown.to_json()) == shown
    before = len(ledger.entries())
    resolve(ledger, later, at=AFTER)
    assert len(ledger.entries()) == before  # what is settled stays settled
    assert ledger.verify() == []


def test_a_forecast_is_registered_once(ledger: Ledger, saved: Path) -> None:
    forecast = open_forecast(saved)
    assert registration_of(ledger, forecast).timing == "retrospective"
    register_forecast(ledger, saved, at=BEFORE)
    assert registration_of(ledger, forecast).timing == "prospective"
    with pytest.raises(ArmslengthError, match="stands in the ledger already"):
        register_forecast(ledger, saved, at=AFTER)


def test_a_forecast_registered_afterwards_is_retrospective(ledger: Ledger, saved: Path) -> None:
    register_forecast(ledger, saved, at=AFTER)
    assert registration_of(ledger, open_forecast(saved)).timing == "retrospective"
    over = [t for t in tracked_forecasts(ledger.entries()) if t.forecast.last < date(2001, 6, 1)]
    assert {t.timing for t in over} == {"retrospective"}


def test_entries_of_the_first_version_are_read(ledger: Ledger) -> None:
    """Entries as the first version wrote them, with the hash by which a resolution names its forecast."""
    batch, forecast, resolution = json.loads(OLD_ENTRIES.read_text(encoding="utf-8"))
    entries = ledger.append([tuple(batch), tuple(forecast)])
    ledger.append([("resolution", resolution[1] | {"forecast": entries[1].hash})])
    (tracked,) = tracked_forecasts(ledger.entries())
    assert (tracked.forecast.forecaster, tracked.forecast.subject, tracked.state) == (
        "Ada",
        "tarn",
        "resolved",
    )
    assert tracked.scores.brier == pytest.approx(0.09)
    assert tracked.forecast.model_dump(mode="json") == forecast[1]  # and written the same


def test_an_entry_of_another_form_is_said_to_be_one(ledger: Ledger) -> None:
    ledger.append([("batch", {"what": "nobody knows"})])
    with pytest.raises(ArmslengthError, match="entry 1 of the ledger: this is no whole Batch"):
        tracked_forecasts(ledger.entries())


def counts(*increments: tuple[int, int, int]) -> Observed:
    made = [Increment(date(2001, 5, a), date(2001, 5, b), n, "s", f"{a}") for a, b, n in increments]
    return Observed({"f": made})


def asked(at_least: int | None = None, quantiles: Quantiles | None = None) -> RegisteredForecast:
    return RegisteredForecast(
        forecaster="x",
        kind="attacks",
        subject="f",
        first=date(2001, 5, 3),
        last=date(2001, 5, 6),
        at_least=at_least,
        quantiles=quantiles,
    )


@pytest.mark.parametrize(
    ("at_least", "increments", "until", "state", "value"),
    [
        (5, [(3, 4, 5)], 4, "resolved", True),  # enough already
        (5, [(3, 4, 2)], 4, "pending", None),
        (5, [(3, 6, 2)], 6, "resolved", False),
        (5, [(1, 4, 2), (5, 8, 2)], 8, "resolved", False),  # even if all of it fell inside
        (5, [(1, 4, 4), (5, 8, 4)], 8, "void", None),
        (None, [(3, 4, 2), (5, 6, 1)], 6, "resolved", 3),
        (None, [(3, 4, 2)], 31, "pending", None),  # the rest may still be reported
        (None, [(1, 4, 2), (5, 6, 1)], 6, "void", None),
        (None, [(1, 4, 0), (5, 6, 1)], 6, "resolved", 1),
    ],
)
def test_counts_settle_by_whole_increments(at_least, increments, until, state, value) -> None:  # type: ignore[no-untyped-def]
    how = settle(asked(at_least), counts(*increments), date(2001, 5, until))
    assert (how.state, how.value) == (state, value)


def test_uncounted_days_are_void_in_the_end() -> None:
    assert settle(asked(None), counts((3, 4, 2)), date(2001, 12, 1)).state == "void"


def test_quantile_score_by_hand() -> None:
    scores = registered_scores(asked(quantiles=(2.0, 4.0, 9.0)), 5)
    pinball = 0.05 * (5 - 2) + 0.5 * (5 - 4) + (1 - 0.95) * (9 - 5)
    assert scores.quantile == pytest.approx(2 * pinball / 3)
    assert scores.in_90 == 1


def test_yaml_says_the_same(tmp_path: Path, people: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(
        "- {forecaster: Ada, question: reprisal, about: tarn, from: 2001-04-30, to: 2001-05-06, level: 2, probability: 0.7}\n",
        encoding="utf-8",
    )
    assert read_human(path, ACTORS) == read_human(people, ACTORS)[:1]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Ada,reprisal,tern,2001-04-30,2001-05-06,,,0.7,,,", "'tern' is not known"),
        ("Ada,reprisals,tarn,2001-04-30,2001-05-06,,,0.7,,,", "did you mean 'reprisal'"),
        ("Ada,reprisal,tarn,2001-04-30,2001-05-06,,,1.7,,,", "it must lie between 0 and 1"),
        ("Ada,reprisal,tarn,2001-05-30,2001-05-06,,,0.7,,,", "before it starts"),
        ("Ada,reprisal,tarn,2001-04-31,2001-05-06,,,0.7,,,", "'from' is '2001-04-31'"),
        ("Ada,reprisal,tarn,2001-04-30,2001-05-06,,9,0.7,,,", "it must be 1, 2, 3 or 4"),
        ("Ada,attacks,hill-column/tarn,2001-04-30,2001-05-06,,,0.7,,,", "'median', 'low' and 'high'"),
        ("Ada,attacks,hill-column/tarn,2001-04-30,2001-05-06,,,,5,8,3", "not in order"),
        ("Ada,attacks,hill-column/tarn,2001-04-30,2001-05-06,2.5,,0.2,,,", "it must be a whole number"),
        (",reprisal,tarn,2001-04-30,2001-05-06,,,0.7,,,", "'forecaster' is empty"),
    ],
)
def test_faults_of_peoples_files_name_their_row(people: Path, row: str, says: str) -> None:
    people.write_text(PEOPLE + row + "\n", encoding="utf-8")
    with pytest.raises(ArmslengthError, match=says) as error:
        read_human(people, ACTORS)
    assert "people.csv:9" in str(error.value)


HEAD = PEOPLE.splitlines()[0]


def written(path: Path, *rows: str) -> list[RegisteredForecast]:
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return read_human(path, ACTORS)


def test_names_that_look_alike_are_one_person(ledger: Ledger, people: Path) -> None:
    """Composed or decomposed, in capitals, with a character that has no width, in another file."""
    question = "reprisal,tarn,2001-04-30,2001-05-{},,,0.7,,,"
    spelt = ("Jos\u00e9  Arc", "Jose\u0301 Arc", "JOS\u00c9 ARC", "Jo\u200bs\u00e9 Arc")
    asked = written(
        people, *(f"{name},{question.format(day)}" for name, day in zip(spelt, range(10, 14), strict=True))
    )
    register_human(ledger, people, asked[:2], ACTORS, BEFORE)
    register_human(ledger, people, asked[2:], ACTORS, BEFORE)
    (record,) = ledger_result(ledger).forecasters
    assert (record.forecaster, record.pending) == ("Jos\u00e9 Arc", 4)


@pytest.mark.parametrize("name", ["model", "Model", " MODEL ", "\uff4dodel", "mo\u200bdel"])
def test_nobody_takes_the_models_name(people: Path, name: str) -> None:
    with pytest.raises(ArmslengthError, match=r"people.csv:2: 'forecaster' is .* the model's own record"):
        written(people, f"{name},reprisal,tarn,2001-04-30,2001-05-06,,,0.7,,,")


def test_a_person_of_the_models_name_in_an_older_ledger_stands_apart(ledger: Ledger) -> None:
    batch, forecast, _ = json.loads(OLD_ENTRIES.read_text(encoding="utf-8"))
    assert batch[1]["what"] == "people"
    ledger.append([tuple(batch), (forecast[0], forecast[1] | {"forecaster": "model"})])
    (record,) = ledger_result(ledger).forecasters
    assert record.forecaster == "model (a person)"
    assert record.against_the_model == ()


@pytest.mark.parametrize("name", ["\u202eAda", "Ada\x1b[2J", "\u200b"])
def test_a_name_that_a_terminal_would_obey_is_refused(people: Path, name: str) -> None:
    with pytest.raises(ArmslengthError, match=r"people.csv:2: .*(nobody sees|nobody could read)"):
        written(people, f"{name},reprisal,tarn,2001-04-30,2001-05-06,,,0.7,,,")


def test_each_forecast_counts_once(ledger: Ledger, people: Path, saved: Path) -> None:
    asked = read_human(people, ACTORS)
    register_human(ledger, people, [*asked, asked[0]], ACTORS, BEFORE)
    people.write_bytes(people.read_bytes().replace(b"\n", b"\r\n"))  # the same forecasts in another file
    assert register_human(ledger, people, read_human(people, ACTORS), ACTORS, BEFORE) == []
    assert len(tracked_forecasts(ledger.entries())) == len(asked)
    for _ in range(2):  # Ada and Bo ask some of the same: the model answers each question once
        register_forecast(ledger, saved, [*asked, asked[0].model_copy(update={"forecaster": "Cy"})], BEFORE)
    questions = [t.forecast.question for t in forecasts_of("model", ledger)]
    assert len(questions) == len(set(questions)) > 3


def test_two_answers_to_one_question_are_refused(people: Path) -> None:
    with pytest.raises(ArmslengthError, match=r"people.csv:3: ADA gives another answer on line 2"):
        written(
            people,
            "Ada,reprisal,tarn,2001-04-30,2001-05-06,,,0.7,,,",
            "ADA,reprisal,tarn,2001-04-30,2001-05-06,,,0.2,,,",
        )
