"""The page as somebody uses it: understand, ask what if, open the evidence, save, come back, edit, take away."""

from __future__ import annotations

import csv
import io
import re
import signal
from xml.etree import ElementTree

import pytest

from tests.web.conftest import everyone_can_use, open_at, wait_until

pytestmark = pytest.mark.browser
PAGES = ("/", "/time", "/what-if", "/evidence", "/trust", "/scenario", "/manifest", "/glossary")
HOSTILE = "<script>window.harmed=1</script><img src=x onerror='window.harmed=1'>`${window.harmed=1}"


def test_the_first_page_answers(page, served):
    open_at(page, served, "/")
    page.wait_for_selector("svg.network.wide")
    assert re.search(r"would most likely (not )?pause", page.locator(".lead").inner_text())
    assert page.locator(".tile").count() >= 4
    page.wait_for_selector("#h-week")
    page.get_by_role("link", name=re.compile("evidence of: attacks")).click()
    page.wait_for_url("**/evidence?*")
    assert page.locator("details.driver[open]").count() == 1
    page.locator("details.driver a code").first.click()
    page.wait_for_selector("#h-one")
    assert "Prior" in page.locator(".card dl").inner_text()


def test_every_part_of_the_network_is_reached_by_keyboard_alone(page, served):
    open_at(page, served, "/").wait_for_selector("svg.network")
    named = page.locator("svg.network.wide a").evaluate_all(
        "all => all.map(a => a.getAttribute('aria-label'))"
    )
    assert len(named) == 3 + 3 + 1 + 3 + 2  # ties, fronts, patron, clients, adversaries
    assert all(name.startswith("Evidence of ") for name in named)
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        held = page.evaluate(
            "[document.activeElement.getAttribute('aria-label') ?? '', getComputedStyle(document.activeElement).outlineStyle]"
        )
        if held[0] in named:
            reached.append(held[0])
            assert held[1] == "solid"  # the ring
        elif reached:
            break
    assert reached == named
    page.keyboard.press("Shift+Tab")
    last = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**about={last}")
    page.wait_for_selector("#h-part")
    assert "Numbers it is made of" in page.locator(".card").inner_text()


def test_evidence_is_searched_and_taken_away(page, served):
    open_at(page, served, "/evidence")
    page.get_by_label("Words, a claim, an actor or a number").fill("hill-column autonomy")
    page.locator("#found", has_text="2 of ").wait_for()
    rows = csv.DictReader(io.StringIO(served.get("/api/cases/classroom/evidence/numbers.csv")[1]))
    found = {row["path"]: row for row in rows}["clients.hill-column.autonomy"]
    assert float(found["prior_5_percent"]) < float(found["value"]) < float(found["prior_95_percent"])
    for table in ("claims", "sources"):
        assert served.get(f"/api/cases/classroom/evidence/{table}.csv")[1].startswith("id,")
    page.get_by_role("link", name="clients.hill-column.autonomy").click()
    page.wait_for_selector("#h-one")


def test_a_copy_that_does_not_load_leaves_the_rest_alone(new_page, served):
    page = new_page()
    page.request.post(f"{served.address}/api/scenarios", data={"source": "classroom", "name": "broken"})
    broken = {"files": {"scenario.yaml": "schema: 1\nname: broken\nhorizn: 3\n"}}
    page.request.put(f"{served.address}/api/scenarios/broken", data=broken)
    for path in ("/", "/time", "/what-if", "/evidence", "/trust", "/manifest"):
        assert page.goto(f"{served.address}{path}?case=broken").status == 400
        assert (
            "did you mean 'horizon'?"
            in page.locator("li").all_inner_texts()[0] + page.locator("ul").inner_text()
        )
        assert str(served.workspace) not in page.content()
    page.get_by_role("link", name="Correct it in the editor").click()
    page.locator(".said", has_text="horizon").first.wait_for()
    assert open_at(page, served, "/?case=classroom").locator("option", has_text="broken").count() == 1
    page.goto(f"{served.address}/scenario?case=broken")
    page.set_input_files(
        "input[type=file]", files=[{"name": "bad.zip", "mimeType": "application/zip", "buffer": b"bad"}]
    )
    page.get_by_role("button", name="Upload").click()
    page.get_by_text("no zip archive that can be read").wait_for()
    page.get_by_text("Remove this copy").click()
    page.get_by_role("button", name="Remove it for good").click()
    page.wait_for_url("**case=classroom")
    assert "broken" not in served.get("/api/cases")[1]


