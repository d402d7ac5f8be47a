"""What a saved forecast says, as the tasks and rows of a hubverse hub.

Counts are answered by quantiles and by the forecast's own futures, the same ones for all fronts and horizons, so that
what moves together stays together. Yes or no and ordered outcomes are answered by the probability of each category.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

import numpy as np

from armslength.errors import ArmslengthError
from armslength.exporting.hub_config import (
    JOINT_OVER,
    Listed,
    ModelTask,
    OutputTypeIds,
    OutputTypes,
    Sampled,
    SampleIds,
    TargetMetadata,
    Values,
    task_ids,
)
from armslength.formatting import capital
from armslength.results.actors import ANY_FRONT
from armslength.results.forecast import ForecastResult
from armslength.results.issued import LEVELS
from armslength.scoring.observed import observe
from armslength.scoring.saved_forecast import SavedForecast

BEYOND = 10  #: futures that must lie beyond the outer quantiles, so that these are more than the extremes of a sample
FEWEST_PATHS = ceil(BEYOND / LEVELS[0])
YES, NO = "yes", "no"
REPRISALS = ("none", "level 1", "level 2", "level 3", "level 4")
LETHAL, REPRISAL, RUNG = "lethal attack", "highest reprisal", "highest rung"
ALL_FUTURES = "The counts of this export are over all kept futures, with a regional war or without."
NOTHING_FIXED = "as reported"

#: columns of a file of forecasts and their types
COLUMNS: Mapping[str, str] = {
    "origin_date": "DATE",
    "scenario_id": "VARCHAR",
    "target": "VARCHAR",
    "front": "VARCHAR",
    "horizon": "INTEGER",
    "target_end_date": "DATE",
    "output_type": "VARCHAR",
    "output_type_id": "VARCHAR",
    "value": "DOUBLE",
}
Cell = tuple[str, str, int]  #: target, front, horizon in days
Row = tuple[str, str, float]  #: output type, its id, value


@dataclass(frozen=True)
class HubForecast:
    """The answers of one forecast."""

    saved: SavedForecast
    tasks: tuple[ModelTask, ...]
    answers: Mapping[Cell, tuple[Row, ...]]

    @property
    def scenario(self) -> str:
        """What was fixed on the days ahead, as the column `scenario_id` calls it."""
        return scenario_of(self.saved.result)

    def rows(self) -> list[tuple[object, ...]]:
        """Return the rows of its file, in the order of `COLUMNS`."""
        day, scenario = self.saved.as_of, self.scenario
        return [
            (day, scenario, target, front, horizon, day + timedelta(days=horizon), *row)
            for (target, front, horizon), rows in self.answers.items()
            for row in rows
        ]


def scenario_of(result: ForecastResult) -> str:
    """Return what was fixed on the days ahead, in words."""
    return "; ".join(result.manifest.actions) or NOTHING_FIXED


def hub_forecast(saved: SavedForecast) -> HubForecast:
    """Return the answers of a saved forecast.

    Raises:
        ArmslengthError: where it keeps too few futures for its outer quantiles.
    """
    refuse_few_paths(saved, FEWEST_PATHS, f"the outer quantiles ({LEVELS[0]:.1%} and {LEVELS[-1]:.1%})")
    targets = [*_counts(saved), *_lethal(saved), *_reprisals(saved), *_rungs(saved)]
    return HubForecast(
        saved,
        tuple(target.task(saved) for target in targets),
        {cell: rows for target in targets for cell, rows in target.answers.items()},
    )


def refuse_few_paths(saved: SavedForecast, fewest: int, what: str) -> None:
    """Raise `ArmslengthError` where a forecast keeps fewer futures than something needs."""
    kept = saved.paths.count.shape[-1]
    if kept < fewest:
        raise ArmslengthError(
            f"this forecast keeps {kept} daily futures, and {what} need {fewest:,}: make it again with more draws "
            "(`armslength forecast --draws 100` keeps 1,000)"
        )


@dataclass(frozen=True)
class _Target:
    """A target with its answers."""

    name: str
    units: str
    text: str
    kind: str
    outputs: OutputTypes
    answers: Mapping[Cell, tuple[Row, ...]]

    def task(self, saved: SavedForecast) -> ModelTask:
        fronts = list(dict.fromkeys(front for _, front, _ in self.answers))
        horizons = sorted({horizon for *_, horizon in self.answers})
        ends = [saved.as_of + timedelta(days=h) for h in horizons]
        scenario = scenario_of(saved.result)
        metadata = {
            "target_id": self.name,
            "target_name": f"{capital(self.name)} from the day after the origin to the horizon",
            "target_units": self.units,
            "target_keys": {"target": self.name},
            "description": self.text,
            "target_type": self.kind,
            "time_unit": "day",
        }
        return ModelTask(
            task_ids=task_ids(self.name, fronts, horizons, [saved.as_of], ends, scenario),
            output_type=self.outputs,
            target_metadata=(TargetMetadata.model_validate(metadata),),
        )


def targets_of(saved: SavedForecast) -> dict[str, str]:
    """Return what is counted by target: a front, or fronts that are counted together, joined by `;`."""
    together = observe(saved.reported, saved.actors).counts
    return {t: saved.actors.counts(t) for t in dict.fromkeys([*saved.actors.fronts, *together])}


def windows_of(saved: SavedForecast) -> list[int]:
    """Return the forecast's own windows that its daily futures reach, in days."""
    return [w for w in saved.windows if w <= saved.paths.days]


