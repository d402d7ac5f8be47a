"""Trust: how the model fits, scores against baselines, rival theories, what is prior only, the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from fastapi.responses import Response
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
from armslength.web.app_state import AppState
from armslength.web.database import SavedRun
from armslength.web.elements import HtmlElement, button
from armslength.web.figure_selection import FEW
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.outcomes_view import outcomes_html
from armslength.web.pictures import read_pictures
from armslength.web.render import picture, render
from armslength.web.tasks import FitTask
from armslength.web.ways_view import ways_html

Show = Callable[[SavedRun], None]


def register(app_state: AppState) -> None:
    """Serve the page."""

    @page("/trust")
    async def trust(case: str = "") -> Response | None:
        case = app_state.case(case or app_state.first).name
        at_hand = {
            kind: await run_in_thread(results_cache.at_hand, app_state, case, kind)
            for kind in results_cache.TASKS
        }
        ledger = await run_in_thread(lambda: ledger_result(Ledger()))
        with frame(app_state, case, "/trust"):
            HtmlElement("h1", "How far to trust it")
            verdict = await run_in_thread(_verdict, app_state, case)
            html(render("trust_intro.html.j2", **verdict))
            with _section("fit", "What the data taught, and how the model fits"):
                await AsyncPanel(
                    app_state,
                    lambda: app_state.run_or_job(case, FitTask()),
                    lambda run: _show_fit(app_state, case, run),
                    "Reading the fit",
                ).begin()
            with _section("scores", "Scores against naive baselines"):
                await _CachedResult(
                    app_state, case, "backtest", at_hand["backtest"], _show_backtest, "Backtest this case"
                ).build()
            with _section("theories", "Rival theories of who obeys"):
                await _CachedResult(
                    app_state,
                    case,
                    "theories",
                    at_hand["theories"],
                    lambda run: _show_theories(case, run),
                    "Weigh the theories",
                ).build()
            html(await run_in_thread(ways_html, app_state, case))
            if since := await run_in_thread(outcomes_html, app_state, case):
                html(since)
            html(ledger_html(ledger))
        return None


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


def _section(name: str, title: str) -> HtmlElement:
    section = HtmlElement("section", **{"aria-labelledby": f"h-{name}"})
    with section:
        HtmlElement("h2", title, id=f"h-{name}")
    return section


class _CachedResult:
    """A result that is shown where it is at hand, watched where it is being made, and made when somebody asks."""

    def __init__(
        self,
        app_state: AppState,
        case: str,
        kind: results_cache.Kind,
        at_hand: SavedRun | Job | None,
        show: Show,
        offer: str,
    ):
        self.app_state, self.case, self.kind = app_state, case, kind
        self.at_hand, self.show, self.offer = at_hand, show, offer

    async def build(self) -> None:
        """Show the result, its progress, or the button that makes it."""
        if isinstance(self.at_hand, SavedRun):
            self.show(self.at_hand)
            return
        outdated = await run_in_thread(results_cache.outdated, self.app_state, self.case, self.kind)
        self.button = HtmlElement("div")
        with self.button:
            html(render("offer.html.j2", kind=self.kind, outdated=outdated))
            button(f"{self.offer} (minutes)", self._ask, "quiet")
        self.panel = AsyncPanel(
            self.app_state,
            lambda: results_cache.compute(self.app_state, self.case, self.kind),
            self.show,
            self.offer,
        )
        if self.at_hand is not None:
            await self._ask()

    async def _ask(self) -> None:
        self.button.set_visibility(False)
        await self.panel.begin()


async def _show_fit(app_state: AppState, case: str, run: SavedRun) -> None:
    fit = results_cache.read_fit(run)
    sparse = results_cache.sparse_totals(fit) if fit else []
    on_prior = await run_in_thread(views.prior_only, app_state, case)
    html(
        render(
            "fit_part.html.j2",
            case=case,
            fit=fit,
            pictures=_pictures(run),
            on_prior=on_prior,
            coverage=coverage_table(fit, FEW) if fit else None,
            sparse=totals_table(sparse) if sparse else None,
        )
    )


def _show_backtest(run: SavedRun) -> None:
    html(backtest_html(run.read(BacktestResult), run.id, _pictures(run)))


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


def _show_theories(case: str, run: SavedRun) -> None:
    html(theories_html(run.read(TheoriesResult), run.id, case, _pictures(run)["theories"]))


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
