"""From what was reported to the state of every actor on the as-of date."""

from armslength.history.encode import PADDING, History, encode
from armslength.history.replay import Replayed, replay
from armslength.history.simulated import Lived, live, reported

__all__ = ["PADDING", "History", "Lived", "Replayed", "encode", "live", "replay", "reported"]
