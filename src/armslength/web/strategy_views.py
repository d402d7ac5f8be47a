"""Strategies as the page handles them: actions in words, from the case, from the workspace, or from a shared link."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from armslength.errors import ArmslengthError
from armslength.formatting import listed
from armslength.scenario import Scenario
from armslength.scenario.actions import ADAPTIVE, DATED, SEEN, SEEN_BY_ADVERSARY, VERBS, parse_actions
from armslength.web.app_state import AppState, NotFound
from armslength.web.jobs import Job
from armslength.web.views import View
from armslength.world.network import Network

FIRST, REFINED, EXPLAINED = 2_000, 10_000, 500  #: futures of the first answer, of the refined one, of a why
LONGEST_ACTION, MOST_COMPARED = 200, 4
#: outcomes that the page shows, best known first, as a sentence names them
SHOWN = {
    "attacks": "attacks", "deaths": "deaths", "reprisals": "reprisals", "lethal_attack": "chance of an attack that kills",
    "leadership_struck": "chance of a reprisal on leadership or the patron", "direct_fire_days": "days of direct fire",
    "rung_4": "chance of rung 4 or 5", "control_lost": "control lost", "war": "chance of regional war",
}  # fmt: skip
MOVED = 0.01  #: a change of a front's chance to pause that is worth a line


def levers(scenario: Scenario) -> View:
    """What can be done, by whom, to whom, with which numbers; and the budgets that bind."""
    who = {
        "front": {f.id: f.name for f in scenario.fronts.values()}, "client": {c.id: c.short for c in scenario.clients.values()},
        "adversary": {a.id: a.short for a in scenario.adversaries.values()}, "host": {h.id: h.name for h in scenario.hosts.values()},
    }  # fmt: skip
    attention = scenario.site("orders.attention")
    budgets = {
        "visit": [f"A day holds {attention.value:g} envoy-day{'' if attention.value == 1 else 's'} ({attention.source}); the visits of a day share it."],
        "support": ["Support can be moved between clients: together they get no more than today."],
    }  # fmt: skip
    verbs = {
        name: {
            "meaning": verb.meaning, "side": verb.side, "whose": _whose(scenario, verb.side), "of": verb.of, "momentary": verb.momentary,
            "adaptive": verb.adaptive, "needs": list(verb.needs), "budgets": budgets.get(name, []),
            "words": {
                w: asdict(word) | {"budget": min(word.top, attention.value) if name == "visit" else word.top}
                for w, word in verb.words.items()
            },
        }
        for name, verb in VERBS.items()
    }  # fmt: skip
    return {
        "verbs": verbs, "who": who, "budgets": [said for each in budgets.values() for said in each],
        "dated": dict(DATED), "adaptive": dict(ADAPTIVE), "seen": dict(SEEN),
        "seen_at": {
            event: {**who["front"], **({} if event in SEEN_BY_ADVERSARY else who["client"]), **who["adversary"]}
            for event in SEEN
        },
    }  # fmt: skip


def _whose(scenario: Scenario, side: str) -> str:
    return {"patron": scenario.patron.name, "trigger": "the sides of the trigger war"}.get(side, f"each {side}'s own")  # fmt: skip


def known(app_state: AppState, case: str) -> View:
    """Strategies to start from: the case's own, and those saved here."""
    own = [
        {"id": s.id, "name": s.title, "actions": list(s.actions), "by": s.by, "saved": None}
        for s in app_state.scenario(case).strategies.values()
    ]
    saved = [
        {"id": s.id, "name": s.name, "actions": s.body["actions"], "by": None, "saved": s.saved}
        for s in app_state.store.strategies(case)
    ]
    return {"case": own, "saved": saved}


def what_if(app_state: AppState, case: str) -> View:
    """The page What if, before anything is asked."""
    scenario = app_state.scenario(case)
    return {
        "ready": True,
        "case": case,
        "horizon": scenario.horizon,
        "as_of": scenario.as_of.isoformat(),
        "levers": levers(scenario),
        "strategies": known(app_state, case),
    }


def ask(
    app_state: AppState,
    case: str,
    strategies: Sequence[Mapping[str, Any]],
    days: int,
    futures: int = FIRST,
    seed: int = 1,
) -> Any | Job:
    """The comparison where it is ready, else the job that makes it; refined ones come with pictures."""
    refined = futures > FIRST
    asked = _asked(app_state, case, strategies, days, futures, seed) | {"pictures": refined}
    run = app_state.finished("refine" if refined else "compare", case, asked)
    return run if isinstance(run, Job) else {"run": run.id, **run.result()}


def explain(
    app_state: AppState, case: str, strategies: Sequence[Mapping[str, Any]], days: int, seed: int = 1
) -> Any | Job:
    """Through what the first of these makes its difference, against the second or against doing nothing."""
    run = app_state.finished("why", case, _asked(app_state, case, strategies, days, EXPLAINED, seed))
    return run if isinstance(run, Job) else {"run": run.id, "document": run.result()}


