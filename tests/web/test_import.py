"""Import on the page: each kind of file with the account of every row; nothing is kept that was not accepted."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from starlette.testclient import TestClient

from armslength.web import scenario_files, uploads
from armslength.web.app_state import AppState
from armslength.web.server import make_app
from armslength.web.settings import Limits, Settings
from tests.importing.conftest import (
    ACLED_COLUMNS,
    acled_row,
    acled_text,
    ged_row,
    ged_text,
    gtd_row,
    gtd_text,
)
from tests.web.conftest import Served, everyone_can_use

if TYPE_CHECKING:
    from playwright.sync_api import Page

GED = ged_text(
    [ged_row(i, f"2001-03-{i + 1:02}") for i in range(1, 9)]
    + [ged_row(20, "2001-03-20", side_b="Stranger", dyad_name="x"), ged_row(21, "2002-03-20")]
)
ACLED = [acled_row(i, f"2001-03-{i + 1:02}", year="2001") for i in range(1, 6)]
GTD = gtd_text([gtd_row(i, 2001, 3, i) for i in range(1, 4)])
COUNTS = "Month;Attacks;Remarks\n03/2001;6;\n04/2001;;office closed\n"
SPAN = {"within_from": "2001-03-01", "within_to": "2001-04-29"}


@pytest.fixture
def app_state(tmp_path: Any) -> AppState:
    state = AppState(Settings(case="classroom", workspace=tmp_path, limits=Limits(upload_bytes=400_000)))
    scenario_files.copy(state, "classroom", "mine")
    return state


@pytest.fixture
def client(app_state: AppState) -> TestClient:
    return TestClient(make_app(app_state), follow_redirects=False)


def bring(client: TestClient, kind: str, name: str, data: bytes | str, **fields: str) -> str:
    """Upload a file and return where it is looked at; else what is said of it."""
    answer = client.post(
        "/scenario/import", data={"case": "mine", "kind": kind, **fields}, files={"file": (name, data)}
    )
    return answer.headers["location"] if answer.status_code == 303 else said(answer.status_code, answer.text)


def said(status: int, page: str) -> str:
    assert status == 400
    return page.partition('<p role="alert" class="unsound">')[2].partition("</p>")[0]


def read(client: TestClient, at: str, **fields: str) -> str:
    """Say what a file means; return the page that tells what becomes of it, or what is said."""
    answer = client.post(f"{at}/read", data=fields)
    return client.get(at).text if answer.status_code == 303 else said(answer.status_code, answer.text)


def whose(client: TestClient, at: str) -> dict[str, str]:
    """Say that the group is a client of the classroom, and the government an adversary."""
    page = client.get(at).text
    actors = {"The Group": "client:harbour-guard", "Government of Land": "adversary:tarn"}
    names = [part.partition('"')[0] for part in page.split('aria-label="Whom ')[1:]]
    places = {name.removesuffix(" stands for"): i for i, name in enumerate(names)}
    return {f"who-{places[name]}": actor for name, actor in actors.items()}


def workbook(rows: list[list[Any]]) -> bytes:
    book, held = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(held)
    return held.getvalue()


def zipped(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return held.getvalue()


def acled_workbook() -> bytes:
    return workbook([list(ACLED_COLUMNS), *([row.get(c, "") for c in ACLED_COLUMNS] for row in ACLED)])


@pytest.mark.parametrize(
    ("kind", "name", "data", "kept", "reason"),
    [
        ("ged", "GEDEvent_v23_1.csv", GED, 8, "after 2001-04-29"),
        ("ged", "GEDEvent_v23_1.zip", zipped("GEDEvent_v23_1.csv", GED.encode()), 8, "no client of the list"),
        ("acled", "export.csv", acled_text(ACLED), 5, ""),
        ("acled", "export.xlsx", acled_workbook(), 5, ""),
        ("gtd", "globalterrorismdb.csv", GTD, 3, ""),
    ],
)
def test_a_data_set_comes_into_a_copy_with_the_account_of_every_row(
    client, app_state, kind, name, data, kept, reason
):
    at = bring(client, kind, name, data)
    page = read(client, at, **whose(client, at), **SPAN)
    assert f"{kept} rows would be added to events.csv, and the case loads with them." in page
    assert reason in page
    assert "is counted by shore-log already, and the model goes on following that count" in page
    assert scenario_files.difference(app_state, "mine") == ""  # a preview keeps nothing
    account = list(csv.DictReader(io.StringIO(client.get(f"{at}/rows.csv").text)))
    assert sum(row["outcome"] == "kept" for row in account) == kept
    assert all(row["reason"] for row in account if row["outcome"] == "dropped")
    assert client.post(f"{at}/keep").headers["location"] == "/scenario?case=mine&file=events.csv"
    scenario = app_state.scenario("mine")
    series = f"{kind}-harbour-guard-tarn"
    assert sum(event.series == series for event in scenario.events) == kept
    assert not scenario.series[series].primary
    assert scenario.sources[kind].citation
    assert client.get(at).status_code == 404  # it is held no more


def test_a_span_that_is_covered_has_zeros_and_a_second_import_takes_the_place_of_the_first(client, app_state):
    covered = {"covered_from": "2001-03-05", "covered_to": "2001-04-01", "step": "week"}
    for further in (0, 1):
        at = bring(client, "ged", "GEDEvent_v23_1.csv", GED)
        page = read(client, at, **whose(client, at), **SPAN, **covered)
        assert ("rows of the same series stand in the case already" in page) == bool(further)
        client.post(f"{at}/keep")
    found = [e for e in app_state.scenario("mine").events if e.series == "ged-harbour-guard-tarn"]
    assert len({e.event_id for e in found}) == len(found)
    assert sum(e.kind == "tally" and e.count == 0 for e in found) == 3
    texts = scenario_files.texts_of(app_state.case("mine").folder)
    original = scenario_files.texts_of(app_state.case("classroom").folder)
    for file in ("events.csv", "scenario.yaml", "sources.yaml"):  # whatever stood there stands there still
        assert set(original[file].splitlines()) <= set(texts[file].splitlines())


MONTHS = {"date": "Month", "count": "Attacks", "period": "monthly", "date_format": "%m/%Y", "step": "week"}
TITLES = {"front": "hill-column/tarn", "series_title": "Police count", "source_title": "The police"}


@pytest.mark.parametrize(
    ("name", "data"),
    [("m.csv", COUNTS), ("m.xlsx", workbook([["Month", "Attacks"], ["03/2001", 6], ["04/2001", None]]))],
)
def test_a_spreadsheet_becomes_a_new_case(client, app_state, name, data):
    at = bring(client, "csv", name, data)
    page = read(client, at, **MONTHS, **TITLES)
    assert "1 events; 1 rows without a count were left out." in page
    assert "not counted, which is not zero" in page
    assert (
        client.post(f"{at}/keep", data={"name": "police"})
        .headers["location"]
        .startswith("/scenario?case=police")
    )
    scenario = app_state.scenario("police")
    assert [e.count for e in scenario.events if e.series == "police-count"] == [6]
    assert scenario.sources["the-police"].title == "The police"
    assert "police-count" in scenario_files.difference(app_state, "police")
    assert scenario_files.difference(app_state, "mine") == ""


BOMB = zipped("xl/worksheets/sheet1.xml", b"0" * 8_000_000)


@pytest.mark.parametrize(
    ("kind", "name", "data", "words"),
    [
        ("ged", "x.csv", b"", "is empty"),
        ("ged", "x.csv", "id,é".encode("latin-1"), "is not UTF-8"),
        ("ged", "x.csv", b"a\0b\n", "holds a NUL character"),
        ("ged", "x.csv", acled_text(ACLED), "is a file of ACLED, not of UCDP GED; “ACLED” reads it"),
        ("acled", "x.csv", b"a,b\n1,2\n", "is no file of ACLED"),
        ("acled", "x.xlsx", b"PK\x03\x04junk", "cannot be read as a workbook"),
        ("acled", "x.xlsx", BOMB, "unpacks to 8 MB; 4 MB is the most"),
        ("acled", "x.zip", zipped("in.xlsx", BOMB), "unpacks to 8 MB; 4 MB is the most"),
        ("acled", "x.zip", zipped("in.csv", b"0" * 8_000_000), "unpacks to 8 MB"),
        ("csv", "x.xlsx", zipped("[Content_Types].xml", b"<a"), "cannot be read as a workbook"),
        ("csv", "x.csv", b"%PDF-1.4", "is a PDF"),
        ("csv", "x.csv", 'day,n\n"open,1\n', "a quotation mark opens here"),
        ("csv", "x.csv", b"0" * 500_000, "at most 0 MB"),
        ("else", "x.csv", b"a", "choose what the file is"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(client, kind, name, data, words):
    answer = bring(client, kind, name, data)
    assert words in answer
    assert "/tmp" not in answer
    assert "--" not in answer


@pytest.mark.parametrize(
    ("kind", "data", "fields", "words"),
    [
        ("ged", GED, {}, "choose at least one name that stands for a client"),
        ("ged", GED, {**SPAN, "within_to": "1999"}, "“Rows within” ends on 1999-12-31, before it starts"),
        ("csv", COUNTS, {"date": "Month", "count": "Attacks"}, "“Format of the dates” says what it is"),
        ("csv", COUNTS, MONTHS | TITLES | {"front": "nobody/tarn"}, "nobody"),
        ("csv", COUNTS, MONTHS | TITLES | {"date_format": "%Y"}, "does not name a month"),
        ("csv", "day,n\n2009-01-01,3\n", {"date": "day", "count": "n", **TITLES}, "is after the as-of date"),
        ("csv", "day,n\n2001-03-01,=1+1\n", {"date": "day", "count": "n", **TITLES}, "&#39;=1+1&#39;"),
    ],
)
def test_what_does_not_fit_is_refused_and_not_kept(client, app_state, kind, data, fields, words):
    at = bring(client, kind, "x.csv", data)
    more = whose(client, at) if kind == "ged" and fields else {}
    assert words in read(client, at, **more, **fields)
    assert client.post(f"{at}/keep").status_code == 400
    assert scenario_files.difference(app_state, "mine") == ""


def test_a_list_of_names_of_ones_own_is_used_and_a_pattern_in_it_refused(client):
    def with_list(text: str) -> str:
        files = {"file": ("x.csv", GED), "actors": ("actors.csv", text)}
        answer = client.post("/scenario/import", data={"case": "mine", "kind": "ged"}, files=files)
        return (
            answer.headers["location"] if answer.status_code == 303 else said(answer.status_code, answer.text)
        )

    lines = "actor,role,id\nThe Group,client,harbour-guard\nGovernment of Land,adversary,tarn\n"
    assert "8 rows would be added" in read(client, with_list(lines), **SPAN)
    assert "holds the pattern /(a+)+$/" in with_list(f"{lines}/(a+)+$/,client,hill-column\n")
    assert "is not UTF-8" in with_list(lines.replace("Land", "L\xe4nd").encode("latin-1"))  # type: ignore[arg-type]


def test_few_uploads_are_held_and_none_for_long(client, monkeypatch):
    places = [bring(client, "csv", "m.csv", COUNTS) for _ in range(uploads.MOST_HELD + 1)]
    assert [client.get(at).status_code for at in places] == [404, *[200] * uploads.MOST_HELD]
    assert client.post(f"{places[1]}/drop").status_code == 303
    assert client.get(places[1]).status_code == 404
    later = uploads.monotonic() + uploads.LONGEST_HELD + 1
    monkeypatch.setattr(uploads, "monotonic", lambda: later)
    assert client.get(places[2]).status_code == 404


def test_a_name_that_is_taken_is_refused_and_what_was_read_stays(client, app_state):
    at = bring(client, "csv", "m.csv", COUNTS)
    read(client, at, **MONTHS, **TITLES)
    answer = client.post(f"{at}/keep", data={"name": "mine"})
    assert "a case is named &#39;mine&#39; already" in said(answer.status_code, answer.text)
    assert "1 rows would be added" in answer.text
    assert client.post(f"{at}/keep", data={"name": "other"}).status_code == 303


def test_nothing_of_an_upload_lies_in_the_workspace_before_it_is_kept(client, app_state):
    def files() -> set[str]:
        return {str(p) for p in app_state.settings.workspace.rglob("*")}

    before = files()
    at = bring(client, "ged", "GEDEvent_v23_1.csv", GED)
    read(client, at, **whose(client, at), **SPAN)
    assert files() == before


def test_no_cell_of_the_account_is_a_formula(client):
    names = ged_text([ged_row(1, "2001-03-02"), ged_row("=1+1", "2001-03-03")])  # type: ignore[arg-type]
    at = bring(client, "ged", "GEDEvent_v23_1.csv", names)
    read(client, at, **whose(client, at), **SPAN)
    assert ",'=1+1," in client.get(f"{at}/rows.csv").text


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_imported_in_three_steps(new_page: Any, served: Served, tmp_path: Any, scripts: bool):
    page: Page = new_page(
        java_script_enabled=scripts, viewport={"width": 390 if scripts else 1280, "height": 900}
    )
    case = f"imports-{'with' if scripts else 'without'}"
    page.request.post(f"{served.address}/api/scenarios", data={"source": "classroom", "name": case})
    (tmp_path / "GEDEvent_v23_1.csv").write_text(GED, encoding="utf-8")
    page.goto(f"{served.address}/scenario?case={case}")
    page.get_by_role("link", name="Import data").click()
    page.get_by_label("File: CSV, TSV or XLSX").set_input_files(tmp_path / "GEDEvent_v23_1.csv")
    page.get_by_role("button", name="Look into it").click()
    page.get_by_label("Whom The Group stands for").select_option("client:harbour-guard")
    page.get_by_role("button", name="Read it").click()
    page.get_by_text("choose at least one name").wait_for()
    if scripts:
        everyone_can_use(page)
    page.get_by_label("Whom Government of Land stands for").select_option("adversary:tarn")
    page.get_by_role("button", name="Read it").click()
    page.get_by_text("8 rows would be added to events.csv").wait_for()
    if scripts:
        everyone_can_use(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="The account of every row").click()
    assert download.value.suggested_filename.endswith(".rows.csv")
    page.get_by_role("button", name="Add to this copy").click()
    page.wait_for_url(f"**/scenario?case={case}&file=events.csv")
    assert "ged-1,ged-harbour-guard-tarn" in page.get_by_label("Text of events.csv").input_value()
