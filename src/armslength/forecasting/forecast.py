"""From a scenario to a forecast: replay, futures, who follows, and one object that holds it all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from armslength.counted import is_clash, together, words
from armslength.forecasting import evidence_summary
from armslength.forecasting.against_prior import against_prior
from armslength.forecasting.compliance import Answer
from armslength.forecasting.draws_forecast import Answered, DrawsForecast
from armslength.forecasting.futures import Outcomes
from armslength.forecasting.run_manifest import manifest_of
from armslength.formatting import SCALE, SCALE_NAME, capital, day, listed
from armslength.initial_conditions import InitialConditions
from armslength.results import forecast as r
from armslength.results.follow import Follow
from armslength.results.patrons import Commander, OneOfPatrons, Patron, Support
from armslength.results.theory_average import TheoryAverage
from armslength.run import Run, RunOptions
from armslength.scenario import Scenario, load
from armslength.scenario.dates import not_come
from armslength.scenario.support import changes
from armslength.simulate import Action
from armslength.tasks import Here, results

if TYPE_CHECKING:
    import xarray as xr

LATELY = 365  # days before the as-of date in which a truce without an end began that is told of
RUNG_WINDOW = 7  # days before the as-of date whose events give the present rung


@dataclass(frozen=True)
class Forecast:
    """A finished forecast: a record for reading, and the same numbers with labelled dimensions for computing."""

    result: r.ForecastResult  #: everything, as `--json` prints it
    data: xr.Dataset  #: with units, and sample paths

    @property
    def follow(self) -> tuple[Follow, ...]:
        """Per front and order: pauses anyway, pauses because told, does not pause."""
        return self.result.follow

    def attacks(self, front: str, window_days: int) -> r.Attacks:
        """Return the attacks on a front within a window: median, intervals, exceedance.

        Raises:
            ArmslengthError: where the forecast has no such front or window.
        """
        return self.result.attacks_on(front, window_days)


def forecast(
    scenario: Scenario | str | Path,
    run: Run = Run(),
    *,
    keep_paths: bool = False,
    actions: tuple[Action, ...] = (),
    **options: Unpack[RunOptions],
) -> Forecast:
    """Forecast a case from its as-of date.

    Args:
        scenario: a scenario, its folder, or the name of a case.
        run: days, futures, seed, workers, parameters and progress; each may also be given by its name.
        keep_paths: keep every daily path, not a sample of a thousand.
        actions: what is fixed on the days ahead.

    Raises:
        ArmslengthError: for what cannot be asked.
    """
    case, run = load(scenario), run.but(**options)
    days, fitted = run.days_of(case), run.posterior_of(case)
    work = DrawsForecast(case, fitted, run.draws, days, run.seed, tuple(actions), keep_paths)
    whole, prior = work.joined(results(work, Here(run.workers, run.progress)))
    run.progress("writing it down", 0, 1)
    manifest = manifest_of(
        r.ForecastManifest,
        case,
        run,
        draws=run.draws,
        workers=run.workers,
        actions=[str(action) for action in actions],
        posterior=fitted.manifest if fitted else None,
    )
    return finished(
        whole.initial,
        whole.outcomes,
        whole.answers,
        manifest,
        _parameters_condition(manifest),
        beside_prior=prior and _dataset(prior),
    )


def _dataset(answered: Answered) -> xr.Dataset:
    from armslength.forecasting.dataset import dataset

    return dataset(answered.initial, answered.outcomes, answered.answers)


def finished(
    initial: InitialConditions,
    outcomes: Outcomes,
    answers: Sequence[Answer],
    manifest: r.ForecastManifest,
    condition: str,
    theories: TheoryAverage | None = None,
    beside_prior: xr.Dataset | None = None,
) -> Forecast:
    """Label the numbers and make the record; `condition` says where the parameters come from.

    `beside_prior` holds the same answers under the prior, where a fit was used; of several theories under the prior of
    each, with their weights.
    """
    from armslength.forecasting.dataset import dataset  # xarray takes its time to import
    from armslength.forecasting.three_ways import with_ways
    from armslength.forecasting.typed_view import TypedView

    case = initial.scenario
    data = dataset(initial, outcomes, answers)
    view = TypedView(data, case)
    ways = None
    if not manifest.actions:  # a what-if is the mechanism's alone
        data, ways = with_ways(case, data, manifest.seed)
    result = r.ForecastResult(
        scenario=_scenario(case, manifest, condition),
        evidence=evidence_summary.evidence_of(case),
        actors=evidence_summary.actors_of(case),
        state=view.state(
            evidence_summary.rung_reported(case, RUNG_WINDOW), RUNG_WINDOW, evidence_summary.shown_of(case)
        ),
        follow=tuple(view.follow()),
        commander=tuple(view.commander()),
        attacks=tuple(view.attacks()),
        lethal=tuple(view.lethal()),
        reprisal=tuple(view.reprisal()),
        together=tuple(view.together()),
        patron_strike=tuple(view.patron_strike()),
        against_prior=()
        if beside_prior is None
        else tuple(against_prior(data, beside_prior, len(theories.rows) if theories else 1)),
        assumed=tuple(evidence_summary.unscored(case)),
        ladder=view.ladder(),
        war=view.war(),
        weekly=tuple(view.weekly()),
        ways=ways,
        history=evidence_summary.history_of(case),
        words=r.Words(name=SCALE_NAME, scale=tuple(r.Word(word=w, start=a, end=b) for w, a, b in SCALE)),
        drivers=evidence_summary.drivers_of(case),
        not_claimed=evidence_summary.not_claimed_of(case),
        theories=theories,
        manifest=manifest,
    )
    return Forecast(result, data)


def _scenario(case: Scenario, manifest: r.ForecastManifest, condition: str) -> r.ForecastScenario:
    commander = case.commanders[case.commander_on(case.as_of)]
    several = len(case.patrons) > 1
    return r.ForecastScenario(
        name=case.name,
        title=case.title,
        question=case.question,
        as_of=case.as_of,
        start=case.start,
        horizon=manifest.days,
        first_day=case.first_day,
        step=case.step,
        patron=Patron(name=case.patron.name, organisation=case.patron.organisation),
        patrons=tuple(_patrons(case)) if several else (),
        support=tuple(_support(case)),
        commander=Commander(id=commander.id, name=_speakers(case) if several else commander.name),
        parameters_from=manifest.parameters_from,
        conditions=(*_conditions(case), condition),
    )


def _patrons(case: Scenario) -> Iterator[OneOfPatrons]:
    for i, patron in case.patrons.items():
        speaks = case.commanders[case.commander_on(case.as_of, i)]
        yield OneOfPatrons(id=i, name=patron.name, organisation=patron.organisation, commander=speaks.name)


def _speakers(case: Scenario) -> str:
    """Return who speaks for each of several patrons."""
    return "; ".join(
        f"{p.commander} for {p.name}" if p.commander != p.name else p.name for p in _patrons(case)
    )


def _support(case: Scenario) -> Iterator[Support]:
    for client, patron, span in (row for row in changes(case) if row[0] in case.living):
        source = case.sources.get(span.source)
        yield Support(
            client=client,
            patron=case.patrons[patron].name,
            start=span.start,
            end=min(span.end, case.as_of),
            level=span.level,
            kinds=span.kinds,
            source=source.title if source else span.source,
        )


def _conditions(case: Scenario) -> tuple[str, ...]:
    counted = together(map(case.counted_on, case.living_fronts))
    future = not_come(case.as_of)
    return (
        *([f"{capital(future)}."] if future else []),
        "The network stays active: patron, clients and adversaries continue as they are, and no ceasefire between states is signed.",
        *_ended_conditions(case),
        *_counted_conditions(case),
        f"Numbers of {counted} are conditional on no regional war in their window; the probability of war is given apart."
        if case.escalates
        else "Regional war and the patron's own forces are left out: the case reports neither.",
        _trigger_condition(case),
        *_order_conditions(case),
        *_truce_conditions(case),
        *_support_conditions(case),
    )


def _order_conditions(case: Scenario) -> Iterator[str]:
    """Yield whether orders are simulated; nothing where a case speaks of none at all."""
    if case.gives_orders:
        yield "The commander's orders are simulated."
    elif case.asks_who_follows:
        yield "The commander gives no orders."


def _ended_conditions(case: Scenario) -> Iterator[str]:
    """Yield which groups are left out, since they had ended."""
    ended = [f"{c.name} ({day(c.until)})" for c in case.clients.values() if c.until is not None]
    if ended:
        yield f"Left out, as they ended before the as-of date: {listed(ended)}."


def _counted_conditions(case: Scenario) -> Iterator[str]:
    """Yield what is counted, where that is not attacks."""
    living = case.living_fronts
    for what in dict.fromkeys(map(case.counted_on, living)):
        fronts = [case.fronts[f].name for f in living if case.counted_on(f) == what]
        where = "on every front" if len(fronts) == len(living) else f"on {listed(fronts)}"
        if is_clash(what):
            yield f"What is counted {where} are {words(what)}, whoever attacked: nothing is said of whose attacks they were, of harm or of the dead."
        elif what != "attacks":
            yield f"What is counted {where} are {words(what)} alone."


def _truce_conditions(case: Scenario) -> Iterator[str]:
    """Yield each truce of a client and an adversary that stands on the as-of date."""
    for truce in (e for e in case.events if e.kind == "truce"):
        fronts = listed([case.fronts[f].name for f in truce.fronts])
        if truce.is_open and (case.as_of - truce.date).days <= LATELY:
            yield f"A truce ({fronts}) of {day(truce.date)} has no recorded end: the model lets it end as halts do."
        elif truce.end_date > case.as_of:
            yield f"A truce ({fronts}) holds until {day(truce.end_date)}, as declared, so far as it is kept."


def _support_conditions(case: Scenario) -> Iterator[str]:
    if case.network.is_dated:
        yield "Support goes on as on the as-of date."
    if case.network.several and (case.gives_orders or case.asks_who_follows):
        yield "Where nothing else is said, a client hears the orders of the patron that gives it most on the day."


def _trigger_condition(case: Scenario) -> str:
    named = case.trigger_side.name
    if len({level for _, level in case.trigger}) == 1:  # it never moved, and stays
        return f"The trigger war ({named}) stays as it is." if named else "There is no trigger war."
    if named:
        return f"The trigger war ({named}) is simulated by a process of its own, with truces."
    return "The trigger is simulated by a process of its own."


def _parameters_condition(manifest: r.ForecastManifest) -> str:
    fit = manifest.posterior
    if fit is None:
        said = "Parameters are drawn from priors, not fitted: intervals of parameters are as wide as those priors."
        return f"{manifest.fit_refused} {said}" if manifest.fit_refused else said
    said = f"Parameters that the history informs are drawn from a fit ({fit.method}), the others from their priors."
    return said if fit.converged else f"{said} THE FIT HAS NOT CONVERGED: {fit.faults}."
