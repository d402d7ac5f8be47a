"""Trust: how the model fits, scores against naive rivals, rival theories, what is prior only, the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fastapi.responses import Response
from markupsafe import Markup

from armslength.formatting import day
from armslength.report.calibration_chart import reliability_picture, sign
from armslength.tables.fit_tables import coverage_table, totals_table
from armslength.web import results_cache, views
from armslength.web.app_state import AppState
from armslength.web.database import Run
from armslength.web.elements import HtmlElement, button
from armslength.web.figure_selection import FEW
from armslength.web.jobs import Job
from armslength.web.layout import AsyncPanel, frame, html, page, run_in_thread
from armslength.web.render import picture, render

Show = Callable[[Run], Any]


def register(app_state: AppState) -> None:
    """Take the address of the page."""

    @page("/trust")
    async def trust(case: str = "") -> Response | None:
        case = app_state.case(case or app_state.first).name
        held = {
            kind: await run_in_thread(results_cache.at_hand, app_state, case, kind)
            for kind in results_cache.ASKED
        }
        book = await run_in_thread(results_cache.ledger)
        with frame(app_state, case, "/trust"):
            HtmlElement("h1", "How far to trust it")
            html(render("trust_intro.html.j2"))
            with _section("fit", "What the data taught, and how the model fits"):
                await AsyncPanel(
                    app_state,
                    lambda: app_state.finished("fitted", case, {}),
                    lambda run: _show_fit(app_state, case, run),
                    "Reading the fit",
                ).begin()
            with _section("scores", "Scores against naive rivals"):
                await _Kept(
                    app_state, case, "backtest", held["backtest"], _show_backtest, "Backtest this case"
                ).build()
            with _section("theories", "Rival theories of who obeys"):
                show = _shower_of_theories(app_state, case)
                await _Kept(app_state, case, "theories", held["theories"], show, "Weigh the theories").build()
            _show_ledger(book)
        return None


def _section(name: str, title: str) -> HtmlElement:
    made = HtmlElement("section", **{"aria-labelledby": f"h-{name}"})
    with made:
        HtmlElement("h2", title, id=f"h-{name}")
    return made


class _Kept:
    """A result that is shown where it is at hand, watched where it is being made, and made when somebody asks."""

    def __init__(
        self, app_state: AppState, case: str, kind: str, held: Run | Job | None, show: Show, offer: str
    ):
        self.app_state, self.case, self.kind, self.held, self.show, self.offer = (
            app_state,
            case,
            kind,
            held,
            show,
            offer,
        )

    async def build(self) -> None:
        """Show it, its progress, or the button that makes it."""
        if isinstance(self.held, Run):
            self.show(self.held)
            return
        old = await run_in_thread(results_cache.outdated, self.app_state, self.case, self.kind)
        self.offered = HtmlElement("div")
        with self.offered:
            html(render("offer.html.j2", kind=self.kind, outdated=old))
            button(f"{self.offer} (minutes)", self._ask, "quiet")
        self.made = AsyncPanel(
            self.app_state,
            lambda: results_cache.make(self.app_state, self.case, self.kind),
            self.show,
            self.offer,
        )
        if self.held is not None:
            await self._ask()

    async def _ask(self) -> None:
        self.offered.set_visibility(False)
        await self.made.begin()


async def _show_fit(app_state: AppState, case: str, run: Run) -> None:
    fit = results_cache.fit_of(run)
    prior = await run_in_thread(views.prior_only, app_state, case)
    shown: dict[str, Any] = {}
    if fit:
        sparse = results_cache.sparse_totals(fit)
        shown = {
            "pictures": {series: picture(drawn) for series, drawn in run.result("pictures.json").items()},
            "coverage": coverage_table(fit, FEW),
            "sparse": totals_table(sparse) if sparse else None,
        }
    html(render("fit_part.html.j2", case=case, fit=fit, on_prior=prior, **shown))


def _show_backtest(run: Run) -> None:
    found = run.result()
    calibration = results_cache.backtested(found)
    drawn = _reliability({"model": calibration["reliability"]} if calibration["reliability"] else {})
    pictures = {name: picture(p) for name, p in found["pictures"].items()}
    html(
        render(
            "backtest.html.j2", run=run.id, found=found, pictures=pictures, calibration=calibration,
            reliability=drawn,
        )
    )  # fmt: skip


def _shower_of_theories(app_state: AppState, case: str) -> Show:
    def show(run: Run) -> None:
        found = run.result()
        says = re.sub(r"\d{4}-\d\d-\d\d", lambda at: day(at.group()), found["says"])
        claims = [claim.id for claim in app_state.scenario(case).claims]
        drawn = picture(found["pictures"]["theories"])
        html(
            render(
                "theories.html.j2", case=case, run=run.id, found=found, says=says, claims=claims, drawn=drawn
            )
        )

    return show


def _show_ledger(book: views.View) -> None:
    signs = [(Markup(sign(i)), who) for i, who in enumerate(book["calibration"])]
    html(render("ledger.html.j2", ledger=book, reliability=_reliability(book["calibration"]), signs=signs))


def _reliability(groups: dict[str, Any]) -> Markup | None:
    return Markup(reliability_picture(groups)) if groups else None
