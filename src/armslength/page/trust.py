"""Trust: how the model fits, scores against naive rivals, rival theories, what is prior only, the ledger."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fastapi.responses import Response
from markupsafe import Markup

from armslength.page import standing, views
from armslength.page.controls import Tag, button
from armslength.page.desk import Desk
from armslength.page.jobs import Job
from armslength.page.render import picture, render
from armslength.page.shell import Awaited, aside, frame, html, page
from armslength.page.store import Run
from armslength.report.calibration import reliability_picture, sign
from armslength.report.said import day

Show = Callable[[Run], Any]


def register(desk: Desk) -> None:
    """Take the address of the page."""

    @page("/trust")
    async def trust(case: str = "") -> Response | None:
        case = desk.case(case or desk.first).name
        held = {kind: await aside(standing.at_hand, desk, case, kind) for kind in standing.ASKED}
        book = await aside(standing.ledger)
        with frame(desk, case, "/trust"):
            Tag("h1", "How far to trust it")
            html(render("trust_intro.html.j2"))
            with _section("fit", "What the data taught, and how the model fits"):
                await Awaited(
                    desk,
                    lambda: views.fitted(desk, case),
                    lambda found: _show_fit(desk, case, found),
                    "Reading the fit",
                ).begin()
            with _section("scores", "Scores against naive rivals"):
                await _Kept(
                    desk, case, "backtest", held["backtest"], _show_backtest, "Backtest this case"
                ).build()
            with _section("theories", "Rival theories of who obeys"):
                show = _shower_of_theories(desk, case)
                await _Kept(desk, case, "theories", held["theories"], show, "Weigh the theories").build()
            _show_ledger(book)
        return None


def _section(name: str, title: str) -> Tag:
    made = Tag("section", **{"aria-labelledby": f"h-{name}"})
    with made:
        Tag("h2", title, id=f"h-{name}")
    return made


class _Kept:
    """A result that is shown where it is at hand, watched where it is being made, and made when somebody asks."""

    def __init__(self, desk: Desk, case: str, kind: str, held: Run | Job | None, show: Show, offer: str):
        self.desk, self.case, self.kind, self.held, self.show, self.offer = (
            desk,
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
        old = await aside(standing.outdated, self.desk, self.case, self.kind)
        self.offered = Tag("div")
        with self.offered:
            html(render("offer.html.j2", kind=self.kind, outdated=old))
            button(f"{self.offer} (minutes)", self._ask, "quiet")
        self.made = Awaited(
            self.desk, lambda: standing.make(self.desk, self.case, self.kind), self.show, self.offer
        )
        if self.held is not None:
            await self._ask()

    async def _ask(self) -> None:
        self.offered.set_visibility(False)
        await self.made.begin()


async def _show_fit(desk: Desk, case: str, found: dict[str, Any]) -> None:
    drawn = [{"series": p["series"], "picture": picture(p)} for p in found["pictures"]]
    fit = found["document"]
    more = {"covered": standing.covered(fit), "few": standing.few(fit)} if fit else {}
    prior = await aside(views.prior_only, desk, case)
    html(render("fit_part.html.j2", case=case, fit=fit, drawn=drawn, on_prior=prior, **more))


def _show_backtest(run: Run) -> None:
    found = run.result()
    calibration = standing.backtested(found)
    drawn = _reliability({"model": calibration["reliability"]} if calibration["reliability"] else {})
    pictures = {name: picture(p) for name, p in found["pictures"].items()}
    html(
        render(
            "backtest.html.j2", run=run.id, found=found, pictures=pictures, calibration=calibration,
            reliability=drawn,
        )
    )  # fmt: skip


def _shower_of_theories(desk: Desk, case: str) -> Show:
    def show(run: Run) -> None:
        found = run.result()
        says = re.sub(r"\d{4}-\d\d-\d\d", lambda at: day(at.group()), found["says"])
        claims = [claim.id for claim in desk.scenario(case).claims]
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
