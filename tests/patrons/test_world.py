"""Each patron has a hold of its own on a client; a patron that gives nothing has little; what one alone has is unchanged."""

from __future__ import annotations

from dataclasses import replace

import jax
import numpy as np
import pytest

from armslength.history import encode, replay
from armslength.initial_conditions import replay_at
from armslength.scenario import load
from armslength.simulate import Ensemble, parse_action, plan_days, play
from armslength.simulate.policies import policy_of
from armslength.world.day import conditional
from armslength.world.draw import actors_of
from armslength.world.initial_state import initial_state, quiet_day
from armslength.world.mechanisms.control import reach

BAND, BOTH, ALONE, BAND_FAR, BOTH_FAR = range(5)  # bonds


def outlook_on(case, given, sender=(0.0, 0.0, 0.0)):
    """Return network, parameters, state, inputs and outlook of a day with this support, one world."""
    net, params = case.network, case.layout.params(case.layout.defaults[:, None].astype(np.float32))
    state = initial_state(net, params)
    day = replace(quiet_day(net), given=np.array(given, float), sender=np.array(sender))
    day = jax.tree.map(lambda x: x[:, None] if np.ndim(x) else x, day)
    return net, params, state, day, conditional(net, params, state, day)


def test_others_are_an_alternative(made):
    case = load(made())
    alone, shared = (outlook_on(case, g)[-1] for g in ([1, 1, 0, 0, 0], [1, 1, 0, 0, 1]))
    assert shared.dependence[BOTH, 0] < alone.dependence[BOTH, 0]
    assert alone.dependence[BOTH_FAR, 0] == 0
    v, g, s = 0.75, 0.5, 0.7
    assert float(shared.dependence[BOTH, 0]) == pytest.approx(v * g / (2 * g + s))


def test_a_patron_that_gives_nothing_has_little_hold_and_no_message_arrives(made):
    case = load(made())
    gives, gives_not = (outlook_on(case, g) for g in ([1, 1, 0, 0, 1], [1, 0, 0, 0, 1]))
    assert gives_not[-1].hold[BOTH, 0] < 0.7 * gives[-1].hold[BOTH, 0]
    assert gives_not[-1].obedience[1, 0] < gives[-1].obedience[1, 0] - 0.5
    nobody = np.zeros((5, 1))
    assert reach(*gives[:4], nobody)[1, 0] > 0.1
    assert reach(*gives_not[:4], nobody)[1, 0] == 0
    assert gives_not[-1].directive[1, 0] == 0 < gives[-1].directive[1, 0]


def test_a_client_hears_who_sends_and_is_steered_by_the_strongest(made):
    case = load(made())
    near, far = (outlook_on(case, [1, 1, 0, 1, 1], (by, by, 0.0))[-1] for by in (0.0, 1.0))
    assert far.obedience[0, 0] > near.obedience[0, 0]  # autonomy towards it is .1 in place of .5
    assert near.obedience[1, 0] == pytest.approx(float(far.obedience[1, 0]))  # the same towards both
    assert near.control[0, 0] == near.hold[BAND_FAR, 0] > near.hold[BAND, 0]
    assert near.control[2, 0] < 0.03  # whom nobody supports


def test_a_visit_builds_ties_with_the_visitor_alone(made):
    case = load(made())
    net, params = case.network, case.layout.params(case.layout.defaults.astype(np.float32))
    history = encode(case, net)
    assert history.inputs.envoy[:, BOTH].sum() == 1
    assert history.inputs.envoy[:, [BAND, BAND_FAR, BOTH_FAR]].sum() == 0
    assert history.inputs.sender[216].tolist() == [1, 0, 0]  # 5 August: the row says far
    visited = replay(net, params, history).state
    quiet = replay(
        net, params, replace(history, inputs=replace(history.inputs, envoy=0 * history.inputs.envoy))
    ).state
    changed = np.flatnonzero(np.asarray(visited.tie) != np.asarray(quiet.tie)).tolist()
    assert changed == [BOTH]


def test_a_successor_takes_over_the_bonds_of_his_patron_alone(made):
    row = "s,,2001-09-01,,succession,,,,,,,assumed"
    folder = made(
        ("commander: general}", "commander: [general, colonel]}"),
        (
            "  general: {name: The General}\n",
            "  general: {name: The General}\n  colonel: {name: The Colonel, parameters: {charisma: {value: 0.9, source: assumed}}}\n",
        ),
    )
    text = (folder / "events.csv").read_text(encoding="utf-8").replace("patron,", "commander,", 1)
    lines = [line for line in text.splitlines() if not line.startswith(("o", "v"))]
    (folder / "events.csv").write_text(
        "\n".join([*lines, row.replace(",,,,,,,", ",,,colonel,,,,")]) + "\n", encoding="utf-8"
    )
    case = load(folder)
    state = replay_at(case, case.layout, case.layout.defaults[:, None]).state
    assert np.asarray(state.charisma)[:, 0].tolist() == pytest.approx([0.9, 0.5])
    rapport = np.asarray(state.rapport)[:, 0]
    assert rapport[BOTH] < rapport[BOTH_FAR] * 0.6  # a good part of it went with the person


def outcomes(case, actions=()):
    """Return attacks [front] and orders heard of a few hundred futures under an order."""
    initial = replay_at(case, case.layout, np.repeat(case.layout.defaults[:, None], 4, 1))
    standing = case.standing(initial.first_day, 30)
    plan = plan_days(case.network, initial.first_day, 30, actions, False, standing)
    ensemble = Ensemble(case.layout, initial.values, initial.state, plan, 1, 100, first_day=initial.first_day)
    return np.concatenate([b["attacks"][0] for _, b in play(ensemble, (30,))], axis=1)


def test_an_order_of_the_patron_that_left_does_less(made):
    case = load(made(rows=()))
    by = {
        p: [parse_action(f"order front=band/neighbour tempo=1 by={p}", case.network, case.first_day)]
        for p in ("near", "far")
    }
    nothing, near, far = (outcomes(case, a)[0].mean() for a in ((), by["near"], by["far"]))
    assert near == nothing  # no message arrives, so nothing differs
    assert far < 0.95 * nothing


def test_a_rule_of_one_patron_is_heard_as_its_own(made):
    case = load(made())
    first = case.first_day
    rule = parse_action("order front=both/neighbour tempo=1 by=far when=attack", case.network, first)
    policy = policy_of(case.network, first, 30, [rule])
    assert policy.rules.sender[0].tolist() == [-1, 1, -1]
    assert actors_of(case.network, "front") == case.network.fronts
