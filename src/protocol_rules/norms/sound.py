"""Pieces of a file read where they are plainly sound, without the models.

The models need pydantic, which takes longer to import than a sound file takes to read. What is
read here is what they would let pass, and nothing else: whoever doubts leaves it to them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn, TypeVar, cast

__all__ = [
    "Doubtful",
    "anything",
    "doubt",
    "keys",
    "one_of",
    "some",
    "table",
    "text",
    "texts",
    "word",
]

T = TypeVar("T")
W = TypeVar("W", bound=str)


class Doubtful(Exception):
    """The models have to look at this."""


def doubt() -> NoReturn:
    """Leave it to the models."""
    raise Doubtful


def keys(written: object, known: Collection[str]) -> Mapping[str, Any]:
    """Give the parts of a mapping that has no other keys than those that are known."""
    found = table(written, anything)
    return found if found.keys() <= set(known) else doubt()


def table(written: object, read: Callable[[object], T]) -> dict[str, T]:
    """Read a mapping of texts."""
    if not isinstance(written, dict):
        doubt()
    return {text(key): read(value) for key, value in cast("dict[object, object]", written).items()}


def some(written: object) -> tuple[str, ...]:
    """Read one text or a list of at least one."""
    return texts(written) or doubt()


def texts(written: object) -> tuple[str, ...]:
    """Read one text or a list of any number."""
    if isinstance(written, str):
        return (word(written),)
    if not isinstance(written, (list, tuple)):
        doubt()
    return tuple(word(each) for each in cast("list[object]", written))


def one_of(known: Collection[W], written: object) -> W:
    """Read one of some words."""
    return next((each for each in known if each == written), None) or doubt()


def word(written: object) -> str:
    """Read a text in which something is written."""
    return text(written) or doubt()


def text(written: object) -> str:
    """Read a text."""
    return written if isinstance(written, str) else doubt()


def anything(written: object) -> object:
    """Take what is written as it is."""
    return written
