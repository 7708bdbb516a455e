"""Three values of truth, so that what nobody knows is never taken for a no."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn

__all__ = ["Truth", "all_of", "any_of"]


class Truth(Enum):
    """What can be said of a condition: it holds, it does not, or nobody can tell yet.

    The values combine by strong Kleene logic: learning a fact can turn `UNKNOWN` into
    `YES` or `NO`, and never turns one of these into anything else.
    """

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"

    @staticmethod
    def of(value: bool) -> Truth:  # noqa: FBT001 - the boolean is what is translated
        """Say what is known for certain: `YES` or `NO`."""
        return Truth.YES if value else Truth.NO

    def __invert__(self) -> Truth:
        """Deny the value; the denial of what is unknown is unknown."""
        if self is Truth.YES:
            return Truth.NO
        return Truth.YES if self is Truth.NO else self

    def __bool__(self) -> NoReturn:
        """Refuse, because an `if` would take what is unknown for one of the other two."""
        message = "a truth has three values: compare it, as in `value is Truth.YES`"
        raise TypeError(message)


def all_of(values: Iterable[Truth]) -> Truth:
    """Hold where every value holds; the first `NO` settles it and the rest is not asked."""
    result = Truth.YES
    for value in values:
        if value is Truth.NO:
            return value
        if value is Truth.UNKNOWN:
            result = value
    return result


def any_of(values: Iterable[Truth]) -> Truth:
    """Hold where some value holds; the first `YES` settles it and the rest is not asked."""
    result = Truth.NO
    for value in values:
        if value is Truth.YES:
            return value
        if value is Truth.UNKNOWN:
            result = value
    return result
