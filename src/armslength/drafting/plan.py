"""The plan of a case: which groups are clients, whom they fight on which front, and over which days that is counted.

Each rule stands here once, as the sentence that `DRAFT.md` gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from unicodedata import normalize

from armslength.drafting.clients import Candidate
from armslength.drafting.opponents import Found, Pair
from armslength.errors import ArmslengthError
from armslength.importing.actors_file import ActorLine
from armslength.importing.periods import Span, month_of
from armslength.scenario.dates import FIRST, LAST
from armslength.scenario.names import plain_name

LEAST_ON_A_FRONT = 10  #: clashes; with fewer a front's tempo stays at its prior
LEAST_IN_A_CASE = 20  #: clashes of all fronts; with fewer a fit has next to nothing to learn from
FIRST_DAYS = 365  #: of a front's counted days, on which its base rate is centred


@dataclass(frozen=True)
class Client:
    """A client of the case."""

    id: str
    candidate: Candidate
    name: str  #: as the event data write it


@dataclass(frozen=True)
class Front:
    """One client against one adversary."""

    client: str
    adversary: str
    pair: Pair
    covered: tuple[Span, ...]  #: where no row means no clash

    @property
    def id(self) -> str:
        """Its id."""
        return f"{self.client}/{self.adversary}"

    @property
    def first_days(self) -> Span:
        """The first of its counted days, on which its base rate is centred."""
        start = self.covered[0].start
        return Span(start, min(self.covered[0].end, start + timedelta(days=FIRST_DAYS - 1)))

    @property
    def base_rate(self) -> float:
        """Clashes a day in those, half a clash added, so that it is never 0."""
        span = self.first_days
        days = (span.end - span.start).days + 1
        return float(f"{(sum(day in span for day in self.pair.days) + 0.5) / days:.3g}")


@dataclass(frozen=True)
class LeftOut:
    """A pair that is no front, and why."""

    pair: Pair
    why: str
    listed: bool  #: both are actors of the case, so that `actors.csv` must say that the pair is left out


@dataclass(frozen=True)
class Umbrella:
    """A label under which several fronts are reported together."""

    name: str
    fronts: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What the case will be."""

    case: Span
    patrons: tuple[str, ...]  #: named ones first, then other governments that supported a client
    named: tuple[str, ...]  #: that the user named
    clients: tuple[Client, ...]
    adversaries: Mapping[str, str]  #: name by id
    fronts: tuple[Front, ...]
    left_out: tuple[LeftOut, ...]
    without_front: tuple[Candidate, ...]
    found: Found
    declared: tuple[Span, ...]  #: spans that the user declared covered; the rule's own where there are none
    lines: tuple[ActorLine, ...]  #: of `actors.csv`
    umbrellas: Mapping[str, Umbrella] = field(default_factory=dict)
    by_hand: bool = False  #: a person's list of actors stands, not the rule's


def _lines(
    clients: Iterable[Client], adversaries: Mapping[str, str], left_out: Iterable[LeftOut]
) -> list[ActorLine]:
    """Return the lines of `actors.csv`; a pair of listed actors that is no front needs one too."""
    return [
        *(ActorLine(c.name, "client", (c.id,), FIRST, LAST, _renamed(c)) for c in clients),
        *(ActorLine(name, "adversary", (i,), FIRST, LAST) for i, name in adversaries.items()),
        *(ActorLine(_dyad(out.pair), "ignore", (), FIRST, LAST, out.why) for out in left_out if out.listed),
    ]


def _renamed(client: Client) -> str:
    if client.name == client.candidate.name:
        return ""
    return f"'{client.candidate.name}' in the support data, the same by UCDP's id {client.candidate.ucdp_id}"


def _dyad(pair: Pair) -> str:
    return pair.dyad or f"{pair.client} - {pair.opponent}"


def plan_case(
    case: Span,
    patrons: tuple[Sequence[str], Sequence[str]],
    wanted: Sequence[Candidate],
    found: Found,
    declared: Sequence[Span],
) -> Plan:
    """Return the plan; raises `ArmslengthError` where no client, no front or too few clashes are left.

    `patrons` are those that the user named, and the other ones.
    """
    present = [c for c in wanted if c.name in found.names]
    own = {plain_name(found.names[c.name]): c for c in present}
    named, other = patrons
    rulers = {plain_name(name) for name in named}
    kept: list[Pair] = []
    left: list[tuple[Pair, str]] = []
    for pair in found.pairs:
        if why := _no_front(pair, own, rulers):
            left.append((pair, why))
        else:
            kept.append(pair)
    if not kept:
        raise ArmslengthError(_no_fronts(case, wanted, found, left))
    refuse_too_few(case, sum(len(pair.days) for pair in kept))
    names = _ids([*(c.name for c in present), *dict.fromkeys(p.opponent for p in kept)])
    with_front = {plain_name(pair.client) for pair in kept}
    clients = tuple(
        Client(names[c.name], c, found.names[c.name])
        for c in present
        if plain_name(found.names[c.name]) in with_front
    )
    by_name = {plain_name(c.name): c for c in clients}
    adversaries = {names[name]: name for name in sorted({p.opponent for p in kept})}
    fronts = [
        Front(
            by_name[plain_name(p.client)].id,
            names[p.opponent],
            p,
            _covered(p, own[plain_name(p.client)], case, found, declared),
        )
        for p in kept
    ]
    listed = {*by_name, *map(plain_name, adversaries.values())}
    left_out = tuple(
        LeftOut(p, why, {plain_name(p.client), plain_name(p.opponent)} <= listed) for p, why in left
    )
    return Plan(
        case=case,
        patrons=(*named, *other),
        named=tuple(named),
        clients=clients,
        adversaries=adversaries,
        fronts=tuple(sorted(fronts, key=lambda f: f.id)),
        left_out=left_out,
        without_front=tuple(
            c for c in wanted if plain_name(found.names.get(c.name, c.name)) not in with_front
        ),
        found=found,
        declared=tuple(declared),
        lines=tuple(_lines(clients, adversaries, left_out)),
    )