def test_a_what_if_changes_the_answer_and_is_found_again(new_page, serve, tmp_path_factory):
    workspace = tmp_path_factory.mktemp("again")
    first = serve(workspace)
    wait_until(lambda: first.ask("/api/jobs")[1] == [], "the first forecast is made")
    assert "network wide" in first.get("/")[1], "the picture came later than the page"
    page = new_page()
    open_at(page, first, "/what-if")
    side = page.get_by_label("Strategy A", exact=True)
    side.get_by_text("Add an action").click()
    side.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector("table.differences")
    before = page.locator("table.differences tbody").inner_text()
    side.get_by_role("button", name="Remove").click()
    page.get_by_label("Strategy B", exact=True).locator("select").first.wait_for()
    side.get_by_label("Lever").select_option("truce")
    side.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_selector("table.differences")
    assert page.locator("table.differences tbody").inner_text() != before
    side.get_by_label("Name of strategy A").fill("A month of truce")
    side.get_by_label("Name of strategy A").blur()
    side.get_by_role("button", name="Save strategy A").click()
    page.get_by_text("Saved as").wait_for()
    shared = page.get_by_role("link", name="A link that reproduces").get_attribute("href")
    page.close()
    assert first.end(signal.SIGTERM) == 128 + signal.SIGTERM
    assert "leaked" not in first.output
    assert "Traceback" not in first.output
    second = serve(workspace)
    page = new_page()
    open_at(page, second, "/what-if")
    assert (
        page.get_by_label("Strategy A", exact=True)
        .locator("option", has_text="saved: A month of truce")
        .count()
        == 1
    )
    open_at(page, second, shared)
    page.wait_for_selector("table.differences")
    said = page.get_by_label("Strategy A", exact=True).inner_text()
    assert (
        "A truce in the trigger war, from 30 April 2001 to 29 May 2001." in said
    )  # its code is behind a switch
    second.end()


def test_a_fault_stands_beside_its_line(page, served):
    open_at(page, served, "/scenario?case=classroom")
    page.get_by_role("button", name="Copy and edit").click()
    page.wait_for_url("**case=classroom-mine")
    area = page.locator(".editor.open textarea")
    area.wait_for()
    text = area.input_value()
    area.fill(text.replace("horizon:", "horizn:"))
    page.locator(".said", has_text="horizon").wait_for()
    assert page.locator(".editor.open .numbers .wrong").inner_text() == str(
        text[: text.index("horizon:")].count("\n") + 1
    )
    assert page.locator(".diff .added", has_text="horizn").count() == 1
    area.fill(re.sub(r"(?m)^title:.*$", f"title: {HOSTILE!r}", text))
    page.get_by_text("Sound: it loads.").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download as a folder").click()
    assert taken.value.suggested_filename == "classroom-mine.zip"
    for path in ("/scenario", "/evidence", "/what-if", "/"):  # text of a scenario is text wherever it stands
        open_at(page, served, f"{path}?case=classroom-mine")
    page.wait_for_selector(".tile")
    assert "<script>" in page.locator("h1").inner_text()
    assert page.evaluate("window.harmed") is None


def test_every_page_leads_to_the_glossary(page, served):
    open_at(page, served, "/evidence").locator(".foot a", has_text="Glossary").click()
    page.locator("#term-control").wait_for()
    assert "/glossary" in page.url


def test_what_is_shown_can_be_taken_away(page, served):
    open_at(page, served, "/").wait_for_selector(".tile")
    for name, start in (("report.html", "<!DOCTYPE html>"), ("forecast.json", "{"), ("attacks.csv", "front")):
        assert served.get(f"/api/cases/classroom/files/{name}")[1].startswith(start)
    for name in ("network", "follow"):
        ElementTree.fromstring(served.get(f"/api/cases/classroom/pictures/{name}.svg")[1])
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Network (PNG)").click()
    assert taken.value.suggested_filename == "classroom-network.png"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_it(new_page, served, path, scheme):
    screen = {"width": 390, "height": 844} if scheme == "dark" else {"width": 1280, "height": 720}
    page = new_page(color_scheme=scheme, viewport=screen)
    open_at(page, served, path)
    everyone_can_use(page)


def test_bad_addresses_are_answered_in_a_sentence(served, new_page):
    page = new_page()
    answer = page.goto(f"{served.address}/?case=clasroom")
    assert answer.status == 404
    assert "classroom" in page.locator("p").first.inner_text()
