"""The nine kinds of condition; each engine is one exhaustive match over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = [
    "About",
    "All",
    "Any",
    "Breached",
    "Compare",
    "Condition",
    "Has",
    "HasRole",
    "Not",
    "Only",
    "Relation",
    "Value",
    "atoms",
]

Value = bool | str | int | date


class Relation(StrEnum):
    """How a count or a date stands to its bound."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Has:
    """The fact is one of the values; of a set of choices: it has one of them."""

    fact: str
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class HasRole:
    """Somebody whom the role fact names is one of the roles."""

    fact: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Only:
    """Everything that the set names is among the values; `negated`: something is not."""

    fact: str
    values: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Compare:
    """A count or date against a bound: a value, or (a text) the name of another fact."""

    fact: str
    relation: Relation
    bound: int | date | str


@dataclass(frozen=True, slots=True)
class About:
    """The circumstance is part of the scenario; never unknown."""

    circumstance: str


@dataclass(frozen=True, slots=True)
class Breached:
    """The norm at this address has been breached."""

    address: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; of no parts: it holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds; of no parts: it does not."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = Has | HasRole | Only | Compare | About | Breached | All | Any | Not


def atoms(condition: Condition) -> Iterator[Has | HasRole | Only | Compare | About | Breached]:
    """Give the tests of a condition, from left to right."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from atoms(part)
        case Not(part):
            yield from atoms(part)
        case _:
            yield condition
