"""Faults between parts of `scenario.yaml`: names that nobody has, values that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from operator import attrgetter

from armslength.counted import words
from armslength.errors import Fault
from armslength.parameters import Parameter
from armslength.parameters.priors import Beta, Fixed, HalfNormal, Prior, Truncated
from armslength.scenario.parameter_values import meaning
from armslength.scenario.payoffs import PAYOFFS
from armslength.scenario.schema import Number, ScenarioFile
from armslength.scenario.suggest import did_you_mean
from armslength.scenario.yaml_text import Document, Path
from armslength.world.step import STEPS

IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LEAST_MASS = 0.99
MOST, MASS_WITHIN = 1e9, 0.999  #: beyond this no parameter has a meaning, and single precision overflows
MOST_YEARS = 40  #: of history


def reference_faults(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    """Yield every name in `scenario.yaml` that nothing answers to."""
    yield from _identifiers(document, file)
    yield from _fronts(document, file)
    yield from _members(document, file)
    yield from _periods(document, file)
    yield from _steps(document, file)
    yield from _ends(document, file)
    for name in file.payoffs:
        if name not in PAYOFFS:
            yield document.fault(("payoffs", name), f"unknown payoff '{name}'", did_you_mean(name, PAYOFFS))
    if file.as_of < file.start:
        yield document.fault(("as_of",), f"as_of {file.as_of} is before start {file.start}", "swap the dates")
    elif (years := (file.as_of - file.start).days / 365.25) > MOST_YEARS:
        what = f"{years:.0f} years of history, of which {MOST_YEARS} are the most"
        yield document.fault(("start",), what, "start later")


def _ends(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    """Yield ends of clients that are none: outside the history, or of all of them."""
    for name, client in file.clients.items():
        if client.until is not None and not file.start <= client.until < file.as_of:
            what = f"'{name}' ends on {client.until}, which is no day of the history before the as-of date {file.as_of}"
            yield document.fault(
                ("clients", name, "until"), what, "leave `until` out of a group that goes on"
            )
    living = [
        front for front in file.fronts if (c := file.clients.get(front.partition("/")[0])) and c.until is None
    ]
    if file.fronts and not living and any(client.until is not None for client in file.clients.values()):
        what = "every client with a front has ended by the as-of date, so there is nothing to forecast"
        yield document.fault(("as_of",), what, "an earlier as-of date, or leave out an `until`")
    for i, front in enumerate(file.endpoint.fronts if file.endpoint else ()):
        if front in file.fronts and front not in living and living:
            what = f"the endpoint asks about '{front}', whose client has ended"
            yield document.fault(("endpoint", "fronts", i), what, f"did you mean '{living[0]}'?")


def _steps(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    """Yield dates and windows that end within a step."""
    step = STEPS[file.step]
    if step.is_day or file.as_of < file.start:
        return
    if not step.can_begin(file.start):
        how = f"write {file.start.replace(day=1)}"
        yield document.fault(
            ("start",), f"the step is a month, and {file.start} is not the first of one", how
        )
        return
    if not step.whole(file.start, file.as_of):
        ends = step.begins(file.start, step.number(file.start, file.as_of)) - timedelta(days=1)
        what = f"the step is a {step.name}, and {file.as_of} is not the last day of one counted from {file.start}"
        yield document.fault(("as_of",), what, f"write {ends}, or another start")
        return
    if step.name == "month":
        return  # months differ in length: what is asked in days is taken to the nearest end of one
    asked: list[tuple[str, ...]] = [("horizon",)] * ("horizon" in file.model_fields_set)
    asked += [("pause", "days")] * ("days" in file.pause.model_fields_set)
    asked += [("endpoint", "horizon")] * (file.endpoint is not None)
    for path in asked:
        days = attrgetter(".".join(path))(file)
        if days % int(step.days):
            near = max(days // int(step.days), 1) * int(step.days)
            what = f"{days} days are no whole number of steps, and the step is a {step.name}"
            yield document.fault(path, what, f"write {near}")


def _identifiers(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    for scope in ("patrons", "commanders", "hosts", "clients", "adversaries", "umbrellas", "series"):
        for name in getattr(file, scope):
            if not IDENTIFIER.fullmatch(name):
                yield document.fault(
                    (scope, name), f"'{name}' cannot be an id", "use lower case, words joined by '-'"
                )


def _unknown(document: Document, path: Path, what: str, name: str, names: Iterable[str]) -> Iterator[Fault]:
    known = list(names)
    if name not in known:
        yield document.fault(path, f"unknown {what} '{name}'", did_you_mean(name, known))


def _fronts(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    for front in file.fronts:
        client, slash, adversary = front.partition("/")
        path: Path = ("fronts", front)
        if not slash:
            yield document.fault(path, f"the front '{front}' names no adversary", "write client/adversary")
            continue
        yield from _unknown(document, path, "client", client, file.clients)
        yield from _unknown(document, path, "adversary", adversary, file.adversaries)


def _members(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    for name, client in file.clients.items():
        if client.host:
            yield from _unknown(document, ("clients", name, "host"), "host", client.host, file.hosts)
        for commander in client.ties:
            place = ("clients", name, "ties", commander)
            yield from _unknown(document, place, "commander", commander, file.commanders)
    for name, umbrella in file.umbrellas.items():
        for i, front in enumerate(umbrella.fronts):
            yield from _unknown(document, ("umbrellas", name, "fronts", i), "front", front, file.fronts)
    for name, series in file.series.items():
        for i, front in enumerate(series.fronts):
            yield from _unknown(document, ("series", name, "fronts", i), "front", front, file.fronts)
    yield from _counts(document, file)
    for i, coupling in enumerate(file.couplings):
        for key, front in (("from", coupling.from_), ("to", coupling.to)):
            yield from _unknown(document, ("couplings", i, key), "front", front, file.fronts)
    for i, front in enumerate(file.endpoint.fronts if file.endpoint else ()):
        yield from _unknown(document, ("endpoint", "fronts", i), "front", front, file.fronts)
    for key in ("reprisals_complete", "deaths_complete"):
        for i, adversary in enumerate(getattr(file, key)):
            yield from _unknown(document, (key, i), "adversary", adversary, file.adversaries)


def _counts(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    """Yield series that would drive the replay of one front, or of fronts under one label, in two units."""
    driving = {
        f: [i for i, s in file.series.items() if s.primary and f in file.counted_by(i)] for f in file.fronts
    }
    together = [*((f,) for f in file.fronts), *(u.fronts for u in file.umbrellas.values())]
    told = set()
    for fronts in together:
        first, *others = [i for f in fronts for i in driving.get(f, ())] or [""]
        for other in others:
            if file.series[other].counts != file.series[first].counts and other not in told:
                told.add(other)
                what = f"'{other}' counts {words(file.series[other].counts)}, '{first}' {words(file.series[first].counts)}, and both drive "
                what += f"the replay of {fronts[0]}" if len(fronts) == 1 else "fronts under one label"
                yield document.fault(("series", other, "counts"), what, "let one be `primary: false`")


def _periods(document: Document, file: ScenarioFile) -> Iterator[Fault]:
    for i, pressure in enumerate(file.host_pressure):
        yield from _unknown(document, ("host_pressure", i, "host"), "host", pressure.host, file.hosts)
    for i, threat in enumerate(file.public_threats):
        yield from _unknown(
            document, ("public_threats", i, "adversary"), "adversary", threat.adversary, file.adversaries
        )
    for scope in ("host_pressure", "public_threats"):
        for i, period in enumerate(getattr(file, scope)):
            place = (scope, i, "to")
            if period.end < period.start:
                what = f"ends on {period.end}, before it starts on {period.start}"
                yield document.fault(place, what, "swap the dates")
            if max(period.start, period.end) > file.as_of:
                what = f"reaches {period.end}, after the as-of date {file.as_of}"
                yield document.fault(place, what, "end it there")


def written_numbers(file: ScenarioFile) -> Iterator[tuple[Path, str, str, Number]]:
    """Every number of the model that the scenario writes: place, scope, name in that scope, number."""
    for scope in ("commanders", "clients", "adversaries", "fronts"):
        for entity, record in getattr(file, scope).items():
            for name, number in record.parameters.items():
                yield (scope, entity, "parameters", name), scope, name, number
    for client, record in file.clients.items():
        for commander, numbers in record.ties.items():
            for name, number in numbers.items():
                yield ("clients", client, "ties", commander, name), "ties", name, number
        for patron, numbers in record.towards.items():
            for name, number in numbers.items():
                yield ("clients", client, "towards", patron, name), "towards", name, number
    for path, number in file.parameters.items():
        yield ("parameters", path), "", path, number


def number_faults(document: Document, file: ScenarioFile, catalogue: Sequence[Parameter]) -> Iterator[Fault]:
    """Yield parameters that do not exist, values and priors that the model cannot take."""
    for path, scope, name, number in written_numbers(file):
        if scope == "towards":
            records = {p.name: p for p in catalogue if p.per_bond}
        elif scope:
            records = {p.name: p for p in catalogue if p.scope == scope}
        else:
            records = {p.path: p for p in catalogue if not p.per_entity}
        if name in records:
            yield from _impossible(document, path, records[name], number)
        else:
            yield document.fault(path, f"unknown parameter '{name}'", did_you_mean(name, records))


def _impossible(document: Document, path: Path, record: Parameter, number: Number) -> Iterator[Fault]:
    low, high = record.support
    place = ".".join(str(part) for part in path)
    between = (
        f"it must lie between {low:g} and {high:g}" if high < float("inf") else f"it must be {low:g} or more"
    )
    if number.value is not None and not record.within_support(number.value):
        yield document.fault((*path, "value"), f"'{place}' is {number.value:g}", between)
        return
    prior, _ = meaning(record, number)
    ends = prior.interval(MASS_WITHIN)
    if not all(abs(x) <= MOST for x in ends):
        key = "value" if number.prior is None else "prior"
        what = f"the prior {prior} of '{place}' reaches {max(ends, key=abs):.3g}, too large a number to compute with"
        yield document.fault((*path, key), what, f"let it stay below {MOST:g}")
        return
    inside = mass_inside(prior, record.support)
    if inside < LEAST_MASS:
        key = "value" if number.prior is None else "prior"
        what = f"the prior {prior} of '{place}' has {1 - inside:.0%} of its mass outside the support"
        yield document.fault((*path, key), what, between)


def mass_inside(prior: Prior, support: tuple[float, float]) -> float:
    """Share of a prior inside a support; families whose range lies inside need no table."""
    ranges: Mapping[type[Prior], tuple[float, float]] = {Beta: (0.0, 1.0), HalfNormal: (0.0, float("inf"))}
    low, high = ranges.get(type(prior), (float("-inf"), float("inf")))
    if isinstance(prior, Truncated):
        low, high = prior.lower, prior.upper
    if isinstance(prior, Fixed):
        low = high = prior.value
    if support[0] <= low and high <= support[1]:
        return 1.0
    return prior.mass_within(support)
