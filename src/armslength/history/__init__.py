"""From what was reported to the state of every actor on the as-of date."""

from armslength.history.arrays import PADDING, History, daily_inputs, encode
from armslength.history.by_step import Steps, inputs_by_step
from armslength.history.onward import Onward
from armslength.history.replay import Replayed, replay
from armslength.history.simulated_history import SimulatedHistory, reported, simulate_history

__all__ = [
    "PADDING",
    "History",
    "Onward",
    "Replayed",
    "SimulatedHistory",
    "Steps",
    "daily_inputs",
    "encode",
    "inputs_by_step",
    "replay",
    "reported",
    "simulate_history",
]
