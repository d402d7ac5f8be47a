"""The tour: six steps through the pages, one sentence each; the address says which step is on."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from markupsafe import Markup

from armslength.results import Record, described
from armslength.web.addresses import off_tour
from armslength.web.app_state import AppState
from armslength.web.render import render

WHAT_IF = "/what-if"
EXAMPLE = " A strategy of the case is filled in as an example."


class Step(Record):
    """A step of the tour."""

    page: str = described("path of the page that it shows")
    says: str = described("what to look at there, in a sentence")
    anchor: str = described("id of the part that it shows; empty for the top of the page", default="")


STEPS = (
    Step(
        page="/",
        says="Start with the two answers at the top: each number has an interval, which is wide where little is known, "
        "and the third part says how far past forecasts support the model.",
    ),
    Step(
        page="/",
        says="The picture shows the actors, the ties between them and the fronts on which they fight; "
        "open one of them to read what it rests on.",
        anchor="h-network",
    ),
    Step(
        page="/time",
        says="In each chart the reported counts stand left of the as-of line, and right of it the range in which the "
        "model expects the coming ones.",
    ),
    Step(
        page=WHAT_IF,
        says="Choose what someone could do, and the shaded line says how much more or less would happen than if "
        "nothing were done, with an interval.",
    ),
    Step(
        page="/evidence",
        says="Here every number of the model has its source, or says that it is assumed, and every claim says who made it.",
    ),
    Step(
        page="/trust",
        says="Before you rely on a number, read how past forecasts of this case did, where any were scored, and which "
        "numbers the reports taught and which they did not.",
    ),
)


def tour_box(app_state: AppState, case: str, at: str) -> Markup:
    """Return the box of the step that an address names, as HTML; empty where it names none of its page."""
    parts = urlsplit(at)
    number = parse_qs(parts.query).get("tour", [""])[0]
    on = {str(i): i for i, step in enumerate(STEPS, 1) if step.page == parts.path}.get(number)
    if on is None:
        return Markup()
    step = STEPS[on - 1]
    shown = {
        "number": on,
        "steps": len(STEPS),
        "says": step.says + (EXAMPLE if step.page == WHAT_IF and _example(app_state, case) else ""),
        "back": step_address(app_state, case, on - 1) if on > 1 else "",
        "next": step_address(app_state, case, on + 1) if on < len(STEPS) else "",
        "leave": off_tour(at),
    }
    return Markup(render("tour.html.j2", **shown))


def step_address(app_state: AppState, case: str, number: int) -> str:
    """Return the address of a step, counted from 1."""
    step = STEPS[number - 1]
    asked = [("a", action) for action in _example(app_state, case)] if step.page == WHAT_IF else []
    address = f"{step.page}?{urlencode([('case', case), *asked, ('tour', number)])}"
    return f"{address}#{step.anchor}" if step.anchor else address


def _example(app_state: AppState, case: str) -> tuple[str, ...]:
    """Return the actions of the first strategy of a case; none where it has no strategy."""
    return next((strategy.actions for strategy in app_state.scenario(case).strategies.values()), ())
