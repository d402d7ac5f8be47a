"""Every lever does what it says, from its day on and not before, and no strategy is compiled anew."""

import jax
import numpy as np
import pytest

from armslength.decisions import inline
from armslength.decisions.paired_paths import trace
from armslength.decisions.strategy_futures import ensemble_of
from armslength.scenario.action_words import SEEN, VERBS
from armslength.simulate import Ensemble, plan_days, play
from armslength.simulate.block import play_block

from .conftest import CHANCE, DAYS

PARTING = 10  # the first day on which a lever acts, counted from 1
LEVERS = {
    "order": "order front=all tempo=1 cap=1 on=+10",
    "order release": "order front=harbour-guard/tarn release=1 on=+10",
    "visit": "visit client=harbour-guard on=+10",
    "abstain": "abstain front=all from=+10",
    "support": "support client=all factor=0 from=+10",
    "support investment": "support client=river-league investment=0 from=+10",
    "threat": "threat adversary=tarn value=2 from=+10 to=+20",
    "reply": "reply adversary=tarn answers=all level=2 delay=2 from=+10",
    "reply nothing": "reply adversary=tarn answers=nothing from=+10",
    "pressure": "pressure host=coast value=1 from=+10",
    "truce": "truce from=+10 to=+20",
    "repeated": "order front=all tempo=1 every=7 from=+10",
}
PATHS = ("path_count", "path_lethal", "path_level", "path_rung", "path_halt")
#: alone they only move what an order would do: with one, they show
WITH_ORDER = ("order front=all tempo=1 on=+20",)


def test_every_verb_is_held_to_it() -> None:
    assert {text.split()[0] for text in LEVERS.values()} == set(VERBS)


@pytest.mark.parametrize("name", LEVERS)
def test_futures_are_the_same_bit_for_bit_until_the_lever_acts(futures, name) -> None:
    common = () if name in ("order", "order release", "repeated") else WITH_ORDER
    with_it, without = (
        futures(LEVERS[name], *common),
        futures(*(common or ("order front=hill-column/tarn cap=0 on=+1",))),
    )
    for path in PATHS:
        np.testing.assert_array_equal(with_it[path][: PARTING - 1], without[path][: PARTING - 1])
    assert any((with_it[path] != without[path]).any() for path in PATHS), "it moved nothing"


@pytest.mark.parametrize("event", SEEN)
def test_a_rule_acts_after_its_event_and_never_before(futures, event) -> None:
    """Until two days after a future's first such event, it is the future without the rule."""
    common = ("order front=all tempo=0.5 every=3",)
    rule = f"threat adversary=tarn value=3 when={event} where=tarn within=2 for=5"
    with_it, without = futures(rule, *common), futures(*common)
    differs = np.zeros(without["path_rung"].shape, bool)
    for path in PATHS:
        changed = with_it[path] != without[path]
        differs |= changed.any(1) if changed.ndim == 4 else changed
    first = np.where(differs.any(0), differs.argmax(0), DAYS)
    happened = _happened(without, event)
    if happened is None:
        assert (first >= 2).all()
        return
    seen = np.where(happened.any(0), happened.argmax(0), DAYS)
    assert (first >= np.minimum(seen + 2, DAYS)).all()
    if happened[: DAYS - 5].any():
        assert (first < DAYS).any()


def _happened(paths, event):
    """[day, draw, chance] where a path shows it, on a front of tarn or by tarn."""
    fronts, tarn = slice(0, 2), 0
    shown = {
        "attack": lambda: (paths["path_count"][:, fronts] > 0).any(1),
        "lethal-attack": lambda: (paths["path_lethal"][:, fronts] > 0).any(1),
        "suspension": lambda: (paths["path_halt"][:, fronts] > 0).any(1),
        "reprisal": lambda: paths["path_level"][:, tarn] > 0,
        "leadership-struck": lambda: paths["path_level"][:, tarn] >= 3,
    }
    return shown[event]() if event in shown else None


def test_a_rule_of_reply_answers_deaths_alone_at_its_level_and_in_time(futures) -> None:
    played = futures("reply adversary=tarn answers=deaths level=2 delay=3")
    level, lethal = played["path_level"][:, 0], (played["path_lethal"][:, :2] > 0).any(1)
    assert set(np.unique(level)) == {0, 2}
    expected = np.zeros_like(lethal)
    for future in np.ndindex(lethal.shape[1:]):
        due = -1
        for day in np.flatnonzero(lethal[(slice(None), *future)]):
            if due <= day:
                due = day + 3
                if due < DAYS:
                    expected[(due, *future)] = True
    np.testing.assert_array_equal(level > 0, expected)


def test_nothing_answered_is_no_reprisal(futures) -> None:
    assert not futures("reply adversary=tarn answers=nothing")["path_level"][:, 0].any()


def test_visits_share_the_attention_of_a_day(initial) -> None:
    strategy = inline(["visit client=all days=0.3 every=2", "visit client=harbour-guard when=attack"])
    attention = initial.values[initial.layout.names.index("orders.attention")]
    for draw in (0, 7):
        future = trace(ensemble_of(initial, strategy, DAYS, seed=1), draw, 3)
        spent = future.events.envoy.sum(1)
        assert spent.max() <= attention[draw] + 1e-5
        assert spent.max() > 0


def test_the_traced_future_is_the_one_of_the_ensemble(initial, futures) -> None:
    text = "order front=all tempo=1 cap=1 when=lethal-attack within=2"
    paths = futures(text)["path_count"]
    for draw, number in ((0, 0), (11, 37)):
        future = trace(ensemble_of(initial, inline([text]), DAYS, seed=1), draw, number)
        np.testing.assert_array_equal(future.events.count, paths[:, :, draw, number])


def test_without_a_strategy_the_days_are_those_of_a_forecast(initial, futures) -> None:
    plan = plan_days(initial.network, initial.first_day, DAYS)
    plain = Ensemble(initial.layout, initial.values, initial.state, plan, 1)
    (_, block), *_ = play(plain, (DAYS,), keep=CHANCE)
    nothing = futures("order front=hill-column/tarn cap=0 on=+1")
    for path in PATHS:
        np.testing.assert_array_equal(block[path], nothing[path])


def test_strategies_share_their_compiled_code(initial, futures) -> None:
    futures(LEVERS["order"])
    before = play_block.held
    for name in ("reply", "support", "threat"):
        ensemble = ensemble_of(initial, inline([LEVERS[name]]), DAYS, seed=1)
        assert all(isinstance(x, np.ndarray) for x in jax.tree.leaves(ensemble.policy))
        list(play(ensemble, (DAYS,), keep=CHANCE))
    assert play_block.held == before
