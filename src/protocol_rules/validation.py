"""A file held against the model of what it should be; every fault is told with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from protocol_rules.diagnostics import Diagnostic, InvalidInput, Span, did_you_mean, quote
from protocol_rules.source import Source, Table

__all__ = ["AsWritten", "Faults", "Name", "OneOrMany", "Place", "Text", "YesNo", "validate"]

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)
T = TypeVar("T")

_KIND_OF = {"dict_type": "a mapping", "model_type": "a mapping", "model_attributes_type": "a mapping"}


class AsWritten(BaseModel):
    """The base of every model of a file: immutable, and closed against words it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_yes_no(value: object) -> object:
    if value not in ("true", "false"):
        message = f"{quote(value)} is not `true` or `false`"
        raise ValueError(message)
    return value == "true"


Text = Annotated[str, StringConstraints(min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
OneOrMany = Annotated[tuple[T, ...], BeforeValidator(_as_list, json_schema_input_type=T | list[T])]  # type: ignore[valid-type]
YesNo = Annotated[bool, BeforeValidator(_as_yes_no, json_schema_input_type=bool)]


@dataclass
class Faults:
    """The faults of a file, gathered while it is read, so that all are told at once."""

    diagnostics: list[Diagnostic]

    @classmethod
    def none(cls) -> Faults:
        """Start with no fault."""
        return cls([])

    def add(self, diagnostic: Diagnostic) -> None:
        """Remember one fault more."""
        self.diagnostics.append(diagnostic)

    def stop_if_any(self) -> None:
        """Raise `InvalidInput` with every fault of severity error; go on where there is none."""
        if any(each.severity == "error" for each in self.diagnostics):
            raise InvalidInput(self.diagnostics)


@dataclass(frozen=True, slots=True)
class Place:
    """A spot of a file, by its path from the root, at which a fault can be told."""

    source: Source
    faults: Faults
    path: Path = ()
    clause: str = ""

    def __truediv__(self, step: str | int) -> Place:
        """Go one step down, to a key or to a position in a list."""
        return Place(self.source, self.faults, (*self.path, step), self.clause)

    def within(self, clause: str) -> Place:
        """Say which clause the spot belongs to."""
        return Place(self.source, self.faults, self.path, clause)

    @property
    def span(self) -> Span:
        """The place of the value."""
        return self.source.span(self.path)

    def is_quoted(self) -> bool:
        """Tell whether the value is a text in quotation marks."""
        return getattr(self.source.node(self.path), "quoted", True)

    def fault(
        self, code: str, message: str, hint: str = "", *, at: Literal["key", "value"] = "value"
    ) -> None:
        """Remember a fault of the key or the value that stands here."""
        told = self.source.diagnostic(
            code, message, self.path, at=at, hint=hint, clause=self.clause
        )
        self.faults.add(told)


def validate(model: type[Model], source: Source, clause_of: Callable[[Path], str]) -> Model:
    """Read a file as the model says; `clause_of` names the clause that a path belongs to.

    Raises `InvalidInput` with one diagnostic for each fault.
    """
    try:
        return model.model_validate(source.plain())
    except ValidationError as error:
        faults = [
            _diagnostic(model, source, each, clause_of)
            for each in error.errors(include_url=False, include_context=True)
        ]
        raise InvalidInput(faults) from None


def _diagnostic(
    model: type[BaseModel], source: Source, error: Mapping[str, Any], clause_of: Callable[[Path], str]
) -> Diagnostic:
    location: Path = tuple(error["loc"])
    path = _in_the_file(source, location)
    place = Place(source, Faults.none(), path, clause_of(path))
    kind: str = error["type"]
    written = error.get("input")
    if kind == "extra_forbidden":
        known = _keys_beside(model, location)
        place.fault("unknown-key", f"no key {quote(location[-1])} is known here",
                    did_you_mean(str(location[-1]), known) or _listed(known), at="key")
    elif kind == "missing":
        place.fault("missing-key", f"the key `{location[-1]}` is missing", at="key")
    elif kind in _KIND_OF:
        place.fault("wrong-shape", f"a mapping is wanted here, not {_shape(written)}")
    elif kind in ("list_type", "tuple_type"):
        place.fault("wrong-shape", f"a list is wanted here, not {_shape(written)}")
    elif kind == "string_type":
        place.fault("wrong-shape", f"a text is wanted here, not {_shape(written)}")
    elif kind == "string_too_short":
        place.fault("empty-value", "a text is wanted here, and nothing is written")
    elif kind == "string_pattern_mismatch":
        place.fault("not-a-name", f"{quote(written)} is no name: lower-case letters, digits and _")
    elif kind == "literal_error" or kind == "enum":
        allowed = [word.strip("' ") for word in error["ctx"]["expected"].replace(" or ", ",").split(",")]
        place.fault("unknown-word", f"{quote(written)} is not allowed here",
                    did_you_mean(str(written), allowed) or _listed(allowed))
    elif kind.startswith(("date_", "datetime_")):
        place.fault("not-a-date", f"{quote(written)} is no date", "a date is written as 2025-04-28")
    else:
        place.fault("wrong-value", str(error["msg"]).removeprefix("Value error, "))
    return place.faults.diagnostics[0]


def _in_the_file(source: Source, location: Path) -> Path:
    """Drop the steps that pydantic adds for itself and that stand in no file."""
    path: Path = ()
    for position, step in enumerate(location):
        if source.node((*path, step)) is not None or position == len(location) - 1:
            path = (*path, step)
    if path and source.node(path) is None and not isinstance(source.node(path[:-1]), Table):
        return path[:-1]
    return path


def _keys_beside(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    schema = model.model_json_schema(by_alias=True)
    here: dict[str, Any] = schema
    for step in location[:-1]:
        here = _followed(schema, here)
        if isinstance(step, int):
            here = here.get("items", {})
        elif step in here.get("properties", {}):
            here = here["properties"][step]
        elif isinstance(here.get("additionalProperties"), dict):
            here = here["additionalProperties"]
    return sorted(_followed(schema, here).get("properties", {}))


def _followed(schema: Mapping[str, Any], here: dict[str, Any]) -> dict[str, Any]:
    while True:
        if "$ref" in here:
            here = schema["$defs"][here["$ref"].rsplit("/", 1)[-1]]
        elif "anyOf" in here:
            here = here["anyOf"][0]
        else:
            return here


def _listed(words: Sequence[str]) -> str:
    return f"known here: {', '.join(words)}" if words and len(words) < 40 else ""  # noqa: PLR2004


def _shape(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return quote(value) if value else "nothing"
