"""What if as somebody uses it: the difference first, why on demand, taken away, cancelled; and nobody waits for another."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from tests.patrons.conftest import SCENARIO, events
from tests.web.conftest import Served, everyone_can_use, open_at, wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser
DAYS = 90  # compiled when a server starts
TOLD, TRUCE = "order front=all tempo=1 cap=1 on=+1", "truce from=+2 to=+31"
HOSTILE = "<img src=x onerror='window.harmed=1'>"
OPEN = ("waiting", "running")


def link(a: list[str], b: list[str]) -> str:
    query = [("case", "classroom"), ("days", DAYS), *(("a", x) for x in a), *(("b", x) for x in b)]
    return f"/what-if?{urlencode(query)}"


def question(futures: int, *actions: str, seed: int = 1) -> dict[str, Any]:
    named = [{"name": name, "actions": [one]} for name, one in zip("ABCD", actions, strict=False)]
    return {"strategies": named, "days": DAYS, "futures": futures, "seed": seed}


def answer(served: Served, body: dict[str, Any]) -> Any:
    """Return the answer to a what-if, once it is there."""
    answers: list[tuple[int, Any]] = []

    def is_answered() -> bool:
        answers.append(served.ask("/api/cases/classroom/what-if", body))
        status, found = answers[-1]
        assert status == 200 or found["job"]["state"] in (*OPEN, "done"), found["job"]
        return status == 200

    wait_until(is_answered, "the what-if is answered")
    return answers[-1][1]


def side(page: Page, letter: str) -> Locator:
    return page.get_by_label(f"Strategy {letter}", exact=True)


def test_the_difference_between_two_strategies_stands_first_with_its_interval(page, served):
    open_at(page, served, link([TOLD], [TRUCE]))
    page.wait_for_selector("table.differences")
    table = page.locator("table.differences").first
    assert table.locator("thead th").nth(1).inner_text() == "B against A"
    held = answer(served, question(2000, TOLD, TRUCE))["document"]
    row = next(r for r in held["between"] if r["outcome"] == "attacks")
    shown = table.locator("tbody tr", has_text="Attacks on all fronts").locator("td").first.inner_text()
    assert {"down": "▼", "up": "▲", "open": "·"}[row["sign"]] in shown
    low, high = row["parameters"]
    numbers = [float(x) for x in re.findall(r"[-+][\d.]+", shown)]
    assert numbers == pytest.approx([row["difference"], low, high], rel=0.06, abs=0.06)
    drawn = page.locator("figure.apart svg.wide")
    assert drawn.is_visible()
    assert (drawn.get_attribute("aria-label") or "").startswith("B against A: what differs within 90 days")
    assert page.locator("figure.apart svg.narrow").is_hidden()


def test_one_strategy_is_set_against_doing_nothing(page, served):
    open_at(page, served, link([], [TRUCE]))
    page.wait_for_selector("table.differences")
    assert page.locator("h3.versus").inner_text() == "B against doing nothing"
    assert page.locator("table.differences").first.locator("thead th").count() == 3
    assert page.get_by_role("button", name="Why B against A?").count() == 0


def test_an_answer_is_taken_away_as_report_data_and_pictures(page, served):
    open_at(page, served, link([TOLD], [TRUCE]))
    report = page.get_by_role("link", name="report (HTML)")
    report.wait_for()
    address = report.get_attribute("href")
    assert "B against A" in served.get(address)[1]
    rows = list(csv.DictReader(io.StringIO(served.get(address.replace(".html", ".csv"))[1])))
    assert {(r["strategy"], r["against"]) for r in rows} == {("A", "nothing"), ("B", "nothing"), ("B", "A")}
    run = address.partition("/files/")[0]
    held = served.ask(run)[1]
    assert {"apart", "pauses", "changes/deaths"} <= set(held["pictures"])
    for name in held["pictures"]:
        ElementTree.fromstring(served.get(f"{run}/pictures/{name}.svg")[1])
    with page.expect_download() as taken:
        page.get_by_role("link", name="What sets them apart (PNG)").click()
    assert taken.value.suggested_filename == "classroom-apart.png"


def test_why_is_told_as_a_chain_with_claims_to_open(page, served):
    open_at(page, served, link([TOLD], [TRUCE]))
    page.wait_for_selector("table.differences")
    side(page, "A").get_by_role("button", name="Why").click()
    page.wait_for_selector("#h-why")
    told = page.locator("section[aria-labelledby=h-why]")
    assert told.locator("h2").inner_text() == "Why strategy A differs from doing nothing"
    told.locator("summary", has_text="One pair of futures").click()
    assert "is told to attack less" in told.locator(".chain").inner_text()
    assert told.locator(".whole td").count() == 4
    same = {"strategies": [{"name": "A", "actions": [TOLD]}], "days": DAYS}
    held = served.ask("/api/cases/classroom/why", same)[1]["document"]
    attacks = next(r["difference"] for r in held["differences"] if r["outcome"] == "attacks")
    assert float(told.locator(".whole td").first.inner_text().split()[0]) == pytest.approx(attacks, rel=0.06)
    page.get_by_role("button", name="Why B against A?").click()
    page.get_by_text("Why strategy B differs from strategy A").wait_for()
    side(page, "A").get_by_role("button", name="Remove").click()
    side(page, "A").get_by_role("button", name="Why").click()
    page.get_by_text("Strategy A does nothing: there is nothing to explain.").wait_for()


def test_what_goes_beyond_a_budget_is_refused_with_its_day(page, served):
    open_at(page, served, link(["visit client=all on=+3"], []))
    page.get_by_text("a day holds 1 (orders.attention)").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_an_answer(new_page, served, scheme):
    screen = {"width": 390, "height": 844} if scheme == "dark" else {"width": 1280, "height": 900}
    page = new_page(color_scheme=scheme, viewport=screen)
    open_at(page, served, link([TOLD, "strike tarn"], [TRUCE]))
    side(page, "A").get_by_role("button", name="Remove strike").click()
    page.get_by_role("link", name="report (HTML)").wait_for()
    page.get_by_role("button", name="Why B against A?").click()
    page.wait_for_selector("#h-why")
    for folded in ("Add an action", "who follows, as pictures"):
        page.get_by_text(folded).first.click()
    everyone_can_use(page)


def test_what_cannot_be_done_stands_beside_its_action(page, served):
    open_at(
        page, served, link(["strike client=hill-column", HOSTILE, "order front=hill-colum/tarn tempo=1"], [])
    )
    wrong = side(page, "A").locator(".unsound")
    assert wrong.count() == 3
    assert "'strike' is no lever" in wrong.nth(0).inner_text()
    assert "did you mean 'hill-column/tarn'?" in wrong.nth(2).inner_text()
    assert HOSTILE in side(page, "A").inner_text()
    assert page.evaluate("window.harmed") is None
    page.get_by_text("Strategy A holds what cannot be done").wait_for()
    for left in (2, 1):
        side(page, "A").get_by_role("button", name="Remove").first.click()
        page.locator(".unsound").nth(left).wait_for(state="detached")


def test_a_strategy_is_saved_chosen_and_forgotten(page, served):
    open_at(page, served, link([TRUCE], []))
    page.wait_for_selector("table.differences")
    side(page, "A").get_by_label("Name of strategy A").fill(HOSTILE)
    side(page, "A").get_by_role("button", name="Save strategy A").click()
    page.get_by_text("Saved as").wait_for()
    saved = side(page, "A").locator("option", has_text=f"saved: {HOSTILE}")
    saved.wait_for(state="attached")
    open_at(page, served, link([TOLD], []))
    page.wait_for_selector("table.differences")
    side(page, "B").locator("select").first.select_option(label=f"saved: {HOSTILE}")
    page.locator("h3.versus", has_text="B against A").wait_for()
    assert "A truce in the trigger war, from" in side(page, "B").inner_text()
    side(page, "B").get_by_role("button", name="Forget").click()
    saved = side(page, "B").locator("option", has_text="saved:")
    saved.wait_for(state="detached")
    assert page.evaluate("window.harmed") is None


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("days=9999", 400, "between 7 and 730"),
        ("days=abc", 422, "days is 'abc'"),
        ("case=clasroom", 404, "classroom"),
    ],
)
def test_a_wrong_link_is_answered_in_a_sentence(new_page, served, query, status, said):
    page = new_page()
    answer = page.goto(f"{served.address}/what-if?{query}")
    assert answer.status == status
    assert said in page.locator("p").first.inner_text().replace("Days", "days")
    assert page.locator("h1").inner_text() == "This cannot be shown"


def test_what_is_typed_stays_while_the_page_is_drawn_again(page, served):
    open_at(page, served, link([TRUCE], []))
    side(page, "B").get_by_text("Add an action").click()
    side(page, "B").locator("input[type=range]").first.fill("0.5")
    page.get_by_label("Name of strategy A").fill("A name that is not yet fini")
    side(page, "A").get_by_role("button", name="Remove").evaluate("(it) => it.click()")  # the focus stays
    page.get_by_text("Choose a strategy to start from").wait_for()
    assert page.get_by_label("Name of strategy A").input_value() == "A name that is not yet fini"
    assert side(page, "B").locator("input[type=range]").first.input_value() == "0.5"
    assert side(page, "B").locator("output").first.inner_text() == "0.5"


def test_one_of_several_patrons_is_chosen_for_an_order(new_page, served):
    """In a copy of two patrons the form names those of the front's client, and what it adds can be done."""
    page = new_page()
    page.request.post(f"{served.address}/api/scenarios", data={"source": "classroom", "name": "two-patrons"})
    files = {"scenario.yaml": SCENARIO.replace("name: two\n", "name: two-patrons\n"), "events.csv": events()}
    empty = {
        "trigger.csv": "date,value,source\n2001-01-01,1,assumed\n",
        "claims.yaml": "",
        "sources.yaml": "",
        "questions.yaml": "",
    }
    page.request.put(f"{served.address}/api/scenarios/two-patrons", data={"files": empty | files})
    open_at(page, served, "/what-if?case=two-patrons&days=30")
    own = side(page, "A")
    own.get_by_text("Add an action").click()
    front, patron = (
        own.locator(f"label.field:has(> span:text-is('{label}')) select")
        for label in ("Front", "Patron who does it")
    )
    front.select_option("both/neighbour")
    patron.wait_for()
    assert patron.locator("option").all_inner_texts() == ["Near", "Far"]
    patron.select_option("far")
    own.get_by_role("button", name="Add", exact=True).click()
    own.get_by_text("told by Far to attack less").wait_for()
    assert "by=far" in own.locator("code").first.inner_text()
    front.select_option("alone/neighbour")
    patron.wait_for(state="detached")


