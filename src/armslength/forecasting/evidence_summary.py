"""What was reported, what rests on it, and what it cannot answer: the evidence half of a forecast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from armslength.counted import together, words
from armslength.formatting import capital, listed
from armslength.ladder import Signs, rung_of
from armslength.results.actors import Actors, Adversary, Client, Front
from armslength.results.evidence import CarriedClaim, Driver, Evidence, MovingParameter, Report
from armslength.results.forecast import ShownQuantity, Unscored
from armslength.results.reported_kinds import one_of
from armslength.scenario import Event, Scenario
from armslength.scenario.claims import claims_on
from armslength.scenario.coverage import unanswerable
from armslength.scenario.grades import grades_of
from armslength.scenario.unvalued import is_unvalued, what_it_is
from armslength.world.mechanism import ACTORS
from armslength.world.order_of_play import ORDER_OF_PLAY

WAR_ASSUMED = (
    "The probability of regional war rests on an assumed hazard, so it is not among the main results."
)
NOT_CLAIMED = (
    "The model is not validated. Priors come from published work, the tallies and the claims; a prior that nothing informs is marked `assumed`. A fit changes only the parameters that the reports inform.",
    "It does not say what will happen, but how often it happens in futures simulated from the evidence and the model.",
    "It holds no weapons, sites, routes or named targets, and it ranks nobody: the loss of a commander is a recorded event of the past, and what it changed is not valued.",
    WAR_ASSUMED,
    "Scores on events after the as-of date are retrospective: the authors of the case knew them. Only forecasts registered beforehand are prospective.",
)
#: number on the first page -> parameters that move it; the mechanisms behind it say so themselves (`drives`)
DRIVERS: dict[str, tuple[str, ...]] = {
    "Who follows": (
        "control.weight_dependence",
        "control.weight_rapport",
        "control.weight_fear",
        "clients.*.autonomy",
    ),
    "What the commander does": ("directives.baseline", "directives.pressure"),
    "Attacks": ("fronts.*.base_rate", "tempo.branching", "tempo.half_saturation"),
    "A lethal attack": ("severity.lethal", "severity.cap", "severity.slack"),
    "Reprisal": ("adversaries.*.reprisal_rate", "reprisal.red_line", "attribution.baseline"),
}


def not_claimed_of(scenario: Scenario) -> tuple[str, ...]:
    """Return what a forecast of this case does not claim, a sentence each."""
    return tuple(said for said in NOT_CLAIMED if scenario.escalates or said != WAR_ASSUMED)


def evidence_of(scenario: Scenario) -> Evidence:
    """Return how much was reported, how fresh it is, and what these data cannot answer."""
    return Evidence(
        events=len(scenario.events),
        revised=scenario.revised_count,
        undated=scenario.undated_count,
        vintage_note=scenario.vintage.note,
        by_kind=dict(Counter(e.kind for e in scenario.events)),
        claims=len(scenario.claims),
        sources=len(scenario.sources),
        cannot_answer=tuple(unanswerable(scenario)),
        rests_on=grades_of(scenario),
    )


def unscored(scenario: Scenario) -> Iterator[Unscored]:
    """Yield which numbers on orders no report scores, so that they are what the priors assume."""
    if not scenario.reports_answers:
        if scenario.asks_who_follows:
            yield "follow"
        if any(map(scenario.says_who_kills, scenario.living_fronts)):
            yield "within control"
    if scenario.gives_orders and not scenario.reports_orders:
        yield "order"


def rung_reported(scenario: Scenario, days: int = 7) -> int:
    """Return the rung that the events of the last days show together; tallies alone say who is active."""
    last = [e for e in scenario.events if (scenario.as_of - e.end_date).days < days]
    active = {
        front
        for e in last
        if e.kind in ("attack", "tally") and (e.count is None or e.count > 0)
        for front in e.fronts
    }
    return rung_of(
        Signs(
            active=len(active),
            level=max((e.level or 1 for e in last if e.kind == "reprisal"), default=0),
            crossed=any(
                e.kind == "attack" and bool(e.deaths) and any(map(scenario.says_who_kills, e.fronts))
                for e in last
            ),
            direct_fire=any(e.kind == "patron_strike" for e in last),
            war=any(e.kind == "war" for e in last),
        )
    )


def history_of(scenario: Scenario) -> tuple[Report, ...]:
    """Return what was reported, row by row."""
    return tuple(_report(scenario, event) for event in scenario.events)


def _report(scenario: Scenario, e: Event) -> Report:
    series = scenario.series.get(e.series or "")
    fronts = e.fronts or (tuple(series.fronts) if e.kind == "tally" and series else ())
    counts = together(map(scenario.counted_on, fronts)) if fronts else together(scenario.counted)
    source = scenario.sources.get(e.source)
    return Report(
        id=e.event_id,
        front=fronts[0] if len(fronts) == 1 else None,
        fronts=fronts,
        series=e.series,
        primary=bool(series and series.primary),
        start=e.date,
        end=e.end_date,
        kind=e.kind,
        counts=counts,
        count=e.count,
        deaths=e.deaths,
        level=e.level,
        accepted=e.accepted,
        adversary=e.adversary,
        clients=tuple(e.clients),
        label=_label(scenario, e, fronts) or one_of(e.kind, counts),
        source=_source(e, source.title if source else e.source),
        address=source.address if source else "",
        published=e.published if e.published and e.published.year < 9999 else None,
        vintage=e.vintage(scenario.as_of),
    )


def _label(scenario: Scenario, e: Event, fronts: tuple[str, ...]) -> str:
    """Return the row's note, or the names of those whom it is about; nobody is named who was struck or lost."""
    if is_unvalued(e):
        return what_it_is(e)
    if e.note:
        return e.note
    names = [scenario.adversaries[e.adversary].short] if e.adversary else []
    names = (
        names or [scenario.clients[c].short for c in e.clients] or [scenario.fronts[f].name for f in fronts]
    )
    by = f", by {scenario.patrons[e.patron].name}" if e.patron else ""
    return listed(names) + by


