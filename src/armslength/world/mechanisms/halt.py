"""Halt: a state of everyone under a label, in which few attacks go on until something ends it.

Whether there is one is often not reported. The replay carries the probabilities of three regimes (Hamilton 1989):
nobody halts, those who announced it do, everyone under the label does. A simulation draws one each day.
"""

from __future__ import annotations

from typing import Any

from armslength.parameters.priors import Beta, HalfNormal, LogNormal
from armslength.world.composed import Outlook, Params, State
from armslength.world.mechanism import Mechanism, Shown
from armslength.world.mechanisms.control import followed
from armslength.world.network import Network
from armslength.world.numerics import jnp
from armslength.world.record import (
    POSITIVE,
    UNIT,
    OutlookRecord,
    Parameters,
    PerFront,
    PerWorld,
    StateRecord,
    Told,
    parameter,
    quantity,
    variable,
)
from armslength.world.records import Events, Inputs

MOST_SURVIVE = 0.5  # the least chance that a halt outlives a day, whatever the grievance

# One record a line: meaning, symbol, unit, prior, default, source, support, the mechanisms it acts in if not here alone.
# fmt: off


class HaltParameters(Parameters, scope="halts"):
    """How a halt begins, spreads, holds and ends."""

    rate: PerWorld = parameter("Share of the tempo that goes on in a halt", "δ", "share", Beta(2, 18), 0.09, "1 attack in the truce week of November 2023; one or two in 38 days of 2020", UNIT, ("halt",))
    spread: PerWorld = parameter("Chance that all under the label join a halt that one of them announced", "π", "share", Beta(3, 1), 0.79, "2 of 2 halts: October 2020, November 2023", UNIT)
    begins: PerWorld = parameter("Chance a day that everyone under a label halts unannounced", "h_0", "share/day", LogNormal(0.0004, 0.7), 0.0004, "weekly clashes on 63 fronts to 2018: .003 a week", UNIT)
    ends: PerWorld = parameter("Chance a day that a halt ends", "h_1", "share/day", LogNormal(1 / 60, 0.6), 1 / 60, "about 38 quiet days in 2020; assumed", UNIT)
    truce: PerWorld = parameter("Chance that a truce of client and adversary is kept from its beginning", "a", "share", Beta(8, 2), 0.8, "assumed", UNIT)
    ends_grievance: PerWorld = parameter("Rise of the log chance that it ends with grievance", "h_G", "log", HalfNormal(1.0), 0.7, "assumed", POSITIVE)


# fmt: on


class HaltState(StateRecord):
    """The regime at the beginning of the next day."""

    halt_alone: PerFront = variable("probability that only those who announced a halt keep it")
    halt_all: PerFront = variable("probability that all under the label halt", told=Told("the halt of {}"))
    halt_announced: PerFront = variable("1 where the front is among those who announced the halt")


class HaltOutlook(OutlookRecord):
    """What a halt leaves of today's attacks."""

    going_on: PerFront = quantity("expected share of the tempo that goes on")


def shares(params: Params, state: State) -> tuple[Any, Any, Any]:
    """Return the share [front] of its tempo at which each front goes on: nobody halts, announcers do, all do."""
    lost = 1 - params.halts.rate
    return (
        jnp.ones_like(state.halt_announced * lost),
        1 - state.halt_announced * lost,
        jnp.ones_like(state.halt_announced) - lost,
    )


def regimes(record: State | Events) -> tuple[Any, Any, Any]:
    """Return the probabilities [front] that nobody halts, that announcers do, that all under the label do."""
    nobody = jnp.maximum(1 - record.halt_alone - record.halt_all, 0.0)  # rounding may leave less than nothing
    return nobody, record.halt_alone, record.halt_all


def expect(network: Network, params: Params, state: State, inputs: Inputs, outlook: Outlook) -> HaltOutlook:
    """Return the expected share of the tempo that goes on."""
    pairs = zip(regimes(state), shares(params, state), strict=True)
    return HaltOutlook(going_on=sum(chance * share for chance, share in pairs))


def unhalted(outlook: Outlook) -> Any:
    """Return the attacks [front] to expect today should nobody halt."""
    return outlook.tempo / jnp.maximum(outlook.going_on, 1e-6)


def drawn(network: Network, state: State, uniform: Any) -> tuple[Any, Any]:
    """Return (those who announced, everyone) 0 or 1 [front] where they halt today, at `uniform` [front]."""
    u = network.same_under_label(uniform)
    everyone = u < state.halt_all
    return (~everyone & (u < state.halt_all + state.halt_alone)) * 1.0, everyone * 1.0