def test_days_out_of_range_are_said_and_mended(page, served):
    open_at(page, served, link([TRUCE], []))
    page.wait_for_selector("table.differences")
    page.get_by_label("Days ahead").fill("5000")
    page.get_by_label("Days ahead").blur()
    page.get_by_text("on this page it must lie between 7 and 730").wait_for()
    page.get_by_label("Days ahead").fill("30")
    page.get_by_label("Days ahead").blur()
    page.locator("table.differences thead", has_text="Within 30 days").first.wait_for()


def test_refining_is_cancelled_and_the_next_question_is_answered(page, served):
    with served.held():
        open_at(page, served, link([TOLD], ["truce from=+3 to=+32"]))
        page.get_by_text("Refining with 10,000 futures").wait_for()
        page.get_by_role("button", name="Cancel").click()
        page.get_by_text("This was cancelled.").wait_for()
        side(page, "B").get_by_role("button", name="Remove").click()
        page.get_by_role("heading", name="A against doing nothing").wait_for()
    cancel_everything(served)


def test_a_refinement_is_given_up_once_nobody_waits_for_it(new_page, served):
    with served.held():
        both = [open_at(new_page(), served, link(["truce from=+4 to=+33"], [TOLD])) for _ in range(2)]
        for one in both:
            one.get_by_text("Refining with 10,000 futures").wait_for()
        job = next(j["id"] for j in served.ask("/api/jobs")[1] if j["kind"] == "refine")
        side(both[0], "B").get_by_role("button", name="Remove").click()
        both[0].get_by_role("heading", name="A against doing nothing").wait_for()
        assert served.state_of(job) in OPEN  # the other page waits for it
        side(both[1], "A").get_by_role("button", name="Remove").click()
        both[1].get_by_role("heading", name="B against doing nothing").wait_for()
        wait_until(lambda: served.state_of(job) == "cancelled", "the refinement is given up")
    cancel_everything(served)


