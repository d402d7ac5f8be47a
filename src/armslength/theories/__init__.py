"""Theories of obedience: what each would have predicted, the weight that it has earned, and what it forecasts."""

from armslength.theories.averaged_forecast import forecast_over
from armslength.theories.cache import Variant, variants
from armslength.theories.comparison import TheoryComparison
from armslength.theories.definitions import THEORIES, Theory, theory_named
from armslength.theories.weighing import compare_theories

__all__ = [
    "THEORIES",
    "Theory",
    "TheoryComparison",
    "Variant",
    "compare_theories",
    "forecast_over",
    "theory_named",
    "variants",
]
