"""Futures: an ensemble over parameters and chance, the same whoever runs it."""

from armslength.simulate.ensemble import DRAWS_IN_BLOCK, Ensemble, play
from armslength.simulate.streams import CHANCE

__all__ = ["CHANCE", "DRAWS_IN_BLOCK", "Ensemble", "play"]
