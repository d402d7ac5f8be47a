"""From what was reported to the state of every actor on the as-of date."""

from armslength.history.encode import History, encode
from armslength.history.replay import Replayed, replay

__all__ = ["History", "Replayed", "encode", "replay"]
