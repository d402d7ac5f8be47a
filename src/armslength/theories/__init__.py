"""Rival theories of who obeys: what each would have predicted, how much weight it has earned, what it forecasts."""

from armslength.theories.catalogue import THEORIES, Theory, theory_named
from armslength.theories.comparison import Comparison, compare
from armslength.theories.forecast import forecast_over
from armslength.theories.kept import Variant, variants

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