def _asked(
    app_state: AppState,
    case: str,
    strategies: Sequence[Mapping[str, Any]],
    days: int,
    futures: int,
    seed: int,
) -> dict[str, Any]:
    app_state.within("days", days, 7, app_state.limits.days)
    app_state.within("futures", futures, 50, app_state.limits.futures)
    app_state.within("seed", seed, 0, 2**32 - 1)
    if not 1 <= len(strategies) <= MOST_COMPARED:
        raise ArmslengthError(
            f"between 1 and {MOST_COMPARED} strategies can be compared here, not {len(strategies)}"
        )
    made = [{"name": str(s["name"]), "actions": judged(app_state, case, s["actions"])} for s in strategies]
    return {"strategies": made, "days": days, "futures": futures, "seed": seed}


def judged(app_state: AppState, case: str, actions: Sequence[str]) -> list[str]:
    """Actions that this case knows; raises every fault at once. Dates and budgets are judged where they are played."""
    scenario, given = app_state.scenario(case), checked(app_state, actions)
    parse_actions(given, Network.of(scenario), scenario.as_of + timedelta(days=1))
    return given


def checked(app_state: AppState, actions: Sequence[str]) -> list[str]:
    """Actions of a length that can be played."""
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
    """Keep a strategy under a name; its id."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= 120:
        raise ArmslengthError("a strategy needs a name of at most 120 letters")
    id_ = secrets.token_hex(8)
    app_state.store.keep_strategy(
        id_,
        app_state.case(case).name,
        name,
        {"actions": judged(app_state, case, actions)},
        app_state.limits.strategies,
    )
    return id_


def remove(app_state: AppState, id_: str) -> None:
    """Forget a saved strategy."""
    if not app_state.store.drop_strategy(id_):
        raise NotFound("no saved strategy has that name")


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


def rows(document: Mapping[str, Any]) -> list[View]:
    """Outcome by outcome: what sets the strategies apart, what each changes, and doing nothing."""
    return _rows(document, SHOWN)


def followers(document: Mapping[str, Any]) -> list[View]:
    """The same of each front's chance to pause, where anything moves it."""
    found = _rows(document, [o["name"] for o in document["outcomes"] if o["name"].startswith("pauses/")])
    return [row for row in found if any(abs(r["difference"]) >= MOVED for r in (row["apart"], *row["with"]))]


def _rows(document: Mapping[str, Any], wanted: Iterable[str]) -> list[View]:
    names = [s["name"] for s in document["strategies"]][1:]
    described = {o["name"]: o for o in document["outcomes"]}
    alone = {(r["strategy"], r["outcome"]): r for r in document["rows"]}
    pairs = {(r["strategy"], r["against"], r["outcome"]): r for r in document["between"]}
    made = []
    for outcome in (name for name in wanted if name in described):
        found = [alone[name, outcome] for name in names]
        apart = pairs[names[1], names[0], outcome] if len(names) == 2 else found[0]
        made.append({**described[outcome], "nothing": found[0]["baseline"], "with": found, "apart": apart})
    return made


def in_words(shown: Sequence[View]) -> list[tuple[str, str]]:
    """What is less, what more and what cannot be told apart, each as a list of outcomes."""
    said = {"down": "Less", "up": "More", "open": "Not told apart"}
    parts = ((way, [SHOWN[row["name"]] for row in shown if row["apart"]["sign"] == sign]) for sign, way in said.items())  # fmt: skip
    return [(way, listed(named)) for way, named in parts if named]


#: what a why is asked about, in few words
EXPLAINS = {
    "attacks": "Attacks",
    "deaths": "Deaths",
    "reprisals": "Reprisals",
    "direct_fire_days": "Days of direct fire",
}
TELLING = 2.0  #: errors beyond which a mechanism's part is told apart from nothing


def reasons(document: Mapping[str, Any]) -> View:
    """A why as the page shows it: the chain of one pair, and the mechanisms whose parts can be told apart from nothing."""
    carried = {(r["mechanism"], r["outcome"]): r for r in document["carried"]}
    whole = {r["outcome"]: r for r in document["differences"]}
    rest = {r["outcome"]: r for r in document["unexplained"]}
    mechanisms = [m for m in document["mechanisms"] if (m["name"], "attacks") in carried]
    parts = [{**m, "parts": [carried[m["name"], o] for o in EXPLAINS]} for m in mechanisms]
    telling = [m for m in parts if any(abs(p["carried"]) > TELLING * p["error"] for p in m["parts"])]
    return {
        "document": document, "outcomes": EXPLAINS, "whole": [whole[o] for o in EXPLAINS], "rest": [rest[o] for o in EXPLAINS],
        "mechanisms": sorted(telling, key=lambda m: -max(_errors(p) for p in m["parts"])),
        "silent": [m["title"] for m in parts if m not in telling],
    }  # fmt: skip


def _errors(part: Mapping[str, Any]) -> float:
    return float(abs(part["carried"]) / part["error"]) if part["error"] else 0.0
