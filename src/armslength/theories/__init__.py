"""Rival theories of who obeys: what each would have predicted, how much weight it has earned, what it forecasts."""

from armslength.theories.averaged_forecast import forecast_over
from armslength.theories.cache import Variant, variants
from armslength.theories.definitions import THEORIES, Theory, theory_named
from armslength.theories.weighing import Comparison, compare

__all__ = [
    "THEORIES",
    "Comparison",
    "Theory",
    "Variant",
    "compare",
    "forecast_over",
    "theory_named",
    "variants",
]
