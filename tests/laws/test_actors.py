"""Laws of who is who: names carry no meaning, and what is not coupled is not touched."""

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np

from armslength.history import live
from armslength.simulate.streams import bits_of_day, row_keys
from armslength.world.day import conditional, update
from armslength.world.draw import draw
from armslength.world.initial_state import initial_state
from armslength.world.params import Layout
from armslength.world.records import State

DAYS, WORLDS = 40, 50


def played(case, flat, plan, seed=3, chance=WORLDS):
    """Counts [day, front, world] with one stream of chance for each actor's name."""
    net = case.net
    p = case.layout.group(np.repeat(np.asarray(flat)[:, None], chance, axis=1))
    keys = row_keys(net, seed, np.arange(1))

    @jax.jit
    def play():
        def day(s, today):
            t, given = today
            given = jax.tree.map(lambda x: x[:, None] if x.ndim else x, given)
            bits = jax.tree.map(lambda x: x.reshape(x.shape[0], -1), bits_of_day(net, keys, t, chance))
            c = conditional(net, p, s, given)
            e = draw(net, p, s, given, c, bits)
            return update(net, p, s, given, c, e), e.count

        start = initial_state(net, p)
        start = State(**{n: jnp.asarray(getattr(start, n)) for n in State.__dataclass_fields__})
        return jax.lax.scan(day, start, (jnp.arange(DAYS, dtype=jnp.uint32), plan))[1]

    return np.asarray(play())


def test_relabelling_permutes_results(case) -> None:
    net = case.net
    turn = list(reversed(range(len(net.fronts))))
    turned = replace(
        net,
        fronts=tuple(net.fronts[f] for f in turn),
        client_of=tuple(net.client_of[f] for f in turn),
        adversary_of=tuple(net.adversary_of[f] for f in turn),
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
    calm = {"adversaries.*.reprisal_baseline": -60.0, "reprisal.red_line": 0.0, "reprisal.heat": 0.0}
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
    bits, fewer = (bits_of_day(c.net, row_keys(c.net, 3, np.arange(2)), 7, 10) for c in (case, smaller))
    kept = [case.net.fronts.index(f) for f in smaller.net.fronts]
    for stream in ("directive", "acceptance", "opening", "count", "lethal", "harm", "deaths"):
        np.testing.assert_array_equal(getattr(bits, stream)[np.array(kept)], getattr(fewer, stream))
    for stream in ("meeting", "reprisal", "level", "answered", "patron_strike", "war", "trigger", "truce"):
        np.testing.assert_array_equal(getattr(bits, stream), getattr(fewer, stream))


def test_a_past_repeats_with_its_key(case) -> None:
    p = case.layout.group(np.repeat(case.layout.defaults[:, None], 8, axis=1))
    one, two, other = (live(case.net, p, case.plan(30), jax.random.key(k)).events.count for k in (1, 1, 2))
    np.testing.assert_array_equal(one, two)
    assert (np.asarray(one) != np.asarray(other)).any()
