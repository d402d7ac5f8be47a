"""What changes if they did this instead: strategies compared, explained, and ranked by de-escalation alone."""

from armslength.decisions.compare import Comparison, compare
from armslength.decisions.outcome_definitions import OBJECTIVES
from armslength.decisions.strategy_futures import StrategyFutures, play_strategy
from armslength.decisions.strategy_sets import BASELINE, inline, resolve
from armslength.decisions.why import why

__all__ = [
    "BASELINE",
    "OBJECTIVES",
    "Comparison",
    "StrategyFutures",
    "compare",
    "inline",
    "play_strategy",
    "resolve",
    "why",
]
