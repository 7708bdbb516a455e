"""Immutable objects as plain data that holds no code, and back.

All objects are numbered: first the texts, numbers and booleans, then whatever is made of parts,
each after its parts and as a record of its kind and their numbers. Equal objects are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any, cast

__all__ = ["Kinds", "Plain", "as_plain", "from_plain"]

Plain = Any
"""What JSON can hold: texts, whole numbers, booleans and `None`, and lists of them."""

Kinds = tuple[type, ...]
"""The dataclasses and enumerations that may be kept; nothing else is ever made."""

Constant = str | int | bool | None
_CONSTANTS = (str, int, bool, type(None))


def as_plain(value: object, kinds: Kinds, known: object = None) -> Plain:
    """Turn an object into plain data; parts of it which `known` has are left to that."""
    numbering = _Numbering(kinds)
    if known is not None:
        numbering.number(known)
    return numbering.number(value)


def from_plain(
    plain: Plain, kinds: Kinds, whole: type, known: Sequence[object] = ()
) -> list[object]:
    """Make the objects anew, the whole one last; `known` are those that were made before.

    Where this is no plain data of a `whole`, some error of Python tells so.
    """
    constants, records = cast("tuple[list[object], list[list[int]]]", plain)
    made: list[object] = [*known, *constants]
    part, add = made.__getitem__, made.append
    makers = [_MAKERS.get(kind, kind) for kind in _all(kinds)]
    for kind, *parts in records:
        add(makers[kind](*map(part, parts)))
    if type(made[-1]) is not whole:
        message = f"this is no {whole.__name__}"
        raise TypeError(message)
    return made


class _Numbering:
    def __init__(self, kinds: Kinds) -> None:
        self._kinds = {kind: number for number, kind in enumerate(_all(kinds))}
        self._numbers: dict[object, int] = {}

    def number(self, value: object) -> Plain:
        """Number what has no number yet; gives the new constants and the new records."""
        constants = [each for each in _constants_of(value) if self._is_new((type(each), each))]
        records: list[tuple[int, ...]] = []
        self._record(value, records)
        return constants, records

    def _record(self, value: object, records: list[tuple[int, ...]]) -> int:
        if type(value) in _CONSTANTS:
            return self._numbers[type(value), value]
        parts = (self._record(part, records) for part in _parts_of(value))
        record = (self._kinds[type(value)], *parts)
        if self._is_new(record):
            records.append(record)
        return self._numbers[record]

    def _is_new(self, key: object) -> bool:
        before = len(self._numbers)
        return self._numbers.setdefault(key, before) == before


def _all(kinds: Kinds) -> Kinds:
    return (*_MAKERS, *kinds)


def _constants_of(value: object) -> Iterator[Constant]:
    if type(value) in _CONSTANTS:
        yield cast("Constant", value)
        return
    for part in _parts_of(value):
        yield from _constants_of(part)


def _parts_of(value: Any) -> Sequence[object]:  # noqa: ANN401 - any object that may be kept
    if isinstance(value, Enum):
        return (value.value,)
    if isinstance(value, date):
        return (value.toordinal(),)
    if isinstance(value, dict):
        entries = cast("dict[object, object]", value)
        return (*entries, *entries.values())
    if isinstance(value, (tuple, frozenset)):
        return tuple(cast("frozenset[object]", value))
    return [getattr(value, field.name) for field in fields(value)]


def _tuple(*parts: object) -> tuple[object, ...]:
    return parts


def _frozenset(*parts: object) -> frozenset[object]:
    return frozenset(parts)


def _dict(*parts: object) -> dict[object, object]:
    half = len(parts) // 2
    return dict(zip(parts[:half], parts[half:], strict=True))


_MAKERS: Mapping[type, Callable[..., object]] = {
    tuple: _tuple,
    frozenset: _frozenset,
    dict: _dict,
    date: date.fromordinal,
}
