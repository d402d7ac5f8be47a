"""Trust: how the model fits, scores against naive rivals, rival theories, what is prior only, the ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi.responses import Response
from markupsafe import Markup
from nicegui import ui

from armslength.page import views
from armslength.page.controls import Tag, button
from armslength.page.desk import Desk
from armslength.page.render import picture, render
from armslength.page.shell import Awaited, aside, frame, guarded, html
from armslength.report.drawing import unlinked

BACKTEST = {"draws": 40, "seed": 1}
THEORIES = {"seed": 1}


def register(desk: Desk) -> None:
    """Take the address of the page."""

    @ui.page("/trust")
    @guarded
    async def trust(case: str = "") -> Response | None:
        case = desk.case(case or desk.first).name
        view = await aside(views.trust, desk, case)
        with frame(desk, case, "/trust"):
            Tag("h1", "How far to trust it")
            html(render("trust_intro.html.j2"))
            with Tag("section"):
                Tag("h2", "What the data taught, and how the model fits")
                await Awaited(
                    desk,
                    lambda: views.fitted(desk, case),
                    lambda found: _show_fit(case, found),
                    "Reading the fit",
                ).begin()
            with Tag("section"):
                Tag("h2", "Scores against naive rivals")
                held = view["backtest"]
                await _Kept(
                    desk, case, held, "backtest", BACKTEST, _show_backtest, "Backtest this case (minutes)"
                ).build()
            with Tag("section"):
                Tag("h2", "Rival theories of who obeys")
                held = view["theories"]
                await _Kept(
                    desk, case, held, "theories", THEORIES, _show_theories, "Weigh the theories (minutes)"
                ).build()
            html(render("ledger.html.j2", ledger=view["ledger"]))
        return None


class _Kept:
    """A result that is shown where it is at hand, and made when somebody asks."""

    def __init__(
        self,
        desk: Desk,
        case: str,
        held: Any,
        kind: str,
        asked: dict[str, Any],
        show: Callable[[Any], Any],
        offer: str,
    ):
        self.held, self.show, self.offer = held, show, offer
        self.part = (desk, lambda: desk.result(kind, case, asked), show, offer.partition(" (")[0])

    async def build(self) -> None:
        """Show it, or the button that makes it."""
        if self.held is not None:
            self.show(self.held)
            return
        asking = button(self.offer, self._ask, "quiet")
        self.asking, self.made = asking, Awaited(*self.part)

    async def _ask(self) -> None:
        self.asking.delete()
        await self.made.begin()


def _show_fit(case: str, found: dict[str, Any]) -> None:
    drawn = [{"series": p["series"], "picture": picture(p)} for p in found["pictures"]]
    html(render("fit_part.html.j2", case=case, fit=found["document"], drawn=drawn))


def _show_backtest(found: dict[str, Any]) -> None:
    html(render("backtest.html.j2", found=found, skill=Markup(unlinked(found["picture"]))))


def _show_theories(found: dict[str, Any]) -> None:
    html(render("theories.html.j2", found=found))
