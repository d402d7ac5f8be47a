"""Laws of who is who: names carry no meaning, and what is not coupled is not touched."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np

from armslength.history import simulate_history
from armslength.simulate.streams import bits_of_worlds, row_keys, uniforms_of_worlds, world_keys
from armslength.world.day import unroll
from armslength.world.draw import sample_events
from armslength.world.initial_state import initial_state
from armslength.world.params import Layout

DAYS, WORLDS = 40, 50


def played(case, flat, plan, seed=3, replicates=WORLDS):
    """Return counts [day, front, world] with one stream of random numbers for each actor's name."""
    net = case.net
    params = case.layout.params(np.repeat(np.asarray(flat)[:, None], replicates, axis=1))
    by_world = world_keys(row_keys(net, seed, np.arange(1)), replicates)

    @jax.jit
    def play():
        days = (jnp.arange(DAYS, dtype=jnp.uint32), plan, None)
        return unroll(
            net,
            params,
            initial_state(net, params),
            days,
            happen=lambda day, _, uniforms: sample_events(
                net, day.params, day.state, day.inputs, day.outlook, uniforms
            ),
            observe=lambda day, _: (None, day.events.count),
            uniforms=lambda number: uniforms_of_worlds(net, by_world, number),
        )[2]

    return np.asarray(play())


def test_relabelling_permutes_results(case) -> None:
    net = case.net
    turn = list(reversed(range(len(net.fronts))))
    turned = replace(
        net,
        fronts=tuple(net.fronts[f] for f in turn),
        client_of=tuple(net.client_of[f] for f in turn),
        adversary_of=tuple(net.adversary_of[f] for f in turn),
        label_of=tuple(turn.index(net.label_of[f]) for f in turn),
        coupling=tuple(tuple(net.coupling[f][k] for k in turn) for f in turn),
    )
    sites = case.layout.sites
    by_front = [s for s in sites if s.name.startswith("fronts.")]
    records = list(dict.fromkeys(s.record.name for s in by_front))
    named = {s.name: s for s in sites}
    moved = [named[f"fronts.{f}.{r}"] for r in records for f in turned.fronts]
    order = iter(moved)
    other = type(case)(
        Layout(turned, tuple(next(order) if s.name.startswith("fronts.") else s for s in sites))
    )
    # Whom a reprisal answers goes by the order of the fronts, with equal chances: it is left out here.
    calm = {"adversaries.*.reprisal_rate": 0.0, "reprisal.red_line": 0.0, "reprisal.unprovoked": 0.0}
    here, there = (played(c, c.layout.override(c.layout.defaults, calm), c.plan(DAYS)) for c in (case, other))
    np.testing.assert_array_equal(here[:, turn], there)


def test_without_coupling_a_front_does_not_know_the_others(case) -> None:
    """Another base rate on one front changes no count of a front that shares neither client nor adversary."""
    alone = case.layout.override(
        case.layout.defaults,
        {"tempo.cross_excitation": 0.0, "opening.contagion": 0.0, "directives.baseline": -30.0, "directives.tension": 0.0,
         "directives.pressure": 0.0, "directives.threat": 0.0, "attribution.coactivity": 0.0, "tension.active_front": 0.0},
    )  # fmt: skip
    busier = case.layout.override(alone, {"fronts.hezbollah/israel.base_rate": 9.0})
    plan = case.plan(DAYS)
    one, two = played(case, alone, plan), played(case, busier, plan)
    mine = case.net.fronts.index("hezbollah/israel")
    others = [f for f in range(len(case.net.fronts)) if f != mine]
    assert (one[:, mine] != two[:, mine]).any()
    np.testing.assert_array_equal(one[:, others], two[:, others])


def test_with_coupling_it_does(case) -> None:
    busier = case.layout.override(case.layout.defaults, {"fronts.hezbollah/israel.base_rate": 9.0})
    plan = case.plan(DAYS)
    one, two = played(case, case.layout.defaults, plan), played(case, busier, plan)
    assert (one[:, :2] != two[:, :2]).any()


def test_one_front_more_changes_nobody_elses_chance(case) -> None:
    smaller = case.without("hezbollah/israel")
    bits, fewer = (
        bits_of_worlds(c.net, world_keys(row_keys(c.net, 3, np.arange(2)), 10), 7) for c in (case, smaller)
    )
    kept = [case.net.fronts.index(f) for f in smaller.net.fronts]
    for stream in ("directive", "acceptance", "opening", "count", "lethal", "harm", "deaths"):
        np.testing.assert_array_equal(getattr(bits, stream)[np.array(kept)], getattr(fewer, stream))
    for stream in ("meeting", "reprisal", "level", "answered", "patron_strike", "war", "trigger", "truce"):
        np.testing.assert_array_equal(getattr(bits, stream), getattr(fewer, stream))


def test_a_past_repeats_with_its_key(case) -> None:
    p = case.layout.params(np.repeat(case.layout.defaults[:, None], 8, axis=1))
    one, two, other = (
        simulate_history(case.net, p, case.plan(30), jax.random.key(k)).events.count for k in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, two)
    assert (np.asarray(one) != np.asarray(other)).any()
