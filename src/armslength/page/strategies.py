"""Strategies as the page handles them: actions in words, from the case, from the workspace, or from a shared link."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from armslength.errors import ArmslengthError
from armslength.page.desk import Desk, Unknown
from armslength.page.jobs import Job
from armslength.page.views import View
from armslength.scenario import Scenario
from armslength.scenario.actions import ADAPTIVE, DATED, SEEN, VERBS

FIRST, REFINED, EXPLAINED = 2_000, 10_000, 500  #: futures of the first answer, of the refined one, of a why
LONGEST_ACTION, MOST_COMPARED = 200, 4
#: outcomes that the page shows first, best known first
SHOWN = (
    "attacks",
    "deaths",
    "reprisals",
    "lethal_attack",
    "leadership_struck",
    "direct_fire_days",
    "rung_4",
    "control_lost",
    "war",
)


def levers(scenario: Scenario) -> View:
    """What can be done, by whom, to whom, with which numbers; and the budgets that bind."""
    who = {
        "front": {f.id: f.name for f in scenario.fronts.values()}, "client": {c.id: c.short for c in scenario.clients.values()},
        "adversary": {a.id: a.short for a in scenario.adversaries.values()}, "host": {h.id: h.name for h in scenario.hosts.values()},
    }  # fmt: skip
    verbs = {
        name: {
            "meaning": verb.meaning, "side": verb.side, "of": verb.of, "momentary": verb.momentary, "adaptive": verb.adaptive,
            "needs": list(verb.needs), "words": {w: asdict(word) for w, word in verb.words.items()},
        }
        for name, verb in VERBS.items()
    }  # fmt: skip
    attention = scenario.site("orders.attention")
    budgets = [
        f"A day holds {attention.value:g} envoy-days ({attention.source}); visits share them.",
        "Support can be moved between clients: together they get no more than today.",
    ]
    return {
        "verbs": verbs,
        "who": who,
        "budgets": budgets,
        "dated": dict(DATED),
        "adaptive": dict(ADAPTIVE),
        "seen": dict(SEEN),
    }


def known(desk: Desk, case: str) -> View:
    """Strategies to start from: the case's own, and those saved here."""
    own = [
        {"id": s.id, "name": s.title, "actions": list(s.actions), "by": s.by, "saved": None}
        for s in desk.scenario(case).strategies.values()
    ]
    saved = [
        {"id": s.id, "name": s.name, "actions": s.body["actions"], "by": None, "saved": s.saved}
        for s in desk.store.strategies(case)
    ]
    return {"case": own, "saved": saved}


def what_if(desk: Desk, case: str) -> View:
    """The page What if, before anything is asked."""
    scenario = desk.scenario(case)
    return {
        "ready": True,
        "case": case,
        "horizon": scenario.horizon,
        "as_of": scenario.as_of.isoformat(),
        "levers": levers(scenario),
        "strategies": known(desk, case),
    }


def ask(
    desk: Desk,
    case: str,
    strategies: Sequence[Mapping[str, Any]],
    days: int,
    futures: int = FIRST,
    seed: int = 1,
) -> Any | Job:
    """The comparison where it is ready, else the job that makes it; refined ones come with pictures."""
    refined = futures > FIRST
    asked = _asked(desk, strategies, days, futures, seed) | {"pictures": refined}
    return desk.result("refine" if refined else "compare", case, asked)


def explain(desk: Desk, case: str, strategy: Mapping[str, Any], days: int, seed: int = 1) -> Any | Job:
    """Through what a strategy makes its difference."""
    return desk.result("why", case, _asked(desk, [strategy], days, EXPLAINED, seed))


def _asked(
    desk: Desk, strategies: Sequence[Mapping[str, Any]], days: int, futures: int, seed: int
) -> dict[str, Any]:
    desk.within("days", days, 7, desk.limits.days)
    desk.within("futures", futures, 50, desk.limits.futures)
    desk.within("seed", seed, 0, 2**32 - 1)
    if not 1 <= len(strategies) <= MOST_COMPARED:
        raise ArmslengthError(
            f"between 1 and {MOST_COMPARED} strategies can be compared here, not {len(strategies)}"
        )
    made = [{"name": str(s["name"]), "actions": checked(desk, s["actions"])} for s in strategies]
    return {"strategies": made, "days": days, "futures": futures, "seed": seed}


def checked(desk: Desk, actions: Sequence[str]) -> list[str]:
    """Actions of a length that can be played; what they say is judged where they are."""
    if not actions:
        raise ArmslengthError(
            "a strategy without actions is doing nothing, with which every strategy is compared already"
        )
    if len(actions) > desk.limits.actions:
        raise ArmslengthError(f"a strategy may hold {desk.limits.actions} actions here, not {len(actions)}")
    for action in actions:
        if len(action) > LONGEST_ACTION:
            raise ArmslengthError(f"an action is longer than {LONGEST_ACTION} letters: '{action[:40]}…'")
    return [" ".join(action.split()) for action in actions]


def save(desk: Desk, case: str, name: str, actions: Sequence[str]) -> str:
    """Keep a strategy under a name; its id."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= 120:
        raise ArmslengthError("a strategy needs a name of at most 120 letters")
    id_ = secrets.token_hex(8)
    desk.store.keep_strategy(
        id_, desk.case(case).name, name, {"actions": checked(desk, actions)}, desk.limits.strategies
    )
    return id_


def remove(desk: Desk, id_: str) -> None:
    """Forget a saved strategy."""
    if not desk.store.drop_strategy(id_):
        raise Unknown("no saved strategy has that name")


def link(case: str, strategies: Mapping[str, Sequence[str]], days: int) -> str:
    """An address that reproduces both strategies, readable as it stands.

    >>> link("classroom", {"a": ["truce from=+1 to=+9"], "b": []}, 30)
    '/what-if?case=classroom&days=30&a=truce+from%3D%2B1+to%3D%2B9'
    """
    fields = [
        ("case", case),
        ("days", str(days)),
        *((key, action) for key, actions in strategies.items() for action in actions),
    ]
    return f"/what-if?{urlencode(fields)}"


def rows(document: Mapping[str, Any], names: Sequence[str]) -> list[View]:
    """Outcome by outcome: doing nothing, each strategy, and what it changes; the second against the first."""
    held = {(r["strategy"], r["outcome"]): r for r in document["rows"]}
    made = []
    for outcome in document["outcomes"]:
        if outcome["name"] not in SHOWN:
            continue
        found = [held[(name, outcome["name"])] for name in names]
        apart = found[1]["value"] - found[0]["value"] if len(found) == 2 else None
        made.append({**outcome, "nothing": found[0]["baseline"], "with": found, "apart": apart})
    return sorted(made, key=lambda row: SHOWN.index(row["name"]))
