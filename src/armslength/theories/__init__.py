"""Rival theories of who obeys: what each would have predicted, how much weight it has earned, what it forecasts."""

from armslength.theories.catalogue import THEORIES, Theory, theory_named
from armslength.theories.compare import Comparison, compare
from armslength.theories.kept import variants

__all__ = ["THEORIES", "Comparison", "Theory", "compare", "theory_named", "variants"]
