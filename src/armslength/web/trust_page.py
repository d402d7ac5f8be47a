"""Trust: how the model fits, scores against baselines, rival theories, what is prior only, the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.responses import Response
from markupsafe import Markup

from armslength.formatting import day
from armslength.report.calibration_chart import reliability_picture, sign
from armslength.tables.fit_tables import coverage_table, totals_table
from armslength.web import results_cache, views
from armslength.web.app_state import AppState, read_document
from armslength.web.database import SavedRun
from armslength.web.elements import HtmlElement, button
from armslength.web.figure_selection import FEW
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.pictures import read_pictures
from armslength.web.render import picture, render
from armslength.web.tasks import FitTask, Untyped

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
        ledger = await run_in_thread(results_cache.ledger)
        with frame(app_state, case, "/trust"):
            HtmlElement("h1", "How far to trust it")
            html(render("trust_intro.html.j2"))
            with _section("fit", "What the data taught, and how the model fits"):
                await AsyncPanel(
                    app_state,
                    lambda: app_state.run_or_job(case, FitTask()),
                    lambda run: _show_fit(app_state, case, run),
                    "Reading the fit",
                ).begin()
            with _section("scores", "Scores against naive rivals"):
                await _CachedResult(
                    app_state, case, "backtest", at_hand["backtest"], _show_backtest, "Backtest this case"
                ).build()
            with _section("theories", "Rival theories of who obeys"):
                await _CachedResult(
                    app_state,
                    case,
                    "theories",
                    at_hand["theories"],
                    lambda run: _show_theories(app_state, case, run),
                    "Weigh the theories",
                ).build()
            _show_ledger(ledger)
        return None


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
    backtest = read_document(run)
    calibration = results_cache.calibration(backtest)
    html(
        render(
            "backtest.html.j2",
            run=run.id,
            found=backtest,
            pictures=_pictures(run),
            calibration=calibration,
            reliability=_reliability({"model": calibration["reliability"]}),
        )
    )


def _show_theories(app_state: AppState, case: str, run: SavedRun) -> None:
    theories = read_document(run)
    html(
        render(
            "theories.html.j2",
            case=case,
            run=run.id,
            found=theories,
            says=re.sub(r"\d{4}-\d\d-\d\d", lambda date: day(date.group()), theories["says"]),
            claims=[claim.id for claim in app_state.scenario(case).claims],
            drawn=_pictures(run)["theories"],
        )
    )


def _show_ledger(ledger: Untyped) -> None:
    signs = [(Markup(sign(i)), name) for i, name in enumerate(ledger["calibration"])]
    reliability = _reliability(ledger["calibration"])
    html(render("ledger.html.j2", ledger=ledger, reliability=reliability, signs=signs))


def _pictures(run: SavedRun) -> dict[str, Markup]:
    return {name: picture(drawn) for name, drawn in read_pictures(run.folder).items()}


def _reliability(groups: Untyped) -> Markup | None:
    """Draw calibration, a line for each group; None where no group has anything to draw."""
    drawn = {name: rows for name, rows in groups.items() if rows}
    return Markup(reliability_picture(drawn)) if drawn else None
