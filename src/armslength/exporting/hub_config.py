"""The configuration of a hubverse hub, in the parts of schema version 6.0.0 that a folder of forecasts needs.

What each key may hold is written down once more in `schemas/*.json`, from the published description of version 6.0.0; these
are not hubverse's own schema files, which the hub's validator (the R package hubValidations) reads from its web site.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import JsonValue

from armslength.results.record import Record, described, optional

VERSION = "6.0.0"
SCHEMAS = f"https://raw.githubusercontent.com/hubverse-org/schemas/main/v{VERSION}"
TEAM = "armslength"
#: columns that say what is forecast; `output_type`, `output_type_id` and `value` follow
TASK_IDS = ("origin_date", "scenario_id", "target", "front", "horizon", "target_end_date")
JOINT_OVER = ("origin_date", "scenario_id")  #: what one sample index is the same future for
TARGET_ID_LENGTH, TARGET_NAME_LENGTH = 30, 100  #: characters, the longest that the schema allows
PLACEHOLDER = "write yours here"

TimeUnit = Literal["day", "week"]


class TaskId(Record):
    """The values of one column."""

    required: tuple[str | int, ...] | None = described("values that a submission must hold")
    optional: tuple[str | int, ...] | None = described("values that it may hold", default=None)


class Values(Record):
    """What the column `value` holds."""

    type: Literal["integer", "double"] = described("type of the values")
    minimum: int = described("least value", default=0)
    maximum: int | None = optional("greatest value", default=None)


class OutputTypeIds(Record):
    """The values of `output_type_id`."""

    required: tuple[float | str, ...] = described("all of them are in a submission")


class Listed(Record):
    """An output type whose ids are listed: quantiles by their levels, a pmf by its categories."""

    output_type_id: OutputTypeIds = described("levels or categories, low to high")
    value: Values = described("what `value` holds")
    is_required: bool = described("whether a submission must hold it", default=True)


class SampleIds(Record):
    """How samples are numbered."""

    type: Literal["integer"] = described("type of the index", default="integer")
    min_samples_per_task: int = described("least number of samples")
    max_samples_per_task: int = described("greatest number of samples")
    compound_taskid_set: tuple[str, ...] = described(
        "columns that tell two samples of one index apart; over all others an index is one joint future"
    )


class Sampled(Record):
    """The output type `sample`."""

    output_type_id_params: SampleIds = described("how samples are numbered")
    value: Values = described("what `value` holds")
    is_required: bool = described("whether a submission must hold it", default=True)


class OutputTypes(Record):
    """The output types of a task."""

    quantile: Listed | None = optional("quantiles", default=None)
    pmf: Listed | None = optional("probabilities of categories", default=None)
    sample: Sampled | None = optional("joint samples", default=None)


class TargetMetadata(Record):
    """What a target is."""

    target_id: str = described("its id", max_length=TARGET_ID_LENGTH)
    target_name: str = described("its name", max_length=TARGET_NAME_LENGTH)
    target_units: str = described("its unit", max_length=TARGET_NAME_LENGTH)
    target_keys: dict[str, str] = described("the value of the column `target` that means it")
    description: str = described("what it is, and when it is true")
    target_type: Literal["discrete", "binary", "ordinal"] = described("kind of its values")
    is_step_ahead: bool = described("whether it is one of a sequence over horizons", default=True)
    time_unit: TimeUnit = described("unit of the horizon")


class ModelTask(Record):
    """One target with the combinations that it is asked for."""

    task_ids: dict[str, TaskId] = described("values by column")
    output_type: OutputTypes = described("how it is answered")
    target_metadata: tuple[TargetMetadata, ...] = described("what it is")


class Due(Record):
    """When a round is open."""

    relative_to: str = described("column that the days count from", default="origin_date")
    start: int = described("first day, from that date", default=0)
    end: int = described("last day, from that date", default=1)


class Round(Record):
    """Forecasts from one or more origins with the same tasks."""

    round_id_from_variable: Literal[True] = described("the round is known by a column", default=True)
    round_id: str = described("that column", default="origin_date")
    round_name: str | None = optional("name of the round", default=None)
    model_tasks: tuple[ModelTask, ...] = described("the tasks")
    submissions_due: Due = described("when it is open", default=Due())
    additional_metadata: dict[str, JsonValue] | None = optional("what it was made from", default=None)

    @property
    def origins(self) -> set[str]:
        """The origin dates that it is about."""
        return {
            str(day)
            for task in self.model_tasks
            for day in (
                *(task.task_ids["origin_date"].required or ()),
                *(task.task_ids["origin_date"].optional or ()),
            )
        }


class Tasks(Record):
    """`tasks.json`: the rounds, and what is asked in each."""

    schema_version: str = described("address of the schema", default=f"{SCHEMAS}/tasks-schema.json")
    rounds: tuple[Round, ...] = described("the rounds")
    output_type_id_datatype: Literal["character"] = described(
        "type of the column `output_type_id`", default="character"
    )
    derived_task_ids: tuple[str, ...] = described(
        "columns that follow from others", default=("target_end_date",)
    )


class Contact(Record):
    """Whom to ask."""

    name: str = described("name", default=PLACEHOLDER)
    email: str = described("e-mail address", default="nobody@example.org")


class Repository(Record):
    """Where the hub is kept."""

    host: Literal["github"] = described("the one host that version 6.0.0 knows", default="github")
    owner: str = described("its owner", default=PLACEHOLDER)
    name: str = described("its name", default=PLACEHOLDER)


class Admin(Record):
    """`admin.json`: what the hub is, and who keeps it."""

    schema_version: str = described("address of the schema", default=f"{SCHEMAS}/admin-schema.json")
    name: str = described("name of the hub")
    maintainer: str = described("who keeps it", default=PLACEHOLDER)
    contact: Contact = described("whom to ask", default=Contact())
    repository: Repository = described("where it is kept", default=Repository())
    file_format: tuple[str, ...] = described("formats of its files", default=("parquet",))
    timezone: str = described("time zone of its dates", default="Europe/London")


class TimeSeries(Record):
    """The columns of the time series that are no task ids."""

    non_task_id_schema: dict[str, str] = described("type by column", default={"start_date": "Date"})
    versioned: bool = described("whether `as_of` dates each row", default=True)


class OracleOutput(Record):
    """How outcomes are written."""

    has_output_type_ids: bool = described("whether rows name output types", default=True)
    observable_unit: tuple[str, ...] = described(
        "columns that tell two outcomes apart", default=("target", "front", "horizon", "target_end_date")
    )
    versioned: bool = described("whether `as_of` dates each row", default=False)


class TargetData(Record):
    """`target-data.json`: how what was observed is written."""

    schema_version: str = described("address of the schema", default=f"{SCHEMAS}/target-data-schema.json")
    observable_unit: tuple[str, ...] = described(
        "columns that tell two observations apart", default=("target", "front", "target_end_date")
    )
    date_col: str = described("date of an observation", default="target_end_date")
    time_series: TimeSeries = described("the time series", key="time-series", default=TimeSeries())
    oracle_output: OracleOutput = described("the outcomes", key="oracle-output", default=OracleOutput())


def model_name(name: str) -> str:
    """Return a name as hubverse lets models be called: letters, digits and underscores.

    >>> model_name("axis-2024"), model_name("weighted mean, 2 weeks")
    ('axis_2024', 'weighted_mean_2_weeks')
    """
    return re.sub("[^A-Za-z0-9]+", "_", name)


def task_ids(
    target: str,
    fronts: Sequence[str],
    horizons: Sequence[int],
    origins: Sequence[date],
    ends: Sequence[date],
    scenario: str,
) -> dict[str, TaskId]:
    """Return the values by column of a target that is asked of all fronts at all horizons."""
    columns: dict[str, Sequence[str | int]] = {
        "origin_date": [day.isoformat() for day in origins],
        "scenario_id": [scenario],
        "target": [target],
        "front": fronts,
        "horizon": horizons,
        "target_end_date": sorted({day.isoformat() for day in ends}),
    }
    return {name: TaskId(required=tuple(columns[name])) for name in TASK_IDS}
