"""What a worker can be asked to compute: one frozen record a kind of task, as jobs, the database and the API hold it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from armslength.results import Count, Days, Record, described

FIT_FILE = "fit.json"  #: where a run keeps the fit that it read
Seed = Annotated[int, Field(ge=0, lt=2**32)]
SEED = "seed of the random numbers"


class NamedActions(Record):
    """A strategy as a worker plays it: a name, and its actions in the words of the action grammar."""

    name: str = described("name of the strategy")
    actions: tuple[str, ...] = described("actions in words")


class ForecastTask(Record):
    """The forecast behind the first page."""

    kind: Literal["forecast"] = "forecast"
    days: Days = described("days ahead", "days")
    futures: Count = described("futures to play")
    seed: Seed = described(SEED)


class WeekTask(Record):
    """What the reports of the last week changed."""

    kind: Literal["week"] = "week"
    draws: Count = described("draws of the parameters")
    seed: Seed = described(SEED)


class StoryTask(Record):
    """One future, day by day."""

    kind: Literal["story"] = "story"
    days: Days = described("days ahead", "days")
    seed: Seed = described("number of the future")


class BacktestTask(Record):
    """Scores of past forecasts against baselines."""

    kind: Literal["backtest"] = "backtest"
    draws: Count = described("draws of the parameters")
    seed: Seed = described(SEED)
    refitted: bool = described("whether the model is fitted anew at each origin")


class FitTask(Record):
    """What the fit that ships with a case says."""

    kind: Literal["fitted"] = "fitted"


class TheoriesTask(Record):
    """Rival theories of who obeys, and their weights."""

    kind: Literal["theories"] = "theories"
    seed: Seed = described(SEED)


class CompareTask(Record):
    """Strategies against doing nothing and against each other; `refine` draws every picture and the report."""

    kind: Literal["compare", "refine"] = "compare"
    strategies: tuple[NamedActions, ...] = described("strategies to compare")
    days: Days = described("days ahead", "days")
    futures: Count = described("futures of each strategy")
    seed: Seed = described(SEED)


class WhyTask(Record):
    """Through which mechanisms a strategy makes its difference, from a second one or from doing nothing."""

    kind: Literal["why"] = "why"
    strategies: tuple[NamedActions, ...] = described("the strategy, and the one it is set against, if any")
    days: Days = described("days ahead", "days")
    futures: Count = described("futures of each strategy")
    seed: Seed = described(SEED)


Task = Annotated[
    ForecastTask | WeekTask | StoryTask | BacktestTask | FitTask | TheoriesTask | CompareTask | WhyTask,
    Field(discriminator="kind"),
]
TASK: TypeAdapter[Task] = TypeAdapter(Task)

#: kinds that the worker answers which no longer work occupies
QUICK = frozenset({"week", "story", "compare"})
#: kinds that take many minutes: a worker of their own does them, so that no forecast or refinement waits for one
LONG = frozenset({"backtest", "theories"})
