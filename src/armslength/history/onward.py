"""The past replayed to one day after another: what the record of the next day shares with the last is played once.

A history is played in segments of one length, by one compiled program for histories of any length. States stand as a
replay of the whole would leave them, bit for bit; nothing is scored.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import jax
import numpy as np

from armslength.history.arrays import PADDING, History, encode
from armslength.history.replay import go_on
from armslength.history.spans import Spans, no_spans
from armslength.scenario import Scenario
from armslength.world.initial_state import initial_state
from armslength.world.params import Layout
from armslength.world.records import State

BY_DAY = ("inputs", "reports", "tallies", "is_past")
MARKS = 8  # segments back, to which a record that changed in hindsight is taken up again

Carried = tuple[State, Spans]


class Onward:
    """Replays of one case as it stood on several days, at the same values of the parameters; quickest in order of time."""

    def __init__(self, layout: Layout, values: np.ndarray):
        """Take the parameters, [site, draw]."""
        self.layout, self.values = layout, values
        self._given = values.astype(np.float32)
        self._last: History | None = None
        self._marks: dict[int, Carried] = {}  #: what stood before a segment, by its number

    def is_for(self, layout: Layout, values: np.ndarray) -> bool:
        """Return whether these are the layout and the values."""
        return self.layout == layout and np.array_equal(self.values, values)

    def state(self, scenario: Scenario) -> State:
        """Return the state at the end of the as-of date, [actor, draw], of a case with this layout."""
        history = _whole(encode(scenario, self.layout.network, PADDING))
        same = 0 if self._last is None else _segments_alike(self._last, history)
        marks = {number: mark for number, mark in self._marks.items() if number <= same}
        at = max(marks, default=0)
        carried = marks[at] if marks else _begin(self.layout, self._given, _segment(history, 0))
        for number in range(at, _length(history) // PADDING):
            marks[number] = carried
            carried = _go_on(self.layout, self._given, _segment(history, number), carried)[0]
        self._last, self._marks = history, dict(list(marks.items())[-MARKS:])
        return carried[0]


def _length(history: History) -> int:
    return len(history.inputs.trigger)


def _whole(history: History) -> History:
    """Return the history with each day marked as past or not, also where none is padding."""
    return replace(history, is_past=np.ones(_length(history))) if history.is_past is None else history


def _segment(history: History, number: int) -> History:
    days = slice(number * PADDING, (number + 1) * PADDING)
    return replace(history, **{n: jax.tree.map(lambda x: x[days], getattr(history, n)) for n in BY_DAY})


def _segments_alike(one: History, other: History) -> int:
    """Return how many segments from the first on are the same in two histories, bit for bit."""
    apart = [n for n in vars(one) if n not in BY_DAY]
    if not all(np.array_equal(getattr(one, n), getattr(other, n)) for n in apart):
        return 0
    alike = min(_length(one), _length(other))
    pairs = zip(*(jax.tree.leaves([getattr(h, n) for n in BY_DAY]) for h in (one, other)), strict=True)
    for x, y in pairs:
        same = (x[:alike] == y[:alike]) | ((x[:alike] != x[:alike]) & (y[:alike] != y[:alike]))
        days = same.all(axis=tuple(range(1, same.ndim)))
        alike = alike if days.all() else int(np.argmin(days))
    return alike // PADDING


@partial(jax.jit, static_argnums=0)
def _begin(layout: Layout, values: Any, history: History) -> Carried:
    state = initial_state(layout.network, layout.params(values))
    return state, no_spans(history, state.tension.shape, state.tension.dtype)


@partial(jax.jit, static_argnums=0)
def _go_on(layout: Layout, values: Any, history: History, begin: Carried) -> Any:
    return go_on(layout.network, layout.params(values), history, begin)
