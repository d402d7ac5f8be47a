"""Faults of the strategies of a scenario, each at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from armslength.errors import ArmslengthError, Fault
from armslength.scenario.actions import Action, Actors, conflicts, parse_action
from armslength.scenario.schema import ScenarioFile, Strategy
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.yaml_text import Document

NOTHING = "nothing"  #: the name of doing nothing, the baseline of every comparison


@dataclass(frozen=True)
class Cast:
    """Whom a file names, as the grammar of actions wants it."""

    fronts: tuple[str, ...]
    clients: tuple[str, ...]
    adversaries: tuple[str, ...]
    hosts: tuple[str, ...]
    host_of: tuple[int, ...]
    patrons: tuple[str, ...]
    patrons_of: Mapping[str, tuple[str, ...]]


def strategy_faults(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    """Yield actions that nobody could take, and orders that contradict each other."""
    hosts = tuple(file.all_hosts())
    lives_in = [c.host or i for i, c in file.clients.items()]
    if any(host not in hosts for host in lives_in):
        return  # said elsewhere
    home = tuple(hosts.index(host) for host in lives_in)
    patrons = tuple(file.all_patrons())
    patrons_of = {c: file.patrons_of(c) or patrons[:1] for c in file.clients}
    cast = Cast(
        tuple(file.fronts), tuple(file.clients), tuple(file.adversaries), hosts, home, patrons, patrons_of
    )
    first_day = file.as_of + timedelta(days=1)
    for name, strategy in file.strategies.items():
        if name == NOTHING:
            what = f"'{name}' is the baseline's name"
            yield document.fault(("strategies", name), what, "call the strategy something else")
        made = []
        for i, text in enumerate(strategy.actions):
            try:
                made.append(parse_action(text, cast, first_day, patron_by(strategy.by, patrons)))
            except ArmslengthError as error:
                yield from (
                    document.fault(("strategies", name, "actions", i), f.what, f.hint) for f in error.faults
                )
        place = ("strategies", name, "by")
        yield from (document.fault(place, *said) for said in not_theirs(strategy.by, made, cast))
        yield from (
            document.fault(("strategies", name), said) for said in conflicts(made, first_day, file.horizon)
        )


def patron_by(by: str | None, patrons: Sequence[str]) -> str | None:
    """Return the patron whose strategy it is; None where there is one alone, or it is another side's."""
    return by if by in patrons and len(patrons) > 1 else None


def not_theirs(by: str | None, actions: list[Action], actors: Actors) -> Iterator[tuple[str, str]]:
    """Yield actions that are not the strategy's own side's to take: what is wrong, and what would be right."""
    sides = dict.fromkeys((*actors.patrons, "patron"), "patron") | {
        name: name for name in (*actors.adversaries, *actors.hosts)
    }
    if by is None:
        return
    if by not in sides:
        yield f"no side is called '{by}'", did_you_mean(by, sides)
        return
    for action in actions:
        own = patron_by(by, actors.patrons)
        if own and action.side == "patron" and action.patron not in ("", own):
            yield (
                f"'{action.verb} {', '.join(action.who)}' is not {by}'s to do: it is {action.patron}'s",
                "leave `by` out, or the action",
            )
        if action.side != sides[by]:
            whose = {
                "patron": f"{actors.patrons[0]}'s" if len(actors.patrons) == 1 else "a patron's",
                "trigger": "for the sides of the trigger war",
            }
            yield (
                f"'{action.verb} {', '.join(action.who)}' is not {by}'s to do: it is {whose.get(action.side, action.side + chr(39) + 's')}",
                "leave `by` out, or the action",
            )


def actions_of(
    strategy: Strategy, actors: Actors, first_day: date, place: str | None = None
) -> tuple[Action, ...]:
    """Return a strategy's actions for futures that begin on a day; raises `ArmslengthError` with every fault."""
    made, faults = [], []
    for text in strategy.actions:
        try:
            made.append(parse_action(text, actors, first_day, patron_by(strategy.by, actors.patrons)))
        except ArmslengthError as error:
            faults += [Fault(place, None, f"strategy '{strategy.id}': {f}") for f in error.faults]
    faults += [
        Fault(place, None, f"strategy '{strategy.id}': {what}", hint)
        for what, hint in not_theirs(strategy.by, made, actors)
    ]
    if faults:
        raise ArmslengthError(*faults)
    return tuple(made)
