"""Briefs, tables and cards from the page: what they hold, who may see them, and what they never set to work."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from armslength.results.headline import NOT_SCORED
from armslength.scenario import load
from armslength.scenario.outcomes import outcomes_file
from armslength.scoring.verdicts import record_of, shipped_verdicts
from armslength.web.api import make_api
from armslength.web.app_state import AppState
from armslength.web.results_cache import support
from armslength.web.scenario_files import copy
from armslength.web.security import guard
from armslength.web.settings import Limits, Settings
from tests.report.invented import invented
from tests.web.test_api import Idle, finish

TOKEN = "a token of many letters"


def serving(folder: Path, **more: object) -> AppState:
    state = AppState(Settings(case="classroom", workspace=folder, limits=Limits(jobs=4), **more))  # type: ignore[arg-type]
    state.jobs = Idle(state.database, state.limits)
    return state


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppState]:
    made = serving(tmp_path_factory.mktemp("taken"))
    finish(made, made.forecast_task("classroom"), "forecast.json", invented())
    yield made
    made.jobs.stop()


@pytest.fixture(scope="module")
def client(state: AppState) -> TestClient:
    return TestClient(guard(make_api(state), state.settings), base_url="http://localhost")


def test_a_brief_is_had_as_a_page_and_as_slides(client: TestClient) -> None:
    page = client.get("/api/cases/classroom/brief.html")
    assert page.status_code == 200
    assert "How far to trust it" in page.text
    slides = client.get("/api/cases/classroom/brief.pptx")
    assert slides.content.startswith(b"PK")
    assert 'filename="classroom-brief.pptx"' in slides.headers["content-disposition"]


def test_every_table_is_had_with_its_units(client: TestClient) -> None:
    packed = client.get("/api/cases/classroom/tables.zip")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        names = set(archive.namelist())
        assert {"follow.csv", "attacks.csv", "commander.csv", "columns.csv"} <= names
        assert "Because told [probability, 0 to 1]" in archive.read("follow.csv").decode().splitlines()[0]
        described = archive.read("columns.csv").decode()
    assert all(name in described for name in names - {"columns.csv"})


def test_a_card_runs_nothing_and_may_be_shown_here(client: TestClient) -> None:
    card = client.get("/embed/classroom")
    assert card.status_code == 200
    assert "<script" not in card.text
    policy = card.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self' http://localhost:*" in policy
    assert client.get("/embed/classroom.svg").text.startswith("<svg xmlns")
    assert client.get("/embed/classroom.png").content.startswith(b"\x89PNG")


def test_a_card_sets_nothing_to_work(state: AppState, client: TestClient) -> None:
    copy(state, "classroom", "edited")
    file = state.case("edited").folder / "scenario.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# another file\n", encoding="utf-8")
    answer = client.get("/embed/edited")
    assert answer.status_code == 404
    assert "not made yet" in answer.text
    task = state.forecast_task("edited")
    assert not any(job.case == "edited" and job.task == task for job in state.jobs._jobs.values())


def test_the_card_the_brief_and_the_page_say_the_same_of_the_record(
    state: AppState, client: TestClient
) -> None:
    said = support(state, "axis-2024")
    assert said == shipped_verdicts()["axis-2024"].sentence
    for address in ("/embed/axis-2024", "/api/cases/axis-2024/brief.html"):
        answer = client.get(address)
        assert answer.status_code == 200  # its forecast ships
        assert said in answer.text


def test_a_verdict_is_of_the_files_that_were_scored_and_of_no_others() -> None:
    case = load("axis-2024")
    assert record_of("axis-2024", case.hash, None) == shipped_verdicts()["axis-2024"].sentence
    assert record_of("axis-2024", "0" * 64, None) == NOT_SCORED
    assert record_of("classroom", load("classroom").hash, None) == NOT_SCORED


@pytest.mark.parametrize(("embed", "status"), [(False, 401), (True, 200)])
def test_beyond_this_machine_cards_are_shown_only_if_asked_for(
    tmp_path: Path, embed: bool, status: int
) -> None:
    state = serving(tmp_path, host="0.0.0.0", token=TOKEN, embed=embed)
    finish(state, state.forecast_task("classroom"), "forecast.json", invented())
    client = TestClient(guard(make_api(state), state.settings), base_url="https://example.org")
    card = client.get("/embed/classroom")
    assert card.status_code == status
    if embed:
        assert card.headers["content-security-policy"].endswith("frame-ancestors *")
        assert client.get("/api/cases/classroom/overview").status_code == 401
    else:
        told = client.get("/embed/classroom", headers={"authorization": f"Bearer {TOKEN}"})
        assert told.status_code == 404
        assert "--embed" in told.text
    state.jobs.stop()


def test_the_shipped_case_keeps_back_what_came_after(state: AppState) -> None:
    assert outcomes_file(state.scenario("axis-2024")) is None