def test_a_long_job_stops_when_it_is_told_to(served):
    def is_in_the_midst() -> bool:
        state = served.ask(f"/api/jobs/{job}")[1]
        assert state["state"] in OPEN
        return state["stage"] == "playing strategies" and 0 < state["done"] < state["total"]

    def left() -> list[str]:
        return [run.name for run in (served.workspace / "runs").iterdir() if job in run.name]

    with served.held():
        job = served.ask("/api/cases/classroom/what-if", question(20_000, TOLD, TRUCE))[1]["job"]["id"]
        wait_until(is_in_the_midst, "the job is in the midst of its work")
        assert left()
        assert served.ask(f"/api/jobs/{job}", method="DELETE")[1] == {"stopped": True}
        assert served.state_of(job) == "cancelled"
    wait_until(lambda: not left(), "the worker has let go")
    assert served.state_of(job) == "cancelled"
    assert served.ask(f"/api/jobs/{job}", method="DELETE")[1] == {"stopped": False}
    refined = answer(served, question(3000, TRUCE))
    assert refined["document"]["manifest"]["futures"] == 3000


def test_nobody_waits_for_the_long_work_of_another(page, served):
    with served.held():
        questions = [question(20_000, TRUCE, TOLD, TRUCE, TOLD, seed=seed) for seed in (2, 3, 4)]
        jobs = [served.ask("/api/cases/classroom/what-if", one)[1]["job"]["id"] for one in questions]
        wait_until(lambda: served.state_of(jobs[0]) == "running", "long work occupies its worker")
        open_at(page, served, "/evidence?case=classroom")
        quick = answer(served, question(2000, "truce from=+3 to=+9"))
        assert quick["document"]["manifest"]["futures"] == 2000
        open_at(page, served, link(["truce from=+2 to=+8"], []))
        page.wait_for_selector("table.differences")
        assert all(served.state_of(job) in OPEN for job in jobs)
        for job in jobs:
            served.ask(f"/api/jobs/{job}", method="DELETE")
    cancel_everything(served)


def cancel_everything(served: Served) -> None:
    """Leave no work behind for the next test."""
    for job in served.ask("/api/jobs")[1]:
        served.ask(f"/api/jobs/{job['id']}", method="DELETE")
