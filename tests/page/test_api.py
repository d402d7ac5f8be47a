"""The API from its own description: whatever that allows, no server error; and limits that say what they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from starlette.testclient import TestClient

from armslength.page.api import make_api
from armslength.page.desk import Desk
from armslength.page.jobs import Jobs
from armslength.page.settings import Limits, Settings


class Idle(Jobs):
    """Takes work and does none: what is tested is what is asked."""

    def _send(self, job, folder) -> None:
        job.stage = "waiting for a worker"


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Iterator[Desk]:
    made = Desk(Settings(case="classroom", workspace=tmp_path_factory.mktemp("api"), limits=Limits(jobs=4)))
    made.jobs = Idle(made.store, made.limits)
    yield made
    made.jobs.stop()


def test_no_request_breaks_the_server(desk):
    described = schemathesis.openapi.from_asgi("/api/openapi.json", make_api(desk))
    operations = [found.ok() for found in described.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:

        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case):
            case.call_and_validate(checks=[not_a_server_error])

        ask()


@pytest.fixture(scope="module")
def client(desk) -> TestClient:
    return TestClient(make_api(desk), base_url="http://localhost")


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


def test_strategies_are_kept_and_forgotten(client, desk):
    name = "<img src=x onerror=alert(1)>"
    kept = client.post(
        "/api/cases/classroom/strategies", json={"name": name, "actions": ["truce from=+1 to=+9"]}
    )
    found = Desk(desk.settings).store.strategies("classroom")  # as a restarted server finds it
    assert [(s.id, s.name) for s in found if s.id == kept.json()["id"]] == [(kept.json()["id"], name)]
    assert client.delete(f"/api/strategies/{kept.json()['id']}").status_code == 200
    assert client.delete(f"/api/strategies/{kept.json()['id']}").status_code == 404
