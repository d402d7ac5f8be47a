"""From a scenario to a forecast: replay, futures, who follows, and one object that holds it all."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Literal

from armslength.errors import ArmslengthError
from armslength.fitting import Posterior, parameters_of, source_of
from armslength.forecasting import evidence_summary
from armslength.forecasting import forecast_document as doc
from armslength.forecasting.compliance import follow
from armslength.forecasting.futures import Outcomes, play_futures
from armslength.forecasting.run_manifest import manifest
from armslength.initial_conditions import InitialConditions, replay_to_as_of
from armslength.scenario import Scenario, load
from armslength.simulate import CHANCE, Action, Ensemble, plan_days

if TYPE_CHECKING:
    import xarray as xr

MOST_DAYS, MOST_FUTURES, MOST_SEED = 3650, 10_000_000, 2**32 - 1


@dataclass(frozen=True)
class Forecast:
    """A finished forecast: `document` for reading, `data` for computing."""

    document: dict[str, Any]  #: everything, as `--json` prints it
    initial: InitialConditions  #: where everyone stands on the as-of date, per draw
    outcomes: Outcomes  #: summaries over futures

    @cached_property
    def data(self) -> xr.Dataset:
        """The same numbers with labelled dimensions and units, and sample paths; made when first asked for."""
        from armslength.forecasting.dataset import dataset

        return dataset(self.initial, self.outcomes, self.document)

    @property
    def follow(self) -> list[dict[str, Any]]:
        """Per front and order: pauses anyway, pauses because told, does not pause."""
        followed: list[dict[str, Any]] = self.document["follow"]
        return followed

    def attacks(self, front: str, window_days: int) -> dict[str, Any]:
        """Attacks on a front within a window: median, intervals, exceedance."""
        rows: list[dict[str, Any]] = self.document["attacks"]
        for row in rows:
            if (row["front"], row["window_days"]) == (front, window_days):
                return row
        raise ArmslengthError(f"the forecast has no front '{front}' with a window of {window_days} days")


def forecast(
    scenario: Scenario | str | Path,
    *,
    days: int | None = None,
    futures: int = 200 * CHANCE,
    seed: int = 1,
    workers: int = 2,
    keep_paths: bool = False,
    actions: tuple[Action, ...] = (),
    posterior: Posterior | Literal["prior"] | None = None,
    progress: Callable[[str, int, int], None] = lambda stage, done, total: None,
) -> Forecast:
    """Forecast a case from its as-of date.

    `futures` is rounded up to whole draws of the parameters, fifty futures each. `progress` is told the stage, what
    is done and what there is to do. `posterior` is a fit of this case; without one, parameters come from the
    fit that a built-in case brings, else from the prior, as "prior" asks in any case. Raises `ArmslengthError` for what cannot be asked.
    """
    case = load(scenario)
    days = case.horizon if days is None else days
    check_sane(days, futures, seed)
    draws = -(-futures // CHANCE)
    progress("replaying the reported past", 0, 1)
    fitted = parameters_of(case, posterior)
    initial = replay_to_as_of(case, draws, seed, fitted)
    stop = Event()
    with ThreadPoolExecutor(1) as aside:  # the second question is prepared while the first is played
        asked = aside.submit(follow, initial, seed, workers, stop)
        try:
            outcomes = _play(initial, days, seed, workers, keep_paths, actions, progress)
            progress("asking who follows", 0, 1)
            followed = asked.result()
        finally:
            stop.set()  # interrupted: nobody will read the answer, so do not wait for it
    progress("writing it down", 0, 1)
    made = manifest(
        case, seed=seed, days=days, draws=draws, futures=outcomes.futures, workers=workers, rejected_share=initial.rejected,
        actions=[str(a) for a in actions],
        posterior=None if fitted is None else fitted.manifest.model_dump(mode="json", exclude_none=True), **source_of(case, posterior),
    )  # fmt: skip
    document = document_of(initial, outcomes, followed, days, made)
    return Forecast(document, initial, outcomes)


def _play(
    initial: InitialConditions,
    days: int,
    seed: int,
    workers: int,
    keep_paths: bool,
    actions: tuple[Action, ...],
    progress: Any,
) -> Outcomes:
    case = initial.scenario
    plan = plan_days(initial.network, initial.first_day, days, actions, deciding=case.directives == "model")
    ensemble = Ensemble(initial.layout, initial.values, initial.state, plan, seed)
    tick = Tally("playing futures", ensemble.draws * CHANCE, progress)
    return play_futures(ensemble, workers, keep_paths, tick)


class Tally:
    """Adds up what is done and passes it on."""

    def __init__(self, stage: str, total: int, progress: Callable[[str, int, int], None]):
        self.stage, self.total, self.done, self.progress = stage, total, 0, progress
        progress(stage, 0, total)

    def __call__(self, done: int) -> None:
        self.done += done
        self.progress(self.stage, self.done, self.total)


def check_sane(days: int, futures: int, seed: int) -> None:
    """Refuse what cannot be played."""
    for name, value, least, most in (
        ("days", days, 7, MOST_DAYS),
        ("futures", futures, 1, MOST_FUTURES),
        ("seed", seed, 0, MOST_SEED),
    ):
        if not least <= value <= most:
            raise ArmslengthError(f"{name} is {value}; it must lie between {least} and {most:,}")


def document_of(
    initial: InitialConditions, outcomes: Outcomes, followed: list[Any], days: int, made: dict[str, Any]
) -> dict[str, Any]:
    """The whole document; `made` is the manifest."""
    case = initial.scenario
    commander = case.commanders[case.commander_on(case.as_of)]
    return {
        "format": doc.FORMAT,
        "scenario": {
            "name": case.name, "title": case.title, "question": case.question, "as_of": case.as_of.isoformat(),
            "start": case.start.isoformat(), "horizon": days, "first_day": initial.first_day.isoformat(),
            "patron": {"name": case.patron.name, "organisation": case.patron.organisation},
            "commander": {"id": commander.id, "name": commander.name}, "parameters_from": made["parameters_from"],
            "conditions": _conditions(case, made),
        },
        "evidence": evidence_summary.evidence_section(case), "actors": evidence_summary.actors_section(case),
        "state": doc.state_section(initial) | {"rung": evidence_summary.rung_reported(case), "rung_window_days": 7}, "follow": followed, "commander": doc.commander_section(initial, outcomes),
        "attacks": doc.attacks_section(initial, outcomes), "lethal": doc.lethal_section(initial, outcomes),
        "reprisal": doc.reprisal_section(initial, outcomes), "ladder": doc.ladder_section(outcomes),
        "war": doc.war_section(outcomes), "weekly": doc.weekly_section(initial, outcomes),
        "history": evidence_summary.history_section(case), "words": doc.words_section(), "drivers": evidence_summary.drivers_section(initial),
        "not_claimed": list(evidence_summary.NOT_CLAIMED), "manifest": made,
    }  # fmt: skip


def _conditions(case: Scenario, made: dict[str, Any]) -> list[str]:
    fitted = made["posterior"]
    if fitted is None:
        parameters = "Parameters are drawn from priors, not fitted: intervals of parameters are as wide as those priors."
        if made["fit_refused"]:
            parameters = f"{made['fit_refused']} {parameters}"
    else:
        parameters = f"Parameters that the history informs are drawn from a fit ({fitted['method']}), the others from their priors."
        if not fitted["converged"]:
            parameters += f" THE FIT HAS NOT CONVERGED: {fitted['faults']}."
    return [
        "The network stays active: patron, clients and adversaries go on as they are, and no ceasefire between states is signed.",
        "Totals of attacks are given no regional war in their window; its probability stands beside them.",
        f"The trigger war ({case.trigger_side.name}) runs by its own process, with truces." if case.trigger_side.name else "The trigger runs by its own process.",
        "The commander's orders follow his own process." if case.directives == "model" else "The commander gives no orders.",
        parameters,
    ]  # fmt: skip
