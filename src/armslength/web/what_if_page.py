"""What if: two strategies side by side, what sets them apart, what each changes, and why; saved, named and shared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import ImmutableMultiDict

from armslength.errors import ArmslengthError
from armslength.results import Record, described
from armslength.scenario import Scenario
from armslength.scenario.edit import StrategyChange
from armslength.web import comparison_view, exports, scenario_files
from armslength.web import strategy_views as s
from armslength.web.action_form import ActionForm, action_form
from armslength.web.addresses import LETTERS, WhatIfPlace, off_tour
from armslength.web.app_state import AppState
from armslength.web.database import as_name
from armslength.web.jobs import Job
from armslength.web.layout import Part, is_part, page, patiently
from armslength.web.pictures import read_pictures
from armslength.web.render import picture, render
from armslength.web.sentences import sentence
from armslength.web.tasks import NamedActions

Letter = Literal["A", "B"]
CHANGE = re.compile(
    r"(ask|form|why|add|drop|start)(?:-(A|BA|B)(?:-(\d+))?)?"
)  #: what a button asks for, of which strategy
DAYS = 90
NO_ANSWER = "There is no answer to this: below stands why."
MOMENT = 0.5  # seconds that a change waits for its answer: whoever goes on changing is not held up
PARTS = "#said,#link,#actions-A,#actions-B,#message-A,#message-B,#explained,#tour"  #: what changes with the answer
FILES = {  # files of a comparison by name: what they are called
    "comparison.html": "report (HTML)",
    "comparison.csv": "every row (CSV)",
    "comparison.json": "everything (JSON)",
}


def router(app_state: AppState) -> APIRouter:
    """Return the addresses of the page, and of the changes that are made there."""
    router = APIRouter()

    @router.get("/what-if")
    def what_if(request: Request, place: Annotated[WhatIfPlace, Query()]) -> Response:
        question = _Question(app_state, request, place)
        app_state.check_days(question.case, question.days)
        for actions in filter(None, (place.a, place.b)):
            s.short_actions(app_state, actions)
        return question.page()

    @router.get("/what-if/choose")
    def choose(request: Request) -> Response:
        """Lead to the address of the changed question, or draw the page where nothing is to be asked anew."""
        question = _sent(app_state, request, request.query_params)
        found = CHANGE.fullmatch(request.query_params.get("do", "ask"))
        try:
            return question.change(*(found.groups("") if found else ("ask",)))
        except ArmslengthError as error:
            return question.page(refusal=str(error))

    @router.post("/what-if/{do}/{letter}")
    async def keep(do: Literal["save", "forget", "write"], letter: Letter, request: Request) -> Response:
        """Save a strategy under a name or write it into the case, or forget a saved one."""
        form = await request.form()
        return await run_in_threadpool(lambda: _sent(app_state, request, form).keep(do, letter))

    return router


def _sent(app_state: AppState, request: Request, fields: ImmutableMultiDict[str, Any]) -> _Question:
    """Return the question that the fields of the form ask."""
    given = {name: str(value) for name, value in fields.items()}
    days = given.get("days", "")
    place = WhatIfPlace(
        case=given.get("case", ""),
        tour=given.get("tour", ""),
        days=int(days) if days.isdecimal() and len(days) < 6 else 0,
        a=[str(action) for action in fields.getlist("a")],
        b=[str(action) for action in fields.getlist("b")],
    )
    return _Question(app_state, request, place, given)


class ActionRow(Record):
    """An action of a strategy, in a sentence or with what is wrong with it."""

    words: str = described("the action in the words of the grammar")
    says: str = described("the same in a sentence; empty where it cannot be done")
    why: str = described("why it cannot be done; else empty")


def action_row(action: str, scenario: Scenario) -> ActionRow:
    """Return an action as the page shows it."""
    try:
        return ActionRow(words=action, says=sentence(action, scenario), why="")
    except ArmslengthError as error:
        return ActionRow(words=action, says="", why=str(error).removeprefix(f"in '{action}': "))


class _Question:
    """A question about two strategies, and the page that answers it."""

    def __init__(
        self,
        app_state: AppState,
        request: Request,
        place: WhatIfPlace,
        given: Mapping[str, str] | None = None,
    ):
        """Take what the address says; `given` holds the fields of the form, where one was sent."""
        self.app_state, self.request, self.given = app_state, request, given or {}
        self.case = app_state.case(place.case or app_state.first).name
        self.view = s.what_if(app_state, self.case)
        self.days = app_state.days_ahead(self.case, DAYS) if place.days is None else place.days
        self.place = place.model_copy(update={"case": self.case, "days": self.days})
        scenario = app_state.scenario(self.case)
        self.rows = {
            letter: [action_row(action, scenario) for action in self.place.actions(letter)]
            for letter in LETTERS
        }
        self.sentence = ""  #: the answer in a sentence, once it is shown
        known = self.view.strategies
        self.known = {f"saved:{one.id}": one for one in known.saved} | {
            f"case:{one.id}": one for one in known.case
        }

    def change(self, do: str, letter: str = "", which: str = "") -> Response:
        """Lead to the address of the question after a change; `which` is the place of an action in its strategy."""
        place, at = self.place, self.place.actions(letter)
        match do:
            case "form":  # another lever: nothing is asked anew
                return self.page(form=letter)
            case "why" if letter != "BA" and not self._is_sound(letter):
                what = "holds what cannot be done" if at else "does nothing"
                said = {letter: f"Strategy {letter} {what}: there is nothing to explain."}
                return self.page(said)
            case "why":
                place = WhatIfPlace.model_validate(dict(place) | {"why": letter})
            case "add":
                place = place.with_actions(letter, [*at, self._form(letter).action])
            case "drop":
                place = place.with_actions(letter, [a for i, a in enumerate(at) if str(i) != which])
            case "start":
                start = self.known.get(self.given.get(f"{letter}.start", ""))
                place = place.with_actions(letter, list(start.actions) if start else [])
        self.app_state.check_days(self.case, self.days)
        return RedirectResponse(place.address + ("#why" if place.why else ""), 303)

    def keep(self, do: str, letter: str) -> Response:
        """Save a strategy, or forget the saved one that stands there, and say so."""
        said, name = "", self.given.get(f"{letter}.name", "")
        try:
            if do == "save":
                s.save(self.app_state, self.case, name, self.place.actions(letter))
                said = f"Saved as “{' '.join(name.split())}”: it is in the list to start from."
            elif do == "write":
                actions = tuple(s.short_actions(self.app_state, self.place.actions(letter)))
                change = StrategyChange(as_name(name), " ".join(name.split()), actions)
                scenario_files.change(self.app_state, self.case, change)
                said = f"Kept with the case as “{change.title}”: the page Scenario shows it."
            elif (key := self._chosen(letter)).startswith("saved:"):
                s.delete(self.app_state, self.known[key].id)
        except ArmslengthError as error:
            return self.page({letter: str(error)})
        if not is_part(self.request):
            return RedirectResponse(self.place.address, 303)
        return _Question(self.app_state, self.request, self.place, self.given).page({letter: said})

    def page(self, said: Mapping[str, str] | None = None, refusal: str = "", form: str = "") -> Response:
        """Return the page; `said` stands beside a strategy, `refusal` for an answer, and `form` is the one to draw anew."""
        reply = Part("reply", "Playing 2,000 futures of each", self.place.address, beside="#said")
        line = self._refusal()
        if refusal:
            line, reply.why = NO_ANSWER, refusal
        elif not line:
            line = self._answer(reply)
        why = Part("explained", "Asking why", self.place.address)
        if self.place.why:
            why.ask(partial(patiently, self.request, self._ask_why), self._show_why)
        body = render(
            "what_if_page.html.j2",
            case=self.case,
            place=self.place,
            link=off_tour(self.place.address),
            most=self.app_state.limits.days,
            parts=PARTS,
            said=line,
            sides=[self._side(letter, said or {}, form == letter) for letter in LETTERS],
            reply=reply.html,
            why=why.html,
        )
        waits, at = reply.waits or why.waits, self.place.address
        answer = page(self.app_state, self.case, "/what-if", body, waits=waits, at=at)
        if self.given and is_part(self.request):  # the address of what is shown, not that of the change
            answer.headers["HX-Push-Url"] = "false"
            if form:
                answer.headers.update({"HX-Retarget": f"#form-{form}", "HX-Reselect": f"#form-{form}"})
        return answer

    def _side(self, letter: str, said: Mapping[str, str], is_open: bool) -> dict[str, object]:
        """Return what the template shows of a strategy."""
        names = {key: f"saved: {one.name}" if one.saved else one.name for key, one in self.known.items()}
        chosen = self._chosen(letter)
        return {
            "letter": letter,
            "rows": self.rows[letter],
            "starts": {"": "the actions below", **names},
            "chosen": chosen,
            "saved": self.known[chosen].name if chosen.startswith("saved:") else "",
            "form": self._form(letter),
            "is_open": is_open,
            "is_copy": self.app_state.case(self.case).is_copy,
            "name": self.given.get(f"{letter}.name", ""),
            "said": said.get(letter, ""),
        }

    def _chosen(self, letter: str) -> str:
        """Return which known strategy holds the very actions that stand there; empty for none."""
        held = self.place.actions(letter)
        return next((key for key, one in self.known.items() if list(one.actions) == held), "")

    def _form(self, letter: str) -> ActionForm:
        start = f"{letter}.add."
        given = {k.removeprefix(start): v for k, v in self.given.items() if k.startswith(start)}
        return action_form(self.view.levers, given)

    def _is_sound(self, letter: str) -> bool:
        return bool(self.rows[letter]) and not any(row.why for row in self.rows[letter])

    def _refusal(self) -> str:
        """Say why there is nothing to answer yet; empty where there is."""
        if unsound := [letter for letter in LETTERS if any(row.why for row in self.rows[letter])]:
            return f"Strategy {' and '.join(unsound)} holds what cannot be done: mend or remove what is marked below."
        if not any(self.rows.values()):
            return "Choose a strategy to start from, or add an action: the answer appears here."
        return ""

    def _strategies(self, letters: str) -> list[NamedActions]:
        """Return the strategies of these letters that do anything."""
        named = [(letter, tuple(self.place.actions(letter))) for letter in letters]
        return [NamedActions(name=letter, actions=actions) for letter, actions in named if actions]

    def _compare(self, futures: int) -> s.ComparisonAnswer | Job:
        return s.compare(self.app_state, self.case, self._strategies("AB"), self.days, futures)

    def _answer(self, reply: Part) -> str:
        """Show the best answer that is there, go on to a better one, and return it in a sentence."""
        first = partial(self._compare, s.FIRST_FUTURES)
        reply.ask(partial(patiently, self.request, first, MOMENT), self._show)
        if not reply.shown:
            return NO_ANSWER if reply.why else "Playing the futures of this question…"
        reply.title = "Refining with 10,000 futures"
        reply.ask(partial(self._compare, s.REFINED_FUTURES), self._show)
        return self.sentence

    def _show(self, answer: s.ComparisonAnswer) -> str:
        """Return the difference first, then each alone, and what can be taken away, as HTML."""
        result, run = answer.document, exports.find_run(self.app_state, answer.run)
        drawn = {name: picture(one) for name, one in read_pictures(run.folder).items()}
        rows = comparison_view.outcome_rows(result)
        self.sentence = comparison_view.answer_sentence(result, rows)
        return render(
            "what_if.html.j2",
            case=self.case,
            result=result,
            rows=rows,
            pauses=comparison_view.pause_rows(result),
            names=[strategy.name for strategy in result.strategies][1:],
            drawn=drawn,
            alone=[name for name in drawn if name.startswith("changes/")],
            run=run.id,
            files={name: words for name, words in FILES.items() if name in exports.files(run)},
            titles=answer.pictures,
        )

    def _ask_why(self) -> s.WhyAnswer | Job:
        return s.explain(self.app_state, self.case, self._strategies(self.place.why), self.days)

    def _show_why(self, answer: s.WhyAnswer) -> str:
        view = comparison_view.explanation_view(answer.document)
        return render("why.html.j2", case=self.case, view=view, run=answer.run)
