"""Futures: an ensemble over parameters and chance, the same whoever runs it."""

from armslength.scenario.actions import Action, parse_action
from armslength.simulate.compile_cache import keep_compiled_code
from armslength.simulate.ensemble import DRAWS_IN_BLOCK, Ensemble, play
from armslength.simulate.plan import plan_days, write_plan
from armslength.simulate.policies import Levers, levers_of
from armslength.simulate.streams import CHANCE

__all__ = [
    "CHANCE",
    "DRAWS_IN_BLOCK",
    "Action",
    "Ensemble",
    "Levers",
    "keep_compiled_code",
    "levers_of",
    "parse_action",
    "plan_days",
    "play",
    "write_plan",
]
