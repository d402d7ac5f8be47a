"""Every parameter stays in days and years, and its unit says how it goes to a longer step."""

from dataclasses import replace

import numpy as np
import pytest

from armslength.errors import ArmslengthError
from armslength.scenario import Scenario, load
from armslength.world.catalogue import catalogue_of
from armslength.world.order_of_play import ORDER_OF_PLAY
from armslength.world.step import DAY, STEPS
from armslength.world.units import BY_STEP, TIMELESS, by_step

WEEK, MONTH = STEPS["week"], STEPS["month"]
CATALOGUE = catalogue_of(ORDER_OF_PLAY)
#: words of a parameter that goes by time; one that means no time must say so in its unit
OF_TIME = ("a day", "memory", "daily", "yearly", "today", "/day")


@pytest.mark.parametrize("parameter", CATALOGUE, ids=lambda p: p.path)
def test_every_parameter_has_a_unit_that_goes_to_a_longer_step(parameter):
    assert np.isfinite(by_step(parameter.default, parameter.unit, WEEK, parameter.path))


#: they speak of a day and are of none
NOT_BY_TIME = {
    "orders.attention": "of one day of visits; a step has as many of them as days",
    "tension.active_front": "of each day of the step on which a front is active",
    "directives.reported": "of an order",
}


@pytest.mark.parametrize("parameter", CATALOGUE, ids=lambda p: p.path)
def test_a_parameter_that_speaks_of_time_is_not_timeless(parameter):
    said = any(word in parameter.meaning.lower() for word in OF_TIME)
    if said and parameter.path not in NOT_BY_TIME:
        assert parameter.unit in BY_STEP, f"{parameter.path}: {parameter.meaning} ({parameter.unit})"


def test_no_unit_is_both_by_time_and_timeless():
    assert not set(BY_STEP) & TIMELESS


def test_the_conversions():
    def made(value, unit):
        return float(by_step(value, unit, WEEK))

    assert made(14.0, "days") == 2.0
    assert made(0.02, "1/day") == pytest.approx(0.14)
    assert made(0.05, "share/day") == pytest.approx(1 - 0.95**7, rel=1e-5)
    assert made(1.0, "share/day") == pytest.approx(1.0)
    assert made(0.05, "log/√day") == pytest.approx(0.05 * 7**0.5)
    assert made(-5.3, "logit/day") == pytest.approx(-5.3 + np.log(7))


def test_by_the_day_nothing_is_converted():
    value = np.array([0.1, 0.2])
    assert all(by_step(value, unit, DAY) is value for unit in (*BY_STEP, "furlongs"))


def test_a_unit_that_nobody_can_convert_is_refused_by_name():
    with pytest.raises(ArmslengthError, match=r"'fatigue\.rest', in 'naps', goes from days"):
        by_step(1.0, "naps", WEEK, "fatigue.rest")


def test_the_layout_converts_where_the_records_are_made(weekly_case: Scenario):
    weekly = weekly_case.layout
    daily = replace(weekly, network=replace(weekly.network, step=DAY))
    of_week, of_day = (layout.params(weekly.defaults) for layout in (weekly, daily))
    np.testing.assert_allclose(of_week.tempo.memory * 7, of_day.tempo.memory, rtol=1e-6)
    np.testing.assert_allclose(of_week.fronts.base_rate, of_day.fronts.base_rate * 7, rtol=1e-6)
    np.testing.assert_allclose(of_week.fronts.dispersion, of_day.fronts.dispersion * 7, rtol=1e-6)
    np.testing.assert_array_equal(of_week.clients.autonomy, of_day.clients.autonomy)


MECHANISM = """
from armslength.mechanisms import Mechanism, Parameters, PerWorld, Fixed, parameter

class RestParameters(Parameters, scope="rest"):
    nap: PerWorld = parameter("A nap", "n", "naps", Fixed(1.0), 1.0, "assumed")

MECHANISM = Mechanism(name="rest", title="Rest", equations=("n",), source="assumed", parameters=(RestParameters,))
"""


def test_a_mechanism_of_ones_own_in_a_unit_that_cannot_be_converted_is_a_fault(made, tmp_path):
    import shutil

    folder = shutil.copytree(made("week", 20), tmp_path / "case")
    (folder / "rest.py").write_text(MECHANISM, encoding="utf-8")
    with (folder / "scenario.yaml").open("a", encoding="utf-8") as file:
        file.write("mechanisms: [rest.py]\n")
    with pytest.raises(ArmslengthError, match=r"'rest\.nap', in 'naps'"):
        load(folder)
