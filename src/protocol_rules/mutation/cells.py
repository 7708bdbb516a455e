"""The values of a fact that some tests can tell apart: one of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from protocol_rules.engine.compile import compared, literal
from protocol_rules.norms.conditions import About, Breached, Compare, Has, HasRole, Only
from protocol_rules.norms.values import NOT_YET, Given
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import Fact, FactType, Vocabulary

__all__ = ["Atom", "cells"]

Atom = Has | HasRole | Only | Compare | About | Breached
_SOME_DAY = date(2024, 3, 1)
_ONE_DAY = timedelta(days=1)
_A_YEAR = timedelta(days=365)


def cells(fact: Fact, tests: Iterable[Atom], words: Vocabulary) -> list[Given]:
    """Give one value of a fact for each way in which the tests on it can turn out.

    Of a set every combination counts, and a role may be named too widely to tell. Two facts that
    are held against each other are told apart only near the bounds that the tests name.
    """
    own = [each for each in tests if fact.name in _facts_of(each)]
    asks = [each for each in map(_asking, own, [words] * len(own)) if each is not None]
    match fact.type:
        case FactType.BOOLEAN:
            return [True, False]
        case FactType.CHOICE:
            return _told_apart([*fact.values], asks)
        case FactType.CHOICES:
            return _sets([frozenset({value}) for value in fact.values], asks)
        case FactType.ROLE:
            return _sets([frozenset({role}) for role in words.roles.roles], asks)
        case FactType.COUNT | FactType.DAYS:
            near = {0, *(max(bound + step, 0) for bound in _counts(own) for step in (-1, 0, 1))}
            return _told_apart(sorted(near), [] if _compares_facts(own) else asks)
        case FactType.DATE:
            days = _days(own) or [_SOME_DAY]
            steps = (-_A_YEAR, -_ONE_DAY, timedelta(), _ONE_DAY, _A_YEAR)
            near_days = sorted({day + step for day in days for step in steps})
            return _told_apart([*near_days, NOT_YET], [] if _compares_facts(own) else asks)


def _asking(test: Atom, words: Vocabulary) -> Callable[[Given], Truth] | None:
    match test:
        case Has() | HasRole() | Only():
            return literal(test, words).of
        case Compare(_, relation, bound) if not isinstance(bound, str):
            return lambda value: compared(relation, value, bound)
        case _:
            return None


def _told_apart(values: Sequence[Given], asks: Sequence[Callable[[Given], Truth]]) -> list[Given]:
    if not asks:
        return [*values]
    found: dict[tuple[Truth, ...], Given] = {}
    for value in values:
        found.setdefault(tuple(ask(value) for ask in asks), value)
    return [*found.values()]


def _sets(
    single: Sequence[frozenset[str]], asks: Sequence[Callable[[Given], Truth]]
) -> list[Given]:
    """Give a set for each way in which a set can turn the tests, the smallest there is."""
    found: dict[tuple[Truth, ...], frozenset[str]] = {}
    for value in single:
        found.setdefault(tuple(ask(value) for ask in asks), value)
    # INVARIANT: what one more member does to a test depends on its kind and on the test alone.
    kinds = [*found.values()]
    newest = kinds
    while newest:
        larger = {
            tuple(ask(union) for ask in asks): union
            for one in newest
            for other in kinds
            if (union := one | other) != one
        }
        newest = [value for turn, value in larger.items() if turn not in found]
        found = {**larger, **found}
    return [*found.values()]


def _facts_of(test: Atom) -> tuple[str, ...]:
    match test:
        case About() | Breached():
            return ()
        case Compare(fact, _, str(other)):
            return (fact, other)
        case _:
            return (test.fact,)


def _counts(tests: Iterable[Atom]) -> list[int]:
    return [each for each in _bounds(tests) if type(each) is int]


def _days(tests: Iterable[Atom]) -> list[date]:
    return [each for each in _bounds(tests) if isinstance(each, date)]


def _bounds(tests: Iterable[Atom]) -> list[object]:
    found: list[object] = []
    for test in tests:
        match test:
            case Has(_, values):
                found += values
            case Compare(_, _, bound):
                found.append(bound)
            case _:
                pass
    return found


def _compares_facts(tests: Iterable[Atom]) -> bool:
    return any(isinstance(each, Compare) and isinstance(each.bound, str) for each in tests)
