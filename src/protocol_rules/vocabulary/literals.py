"""Tests of one fact as functions of its value; what an engine and a constraint have in common."""

from __future__ import annotations

import operator
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from protocol_rules.truth import Truth
from protocol_rules.vocabulary.conditions import Condition, Has, HasRole, Only, Relation, Value
from protocol_rules.vocabulary.facts import FactType
from protocol_rules.vocabulary.values import NOT_YET, Given

if TYPE_CHECKING:
    from protocol_rules.vocabulary.words import Vocabulary

__all__ = ["Literal", "compared", "literal", "merged"]

Ordered = typing.Any
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN

_RELATIONS: Mapping[Relation, Callable[[Ordered, Ordered], bool]] = {
    Relation.AT_LEAST: operator.ge,
    Relation.AT_MOST: operator.le,
    Relation.MORE_THAN: operator.gt,
    Relation.LESS_THAN: operator.lt,
    Relation.BEFORE: operator.lt,
    Relation.AFTER: operator.gt,
}


@dataclass(frozen=True, slots=True)
class Literal:
    """A test of one fact: its truth for a known value, and where no value is known."""

    fact: str
    of: Callable[[Given], Truth]
    when_open: Truth = UNKNOWN


def literal(test: Has | HasRole | Only, words: Vocabulary) -> Literal:
    """Turn a test of one fact into a function of its value."""
    match test:
        case Has(fact, values):
            return _has(fact, values, words)
        case HasRole(fact, roles):
            return _has_role(fact, roles, words)
        case Only(fact, values, negated):
            return _only(fact, values, negated, words)


def merged(parts: tuple[Condition, ...], words: Vocabulary) -> list[Condition]:
    """Merge tests of one fact into one set of values, so that every value together is a yes."""
    tests: dict[str, frozenset[Value]] = {}
    rest: list[Condition] = []
    for part in parts:
        match part:
            case Has(fact, values) if words.facts[fact].type not in (FactType.COUNT, FactType.DATE):
                tests[fact] = tests.get(fact, frozenset()) | values
            case _:
                rest.append(part)
    return [*(Has(fact, values) for fact, values in tests.items()), *rest]


def _has(name: str, values: frozenset[Value], words: Vocabulary) -> Literal:
    fact = words.facts[name]
    domain = {True, False} if fact.type is FactType.BOOLEAN else set(fact.values)
    if domain and values >= domain:
        return Literal(name, lambda _: YES, when_open=YES)
    if fact.type is FactType.CHOICES:
        return Literal(
            name, lambda known: Truth.of(not values.isdisjoint(cast("frozenset[str]", known)))
        )
    return Literal(name, lambda known: Truth.of(known in values))


def _has_role(name: str, asked: frozenset[str], words: Vocabulary) -> Literal:
    sure, perhaps = _fitting(asked, words)

    def somebody_is(given: Given) -> Truth:
        known = cast("frozenset[str]", given)
        if not sure.isdisjoint(known):
            return YES
        return NO if perhaps.isdisjoint(known) else UNKNOWN

    return Literal(name, somebody_is)


def _fitting(asked: frozenset[str], words: Vocabulary) -> tuple[frozenset[str], frozenset[str]]:
    """Give the roles that certainly are one of those asked for, and those that may be."""
    roles = words.roles
    sure = frozenset[str]().union(*map(roles.below, asked))
    # Too wide to tell is what has a narrower role in common with those asked for.
    return sure, frozenset[str]().union(*map(roles.above, sure)) - sure


def _only(name: str, values: frozenset[str], negated: bool, words: Vocabulary) -> Literal:  # noqa: FBT001
    is_role = words.facts[name].type is FactType.ROLE
    sure, perhaps = _fitting(values, words) if is_role else (values, frozenset[str]())

    def nothing_else(given: Given) -> Truth:
        others = cast("frozenset[str]", given) - sure
        truth = YES if not others else UNKNOWN if others <= perhaps else NO
        return ~truth if negated else truth

    return Literal(name, nothing_else)


def compared(relation: Relation, known: Given | None, bound: Given | None) -> Truth:
    """Hold a count or a date against a bound; unknown where one of them is."""
    # What has not happened is neither before nor after anything.
    if NOT_YET in (known, bound):
        return NO
    if known is None or bound is None:
        return UNKNOWN
    return Truth.of(_RELATIONS[relation](known, bound))
