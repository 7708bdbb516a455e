"""Parts of a file held against a model; what is sound is given back though the rest is not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from protocol_rules.diagnostics import InvalidInput, nearest
from protocol_rules.validation.explain import explain
from protocol_rules.validation.place import Path, Place

__all__ = ["validate", "validate_whole"]

Model = TypeVar("Model", bound=BaseModel)
Schema = Mapping[str, Any]
Error = Mapping[str, Any]


def validate(model: type[Model], written: object, place: Place) -> Model | None:
    """Read a part of a file as the model says, and tell each fault at its place.

    Gives back what is left when the faulty keys are taken out, so that the rest of the file can
    be read and all its faults told at once; `None` where nothing sensible is left.
    """
    errors: list[Error] = []
    left = written
    while True:
        try:
            return model.model_validate(left)
        except ValidationError as error:
            found = cast("list[Error]", error.errors(include_url=False))
        if not errors:
            errors = found
            _tell(model, written, errors, place)
        # INVARIANT: each turn takes at least one key out, so that this ends.
        left = _without(left, found)
        if left is None:
            return None


def validate_whole(model: type[Model], written: object, place: Place) -> Model:
    """Read a part of a file without which nothing can go on; raises `InvalidInput`."""
    found = validate(model, written, place)
    if found is None:
        raise InvalidInput(place.faults.diagnostics)
    return found


def _tell(model: type[BaseModel], written: object, errors: Iterable[Error], place: Place) -> None:
    errors = list(errors)
    misspelt = {
        (error["loc"][:-1], nearest(str(error["loc"][-1]), _keys_beside(model, error["loc"])))
        for error in errors
        if error["type"] == "extra_forbidden"
    }
    for error in errors:
        location: Path = error["loc"]
        if error["type"] == "missing" and (location[:-1], location[-1]) in misspelt:
            continue
        told = explain(error, _keys_beside(model, location), _elsewhere(model, location))
        spot = place.below(_in_the_file(written, location))
        spot.fault(told.code, told.message, told.hint, at=told.at)


def _in_the_file(written: object, location: Path) -> Path:
    """Keep of a location the steps that stand in the file; pydantic adds some of its own."""
    path: Path = ()
    for step in location:
        if isinstance(written, dict) and step in written:
            written = cast("dict[str | int, object]", written)[step]
        elif isinstance(written, list) and isinstance(step, int):
            written = cast("list[object]", written)[step]
        else:
            continue
        path = (*path, step)
    return path


def _without(written: object, errors: Iterable[Error]) -> object:
    """Take out the key around each error; `None` where that would be everything."""
    for path in sorted({_key_around(_in_the_file(written, error["loc"])) for error in errors}):
        if not path:
            return None
        written = _less(written, path)
    return written


def _key_around(path: Path) -> tuple[str, ...]:
    """Cut a path before its first list, which is taken out whole: its items go by position."""
    keys = itertools.takewhile(lambda step: isinstance(step, str), path)
    return cast("tuple[str, ...]", tuple(keys))


def _less(written: object, path: Sequence[str]) -> object:
    entries = dict(cast("dict[str, object]", written))
    if len(path) == 1:
        entries.pop(path[0], None)
    elif path[0] in entries:
        entries[path[0]] = _less(entries[path[0]], path[1:])
    return entries


@cache
def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema(by_alias=True)


def _keys_beside(model: type[BaseModel], location: Path) -> tuple[str, ...]:
    """Name the keys that are known where a key stands."""
    schema = _schema(model)
    here = list(_alternatives(schema, schema))
    for step in location[:-1]:
        here = [
            way
            for each in here
            for below in _below(each, step)
            for way in _alternatives(schema, below)
        ]
    return tuple(dict.fromkeys(key for each in here for key in each.get("properties", {})))


def _below(schema: Schema, step: str | int) -> Iterator[Schema]:
    if isinstance(step, int):
        if "items" in schema:
            yield schema["items"]
    elif step in schema.get("properties", {}):
        yield schema["properties"][step]
    else:
        yield from schema.get("patternProperties", {}).values()
        if isinstance(schema.get("additionalProperties"), dict):
            yield schema["additionalProperties"]


def _alternatives(whole: Schema, schema: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from _alternatives(whole, whole["$defs"][schema["$ref"].rpartition("/")[2]])
    elif "anyOf" in schema:
        for each in schema["anyOf"]:
            yield from _alternatives(whole, each)
    else:
        yield schema


def _elsewhere(model: type[BaseModel], location: Path) -> str:
    """Say what has a key, where it is none of those that may stand here."""
    for name, schema in _schema(model).get("$defs", {}).items():
        if location and location[-1] in schema.get("properties", {}):
            words = re.sub(r"(?<!^)([A-Z])", r" \1", name.removesuffix("Written")).lower()
            return f"it is a key of a {words}"
    return ""
