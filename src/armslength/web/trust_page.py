"""Trust: how the model fits, scores against baselines, rival theories, what is prior only, the ledger."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from armslength.formatting import day
from armslength.report.charts.reliability_chart import in_words, reliability
from armslength.report.svg import figure_label, svg, unchecked
from armslength.results.backtest import BacktestResult
from armslength.results.ledger import LedgerResult
from armslength.results.scores import MODEL, ReliabilityBin
from armslength.results.theories import TheoriesResult
from armslength.scoring.ledger import Ledger
from armslength.scoring.ledger_record import ledger_result
from armslength.scoring.verdicts import verdict_on
from armslength.tables.fit_tables import coverage_table, totals_table
from armslength.tables.scoring_tables import (
    coverage_of_counts_table,
    forecasters_table,
    gain_by_origin_table,
    registered_table,
    words_table,
    yes_no_table,
)
from armslength.web import results_cache, views
from armslength.web.addresses import Place
from armslength.web.app_state import AppState
from armslength.web.database import SavedRun
from armslength.web.figure_selection import FEW
from armslength.web.layout import Part, page
from armslength.web.outcomes_view import outcomes_html
from armslength.web.pictures import read_pictures
from armslength.web.render import picture, render
from armslength.web.tasks import FitTask
from armslength.web.ways_view import ways_html

#: results that are made when somebody asks: how the section is called, its heading, and what the button offers
OFFERS: dict[results_cache.Kind, tuple[str, str, str]] = {
    "backtest": ("scores", "Scores against naive baselines", "Backtest this case"),
    "theories": ("theories", "Rival theories of who obeys", "Weigh the theories"),
}


def router(app_state: AppState) -> APIRouter:
    """Return the addresses of the page, and of what it offers to make."""
    router = APIRouter()

    @router.get("/trust")
    def trust(place: Annotated[Place, Query()]) -> HTMLResponse:
        case = app_state.case(place.case or app_state.first).name
        here = place.on_tour(f"/trust?case={quote(case)}")
        body = render(
            "trust.html.j2",
            **_verdict(app_state, case),
            fit=_fit(app_state, case, here),
            offers=[_offer(app_state, case, kind, here) for kind in OFFERS],
            ways=Markup(ways_html(app_state, case)),
            since=Markup(outcomes_html(app_state, case)),
            ledger=Markup(ledger_html(ledger_result(Ledger()))),
        )
        return page(app_state, case, "/trust", body, at=here)

    @router.post("/trust/{kind}")
    def make(kind: results_cache.Kind, case: Annotated[str, Form(max_length=80)]) -> RedirectResponse:
        """Make a result that takes minutes."""
        results_cache.compute(app_state, app_state.case(case).name, kind)
        return RedirectResponse(f"/trust?case={quote(case)}#h-{OFFERS[kind][0]}", 303)

    return router


def _fit(app_state: AppState, case: str, here: str) -> Markup:
    part = Part("fit", "Reading the fit", here)
    part.ask(lambda: app_state.run_or_job(case, FitTask()), lambda run: _fit_html(app_state, case, run))
    return part.html


def _offer(app_state: AppState, case: str, kind: results_cache.Kind, here: str) -> Markup:
    """Return a result that is at hand, the progress of its making, or the button that makes it."""
    name, title, offer = OFFERS[kind]
    part = Part(name, offer, here)
    made = results_cache.at_hand(app_state, case, kind)
    if made is None:
        outdated = results_cache.outdated(app_state, case, kind)
        part.shown = render("offer.html.j2", kind=kind, case=case, name=name, offer=offer, outdated=outdated)
    else:
        show = backtest_of if kind == "backtest" else partial(theories_of, case)
        part.ask(lambda: made, show)
    return Markup(render("section.html.j2", name=name, title=title, part=part.html))


def _verdict(app_state: AppState, case: str) -> dict[str, object]:
    """Return what opens the page, from results that are at hand: nobody waits for it."""
    fit = results_cache.at_hand_fit(app_state, case)
    taught = views.prior_only(app_state, case) or "A fit of the reports stands for this case."
    if fit is not None:
        learned, partly, prior = (fit.verdicts.learned, fit.verdicts.partly, fit.verdicts.prior_only)
        taught = (
            f"Of {len(fit.parameters)} uncertain parameters {learned} are learned from the reports and {partly} in part; "
            f"{prior} keep their prior."
        )
    made = results_cache.at_hand(app_state, case, "backtest")
    scenario = app_state.scenario(case)
    shipped = None if isinstance(made, SavedRun) else verdict_on(scenario.name, scenario.hash)
    return {"support": results_cache.support(app_state, case), "taught": taught, "shipped": shipped}


def _fit_html(app_state: AppState, case: str, run: SavedRun) -> str:
    fit = results_cache.read_fit(run)
    sparse = results_cache.sparse_totals(fit) if fit else []
    return render(
        "fit_part.html.j2",
        case=case,
        fit=fit,
        pictures=_pictures(run),
        on_prior=views.prior_only(app_state, case),
        coverage=coverage_table(fit, FEW) if fit else None,
        sparse=totals_table(sparse) if sparse else None,
    )


def backtest_of(run: SavedRun) -> str:
    """Return the backtest that a run made as HTML."""
    return backtest_html(run.read(BacktestResult), run.id, _pictures(run))


def backtest_html(result: BacktestResult, run: str, pictures: Mapping[str, Markup]) -> str:
    """Return a backtest as HTML; `run` is the id under which its files are taken away."""
    calibration = result.pooled()
    counts, yes_no = result.exploratory.counts, result.exploratory.yes_no
    shown = result.foremost
    return render(
        "backtest.html.j2",
        run=run,
        backtest=result,
        pictures=pictures,
        calibration=calibration,
        coverage=coverage_of_counts_table(counts, result.targets) if counts else None,
        origins=gain_by_origin_table(shown, result.rival, result.targets) if shown else None,
        yes_no=yes_no_table(yes_no) if yes_no else None,
        reliability=_reliability("backtest", ((MODEL, calibration.reliability),)),
    )


def theories_of(case: str, run: SavedRun) -> str:
    """Return the comparison of theories that a run made as HTML."""
    return theories_html(run.read(TheoriesResult), run.id, case, _pictures(run)["theories"])


def theories_html(result: TheoriesResult, run: str, case: str, drawn: Markup) -> str:
    """Return a comparison of theories as HTML; `run` is the id under which its files are taken away."""
    says = re.sub(r"\d{4}-\d\d-\d\d", lambda date: day(date.group()), result.says)
    return render("theories.html.j2", case=case, run=run, result=result, says=says, drawn=drawn)


def ledger_html(ledger: LedgerResult) -> str:
    """Return everyone's record as HTML."""
    groups = tuple((row.forecaster, row.reliability) for row in ledger.forecasters)
    return render(
        "ledger.html.j2",
        ledger=ledger,
        record=forecasters_table(ledger),
        words=words_table(ledger),
        registered=registered_table(ledger.forecasts),
        reliability=_reliability("ledger", groups),
    )


def _pictures(run: SavedRun) -> dict[str, Markup]:
    return {name: picture(drawn) for name, drawn in read_pictures(run.folder).items()}


@lru_cache(maxsize=8)
def _reliability(name: str, groups: tuple[tuple[str, tuple[ReliabilityBin, ...]], ...]) -> Markup | None:
    """Draw calibration, a sign for each group; None where no group has anything to draw."""
    drawn = {forecaster: bins for forecaster, bins in groups if bins}
    if not drawn:
        return None
    title = "How often events happened that were given a probability"
    label = figure_label(title, *in_words(drawn))
    with unchecked():
        return Markup(svg(reliability(drawn), f"reliability-{name}", label, "square"))
