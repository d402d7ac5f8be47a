"""Futures: an ensemble over parameters and chance, the same whoever runs it."""

from armslength.simulate.compiled import keep_compiled_code
from armslength.simulate.ensemble import DRAWS_IN_BLOCK, Ensemble, play
from armslength.simulate.plan import Action, parse_action, plan_days
from armslength.simulate.streams import CHANCE

__all__ = [
    "CHANCE",
    "DRAWS_IN_BLOCK",
    "Action",
    "Ensemble",
    "keep_compiled_code",
    "parse_action",
    "plan_days",
    "play",
]
