"""From what was reported to the state of every actor on the as-of date."""

from armslength.history.arrays import PADDING, History, encode
from armslength.history.replay import Replayed, replay
from armslength.history.simulated_history import SimulatedHistory, reported, simulate_history

__all__ = [
    "PADDING",
    "History",
    "Replayed",
    "SimulatedHistory",
    "encode",
    "replay",
    "reported",
    "simulate_history",
]