def refuse_too_few(case: Span, clashes: int) -> None:
    """Raise where a case has fewer clashes than a fit can use."""
    if clashes < LEAST_IN_A_CASE:
        raise ArmslengthError(
            f"{clashes} clashes are left between {case.start} and {case.end}, and a fit needs at least {LEAST_IN_A_CASE}; "
            "widen --from and --to, or bring data that record more"
        )


def _no_front(pair: Pair, own: Mapping[str, Candidate], rulers: set[str]) -> str:
    """Return why a pair is no front; empty where it is one."""
    opponent = plain_name(pair.opponent)
    if opponent in own:
        return "both sides are clients"
    if opponent in _patrons_of(own[plain_name(pair.client)], rulers):
        return "a client against the patron itself"
    if len(pair.days) < LEAST_ON_A_FRONT:
        number = len(pair.days)
        return f"{number} clash{'' if number == 1 else 'es'} in the case, fewer than {LEAST_ON_A_FRONT}"
    return ""


def _patrons_of(candidate: Candidate, named: set[str]) -> set[str]:
    """Return those of the named patrons that a client has: it may fight another's. Named by hand, it has all."""
    supporters = {plain_name(year.patron) for year in candidate.support}
    return named & supporters if supporters else named


def _no_fronts(
    case: Span, wanted: Sequence[Candidate], found: Found, left: Sequence[tuple[Pair, str]]
) -> str:
    names = ", ".join(c.name for c in wanted[:6])
    head = f"no front is left for {names} between {case.start} and {case.end}"
    if left:
        pair, why = max(left, key=lambda item: (len(item[0].days), item[0].client, item[0].opponent))
        return f"{head}; a front needs at least {LEAST_ON_A_FRONT} clashes, and the best, {pair.client} against {pair.opponent}, has {len(pair.days)} ({why})"
    alike = [n for names in found.missing.values() for n in names]
    hint = (
        f"names that look alike are {', '.join(alike[:4])}"
        if alike
        else "the event data name none of them in that time"
    )
    return f"{head}; {hint}"


def _covered(
    pair: Pair, candidate: Candidate, case: Span, found: Found, declared: Sequence[Span]
) -> tuple[Span, ...]:
    years = {*pair.years, *(year for year, opponent in candidate.active if opponent == pair.opponent)}
    return covered_by_rule(years, case, found.span, declared)


def covered_by_rule(
    years: Iterable[int], case: Span, data: Span, declared: Sequence[Span]
) -> tuple[Span, ...]:
    """Return the days on which no row means no clash, within the case.

    They are what the user declares, or the calendar years from the first to the last of the given ones, as far as the
    event data reach.
    """
    if declared:
        return tuple(_within(span, case) for span in declared if span.meets(case))
    known = sorted(years)
    reach = Span(month_of(data.start).start, month_of(data.end).end)
    span = Span(date(known[0], 1, 1), date(known[-1], 12, 31))
    return (_within(_within(span, reach), case),)


def _within(span: Span, other: Span) -> Span:
    return Span(max(span.start, other.start), min(span.end, other.end))


def _ids(names: Iterable[str]) -> dict[str, str]:
    """Return an id for each name, no two alike."""
    made: dict[str, str] = {}
    for name in names:
        plain = slug(name)
        number, free = 2, plain
        while free in made.values():
            free, number = f"{plain}-{number}", number + 1
        made[name] = free
    return made


def slug(name: str) -> str:
    """Return a name as an id: lower case, words joined by '-', without "Government of" and what stands in brackets.

    >>> slug("Government of Far Away (Nearby)"), slug("The A/B")
    ('far-away', 'the-a-b')
    """
    text = re.sub(r"\([^)]*\)", " ", re.sub(r"^Government of (the )?", "", name))
    ascii_text = normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")[:40].strip("-") or "actor"
