"""From what was reported to the state of every actor on the as-of date."""

from armslength.history.encode import History, encode
from armslength.history.replay import Replayed, replay
from armslength.history.simulated import Lived, live, reported

__all__ = ["History", "Lived", "Replayed", "encode", "live", "replay", "reported"]
