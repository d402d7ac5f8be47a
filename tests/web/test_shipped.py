"""The first visit: what ships with a case is shown at once, and only where the same would come out now."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from armslength.fitting import fit_at_hand
from armslength.forecasting import shipped
from armslength.forecasting.shipped import Made, outdated, pack, shipped_result
from armslength.report import write_report
from armslength.run import Run
from armslength.scenario import load
from armslength.web import views
from armslength.web.api import make_api
from armslength.web.app_state import AppState, ForecastRun
from armslength.web.cases_page import case_cards
from armslength.web.jobs import Job
from armslength.web.scenario_files import copy
from armslength.web.security import guard
from tests.web.test_take_away import serving
from tools.forecasts import drawn

ROOT = Path(__file__).parents[2]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[AppState]:
    """A server on an empty workspace, whose workers do nothing."""
    state = serving(tmp_path)
    yield state
    state.jobs.stop()


def test_a_first_visit_waits_for_nothing(fresh: AppState) -> None:
    for case in ("classroom", "axis-2024"):
        forecast = fresh.forecast(case)
        assert isinstance(forecast, ForecastRun)
        assert {"network", "follow"} <= set(forecast.pictures)
        assert isinstance(views.week(fresh, case), views.WeekView)
        fit = views.fitted(fresh, case)
        assert isinstance(fit, views.FitView)
        assert fit.document is not None
    assert fresh.jobs.open_jobs() == []


def test_a_copy_that_nobody_changed_has_it_too(fresh: AppState) -> None:
    ref = copy(fresh, "classroom", "mine")
    assert isinstance(fresh.forecast(ref.name), ForecastRun)
    file = ref.folder / "scenario.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# another file\n", encoding="utf-8")
    assert isinstance(fresh.forecast(ref.name), Job)


def test_the_picker_says_what_comes_next_of_each_network(fresh: AppState) -> None:
    answers = {card.name: card.answer for card in case_cards(fresh)}
    assert len(answers) > 10
    assert all("(90%: " in said for said in answers.values()), answers
    assert fresh.jobs.open_jobs() == []


@pytest.mark.parametrize("size", [{"futures": 500}, {"seed": 2}, {"days": 30}])
def test_what_was_not_made_beforehand_is_computed(fresh: AppState, size: dict[str, int]) -> None:
    assert isinstance(fresh.run_or_job("classroom", fresh.forecast_task("classroom", **size)), Job)


def test_one_of_another_version_is_not_used(fresh: AppState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "MODEL_VERSION", "0")
    assert outdated(load("classroom")) == "it was made from another model version"
    assert isinstance(fresh.forecast("classroom"), Job)


def test_one_from_another_fit_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    case = load("classroom")
    assert shipped_result(case, Run(parameters=fit_at_hand(case))) is not None
    assert shipped_result(case, Run(parameters="prior")) is None
    monkeypatch.setattr(shipped, "fit_file", lambda _: ROOT / "README.md")
    assert outdated(case) == "it was made from another fit"
    assert shipped_result(case, Run()) is None


def test_a_damaged_one_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    damaged = tmp_path / "forecast.zip"
    damaged.write_bytes(shipped.shipped_file("classroom").read_bytes()[:2000])
    monkeypatch.setattr(shipped, "shipped_file", lambda _: damaged)
    assert not shipped.unpack(load("classroom"), "forecast", {}, tmp_path / "run")
    assert shipped_result(load("classroom"), Run()) is None


def test_its_sample_paths_are_made_when_asked_for(fresh: AppState) -> None:
    """They are nine tenths of a saved forecast, and few want them: the file is made by the same work as ever."""
    client = TestClient(guard(make_api(fresh), fresh.settings), base_url="http://localhost")
    assert client.get("/api/cases/classroom/files/forecast.json").status_code == 200
    asked = client.get("/api/cases/classroom/files/forecast.nc")
    assert asked.status_code == 202
    (job,) = fresh.jobs.open_jobs()
    assert asked.json()["job"]["id"] == job.id
    assert client.get("/api/cases/classroom/overview").status_code == 200  # which goes on showing what ships


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made/result.json").write_text("{}", encoding="utf-8")
    case, made = load("classroom"), [Made("week", {"seed": 1}, tmp_path / "made")]
    first, second = (pack(case, made, tmp_path / name).read_bytes() for name in ("a.zip", "b.zip"))
    assert first == second


COMPUTE = """
import sys
from pathlib import Path
from armslength.scenario import load
from armslength.simulate import keep_compiled_code
from tools.forecasts import computed
keep_compiled_code()
computed(load("classroom"), Path(sys.argv[1]))
"""
TUNED = ("JAX_DISABLE_MOST_OPTIMIZATIONS", "XLA_FLAGS")  # how the tests compile: users do not
NUMBERS = (
    "forecast/forecast.json",
    "forecast/attacks.csv",
    "forecast/exceedance.csv",
    "week/result.json",
    "fitted/fit.json",
)
HERE = ("commit", "created", "python", "libraries")  # of a manifest: when and where, not what


@pytest.mark.slow
def test_what_ships_is_what_would_be_computed(tmp_path: Path) -> None:
    """Bit for bit, on a processor like the one it was made on: another may round sums in another order."""
    stamp = shipped.read_stamp(shipped.shipped_file("classroom"))
    assert stamp is not None
    if stamp.processor != shipped.processor():
        pytest.skip(f"made on {stamp.processor}: the golden results hold the numbers here")
    computed, ships = tmp_path / "computed", tmp_path / "ships"
    computed.mkdir()
    environment = {key: value for key, value in os.environ.items() if key not in TUNED}
    subprocess.run([sys.executable, "-c", COMPUTE, computed], cwd=ROOT, env=environment, check=True)
    with ZipFile(shipped.shipped_file("classroom")) as archive:
        archive.extractall(ships)
    for file in NUMBERS:
        assert _without_the_day(computed / file) == _without_the_day(ships / file), file


def test_what_ships_is_drawn_as_it_would_be_now(tmp_path: Path) -> None:
    file = shipped.shipped_file("classroom")
    (forecast, *_) = drawn(load("classroom"), file, tmp_path)
    now = (forecast.folder / "pictures.json").read_bytes()
    with ZipFile(file) as archive:
        assert now == archive.read("forecast/pictures.json"), "`make forecasts` draws it anew"


def test_its_report_is_written_from_its_pictures(fresh: AppState) -> None:
    client = TestClient(guard(make_api(fresh), fresh.settings), base_url="http://localhost")
    told = client.get("/api/cases/classroom/files/report.html")
    forecast = fresh.forecast("classroom")
    assert isinstance(forecast, ForecastRun)
    assert told.text == write_report(forecast.result)


def _without_the_day(file: Path) -> object:
    """Return what a file holds, but for the day, the place and the libraries that a manifest names."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".csv":
        return text
    data = json.loads(text)
    for key in HERE:
        data.get("manifest", {}).pop(key, None)
    return data
