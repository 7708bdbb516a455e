"""The kinds of text that a file holds; every other type comes from the vocabulary."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, LiteralString, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from protocol_rules.diagnostics import quote
from protocol_rules.validation.shape import shape_of

__all__ = [
    "AnyNumber",
    "AsWritten",
    "Day",
    "Name",
    "OneOrMany",
    "Text",
    "YesNo",
    "written_wrong",
]

T = TypeVar("T")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class AsWritten(BaseModel):
    """The base of every model of a file: immutable, and closed against words it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def written_wrong(code: LiteralString, message: str, hint: str = "") -> PydanticCustomError:
    """Word a fault that a model finds by itself, as it will be told."""
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint})


def _as_list(value: object) -> object:
    if isinstance(value, dict):
        raise written_wrong(
            "wrong-shape", "a text or a list of texts is wanted here, not a mapping"
        )
    return [value] if isinstance(value, str) else value


def _as_full_list(value: object) -> object:
    if value == []:
        raise written_wrong("empty-value", "at least one is wanted here, and the list is empty")
    return _as_list(value)


def _as_yes_no(value: object) -> object:
    if value not in ("true", "false"):
        raise written_wrong("wrong-type", f"true or false is wanted here, not {shape_of(value)}")
    return value == "true"


def _as_day(value: object) -> object:
    hint = "a date is written as 2025-04-28"
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise written_wrong("not-a-date", f"a date is wanted here, not {shape_of(value)}", hint)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise written_wrong("no-such-date", f"there is no date {quote(value)}") from None


Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
OneOrMany = Annotated[
    tuple[T, ...],
    BeforeValidator(_as_full_list, json_schema_input_type=T | list[T]),  # type: ignore[valid-type]
]
AnyNumber = Annotated[
    tuple[T, ...],
    BeforeValidator(_as_list, json_schema_input_type=T | list[T]),  # type: ignore[valid-type]
]
YesNo = Annotated[bool, BeforeValidator(_as_yes_no, json_schema_input_type=bool)]
Day = Annotated[
    date, BeforeValidator(_as_day), WithJsonSchema({"type": "string", "format": "date"})
]
