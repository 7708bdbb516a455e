"""The constraints of a vocabulary, compiled to be held against what is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from protocol_rules.truth import Truth, all_of, any_of
from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Condition,
    Has,
    HasRole,
    Not,
    Only,
)
from protocol_rules.vocabulary.constraints import Constraint, facts_of
from protocol_rules.vocabulary.literals import compared, literal, merged
from protocol_rules.vocabulary.values import Given

if TYPE_CHECKING:
    from protocol_rules.vocabulary.roles import RoleHierarchy
    from protocol_rules.vocabulary.words import Vocabulary

__all__ = ["Bars"]

Known = Mapping[str, Given]
Test = Callable[[Known, frozenset[str]], Truth]


@dataclass(frozen=True, eq=False)
class _Bar:
    """A constraint with its words; it is known by being the same one, which is quick to see."""

    constraint: Constraint
    words: Vocabulary

    @cached_property
    def test(self) -> Test:
        """The function of its condition, made when it is first asked for: few ever are."""
        return _compiled(self.constraint.when, self.words)


class Bars:
    """The constraints of a vocabulary, found by the facts of which one has to be known."""

    def __init__(self, words: Vocabulary) -> None:
        """Find the facts of each constraint."""
        self._words = words
        self._settings = words.settings
        self._circumstance_of = words.circumstance_of
        self._by_fact: dict[str, list[_Bar]] = {}
        self._always: list[_Bar] = []
        known: list[tuple[RoleHierarchy, tuple[Constraint, ...]]] = []
        for part in words.parts or (words,):
            # The same constraint may come to something else where a protocol has roles of its own.
            if (part.roles, part.constraints) not in known:
                known.append((part.roles, part.constraints))
                for each in part.constraints:
                    self._take(each, part)

    def _take(self, constraint: Constraint, words: Vocabulary) -> None:
        bar = _Bar(constraint, words)
        needed = _needed(constraint.when, words)
        for fact in needed or ():
            self._by_fact.setdefault(fact, []).append(bar)
        if needed is None:
            self._always.append(bar)

    def truth(self, condition: Condition, given: Known, present: frozenset[str]) -> Truth:
        """Give the truth of a condition, as that of a constraint is told."""
        return _compiled(condition, self._words)(given, self._there(given, present))

    def broken(self, given: Known, present: frozenset[str]) -> Iterator[Constraint]:
        """Give each constraint that is certainly broken, once."""
        found = self._bars_on(given)
        if found:
            there = self._there(given, present)
            for each in dict.fromkeys(found):
                if each.test(given, there) is Truth.YES:
                    yield each.constraint

    def on(self, facts: Iterable[str]) -> Iterator[Constraint]:
        """Give each constraint that can be broken where nothing but some facts is ever known."""
        return (each.constraint for each in dict.fromkeys(self._bars_on(facts)))

    def _bars_on(self, facts: Iterable[str]) -> list[_Bar]:
        found = [*self._always]
        for fact in facts:
            if fact in self._by_fact:
                found += self._by_fact[fact]
        return found

    def _there(self, given: Known, present: frozenset[str]) -> frozenset[str]:
        of = self._circumstance_of
        return present.union(self._settings, (of[fact] for fact in given if fact in of))


def _compiled(condition: Condition, words: Vocabulary) -> Test:
    """Turn a condition into a function of what is given and which circumstances are there."""
    match condition:
        case Has() | HasRole() | Only():
            return _of_value(condition, words)
        case Compare():
            return _of_comparison(condition, words)
        case About(circumstance):
            return lambda _, there: Truth.of(circumstance in there)
        case All(parts):
            every = [_compiled(part, words) for part in parts]
            return lambda given, there: all_of(test(given, there) for test in every)
        case Any(parts):
            some = [_compiled(part, words) for part in merged(parts, words)]
            return lambda given, there: any_of(test(given, there) for test in some)
        case Not(part):
            inner = _compiled(part, words)
            return lambda given, there: ~inner(given, there)
        case Breached(address):
            message = f"a constraint knows of no norms, and so of no breach of {address}"
            raise ValueError(message)


def _of_value(test: Has | HasRole | Only, words: Vocabulary) -> Test:
    told, circumstance = literal(test, words), words.circumstance_of[test.fact]

    def holds(given: Known, there: frozenset[str]) -> Truth:
        value = given.get(told.fact)
        if value is not None:
            return told.of(value)
        return told.when_open if circumstance in there else Truth.NO

    return holds


def _of_comparison(test: Compare, words: Vocabulary) -> Test:
    name, bound = test.fact, test.bound
    circumstances = frozenset(words.circumstance_of[each] for each in facts_of(test))

    def holds(given: Known, there: frozenset[str]) -> Truth:
        other = given.get(bound) if isinstance(bound, str) else bound
        truth = compared(test.relation, given.get(name), other)
        return Truth.NO if truth is Truth.UNKNOWN and not circumstances <= there else truth

    return holds


def _needed(condition: Condition, words: Vocabulary) -> frozenset[str] | None:
    """Name facts of which one is known wherever a condition holds; `None` where none need be."""
    match condition:
        case Has():
            told = literal(condition, words)
            return None if told.when_open is Truth.YES else frozenset({told.fact})
        case HasRole(fact) | Only(fact):
            return frozenset({fact})
        case Compare(fact):
            return frozenset({fact})
        case All(parts):
            found = [each for part in parts if (each := _needed(part, words)) is not None]
            return min(found, key=len, default=None)
        case Any(parts):
            several = [_needed(part, words) for part in merged(parts, words)]
            known = [each for each in several if each is not None]
            return frozenset[str]().union(*known) if len(known) == len(several) else None
        case About() | Not() | Breached():
            return None
