"""Cases: the shipped networks and your own, each with a picture and a line; choose one."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from armslength.report.colours import LIGHT
from armslength.report.headline import headline
from armslength.results import Record, described
from armslength.scenario import Scenario
from armslength.scenario.load import list_cases
from armslength.scenario.support import patrons_of
from armslength.web import results_cache
from armslength.web.app_state import AppState, InvalidScenario, read_forecast
from armslength.web.layout import page
from armslength.web.render import render

WIDTH, HEIGHT, EDGE = 220, 120, 16  # px of a small picture


class CaseCard(Record):
    """A case as one chooses it."""

    name: str = described("its name")
    title: str = described("its title")
    line: str = described("who, whom and when, in a line; or why it does not load")
    answer: str = described("what its forecast says comes next; empty where none is made")
    support: str = described("how far past forecasts support the model")
    group: str = described("the group it is listed under")
    picture: str = described("a small picture of the network, as SVG")


def router(app_state: AppState) -> APIRouter:
    """Return the address of the page."""
    router = APIRouter()

    @router.get("/cases")
    def cases() -> HTMLResponse:
        cards = case_cards(app_state)
        groups = list(dict.fromkeys(card.group for card in cards))
        body = render("cases.html.j2", cards=cards, groups=groups, drawn=Markup)
        return page(app_state, app_state.first, "/cases", body)

    return router


def case_cards(app_state: AppState) -> list[CaseCard]:
    """Return every case of this server: its own first, those that ship by their groups, the copies last."""
    shipped = {
        case.name: case.group or "Networks of the article and of the classroom" for case in list_cases()
    }
    cards = []
    for ref in app_state.cases():
        group = shipped.get(ref.name, "Your own")
        try:
            scenario = app_state.scenario(ref.name)
        except InvalidScenario:
            line = "It does not load: open it under Scenario to mend it."
            cards.append(
                CaseCard(
                    name=ref.name, title=ref.name, line=line, answer="", support="", group=group, picture=""
                )
            )
            continue
        cards.append(
            CaseCard(
                name=ref.name,
                title=f"{scenario.title} ({ref.name})" if ref.is_copy else scenario.title or ref.name,
                line=_line(scenario),
                answer=_answer(app_state, ref.name),
                support=results_cache.support(app_state, ref.name),
                group=group,
                picture=small_picture(scenario),
            )
        )
    return cards


def _answer(app_state: AppState, case: str) -> str:
    """Return what comes next, from a forecast that ships or was made here: nobody waits for one."""
    run = app_state.finished(case, app_state.forecast_task(case))
    return headline(read_forecast(run).result)[0].says if run else ""


def _line(scenario: Scenario) -> str:
    def many(count: int, one: str, more: str) -> str:
        return f"{count} {one if count == 1 else more}"

    clients = many(len(scenario.clients), "armed group", "armed groups")
    fronts = many(len(scenario.fronts), "front", "fronts")
    number = len(_patrons(scenario))
    patrons = many(number, "patron", "patrons") if number else "No patron"
    return f"{patrons}, {clients}, {fronts}; as of {scenario.as_of:%-d %B %Y}."


def _patrons(scenario: Scenario) -> list[str]:
    """Return the patrons that support anybody at some time: a group without one has a place holder."""
    held = {p for client in scenario.clients for p in patrons_of(scenario, client)}
    return [p for p in scenario.patrons if p in held]


def small_picture(scenario: Scenario) -> str:
    """Return the network alone, without names or numbers: patrons at the left, clients, adversaries at the right."""
    patrons, clients, foes = (
        _places(ids, x)
        for ids, x in (
            (_patrons(scenario), EDGE),
            (list(scenario.clients), WIDTH / 2),
            (list(scenario.adversaries), WIDTH - EDGE),
        )
    )
    ties = [
        _line_svg(patrons[patron], at, "institutional")
        for client, at in clients.items()
        for patron in patrons_of(scenario, client)
        if patron in patrons
    ]
    fronts = [_line_svg(clients[f.client], foes[f.adversary], "front") for f in scenario.fronts.values()]
    dots = [_dot(at, "told") for at in patrons.values()]
    dots += [_dot(at, "ink") for at in clients.values()] + [_dot(at, "lethal") for at in foes.values()]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" class="small-network" aria-hidden="true">'
        f"{''.join([*ties, *fronts, *dots])}</svg>"
    )


def _places(ids: Sequence[str], x: float) -> dict[str, tuple[float, float]]:
    return {id_: (x, HEIGHT * (i + 0.5) / len(ids)) for i, id_ in enumerate(ids)}


def _paint(name: str) -> str:
    return f"var(--{name}, {LIGHT[name]})"


def _line_svg(start: tuple[float, float], end: tuple[float, float], colour: str) -> str:
    (x0, y0), (x1, y1), middle = start, end, (start[0] + end[0]) / 2
    path = f"M{x0:.1f},{y0:.1f}C{middle:.1f},{y0:.1f} {middle:.1f},{y1:.1f} {x1:.1f},{y1:.1f}"
    return f'<path d="{path}" fill="none" stroke="{_paint(colour)}" stroke-width="1.5"/>'


def _dot(at: tuple[float, float], colour: str) -> str:
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="5" fill="{_paint(colour)}"/>'