def transitions(
    network: Network, params: Params, state: State, events: Events, inputs: Inputs
) -> tuple[tuple[Any, ...], ...]:
    """Return the chances [front] of tomorrow's regime, a row for each of today's: none, announcers, all.

    `inputs` say where a truce of client and adversary begins, holds or ends.
    """
    halts = params.halts
    end = jnp.minimum(
        halts.ends * jnp.exp(halts.ends_grievance * network.mean_under_label(state.grievance)),
        1 - MOST_SURVIVE**network.step.days,
    )
    stay = (1 - end) * (1 - _any(network, _resuming(events)))
    announced = _any(network, _halting(events))
    joined, apart = announced * halts.spread, announced * (1 - halts.spread)
    fresh = halts.begins + (1 - halts.begins) * joined
    of_none = ((1 - halts.begins) * (1 - announced), (1 - halts.begins) * apart, fresh)
    of_alone = ((1 - stay) * (1 - announced), stay * (1 - announced) + apart, joined)
    of_all = ((1 - stay) * (1 - announced), (1 - stay) * apart, stay + (1 - stay) * joined)
    if not network.truces:
        return of_none, of_alone, of_all
    kept = _any(network, _kept(params, inputs))
    held, over = _any(network, inputs.truce_holds), _any(network, inputs.truce_ends)
    going_on = jnp.maximum(stay, held * (1 - _any(network, _resuming(events)))) * (1 - over)
    of_alone = ((1 - going_on) * (1 - announced), going_on * (1 - announced) + apart, joined)
    none, alone, everyone = (_into_truce(row, kept) for row in (of_none, of_alone, of_all))
    # Where nobody else is under the label, who halts already goes over into the truce, which knows its end.
    lone = kept * network.is_lone(kept)
    return none, alone, (everyone[0], everyone[1] + lone * everyone[2], (1 - lone) * everyone[2])


def _kept(params: Params, inputs: Inputs) -> Any:
    """Return the chance [front] that a truce which begins tomorrow is kept."""
    return inputs.truce_begins * params.halts.truce


def _into_truce(row: tuple[Any, Any, Any], kept: Any) -> tuple[Any, Any, Any]:
    """Return chances of tomorrow's regime, what would be nobody's halt taken over by a truce so far as it is kept."""
    nobody, alone, everyone = row
    return nobody * (1 - kept), alone + nobody * kept, everyone


def _halting(events: Events) -> Any:
    """Return the chance [front] that a full order of restraint is followed from tomorrow on."""
    return followed(events) * (events.tempo_order >= 1)


def _resuming(events: Events) -> Any:
    """Return the chance [front] that a halt is ended from tomorrow on: in public, or by an order to go on."""
    return jnp.maximum(events.resumed, followed(events) * (events.release_order > 0))


def _any(network: Network, chance: Any) -> Any:
    """Return the chance [front] that it happens to at least one front under the label."""
    missed = 1.0
    for member in network.members_under_label(chance):
        missed = missed * (1 - member)
    return 1 - missed


def change(
    network: Network,
    params: Params,
    state: State,
    inputs: Inputs,
    outlook: Outlook,
    events: Events,
    updated: State,
) -> HaltState:
    """Let a halt be announced, spread, last or end."""
    today = regimes(events)
    rows = transitions(network, params, state, events, inputs)
    alone, everyone = (sum(p * row[to] for p, row in zip(today, rows, strict=True)) for to in (1, 2))
    return HaltState(
        halt_alone=alone,
        halt_all=everyone,
        halt_announced=_announced(network, params, state, events, inputs, today, rows),
    )


def _announced(
    network: Network, params: Params, state: State, events: Events, inputs: Inputs, today: Any, rows: Any
) -> Any:
    """Return who is among the announcers, given that they alone halt tomorrow."""
    any_new = _any(network, _halting(events))
    new = _halting(events) / jnp.maximum(any_new, 1e-9)  # given that there was an announcement
    apart = any_new * (1 - params.halts.spread)
    if network.truces:  # a front in a truce is among them too
        kept = _kept(params, inputs)
        any_kept = _any(network, kept)
        whole = jnp.maximum(apart + any_kept, 1e-9)
        new = jnp.minimum((apart * new + any_kept * kept / jnp.maximum(any_kept, 1e-9)) / whole, 1.0)
        apart = 1 - (1 - apart) * (1 - any_kept)
    kept, joined = today[1] * (rows[1][1] - apart), today[1] * apart
    begun = today[0] * rows[0][1] + today[2] * rows[2][1]
    members = kept * state.halt_announced + joined * jnp.maximum(new, state.halt_announced) + begun * new
    return members / jnp.maximum(kept + joined + begun, 1e-9)


MECHANISM = Mechanism(
    name="halt",
    title="Halts",
    equations=(
        "z in {nobody, announcers, all} halts, one regime for all under a label; in it a front keeps the share δ of its tempo",
        "P(all' | announcement) = π, P(announcers') = 1 - π; P(all' | nobody) = h_0 unannounced",
        "P(it ends) = h_1 exp(h_G G), 1 when its end is announced; P(z | a count) by Bayes",
        "a truce of client and adversary: P(announcers') = a on the day before it begins, with the front among them; until its last day, if that is known, it ends only by announcement, and then with 1",
    ),
    source="Hamilton 1989; halts of October 2020 and November 2023",
    parameters=(HaltParameters,),
    state=HaltState,
    outlook=HaltOutlook,
    expect=expect,
    change=change,
    off={"halts.rate": 1.0, "halts.begins": 0.0},
    shows=(
        Shown(
            "halt",
            "front",
            "Halted",
            "percent",
            place=2,
            value=lambda params, state, outlook: state.halt_all + state.halt_alone * state.halt_announced,
        ),
    ),
    drives=("Attacks", "Who follows"),
)
