"""Futures: an ensemble over parameters and replicates, the same whoever runs it."""

from armslength.scenario.actions import Action, parse_action
from armslength.simulate.compile_cache import keep_compiled_code
from armslength.simulate.ensemble import DRAWS_IN_BLOCK, Ensemble, play
from armslength.simulate.plan import plan_days, write_plan
from armslength.simulate.policies import Acting, AsPlanned, Policy, policy_of
from armslength.simulate.streams import REPLICATES

__all__ = [
    "DRAWS_IN_BLOCK",
    "REPLICATES",
    "Acting",
    "Action",
    "AsPlanned",
    "Ensemble",
    "Policy",
    "keep_compiled_code",
    "parse_action",
    "plan_days",
    "play",
    "policy_of",
    "write_plan",
]
