"""What requests of the API carry and what answers hold: strict, so that nothing is taken for what it is not."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from fastapi import Path, Query
from fastapi.responses import JSONResponse, Response
from pydantic import ConfigDict, Field

from armslength.results import Record, described
from armslength.web.jobs import Job, JobState
from armslength.web.tasks import NamedActions, Task

CaseName = Annotated[str, Path(description="Name of a case.", max_length=80)]
RunId = Annotated[str, Path(description="Id of a finished run: that of its job.", max_length=80)]
JobId = Annotated[str, Path(description="Id of a job.", max_length=80)]
FileName = Annotated[str, Path(description="Name of a file of the run.", max_length=80)]
PictureName = Annotated[str, Path(description="Name of a picture of the run.", max_length=120)]
PictureFormat = Literal["svg", "png"]
SeedQuery = Annotated[int, Query(ge=0, le=2**32 - 1, description="Same seed, same futures.")]
ScenarioFile = Literal[
    "scenario.yaml", "claims.yaml", "sources.yaml", "events.csv", "trigger.csv", "questions.yaml"
]


class Request(Record):
    """What a request carries."""

    model_config = ConfigDict(strict=True)


class FilesRequest(Request):
    """The files of a scenario as text."""

    files: dict[ScenarioFile, Annotated[str, Field(max_length=4_000_000)]] = described("text by file")

    @property
    def texts(self) -> dict[str, str]:
        """The texts by the names of their files."""
        return {str(name): text for name, text in self.files.items()}


class CopyRequest(Request):
    """A copy to be made of a case."""

    source: str = described("name of the case", max_length=80)
    name: str = described("name of the copy", min_length=1, max_length=63, pattern=r"^[a-z0-9][a-z0-9-]*$")


class StrategyRequest(Request):
    """A strategy: a name, and its actions in words."""

    name: str = described("name of the strategy", min_length=1, max_length=120)
    actions: list[Annotated[str, Field(max_length=200)]] = described("actions in words", max_length=60)

    def as_named(self) -> NamedActions:
        """Return the strategy as a task holds it."""
        return NamedActions(name=self.name, actions=tuple(self.actions))


class CompareRequest(Request):
    """Strategies to compare with doing nothing."""

    strategies: list[StrategyRequest] = described("strategies", min_length=1, max_length=4)
    days: int | None = described(
        "days ahead; about 90, in whole steps of the case, if left out", "days", default=None, ge=1, le=10_000
    )
    futures: int = described("futures of each", default=2_000, ge=1, le=10_000_000)
    seed: int = described("same seed, same futures", default=1, ge=0, le=2**32 - 1)


class WhyRequest(Request):
    """A strategy to explain, against the second one or else against doing nothing."""

    strategies: list[StrategyRequest] = described("strategies", min_length=1, max_length=2)
    days: int | None = described(
        "days ahead; about 90, in whole steps of the case, if left out", "days", default=None, ge=1, le=10_000
    )
    seed: int = described("same seed, same futures", default=1, ge=0, le=2**32 - 1)


class ForecastRequest(Request):
    """What to forecast; what is left out is as on the first page."""

    days: int | None = described("days ahead", "days", default=None, ge=1, le=10_000)
    futures: int | None = described("futures to play", default=None, ge=1, le=10_000_000)
    seed: int = described("same seed, same futures", default=1, ge=0, le=2**32 - 1)


class ErrorAnswer(Record):
    """Why a request was not answered."""

    wrong: list[str] = described("what is wrong, one sentence each")


class CaseAnswer(Record):
    """A case."""

    name: str = described("its name here")
    editable: bool = described("whether it lies in the workspace")


class NameAnswer(Record):
    """A case by its name."""

    name: str = described("its name here")


class StrategyAnswer(Record):
    """A saved strategy by its id."""

    id: str = described("id of the saved strategy")


class StoppedAnswer(Record):
    """What became of a request to stop a job."""

    stopped: bool = described("whether there was anything to stop")


class JobAnswer(Record):
    """A task of a case, and how far it is."""

    id: str = described("id of the job, and of its run once it is done")
    kind: str = described("kind of task")
    case: str = described("name of the case")
    task: Task = described("what is computed")
    state: JobState = described("how far it is")
    stage: str = described("what is being done, in words")
    done: int = described("steps done")
    total: int = described("steps in all")
    why: str = described("why it failed, in one sentence; else empty")


class WaitingAnswer(Record):
    """What stands in place of a result that is being made."""

    ready: Literal[False] = False
    job: JobAnswer = described("the job that makes it")


class RunAnswer(Record):
    """A finished task, and what of it can be taken away."""

    id: str = described("id of the run")
    kind: str = described("kind of task")
    case: str = described("name of the case")
    task: Task = described("what was computed")
    finished: str = described("when, in UTC")
    files: list[str] = described("names of its files")
    pictures: dict[str, str] = described("what each of its pictures shows, by name")


def job_answer(job: Job) -> JobAnswer:
    """Return a job as the API answers with it."""
    return JobAnswer(
        id=job.id,
        kind=job.task.kind,
        case=job.case,
        task=job.task,
        state=job.state,
        stage=job.stage,
        done=job.done,
        total=job.total,
        why=job.why,
    )


def accepted(job: Job) -> JSONResponse:
    """Return the answer 202 with the job that makes a result."""
    return JSONResponse(WaitingAnswer(job=job_answer(job)).model_dump(mode="json"), 202)


R = TypeVar("R", bound=Record)


def answered(result: R | Job) -> R | Response:
    """Return a result, or the answer 202 with the job that makes it."""
    return accepted(result) if isinstance(result, Job) else result


Responses = dict[int | str, dict[str, Any]]  # the type that FastAPI declares
REFUSALS: Responses = {
    400: {"model": ErrorAnswer, "description": "It cannot be asked so."},
    404: {"model": ErrorAnswer, "description": "Nothing has that name."},
    422: {"model": ErrorAnswer, "description": "The request does not have the described form."},
    429: {"model": ErrorAnswer, "description": "As many jobs are open as the server takes."},
}
WAITING: Responses = {202: {"model": WaitingAnswer, "description": "Being made by the job in the answer."}}
