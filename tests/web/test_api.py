"""The API from its own description: whatever that allows, no server error; and limits that say what they are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import booleans
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema
from starlette.testclient import TestClient

from armslength.results import Record
from armslength.web.api import make_api
from armslength.web.app_state import AppState
from armslength.web.jobs import Job, Jobs, run_id
from armslength.web.pictures import Picture, write_pictures
from armslength.web.settings import Limits, Settings
from armslength.web.story import Story
from armslength.web.tasks import CompareTask, NamedActions, StoryTask, Task
from armslength.web.views import STORY_DAYS
from tests.report.invented import invented


class Idle(Jobs):
    """Takes work and does none: what is tested is what is asked."""

    def _send(self, job: Job, folder: Path) -> None:
        job.stage = "waiting for a worker"


RUN = "refine-0123456789abcdef"
SVG = """<svg viewBox="0 -4 300 120" role="img" aria-label="Deaths &lt;b&gt; &amp; change. The table holds its numbers." class="chart wide" style="max-width:300px"><g><a href="#x"><rect x="10" width="40" height="9" fill="var(--told, #00629d)"/></a></g></svg>"""


def finish(state: AppState, task: Task, file: str, result: Record) -> None:
    """Put a result where a worker would have left it."""
    id_ = run_id(task, state.scenario("classroom").hash)
    (state.database.runs / id_).mkdir()
    (state.database.runs / id_ / file).write_text(result.to_json(), encoding="utf-8")
    state.database.add_run(id_, "classroom", task)


@pytest.fixture(scope="module")
def app_state(tmp_path_factory) -> Iterator[AppState]:
    state = AppState(
        Settings(case="classroom", workspace=tmp_path_factory.mktemp("api"), limits=Limits(jobs=4))
    )
    state.jobs = Idle(state.database, state.limits)
    folder = state.database.runs / RUN
    folder.mkdir()
    write_pictures(folder, {"changes/deaths": Picture(title="Deaths <b>", wide=SVG, narrow=SVG)})
    (folder / "result.json").write_text("{}", encoding="utf-8")
    (folder / "comparison.csv").write_text("strategy,outcome\n", encoding="utf-8")
    (folder / "secret.key").write_text("not for taking away", encoding="utf-8")
    (state.database.folder / "outside.json").write_text("{}", encoding="utf-8")
    (folder / "linked.json").symlink_to(state.database.folder / "outside.json")
    strategy = NamedActions(name="A", actions=("truce",))
    task = CompareTask(kind="refine", strategies=(strategy,), days=30, futures=10_000, seed=1)
    state.database.add_run(RUN, "classroom", task)
    finish(state, state.forecast_task("classroom"), "forecast.json", invented())
    told = Story(
        seed=1, days=(), in_all="Nothing.", events=({"day": "2001-05-01", "kind": "ladder", "rung": 0},)
    )
    finish(state, StoryTask(days=STORY_DAYS, seed=1), "result.json", told)
    yield state
    state.jobs.stop()


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def described(app_state) -> OpenApiSchema:
    return schemathesis.openapi.from_asgi("/api/openapi.json", make_api(app_state))


def test_every_request_is_answered_as_described(described):
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:

        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy(), known=booleans())
        def ask(case, known):
            if known:  # a name that somebody has: what comes after it is fuzzed
                given = case.path_parameters
                given |= {name: id_ for name, id_ in (("case", "classroom"), ("id_", RUN)) if name in given}
            case.call_and_validate(checks=CHECKS)

        ask()


@pytest.mark.parametrize(
    "path",
    ["/api/cases/{case}/overview", "/api/cases/{case}/time", "/api/cases/{case}/story", "/api/runs/{id_}"],
)
def test_a_result_that_is_ready_is_answered_as_described(described, path):
    given = {"id_": RUN} if "{id_}" in path else {"case": "classroom"}
    answer = described[path]["GET"].Case(path_parameters=given).call_and_validate(checks=CHECKS)
    assert answer.status_code == 200


def test_every_answer_has_a_schema(described):
    for found in described.get_all_operations():
        operation = found.ok()
        for status, answer in operation.definition.raw["responses"].items():
            assert answer.get("content"), f"{operation.label} {status} has no content"
            for content in answer["content"].values():
                assert content["schema"], f"{operation.label} {status} has no schema"
    for name, schema in described.raw_schema["components"]["schemas"].items():
        assert list(untyped(schema)) == [], f"{name} holds what has no schema"


def untyped(schema: dict[str, Any], at: str = "") -> Iterator[str]:
    """Yield where a schema lets anything pass."""
    is_bare = schema.get("type") == "object" and not schema.get("properties")
    if is_bare and not isinstance(schema.get("additionalProperties", True), dict):
        yield at
    for key, inner in schema.get("properties", {}).items():
        if not set(inner) & {"type", "$ref", "anyOf", "oneOf", "allOf", "const", "enum"}:
            yield f"{at}.{key}"
        yield from untyped(inner, f"{at}.{key}")
    for inner in (schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", [])):
        if isinstance(inner, dict):
            yield from untyped(inner, at)


@pytest.fixture(scope="module")
def client(app_state) -> TestClient:
    return TestClient(make_api(app_state), base_url="http://localhost")


def test_no_page_of_the_description_loads_from_another_site(client):
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404
    assert "/api/cases/{case}/overview" in client.get("/api/openapi.json").json()["paths"]


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        (
            "/api/cases/clasroom/what-if",
            {"strategies": [{"name": "A", "actions": ["truce"]}]},
            404,
            "classroom",
        ),
        (
            "/api/cases/classroom/what-if",
            {"strategies": [{"name": "A", "actions": ["truce"]}], "days": 5000},
            400,
            "between 7 and 730",
        ),
        (
            "/api/cases/classroom/what-if",
            {"strategies": [{"name": "A", "actions": ["truce"]}], "futures": 90_000},
            400,
            "between 50 and 20,000",
        ),
        (
            "/api/cases/classroom/what-if",
            {"strategies": [{"name": "A", "actions": []}]},
            400,
            "without actions",
        ),
        ("/api/cases/classroom/forecast", {"futures": "many"}, 422, "futures"),
        ("/api/scenarios", {"source": "classroom", "name": "../x"}, 422, "name"),
        ("/api/check", {"files": {"/etc/passwd": ""}}, 422, "files"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(client, path, body, status, said):
    answer = client.post(path, json=body)
    assert answer.status_code == status
    assert said in " ".join(answer.json()["wrong"])


def test_a_server_takes_so_many_jobs_and_says_so(client):
    answers = [client.post("/api/cases/classroom/forecast", json={"seed": seed}) for seed in range(100, 110)]
    assert answers[-1].status_code == 429
    assert "jobs are open" in answers[-1].json()["wrong"][0]


def test_strategies_are_kept_and_forgotten(client, app_state):
    name = "<img src=x onerror=alert(1)>"
    kept = client.post(
        "/api/cases/classroom/strategies", json={"name": name, "actions": ["truce from=+1 to=+9"]}
    )
    found = AppState(app_state.settings).database.strategies("classroom")  # as a restarted server finds it
    assert [(s.id, s.name) for s in found if s.id == kept.json()["id"]] == [(kept.json()["id"], name)]
    assert client.delete(f"/api/strategies/{kept.json()['id']}").status_code == 200
    assert client.delete(f"/api/strategies/{kept.json()['id']}").status_code == 404


def test_whatever_was_made_can_be_taken_away(client):
    held = client.get(f"/api/runs/{RUN}").json()
    assert held["files"] == ["comparison.csv", "result.json"]
    assert held["pictures"] == {"changes/deaths": "Deaths <b> & change."}
    taken = client.get(f"/api/runs/{RUN}/files/comparison.csv")
    assert taken.headers["content-type"].startswith("text/csv")
    assert taken.headers["content-disposition"] == 'attachment; filename="classroom-comparison.csv"'
    drawn = ElementTree.fromstring(client.get(f"/api/runs/{RUN}/pictures/changes/deaths.svg").text)
    said = [node.text for node in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert said[0] == "Deaths <b> & change."
    assert RUN in said[-1]  # who finds the picture finds what it was made of
    assert b"var(" not in client.get(f"/api/runs/{RUN}/pictures/changes/deaths.svg").content
    assert client.get(f"/api/runs/{RUN}/pictures/changes/deaths.png").content.startswith(b"\x89PNG")
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"/api/runs/{RUN}/pictures.zip").content))
    assert packed.namelist() == ["classroom/changes-deaths.svg", "classroom/changes-deaths.png"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("refine-0123456789abcdee", RUN),
        ("..%2F..%2Fpage.sqlite", None),
        (f"{RUN}/files/comparison.cvs", "comparison.csv"),
        (f"{RUN}/files/secret.key", "no file"),
        (f"{RUN}/files/linked.json", "no file"),
        (f"{RUN}/files/..%2F..%2Foutside.json", None),
        (f"{RUN}/pictures/changes/death.svg", "changes/deaths"),
        (f"{RUN}/pictures/..%2F..%2F..%2Fpage.sqlite.svg", "no picture"),
    ],
)
def test_no_address_leads_out_of_a_run(client, path, said):
    answer = client.get(f"/api/runs/{path}")
    assert answer.status_code == 404
    assert said is None or said in answer.json()["wrong"][0]
