"""Which front a clash belongs to, by the lines of `actors.csv`; or why to none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from armslength.errors import Fault
from armslength.importing.actors_file import ActorLine, ActorsFile

NO_CLIENT = "no client of the list of actors takes part"


@dataclass(frozen=True)
class Verdict:
    """Whose clash it is: a client's (several under a label) against an adversary; or why nobody's."""

    fronts: tuple[str, ...] = ()
    own: str = ""  #: which side, `a` or `b`, is the adversary's own
    why_not: str = ""
    stranger: str = ""  #: the name that meets a client and is nobody


@dataclass
class Matching:
    """Matches pairs of names, and keeps what contradicts itself."""

    actors: ActorsFile
    faults: dict[tuple[str, str], Fault] = field(default_factory=dict)
    _lines: dict[str, tuple[ActorLine, ...]] = field(default_factory=dict)
    _pairs: dict[str, tuple[ActorLine, ...]] = field(default_factory=dict)
    _timeless: dict[tuple[str, str, str], Verdict | None] = field(default_factory=dict)

    def lines_for(self, name: str) -> tuple[ActorLine, ...]:
        """Return the lines that stand for a name, on whatever day."""
        if name not in self._lines:
            found = (line for line in self.actors.lines if line.role != "front" and line.catches(name))
            self._lines[name] = tuple(found) if name else ()
        return self._lines[name]

    def pair_lines(self, a: str, b: str, dyad: str) -> Iterator[ActorLine]:
        """Yield the lines that stand for a pair by its own name, or by the names of its sides in either order."""
        for name in dict.fromkeys((dyad, f"{a} - {b}", f"{b} - {a}")):
            if name not in self._pairs:
                of_pairs = (line for line in self.actors.lines if line.role in ("front", "ignore"))
                self._pairs[name] = tuple(line for line in of_pairs if line.catches(name))
            yield from self._pairs[name]

    def concerns(self, a: str, b: str, dyad: str) -> bool:
        """Return whether a clash of these two can be one of a client: whether a line other than an adversary's stands for either, or for the pair."""
        sides = (*self.lines_for(a), *self.lines_for(b))
        return any(line.role != "adversary" for line in sides) or any(self.pair_lines(a, b, dyad))

    def verdict(self, a: str, b: str, dyad: str, day: date) -> Verdict:
        """Return whose clash it is on a day; worked out once for a pair that no line bounds in time."""
        key = (a, b, dyad)
        if key not in self._timeless:
            lines = [*self.lines_for(a), *self.lines_for(b), *self.pair_lines(a, b, dyad)]
            is_bounded = any(line.is_bounded for line in lines)
            self._timeless[key] = None if is_bounded else self._verdict(a, b, dyad, day)
        return self._timeless[key] or self._verdict(a, b, dyad, day)

    def _verdict(self, a: str, b: str, dyad: str, day: date) -> Verdict:
        pair = [line for line in self.pair_lines(a, b, dyad) if line.holds_on(day)]
        if pair:
            return self._of_pair(a, b, dyad, pair[0])
        sides = [self._of_side(name, day) for name in (a, b)]
        if any(side and side.role == "ignore" for side in sides):
            return Verdict(why_not="the list of actors says to leave it out")
        first, second = sides
        if not any(side and side.role in ("client", "label") for side in sides):
            return Verdict(why_not=NO_CLIENT)
        if first is None or second is None:
            return self._half_known(a, b, first, second)
        attackers = [side for side in (first, second) if side.role in ("client", "label")]
        if len(attackers) == 2:
            return self._two_clients(a, b, dyad, attackers)
        client = attackers[0]
        adversary, own = (second, "b") if client is first else (first, "a")
        return Verdict(tuple(f"{c}/{adversary.ids[0]}" for c in client.ids), own)

    def _of_side(self, name: str, day: date) -> ActorLine | None:
        """Return the one line that stands for a name on a day; two that disagree are a fault."""
        held = [line for line in self.lines_for(name) if line.holds_on(day)]
        different = {(line.role, line.ids): line for line in held}
        if len(different) > 1:
            one, other = list(different.values())[:2]
            what = f"'{name}' is caught by '{other.actor}' and, on line {one.line}, by '{one.actor}'"
            hint = f"one event would be that of {';'.join(one.ids) or one.role} and of {';'.join(other.ids) or other.role}"
            self.faults[name, ""] = Fault(self.actors.name, other.line, what, f"{hint}: narrow one of them")
        return held[0] if held else None

    def _of_pair(self, a: str, b: str, dyad: str, line: ActorLine) -> Verdict:
        if line.role == "ignore":
            return Verdict(why_not="the list of actors says to leave it out")
        adversaries = {front.partition("/")[2] for front in line.ids}
        mapped = {
            side: {i for found in self.lines_for(name) for i in found.ids}
            for side, name in (("a", a), ("b", b))
        }
        own = next((side for side in ("a", "b") if mapped[side] & adversaries), "")
        return Verdict(line.ids, own)

    def _half_known(self, a: str, b: str, first: ActorLine | None, second: ActorLine | None) -> Verdict:
        known, other = (second, a) if first is None else (first, b)
        if not other:
            return Verdict(why_not="the row names no second side")
        stranger = other if known is not None and known.role in ("client", "label") else ""
        return Verdict(why_not=f"'{other}' is not in the list of actors", stranger=stranger)

    def _two_clients(self, a: str, b: str, dyad: str, attackers: list[ActorLine]) -> Verdict:
        one, other = attackers
        what = f"'{a}' and '{b}' are both clients ({';'.join(one.ids)}, {';'.join(other.ids)}) and fight each other in the data"
        hint = f'add a line: "{dyad}",ignore, or with role front and the front that it is'
        self.faults[min(a, b), max(a, b)] = Fault(self.actors.name, other.line, what, hint)
        return Verdict(why_not="both sides are clients")
