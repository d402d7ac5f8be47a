"""What requests of the API carry and what answers hold: strict, so that nothing is taken for what it is not."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

Case = Annotated[str, Path(description="Name of a case.", max_length=80)]
RunId = Annotated[str, Path(description="Id of a finished run: that of its job.", max_length=80)]
FileIn = Annotated[str, Path(description="Name of a file of the run.", max_length=80)]
PictureIn = Annotated[str, Path(description="Name of a picture of the run.", max_length=120)]
Form = Literal["svg", "png"]
Seed = Annotated[int, Query(ge=0, le=2**32 - 1, description="Same seed, same futures.")]


class ErrorResponse(BaseModel):
    """Why a request was not answered, one sentence a fault."""

    wrong: list[str]


class JobData(BaseModel):
    """A piece of work."""

    id: str
    kind: str
    case: str
    asked: dict[str, Any]
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    stage: str
    done: int
    total: int
    why: str


class RunData(BaseModel):
    """A finished piece of work, and what of it can be taken away."""

    id: str
    kind: str
    case: str
    asked: dict[str, Any]
    finished: str
    files: list[str]
    pictures: dict[str, str]  #: what each shows, by name


FileName = Literal["scenario.yaml", "claims.yaml", "sources.yaml", "events.csv", "trigger.csv"]


class Files(BaseModel):
    """The files of a scenario as text."""

    model_config = ConfigDict(extra="forbid", strict=True)
    files: dict[FileName, Annotated[str, Field(max_length=4_000_000)]]


class Copy(BaseModel):
    """A copy to be made."""

    model_config = ConfigDict(extra="forbid", strict=True)
    source: str = Field(max_length=80)
    name: str = Field(min_length=1, max_length=63, pattern=r"^[a-z0-9][a-z0-9-]*$")


class Report(BaseModel):
    """What a check found."""

    sound: bool
    faults: list[dict[str, str | int | None]]
    cannot_answer: list[str]
    warnings: list[str]


class CaseName(BaseModel):
    """A case by its name."""

    name: str


class StrategyAsked(BaseModel):
    """A strategy: a name, and its actions in words."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field(min_length=1, max_length=120)
    actions: list[Annotated[str, Field(max_length=200)]] = Field(max_length=60)


class CompareRequest(BaseModel):
    """Strategies to compare with doing nothing."""

    model_config = ConfigDict(extra="forbid", strict=True)
    strategies: list[StrategyAsked] = Field(min_length=1, max_length=4)
    days: int = Field(90, ge=1, le=10_000)
    futures: int = Field(2_000, ge=1, le=10_000_000)
    seed: int = Field(1, ge=0, le=2**32 - 1)


class Explained(BaseModel):
    """A strategy to explain, against the second one or else against doing nothing."""

    model_config = ConfigDict(extra="forbid", strict=True)
    strategies: list[StrategyAsked] = Field(min_length=1, max_length=2)
    days: int = Field(90, ge=1, le=10_000)
    seed: int = Field(1, ge=0, le=2**32 - 1)


class SavedStrategy(BaseModel):
    """A saved strategy by its id."""

    id: str


class ForecastAsked(BaseModel):
    """What to forecast; left out, as the first page does."""

    model_config = ConfigDict(extra="forbid", strict=True)
    days: int | None = Field(None, ge=1, le=10_000)
    futures: int | None = Field(None, ge=1, le=10_000_000)
    seed: int = Field(1, ge=0, le=2**32 - 1)


REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorResponse, "description": "It cannot be asked so."},
    404: {"model": ErrorResponse, "description": "Nothing has that name."},
    422: {"model": ErrorResponse, "description": "The request does not have the described form."},
    429: {"model": ErrorResponse, "description": "As many jobs are open as the server takes."},
}
WAIT: dict[int | str, dict[str, Any]] = {
    202: {"model": dict, "description": "Being made: the job is in the answer."}
}
