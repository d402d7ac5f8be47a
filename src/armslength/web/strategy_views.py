"""Strategies as the page handles them: actions in words, from the case, from the workspace, or from a shared link."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from armslength.errors import ArmslengthError
from armslength.results import Record, described
from armslength.results.comparison import ComparisonResult
from armslength.results.explanation import ExplanationResult
from armslength.scenario.actions import parse_actions
from armslength.web.action_options import ActionOptions, action_options
from armslength.web.app_state import AppState, NotFound
from armslength.web.jobs import Job
from armslength.web.pictures import read_pictures
from armslength.web.tasks import CompareTask, NamedActions, WhyTask

#: characters that turn the direction of whatever stands behind them, so that a sentence would read backwards
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
FIRST_FUTURES, REFINED_FUTURES, WHY_FUTURES = 2_000, 10_000, 500
LONGEST_ACTION, MOST_COMPARED = 200, 4


class KnownStrategy(Record):
    """A strategy to start from."""

    id: str = described("its id")
    name: str = described("its name")
    actions: tuple[str, ...] = described("its actions in words")
    by: str | None = described("who could do it; null for one that was saved here")
    saved: str | None = described("when it was saved; null for one of the case")


class KnownStrategies(Record):
    """Strategies to start from."""

    case: tuple[KnownStrategy, ...] = described("those of the case")
    saved: tuple[KnownStrategy, ...] = described("those saved in the workspace")


class WhatIfView(Record):
    """The page What if, before anything is asked."""

    ready: Literal[True] = True
    case: str = described("name of the case")
    horizon: int = described("days ahead that the case asks about", "days")
    as_of: date = described("the as-of date")
    levers: ActionOptions = described("what can be done")
    strategies: KnownStrategies = described("strategies to start from")


class ComparisonAnswer(Record):
    """A comparison of strategies."""

    run: str = described("id of the run that holds its files and pictures")
    document: ComparisonResult = described("the comparison, as `armslength compare --json` prints it")
    pictures: dict[str, str] = described("titles of its pictures by name")


class WhyAnswer(Record):
    """What a strategy's difference is made of."""

    run: str = described("id of the run that holds its files")
    document: ExplanationResult = described("the explanation, as `armslength why --json` prints it")


def known_strategies(app_state: AppState, case: str) -> KnownStrategies:
    """Return the strategies to start from: the case's own, and those saved here."""
    own = app_state.scenario(case).strategies.values()
    saved = app_state.database.strategies(case)
    return KnownStrategies(
        case=tuple(KnownStrategy(id=s.id, name=s.title, actions=s.actions, by=s.by, saved=None) for s in own),
        saved=tuple(
            KnownStrategy(id=s.id, name=s.name, actions=s.actions, by=None, saved=s.saved) for s in saved
        ),
    )


def what_if(app_state: AppState, case: str) -> WhatIfView:
    """Return the page What if, before anything is asked."""
    scenario = app_state.scenario(case)
    return WhatIfView(
        case=case,
        horizon=scenario.days_ahead,
        as_of=scenario.as_of,
        levers=action_options(scenario),
        strategies=known_strategies(app_state, case),
    )


def compare(
    app_state: AppState,
    case: str,
    strategies: Sequence[NamedActions],
    days: int,
    futures: int = FIRST_FUTURES,
    seed: int = 1,
) -> ComparisonAnswer | Job:
    """Return a comparison, else the job that makes it; one of more futures comes with a report and every picture."""
    task = CompareTask(
        kind="refine" if futures > FIRST_FUTURES else "compare",
        strategies=_checked(app_state, case, strategies, days, futures, seed),
        days=days,
        futures=futures,
        seed=seed,
    )
    run = app_state.run_or_job(case, task)
    if isinstance(run, Job):
        return run
    titles = {name: picture.title for name, picture in read_pictures(run.folder).items()}
    result = ComparisonResult.from_json((run.folder / "comparison.json").read_bytes())
    return ComparisonAnswer(run=run.id, document=result, pictures=titles)


def explain(
    app_state: AppState, case: str, strategies: Sequence[NamedActions], days: int, seed: int = 1
) -> WhyAnswer | Job:
    """Return through what the first strategy makes its difference, against the second or against doing nothing."""
    task = WhyTask(
        strategies=_checked(app_state, case, strategies, days, WHY_FUTURES, seed),
        days=days,
        futures=WHY_FUTURES,
        seed=seed,
    )
    run = app_state.run_or_job(case, task)
    if isinstance(run, Job):
        return run
    result = ExplanationResult.from_json((run.folder / "result.json").read_bytes())
    return WhyAnswer(run=run.id, document=result)


def _checked(
    app_state: AppState, case: str, strategies: Sequence[NamedActions], days: int, futures: int, seed: int
) -> tuple[NamedActions, ...]:
    """Return strategies that this server can play, or refuse the question in a sentence."""
    app_state.check_days(case, days)
    app_state.check_range("futures", futures, 50, app_state.limits.futures)
    app_state.check_range("seed", seed, 0, 2**32 - 1)
    if not 1 <= len(strategies) <= MOST_COMPARED:
        raise ArmslengthError(
            f"between 1 and {MOST_COMPARED} strategies can be compared here, not {len(strategies)}"
        )
    return tuple(
        NamedActions(name=s.name, actions=tuple(parsed_actions(app_state, case, s.actions)))
        for s in strategies
    )


def parsed_actions(app_state: AppState, case: str, actions: Sequence[str]) -> list[str]:
    """Return actions that this case knows; raises every fault at once.

    Dates and budgets are judged where they are played.
    """
    scenario, actions = app_state.scenario(case), short_actions(app_state, actions)
    parse_actions(actions, scenario.network, scenario.as_of + timedelta(days=1))
    return actions


def short_actions(app_state: AppState, actions: Sequence[str]) -> list[str]:
    """Return actions of a number and a length that this server takes, single spaces between their words."""
    if not actions:
        raise ArmslengthError(
            "a strategy without actions is doing nothing, with which every strategy is compared already"
        )
    if len(actions) > app_state.limits.actions:
        raise ArmslengthError(
            f"a strategy may hold {app_state.limits.actions} actions here, not {len(actions)}"
        )
    for action in actions:
        if len(action) > LONGEST_ACTION:
            raise ArmslengthError(f"an action is longer than {LONGEST_ACTION} letters: '{action[:40]}…'")
    return [" ".join(action.split()) for action in actions]


def save(app_state: AppState, case: str, name: str, actions: Sequence[str]) -> str:
    """Save a strategy under a name and return its id."""
    name = " ".join(TURNS.sub("", name).split())
    if not 1 <= len(name) <= 120:
        raise ArmslengthError("a strategy needs a name of at most 120 letters")
    id_ = secrets.token_hex(8)
    app_state.database.save_strategy(
        id_,
        app_state.case(case).name,
        name,
        parsed_actions(app_state, case, actions),
        app_state.limits.strategies,
    )
    return id_


def delete(app_state: AppState, id_: str) -> None:
    """Delete a saved strategy."""
    if not app_state.database.delete_strategy(id_):
        raise NotFound("no saved strategy has that name")