def _source(e: Event, title: str) -> str:
    """Return the title of a row's source; of one that may name a person who was struck, its publisher alone."""
    return title.partition(":")[0] if is_unvalued(e) else title


def drivers_of(scenario: Scenario) -> tuple[Driver, ...]:
    """Return, for each number of the first page, the mechanisms behind it, their claims and the parameters that move it."""
    asked = {
        "Who follows": scenario.asks_who_follows,
        "What the commander does": scenario.gives_orders,
        "A lethal attack": any(map(scenario.says_who_kills, scenario.fronts)),
        "Reprisal": any(map(scenario.hits_back, scenario.adversaries)),
    }
    return tuple(_driver(scenario, n, paths) for n, paths in DRIVERS.items() if asked.get(n, True))


def _driver(scenario: Scenario, number: str, paths: tuple[str, ...]) -> Driver:
    mechanisms = [m for m in scenario.mechanisms if number in m.drives]
    added = [kind for m in mechanisms if m not in ORDER_OF_PLAY for kind in m.parameters]
    paths = (*paths, *(p.path for kind in added for p in kind.declared()))
    claims = claims_on(scenario.claims, *(place for m in mechanisms for place in m.places), *paths)
    return Driver(
        number=number,
        equations=tuple(e for m in mechanisms for e in m.equations),
        rests_on=tuple(CarriedClaim(claim=c.id, paraphrase=c.paraphrase, speaker=c.speaker) for c in claims),
        parameters=tuple(
            MovingParameter(
                path=s.name, meaning=s.record.meaning, prior=str(s.prior), value=s.value, source=s.source
            )
            for s in scenario.sites()
            if s.record.path in paths
        ),
    )


def shown_of(scenario: Scenario) -> tuple[ShownQuantity, ...]:
    """Return the quantities that tables show of everyone's state, in their order."""
    titled = [s for m in scenario.mechanisms for s in m.shows if s.title and s.kind in ACTORS]
    counted = capital(together(scenario.counted))
    return tuple(
        ShownQuantity(
            name=s.name, kind=ACTORS[s.kind], title=s.title.replace("Attacks", counted), form=s.form
        )
        for s in sorted(titled, key=lambda s: s.place)
    )


def actors_of(scenario: Scenario) -> Actors:
    """Return who is who, but for clients that have ended, and adversaries that only those attacked."""
    attacked = {scenario.fronts[front].adversary for front in scenario.living_fronts}
    gone = {front.adversary for front in scenario.fronts.values()} - attacked
    return Actors(
        clients=tuple(
            Client(id=c.id, name=c.name, short=c.short, theatre=c.theatre, host=c.host)
            for c in map(scenario.clients.__getitem__, scenario.living)
        ),
        adversaries=tuple(
            Adversary(id=a.id, name=a.name, short=a.short)
            for a in scenario.adversaries.values()
            if a.id not in gone
        ),
        fronts=tuple(
            Front(
                id=f.id,
                name=f.name,
                short=f.short,
                client=f.client,
                adversary=f.adversary,
                theatre=f.theatre,
                counts=words(scenario.counted_on(f.id)),
            )
            for f in map(scenario.fronts.__getitem__, scenario.living_fronts)
        ),
    )
