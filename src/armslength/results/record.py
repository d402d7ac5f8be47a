"""The base of all results, and the quantities that they share."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, NamedTuple, Self, dataclass_transform

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from armslength.errors import ArmslengthError, Fault


def described(text: str, unit: str | None = None, key: str | None = None, **more: Any) -> Any:
    """Return a pydantic field with a sentence and a unit; both appear in the JSON Schema and the documents.

    Args:
        text: what the field holds.
        unit: its unit, where its type has none of its own.
        key: its key in JSON, where that is no name in Python.
        more: what else pydantic's `Field` takes, such as `default`.
    """
    if unit:  # None would take away the unit of a type such as `Probability`
        more["json_schema_extra"] = {"unit": unit}
    return Field(description=text, alias=key, **more)


def optional(text: str, unit: str | None = None, *, default: None, **more: Any) -> Any:
    """Return a described field that is left out of the JSON where it does not apply; its default must be spelt out."""
    return described(text, unit, default=default, exclude_if=lambda value: value is None, **more)


def optional_rows(text: str, *, default: tuple[()]) -> Any:
    """Return a described field of rows that is left out of the JSON where there are none."""
    return described(text, default=default, exclude_if=lambda value: not value)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(described, optional))
class Record(BaseModel, frozen=True):
    """A frozen result. Unknown keys and numbers that JSON does not have are refused."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )

    def to_json(self) -> str:
        """Return the record as indented JSON that ends with a newline."""
        return self.model_dump_json(indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes, where: str | None = None) -> Self:
        """Read a record from JSON.

        Raises:
            ArmslengthError: naming the first key that does not fit; `where` names the file.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise ArmslengthError(Fault(where, None, _first_fault(cls.__name__, error))) from None


class Document(Record):
    """What a command prints with `--json`. Where it is kept as a file, a field `format` names its kind and version."""

    kind: ClassVar[str]  #: what it is, in words
    made_by: ClassVar[str]  #: the command that makes one

    @classmethod
    def from_json(cls, text: str | bytes, where: str | None = None) -> Self:
        """Read a kept result.

        Raises:
            ArmslengthError: where it is of another kind or version, or not whole; the fault says how to make it again.
        """
        if "format" not in cls.model_fields:
            return super().from_json(text, where)
        known: str = cls.model_fields["format"].default
        again = f"`{cls.made_by}` makes it again"
        try:
            data = from_json(text)
            found = data["format"]
        except (ValueError, KeyError, TypeError):
            raise ArmslengthError(Fault(where, None, f"this is no {cls.kind}", again)) from None
        if found != known:
            what = f"its format is {found!r}, and this version of armslength reads {known!r}"
            raise ArmslengthError(Fault(where, None, what, again))
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise ArmslengthError(Fault(where, None, _first_fault(cls.kind, error), again)) from None


def _first_fault(kind: str, error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    key = ".".join(map(str, first["loc"])) or "the whole"
    return f"this is no whole {kind}: {key}: {first['msg'].lower()}"


Probability = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "probability"})]
Share = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "share"})]
Count = Annotated[int, Field(ge=0)]
Days = Annotated[int, Field(ge=0, json_schema_extra={"unit": "days"})]


class Interval(NamedTuple):
    """Both ends of an interval; `[low, high]` in JSON."""

    low: float
    high: float


class Spread(NamedTuple):
    """The 5, 50 and 95 % quantiles; `[low, median, high]` in JSON."""

    low: float
    median: float
    high: float


class Quantiles(Record):
    """A median with its central intervals."""

    median: float = described("median")
    interval_50: Interval = described("central 50 %", key="50")
    interval_90: Interval = described("central 90 %", key="90")
    covers: str = described("what the intervals cover: parameters, chance, structure")
