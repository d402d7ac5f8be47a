"""The base of what is written, the types that its keys share, and a number of the model."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainValidator,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from armslength.parameters import Prior, parse_prior
from armslength.scenario.dates import within_calendar
from armslength.world.entities import ENTITIES

#: under this name a file's reader hands on the key of a mapping; no file can write it
KEY = "the key under which it stands"

Share = Annotated[float, Field(ge=0, le=1)]
Text = Annotated[str, Field(min_length=1)]
Day = Annotated[date, AfterValidator(within_calendar)]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]  #: a list in the file


class Written(BaseModel):
    """A mapping in a scenario file: unknown keys fail, nothing is converted silently, no NaN."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        allow_inf_nan=False,
        validate_by_alias=True,
        validate_by_name=True,  # in Python; a file is read by alias alone
        str_strip_whitespace=True,
    )


class Named(Written):
    """An entry of a mapping, which knows the key under which it stands."""

    id: SkipJsonSchema[str] = Field("", alias=KEY)  # type: ignore[literal-required]


Entry = TypeVar("Entry", bound=Named)


def with_keys(entries: Any) -> Any:
    """Hand each entry its key; an entry without a word is an empty mapping."""
    if not isinstance(entries, dict):
        return entries
    return {
        key: {**(entry or {}), KEY: key} if entry is None or isinstance(entry, dict) else entry
        for key, entry in entries.items()
    }


Keyed = Annotated[dict[str, Entry], BeforeValidator(with_keys)]


def _prior(written: Any) -> Prior:
    return written if isinstance(written, Prior) else parse_prior(written)


WrittenPrior = Annotated[Prior, PlainValidator(_prior, json_schema_input_type=dict[str, Any])]


class Number(Written):
    """A number of the model: a value, a prior or both, and where it comes from."""

    value: float | None = Field(None, description="the best value; alone, it recentres the default prior")
    prior: WrittenPrior | None = Field(
        None,
        description=(
            "{family: [arguments]}: normal, lognormal, halfnormal, truncated, beta, or fixed to pin the value"
        ),
    )
    source: Text = Field(
        description="ids of sources.yaml, claim ids or series ids, separated by ';', or 'assumed'"
    )
    note: str = ""

    @model_validator(mode="after")
    def _says_something(self) -> Number:
        if self.value is None and self.prior is None:
            raise ValueError("give a value, a prior or both")
        return self


Numbers = dict[str, Number]


def numbers_of(scope: str) -> Any:
    """Return the field that holds the parameters of one actor."""
    names: list[JsonValue] = [p.name for kind in ENTITIES if kind.scope == scope for p in kind.declared()]
    return Field(
        {}, json_schema_extra={"propertyNames": {"enum": names}}, description=f"parameters of {scope}"
    )


def name_if_left_out(description: str = "the name if left out") -> Any:
    """Return the field of a short name."""
    return Field(default_factory=lambda data: data["name"], description=description)
