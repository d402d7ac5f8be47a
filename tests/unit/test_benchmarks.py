"""The benchmark reports what it timed, and the floor counts what a day takes."""

import doctest
from pathlib import Path

import jax
import jax.numpy as jnp
import pytest

from benchmarks import curves, floor, measures, page, reckoning, startup
from benchmarks.race import Contender, ratio


def contender(name: str, *seconds: float) -> Contender:
    return Contender(name, 1, 100, lambda: None, list(seconds))


@pytest.fixture
def made() -> dict[str, Contender]:
    return {
        "ours": contender("armslength", 1.0, 2.0, 9.0), "ours_1": contender("armslength", 2.0, 4.0, 18.0),
        "floor": contender("the floor", 0.5, 1.0, 4.5), "floor_1": contender("the floor", 1.0, 2.0, 9.0),
        "numpy": contender("NumPy", 4.0, 8.0, 27.0), "mesa": contender("Mesa", 100.0, 50.0, 900.0),
    }  # fmt: skip


def test_a_ratio_is_taken_within_a_turn(made: dict[str, Contender]) -> None:
    assert ratio(made, "numpy", "ours") == 4.0
    assert made["ours"].milliseconds == 20.0


def test_the_page_says_what_was_missed(made: dict[str, Contender], tmp_path: Path) -> None:
    goals = list(page.speed_goals(made))
    assert [g.met for g in goals] == [False, False, True]  # 100 of 500, 4 of 8, 2 of 2
    missed = page.Goal("seconds until the table", "7.0", "under 6", False)
    page.write(tmp_path / "page.md", made, [*goals, missed], "Sizes.")
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| seconds until the table | 7.0 | under 6 | no |" in text
    assert "| Mesa | 1 | 100 | 3 | 1e+03 | 1 | 100 |" in text


def test_the_floor_leaves_out_what_never_changes() -> None:
    def day(state, fixed):
        return jax.lax.while_loop(
            lambda x: x[0, 0] < 0, lambda x: jnp.log(x) * jnp.exp(fixed), jnp.exp(state)
        )

    rows = jnp.ones((4, 3))
    closed = jax.make_jaxpr(day)(rows[:, :1], rows[:, :1])
    counted = floor._count(closed.jaxpr, {closed.jaxpr.invars[0]}, 1)
    assert counted == {"exp": 4, "log": 4}


def test_examples_of_the_measures_hold() -> None:
    assert doctest.testmod(measures).failed == 0


def test_a_curve_has_a_slope_and_a_dearest_doubling() -> None:
    rows = [(4, 9.0, 1.0), (8, 9.0, 2.0), (16, 9.0, 4.0)]
    assert curves.slope(rows) == pytest.approx(1)
    assert curves.steepest([*rows, (32, 9.0, 20.0)]) == 5


def test_the_table_ends_the_stages_before_it() -> None:
    stages = {
        "start": (0.5, 0.25),
        "playing futures": (2.0, 4.0),
        startup.TABLE: (0.25, 0.25),
        "files": (9.0, 9.0),
    }
    assert startup.until_table(stages, 0) == 2.75
    assert startup.until_table(stages, 1) == 4.5


def test_where_it_stops_scaling_follows_the_figures() -> None:
    assert doctest.testmod(reckoning).failed == 0
    work, parts, cluster = reckoning.reckoned(10.0, 20.0, 0.0065, 0.006)
    assert "10,000 tasks of 10 seconds: 28 hours on one core" in work
    assert "17 minutes, of which 20 seconds" in parts
    assert "98 times as fast" in parts
    assert "from 5,000 machines on" in parts
    assert "154 tasks a second" in cluster
    assert "1,538 workers busy: more than the 100 machines" in cluster
    assert "60 MB" in cluster
    assert "fewer than the 100 machines" in reckoning.reckoned(0.1, 20.0, 0.0065, -0.1)[2]
