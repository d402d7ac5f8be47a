"""A saved forecast against what was observed, and the files that it refuses."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from armslength.errors import ArmslengthError
from armslength.results.score import ScoreResult
from armslength.scoring.baselines import BASELINES
from armslength.scoring.saved_forecast import open_forecast
from armslength.scoring.score_saved import score_forecast
from armslength.tables.scoring_tables import surprises_table


def test_a_forecast_is_scored_beside_the_same_baselines(saved: Path, later: Path) -> None:
    result = score_forecast(saved, later)
    each = next(scores for scores in result.counts if scores.horizon == "each increment")
    assert (each.target, each.n) == ("harbour-guard/tarn", 4)
    assert list(each.forecasters) == ["model", *BASELINES]
    assert result.until == date(2001, 5, 29)
    assert {"7 days", "30 days"} <= {row.horizon for row in result.rows.counts if row.exact}
    assert ScoreResult.from_json(result.to_json()) == result


def test_surprises_are_named_with_their_chance(saved: Path, later: Path) -> None:
    result = score_forecast(saved, later)
    found = {row.kind: row for row in result.surprises}
    assert set(found) == {"reprisal", "lethal", "suspension", "count"}
    assert found["count"].surprise
    assert "300" in found["count"].label
    weeks = [row for row in result.rows.yes_no if row.horizon == "each week"]
    assert sum(row.n for row in result.reliability) == len(weeks)


def test_a_later_end_of_the_record_is_a_week_without_events(saved: Path, later: Path) -> None:
    short, long = (
        score_forecast(saved, later, date(2001, 5, 14)),
        score_forecast(saved, later, date(2001, 6, 3)),
    )
    assert len(long.rows.yes_no) > len(short.rows.yes_no)
    with pytest.raises(ArmslengthError, match="after the forecast's as-of date"):
        score_forecast(saved, later, date(2001, 4, 29))


def test_windows_can_be_asked_for_and_say_how_much_of_them_was_counted(saved: Path, later: Path) -> None:
    result = score_forecast(saved, later, horizons=[10, 14])
    asked = {scores.horizon: scores for scores in result.counts if scores.horizon != "each increment"}
    assert {h: (s.days, s.window_days) for h, s in asked.items()} == {"10 days": (7, 10), "14 days": (14, 14)}
    assert {row.horizon for row in result.rows.yes_no} == {"10 days", "14 days", "each week"}
    for horizons in ([36], [0], []):
        with pytest.raises(ArmslengthError, match="looks 35 days ahead"):
            score_forecast(saved, later, horizons=horizons)


def test_a_lethal_attack_is_asked_of_every_front_whose_dead_are_coded(saved: Path, later: Path) -> None:
    def asked() -> set[str]:
        rows = score_forecast(saved, later).rows.yes_no
        return {row.subject for row in rows if row.kind == "lethal"}

    assert asked() == {"river-league/merchants"}  # nothing says whether attacks on Tarn killed
    assert score_forecast(saved, later).deaths_not_coded == ("tarn",)
    none_died = "2001-05-11,,attack,,harbour-guard/tarn,,,1,0,0,,teacher\n"
    later.write_text(later.read_text(encoding="utf-8") + none_died, encoding="utf-8")
    assert asked() == {"river-league/merchants", "harbour-guard/tarn", "hill-column/tarn"}
    assert score_forecast(saved, later).deaths_not_coded == ()


def test_an_announced_halt_and_an_accepted_order_are_told_apart(saved: Path, later: Path) -> None:
    head, *rows = later.read_text(encoding="utf-8").splitlines()
    order = "2001-05-08,,order,,hill-column/tarn,,hill-column,,,,,teacher,1,1"
    refused = "2001-05-08,,order,,harbour-guard/tarn,,harbour-guard,,,,,teacher,1,0"
    text = [f"{head},tempo_order,accepted", *(f"{row},," for row in rows), order, refused]
    later.write_text("\n".join(text) + "\n", encoding="utf-8")
    result = score_forecast(saved, later)
    found = {(row.kind, row.subject, row.day.day) for row in result.surprises}
    assert {("suspension", "hill-column", 10), ("acceptance", "hill-column", 8)} <= found
    assert not any(kind == "acceptance" and subject == "harbour-guard" for kind, subject, _ in found)
    assert {row.kind for row in result.rows.yes_no} == {"reprisal", "lethal", "suspension"}
    said = [str(row[2]) for row in surprises_table(result.surprises, result.targets).rows]
    assert any(text.startswith("announced halt, hill-column") for text in said)
    assert any(text.startswith("accepted order, hill-column") for text in said)


def test_every_surprise_is_listed(saved: Path, later: Path) -> None:
    more = [f"2001-05-{d:02},,reprisal,,,tarn,,,,,2,teacher" for d in range(5, 28)]
    later.write_text(later.read_text(encoding="utf-8") + "\n".join(more) + "\n", encoding="utf-8")
    result = score_forecast(saved, later)
    assert len(result.surprises) > 25
    assert len(surprises_table(result.surprises, result.targets).rows) == len(result.surprises)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            "2001-04-29,2001-05-05,tally,shore-log,,,,1,,,,teacher",
            "starts on 2001-04-29, on or before the forecast's as-of",
        ),
        ("2001-04-20,,reprisal,,,tarn,,,,,2,teacher", "is of 2001-04-20, on or before"),
        ("2001-05-05,,tally,other-log,harbour-gard/tarn,,,1,,,,teacher", "harbour-guard/tarn"),
        ("2001-05-05,,reprisal,,,tern,,,,,2,teacher", "did you mean 'tarn'"),
        ("2001-05-05,,tally,shore-lg,,,,1,,,,teacher", "knows no series 'shore-lg'"),
        ("2001-05-05,,tally,shore-log,,,,5,,,,teacher", "both count"),
    ],
)
def test_events_that_cannot_be_scored(saved: Path, later: Path, row: str, says: str) -> None:
    later.write_text(later.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(ArmslengthError, match=says) as error:
        score_forecast(saved, later)
    assert "later.csv:9" in str(error.value) or "both count" in says


def damaged(saved: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(saved, copy)
    return copy


@pytest.mark.parametrize("name", ["forecast.json", "forecast.nc"])
@pytest.mark.parametrize("kept", [0, 100, 2000])
def test_a_truncated_file_is_said_to_be_one(saved: Path, tmp_path: Path, name: str, kept: int) -> None:
    copy = damaged(saved, tmp_path)
    (copy / name).write_bytes((copy / name).read_bytes()[:kept])
    with pytest.raises(ArmslengthError):
        open_forecast(copy)


def test_something_else_is_not_a_forecast(saved: Path, tmp_path: Path) -> None:
    copy = damaged(saved, tmp_path)
    (copy / "forecast.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ArmslengthError, match="this is no forecast"):
        open_forecast(copy)
    with pytest.raises(ArmslengthError, match="no such file"):
        open_forecast(tmp_path / "nowhere")


def test_a_changed_forecast_has_another_fingerprint(saved: Path, tmp_path: Path) -> None:
    copy = damaged(saved, tmp_path)
    assert open_forecast(copy).fingerprint == open_forecast(saved).fingerprint
    text = (copy / "forecast.json").read_text(encoding="utf-8")
    (copy / "forecast.json").write_text(text.replace("Harbour", "Harbor"), encoding="utf-8")
    assert open_forecast(copy).fingerprint != open_forecast(saved).fingerprint


@pytest.mark.slow
def test_a_forecast_by_the_model_holds_all_that_its_scoring_needs(later: Path, tmp_path: Path) -> None:
    from armslength.forecasting import forecast, save

    folder = save(forecast("classroom", futures=100, days=31), tmp_path / "made")
    result = score_forecast(folder, later)
    assert {scores.kind for scores in result.yes_no} == {"reprisal", "lethal", "suspension"}
    assert result.ladder
