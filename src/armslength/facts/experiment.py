"""What happens in a controlled world by plan, in the words of the day: orders, visits, threats, strikes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from armslength.world.network import Network
from armslength.world.params import Layout
from armslength.world.record import PerAdversary, PerFront, PerWorld, Record, array
from armslength.world.records import Inputs

Days = slice | int


class Forced(Record):
    """What the script decides in place of chance, each [day, ...]."""

    level: PerAdversary = array("level of a reprisal that there is; 0 = left to chance")
    accepted: PerFront = array("1 accepted, 0 refused; NaN = left to chance")
    announced: PerFront = array("1 where acceptance is announced")
    answered: PerFront = array("1 for the front that the reprisal answers")
    answer_given: PerFront = array("1 where `answered` holds in place of chance")
    strikes: PerWorld = array("0 where nobody hits back but by the script")
    wars: PerWorld = array("0 where there is no war")


class Script:
    """Days ahead, counted from 0; each method adds a line and returns the script."""

    def __init__(
        self, net: Network, days: int, trigger: float, warm: int = 60, open: bool = True, strikes: bool = False,
        deciding: bool = False, parameters: Mapping[str, float] | None = None, scale: Mapping[str, float] | None = None, shift: Mapping[str, float] | None = None,
    ):  # fmt: skip
        self.net, self.days, self.warm, self.open, self.level_of_trigger = net, days, warm, open, trigger
        self.parameters, self.scale, self.shift = dict(parameters or {}), dict(scale or {}), dict(shift or {})
        self.begin: dict[str, Callable[[np.ndarray], np.ndarray]] = {}
        f, a, c = len(net.fronts), len(net.adversaries), len(net.clients)
        sizes = {
            "tempo_order": f,
            "release_order": f,
            "cap_order": f,
            "envoy": c,
            "deciding": f,
            "truce_begins": f,
            "truce_holds": f,
            "truce_ends": f,
            "host_pressure": c,
            "threat": a,
        }
        self._given: dict[str, np.ndarray] = {
            name: np.zeros((days, size), np.float32) for name, size in sizes.items()
        }
        self._given["deciding"][:] = deciding
        self._given["trigger"] = np.full(days, trigger, np.float32)
        self._given["successor"] = np.full(days, -1, np.int32)
        self._forced: dict[str, np.ndarray] = {
            "level": np.zeros((days, a)),
            "accepted": np.full((days, f), np.nan),
            "announced": np.zeros((days, f)),
        }
        self._forced |= {"answered": np.zeros((days, f)), "answer_given": np.zeros((days, f))}
        self._forced |= {"strikes": np.full(days, float(strikes)), "wars": np.zeros(days)}
        self._warm_trigger = trigger
        self._lines: list[str] = [f"{days} {trigger} {strikes} {deciding}"]

    @property
    def key(self) -> str:
        """The script in words; equal scripts have equal keys."""
        return "\n".join([self.warmth, *self._lines])

    @property
    def warmth(self) -> str:
        """The warm-up in words, equal for scripts that start from the same worlds."""
        numbers = [sorted(x.items()) for x in (self.parameters, self.scale, self.shift)]
        return f"{self._warm_trigger} {self.warm} {self.open} {numbers}"

    def numbers(self, layout: Layout, values: np.ndarray) -> np.ndarray:
        """Return the parameters that hold in this script, [site, draw]."""
        values = layout.override(values, self.parameters)
        for path, factor in self.scale.items():
            values[_at(layout, path)] *= factor
        for path, step in self.shift.items():
            values[_at(layout, path)] += step
        return values

    def starting(self, field: str, value: float, *actors: str) -> Script:
        """Set a state variable of these actors (or of all) on the first day."""
        at = [self._index(a) for a in actors]
        before = self.begin.get(field, np.array)

        def make(x: np.ndarray) -> np.ndarray:
            x = np.array(before(x))
            x[at if at else ...] = value
            return x

        self.begin[field] = make
        return self._said("starting", field, value, *actors)

    def triggered(self, days: Days, value: float) -> Script:
        """Set the intensity of the trigger war on these days."""
        self._given["trigger"][days] = value
        return self._said("triggered", days, value)

    def warmed(self, value: float) -> Script:
        """Set the intensity of the trigger war during the warm-up."""
        self._warm_trigger = value
        return self

    def visit(self, days: Days, client: str, envoy: float = 1.0) -> Script:
        """Send the commander to a client on these days."""
        self._given["envoy"][days, self.net.clients.index(client)] = envoy
        return self._said("visit", days, client, envoy)

    def order(self, days: Days, front: str, tempo: float = 1.0, cap: float = 0.0) -> Script:
        """Order restraint and a cap on a front; whether the client accepts is random."""
        f = self.net.fronts.index(front)
        self._given["tempo_order"][days, f], self._given["cap_order"][days, f] = tempo, cap
        return self._said("order", days, front, tempo, cap)

    def accepted(self, day: int, front: str) -> Script:
        """Give a full order of restraint that the client accepts in public."""
        f = self.net.fronts.index(front)
        self._forced["accepted"][day, f] = self._forced["announced"][day, f] = 1.0
        return self.order(day, front)._said("accepted", day, front)

    def threat(self, days: Days, adversary: str, size: float = 1.0) -> Script:
        """Make an adversary threaten in public on these days."""
        self._given["threat"][days, self.net.adversaries.index(adversary)] = size
        return self._said("threat", days, adversary, size)

    def strike(self, day: int, front: str, level: int) -> Script:
        """Make the adversary strike in reprisal for a front, at this level of the ladder."""
        f = self.net.fronts.index(front)
        a = self.net.adversary_of[f]
        self._forced["level"][day, a] = level
        self._forced["answered"][day, f] = 1.0
        self._forced["answer_given"][day, list(self.net.fronts_of(a))] = 1.0
        return self._said("strike", day, front, level)

    def succession(self, day: int, commander: str) -> Script:
        """Let another commander take office at the end of the day."""
        self._given["successor"][day] = self.net.commanders.index(commander)
        return self._said("succession", day, commander)

    def piece(self, first: int, length: int) -> tuple[Inputs, Forced]:
        """Return the inputs and the forced events of `length` days."""
        part = slice(first, first + length)
        forced = {n: x[part].astype(np.float32) for n, x in self._forced.items()}
        return Inputs(**{n: x[part] for n, x in self._given.items()}), Forced(**forced)

    def warming(self, length: int) -> tuple[Inputs, Forced]:
        """Return the inputs of `length` days of the warm-up: nothing is ordered and nobody strikes."""
        plain = Script(self.net, length, self._warm_trigger, strikes=False)
        return plain.piece(0, length)

    def _index(self, actor: str) -> int:
        for listed in (self.net.fronts, self.net.clients, self.net.adversaries):
            if actor in listed:
                return listed.index(actor)
        raise KeyError(actor)

    def _said(self, *line: Any) -> Script:
        self._lines.append(" ".join(map(str, line)))
        return self


def _at(layout: Layout, path: str) -> list[int]:
    return [i for i, s in enumerate(layout.sites) if path in (s.name, s.record.path)]
