"""The value cells of a fact: what its values, all of them, can make of the tests on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial

from protocol_rules.engine.compile import compared, literal
from protocol_rules.truth import Truth, all_of, any_of
from protocol_rules.vocabulary import Fact, FactType, Vocabulary
from protocol_rules.vocabulary.conditions import Compare, Has, HasRole, Only, Value
from protocol_rules.vocabulary.values import NOT_YET, Given

__all__ = ["MOST_CELLS", "Cell", "FactTest", "NotDecided", "cells_of"]

MOST_CELLS = 500
"""How many cells a fact may have before nothing is proved by it."""

FactTest = Has | HasRole | Only | Compare
"""A test of one fact, by itself."""

Cell = Mapping[FactTest, Truth]
"""The truth of each test on a fact for some of its values."""


class NotDecided(Exception):
    """There are more stories than are looked at."""


_SOME_DAY = date(2024, 1, 10)
_ONE_DAY = timedelta(1)


def cells_of(fact: Fact, tests: Sequence[FactTest], words: Vocabulary) -> tuple[Cell, ...]:
    """Give the cells of a fact.

    No value of it makes of the tests what no cell has; `tests` hold it against values, not against
    other facts. Raises `NotDecided` where there are too many.
    """
    readers = [_reader(test, words) for test in tests]
    if fact.type in (FactType.CHOICES, FactType.ROLE):
        names = fact.values if fact.type is FactType.CHOICES else words.roles.roles
        vectors = _closed({_vector(frozenset({name}), readers) for name in names}, tests)
    else:
        vectors = {_vector(value, readers) for value in _values(fact, tests)}
    return tuple(dict(zip(tests, each, strict=True)) for each in sorted(vectors, key=_order))


_Vector = tuple[Truth, ...]
_Reader = Callable[[Given], Truth]


def _order(vector: _Vector) -> list[str]:
    return [truth.value for truth in vector]


def _reader(test: FactTest, words: Vocabulary) -> _Reader:
    if isinstance(test, Compare):
        return partial(_compared, test)
    return literal(test, words).of


def _compared(test: Compare, value: Given) -> Truth:
    return compared(test.relation, value, test.bound)


def _vector(value: Given, readers: Iterable[_Reader]) -> _Vector:
    return tuple(reader(value) for reader in readers)


def _closed(vectors: set[_Vector], tests: Sequence[FactTest]) -> set[_Vector]:
    """Add what several names make together: the tests say of a set what its names do, joined."""
    join = [_joins(test) for test in tests]
    found, waiting = set(vectors), list(vectors)
    while waiting:
        one = waiting.pop()
        for other in vectors:
            both = tuple(each((a, b)) for each, a, b in zip(join, one, other, strict=True))
            if len(found) > MOST_CELLS:
                raise NotDecided
            if both not in found:
                found.add(both)
                waiting.append(both)
    return found


def _joins(test: FactTest) -> Callable[[Iterable[Truth]], Truth]:
    return all_of if isinstance(test, Only) and not test.negated else any_of


def _values(fact: Fact, tests: Iterable[FactTest]) -> Iterator[Given]:
    match fact.type:
        case FactType.BOOLEAN:
            yield from (True, False)
        case FactType.CHOICE:
            yield from fact.values
        case FactType.DATE:
            yield NOT_YET
            for day in _mentioned(tests) or {_SOME_DAY}:
                if isinstance(day, date):
                    yield from (day - _ONE_DAY, day, day + _ONE_DAY)
        case _:
            for bound in _mentioned(tests) or {0}:
                if isinstance(bound, int):
                    yield from (each for each in (bound - 1, bound, bound + 1) if each >= 0)


def _mentioned(tests: Iterable[FactTest]) -> set[Value]:
    """Give the bounds and values that tests of a count or a date name."""
    found: set[Value] = set()
    for test in tests:
        match test:
            case Compare(_, _, bound):
                found.add(bound)
            case Has(_, values):
                found |= values
            case _:
                pass
    return found
