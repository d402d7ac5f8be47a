"""What changes if they did this instead: strategies compared, explained, and ranked by de-escalation alone."""

from armslength.decisions.compare import Comparison, compare
from armslength.decisions.outcomes import OBJECTIVES, Objective, Played, outcomes
from armslength.decisions.strategy_sets import BASELINE, inline, resolve
from armslength.decisions.why import Why, why

__all__ = [
    "BASELINE",
    "OBJECTIVES",
    "Comparison",
    "Objective",
    "Played",
    "Why",
    "compare",
    "inline",
    "outcomes",
    "resolve",
    "why",
]
