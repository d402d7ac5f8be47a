"""The mechanisms of a day, in the order in which they act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from armslength.errors import ArmslengthError
from armslength.world.entities import ENTITIES
from armslength.world.mechanism import Mechanism, variables_of
from armslength.world.mechanisms import (
    control,
    deterrence,
    directives,
    escalation,
    halt,
    opening,
    pace,
    reprisal,
    severity,
    succession,
    tempo,
    ties,
    trigger,
)
from armslength.world.record import fields_of

ORDER_OF_PLAY: tuple[Mechanism, ...] = (
    trigger.MECHANISM,
    deterrence.MECHANISM,
    directives.MECHANISM,
    control.MECHANISM,
    opening.MECHANISM,
    halt.MECHANISM,
    tempo.MECHANISM,
    pace.MECHANISM,
    severity.MECHANISM,
    reprisal.MECHANISM,
    escalation.MECHANISM,
    ties.MECHANISM,
    succession.MECHANISM,
)


def with_more(more: Iterable[Mechanism]) -> tuple[Mechanism, ...]:
    """Return the order of play with a user's own mechanisms in it, each after the one that it names or last.

    Raises:
        ArmslengthError: where one acts after a mechanism that is not there, or introduces what another does.
    """
    order = list(ORDER_OF_PLAY)
    for mechanism in more:
        names = [m.name for m in order]
        if mechanism.after is not None and mechanism.after not in names:
            known = ", ".join(names)
            raise ArmslengthError(
                f"the mechanism '{mechanism.name}' acts after '{mechanism.after}', and there is none; there are {known}"
            )
        order.insert(names.index(mechanism.after) + 1 if mechanism.after else len(order), mechanism)
    twice = [what for what, count in Counter(_introduced(order)).items() if count > 1]
    if twice:
        raise ArmslengthError(f"two mechanisms introduce the {twice[0]}; give one of them another name")
    return tuple(order)


def hidden(order: Iterable[Mechanism]) -> tuple[str, ...]:
    """Return the names of what nobody observes: state variables, and what readers are shown of them."""
    order = tuple(order)
    variables = variables_of(order)
    unseen = [name for name, v in variables.items() if not v.observed]
    unseen += [s.name for m in order for s in m.shows if s.name not in variables]
    return tuple(dict.fromkeys(unseen))


def _introduced(order: Iterable[Mechanism]) -> Iterator[str]:
    """Say what each mechanism brings that no other may."""
    yield from (f"scope '{kind.scope}'" for kind in ENTITIES)
    for mechanism in order:
        yield f"name '{mechanism.name}'"
        yield from (f"scope '{kind.scope}'" for kind in mechanism.parameters)
        for what, record in (("state variable", mechanism.state), ("quantity", mechanism.outlook)):
            if record is not None:
                yield from (f"{what} '{f.name}'" for f in fields_of(record))