def _counts(saved: SavedForecast) -> Iterator[_Target]:
    paths, targets = saved.paths, targets_of(saved)
    kept = paths.count.shape[-1]
    sampled = Sampled(
        output_type_id_params=SampleIds(
            min_samples_per_task=kept, max_samples_per_task=kept, compound_taskid_set=JOINT_OVER
        ),
        value=Values(type="integer"),
    )
    quantiles = Listed(output_type_id=OutputTypeIds(required=LEVELS), value=Values(type="integer"))
    for counts in dict.fromkeys(targets.values()):
        answers = {
            (counts, front, w): tuple(_count_rows(paths.total(front.split(";"), np.arange(1, w + 1))))
            for front, what in targets.items()
            if what == counts
            for w in windows_of(saved)
        }
        yield _Target(
            counts,
            "count",
            f"{capital(counts)} on a front (CLIENT/ADVERSARY), or on several together (joined by ;), from the day after the "
            "origin to the last day of the horizon, regional war or not. A sample index is one future of all fronts and "
            "horizons.",
            "discrete",
            OutputTypes(quantile=quantiles, sample=sampled),
            answers,
        )


def _count_rows(total: np.ndarray) -> Iterator[Row]:
    found = np.quantile(total, LEVELS, method="inverted_cdf")
    yield from (("quantile", f"{q:g}", float(x)) for q, x in zip(LEVELS, found, strict=True))
    yield from (("sample", str(i), float(x)) for i, x in enumerate(total.tolist(), start=1))


def _lethal(saved: SavedForecast) -> Iterator[_Target]:
    answers = {
        (LETHAL, row.front, row.window_days): _pmf((YES, NO), (row.probability, 1 - row.probability))
        for row in saved.result.lethal
    }
    text = "At least one attack by a client that kills the adversary's own people, on a front or on any."
    yield from _categories(LETHAL, text, "binary", (YES, NO), answers)


def _reprisals(saved: SavedForecast) -> Iterator[_Target]:
    answers = {
        (REPRISAL, f"{ANY_FRONT}/{row.adversary}", row.window_days): _pmf(REPRISALS, row.shares)
        for row in saved.result.reprisal
    }
    text = "The highest level of an adversary's reprisals against any of the clients (any/ADVERSARY)."
    yield from _categories(REPRISAL, text, "ordinal", REPRISALS, answers)


def _rungs(saved: SavedForecast) -> Iterator[_Target]:
    names = rung_names(saved.result)
    answers = {
        (RUNG, ANY_FRONT, row.window_days): _pmf(names, row.shares) for row in saved.result.ladder.highest
    }
    text = "The highest rung of the ladder of escalation that is reached."
    yield from _categories(RUNG, text, "ordinal", names, answers)


def rung_names(result: ForecastResult) -> tuple[str, ...]:
    """Return the rungs of the ladder, lowest first, as categories."""
    return tuple(f"{rung.rung} {rung.name}" for rung in result.ladder.rungs)


def _categories(
    name: str, text: str, kind: str, categories: Sequence[str], answers: Mapping[Cell, tuple[Row, ...]]
) -> Iterator[_Target]:
    if answers:
        listed = Listed(
            output_type_id=OutputTypeIds(required=tuple(categories)), value=Values(type="double", maximum=1)
        )
        yield _Target(name, "probability", text, kind, OutputTypes(pmf=listed), answers)


def _pmf(categories: Iterable[str], shares: Sequence[float]) -> tuple[Row, ...]:
    total = sum(shares)
    return tuple(("pmf", category, p / total) for category, p in zip(categories, shares, strict=True))
