"""The charts: each a valid Vega-Lite specification in both widths, and light colours that turn dark."""

from collections.abc import Callable
from typing import Any

import pytest

from armslength.report import charts
from armslength.report.colours import COLOURS, as_variables, in_dark
from tests.report.invented import FRONTS, invented

BUILDERS = [
    charts.commander,
    charts.exceedance,
    charts.follow,
    charts.lethal,
    charts.occupancy,
    charts.reprisal,
    charts.split,
    lambda document, width: charts.front_in_time(document, next(iter(FRONTS)), width),
]


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
@pytest.mark.parametrize("build", BUILDERS)
def test_every_chart_is_valid(build: Callable[[Any, int], Any], width: int) -> None:
    spec = charts.themed(build(invented(), width)).to_dict()  # Altair checks it against the schema
    assert "vega-lite" in spec["$schema"]


def test_every_colour_has_a_light_one_of_its_own() -> None:
    light = [pair[0] for pair in COLOURS.values()]
    assert len(set(light)) == len(light)


def test_colours_turn_into_variables_and_into_dark() -> None:
    light, dark = COLOURS["told"]
    assert as_variables(f'<path fill="{light}"/>') == f'<path fill="var(--told, {light})"/>'
    assert in_dark({"range": [light], "n": 1}) == {"range": [dark], "n": 1}


@pytest.mark.parametrize(
    ("one", "other"), [("told", "on-told"), ("anyway", "on-anyway"), ("does-not", "on-does-not")]
)
@pytest.mark.parametrize("dark", [0, 1])
def test_words_on_bars_can_be_read(one: str, other: str, dark: int) -> None:
    assert contrast(COLOURS[one][dark], COLOURS[other][dark]) >= 4.5


@pytest.mark.parametrize("dark", [0, 1])
@pytest.mark.parametrize("name", ["ink", "muted", "institutional"])
def test_words_on_paper_can_be_read(name: str, dark: int) -> None:
    assert contrast(COLOURS["paper"][dark], COLOURS[name][dark]) >= 4.5


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG 2."""
    dim, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    shares = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
