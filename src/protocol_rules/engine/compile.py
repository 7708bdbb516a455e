"""From conditions to functions of a run: the one exhaustive match of this engine."""

from __future__ import annotations

import operator
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from protocol_rules.norms.conditions import (
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
    Relation,
    Value,
)
from protocol_rules.norms.values import NOT_YET
from protocol_rules.truth import Truth, all_of, any_of
from protocol_rules.vocabulary import FactType, Vocabulary

if TYPE_CHECKING:
    from protocol_rules.engine.run import Run

__all__ = ["Effective", "Shown", "Term", "Test", "Woken", "compile_condition"]

Ordered = typing.Any
Test = Callable[["Run"], Truth]
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class Shown:
    """A part which has to be shown: in the reading `unless_shown` an unknown one is a no."""

    part: Term


@dataclass(frozen=True, slots=True)
class Woken:
    """The scenario mentions one of the circumstances; never unknown."""

    circumstances: frozenset[str]


@dataclass(frozen=True, slots=True)
class Effective:
    """The norm at this address speaks, and nothing lifts it."""

    address: str


Term = Condition | Shown | Woken | Effective

_RELATIONS: Mapping[Relation, Callable[[Ordered, Ordered], bool]] = {
    Relation.AT_LEAST: operator.ge,
    Relation.AT_MOST: operator.le,
    Relation.MORE_THAN: operator.gt,
    Relation.LESS_THAN: operator.lt,
    Relation.BEFORE: operator.lt,
    Relation.AFTER: operator.gt,
}


def compile_condition(term: Term, words: Vocabulary) -> Test:  # noqa: C901, PLR0911 - all kinds
    """Turn a condition into a function that gives its truth in a run."""
    match term:
        case Has(fact, values):
            return _has(fact, values, words)
        case HasRole(fact, roles):
            return _has_role(fact, roles, words)
        case Only(fact, values, negated):
            return _only(fact, values, negated, words)
        case Compare(fact, relation, bound):
            return _compare(fact, relation, bound)
        case About(circumstance):
            return lambda run: YES if circumstance in run.present else NO
        case Breached(address):
            return lambda run: run.breached(address)
        case Effective(address):
            return lambda run: run.effective(address)
        case Woken(circumstances):
            return lambda run: Truth.of(not circumstances.isdisjoint(run.situation.mentioned))
        case All(parts):
            every = [compile_condition(part, words) for part in parts]
            return lambda run: all_of(test(run) for test in every)
        case Any(parts):
            some = [compile_condition(part, words) for part in _merged(parts, words)]
            return lambda run: any_of(test(run) for test in some)
        case Not(part):
            inner = compile_condition(part, words)
            return lambda run: ~inner(run)
        case Shown(part):
            shown = compile_condition(part, words)
            return lambda run: run.taken(shown(run))


def _merged(parts: tuple[Condition, ...], words: Vocabulary) -> list[Condition]:
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


def _has(name: str, values: frozenset[Value], words: Vocabulary) -> Test:
    fact = words.facts[name]
    circumstance = fact.circumstance
    domain = {True, False} if fact.type is FactType.BOOLEAN else set(fact.values)
    if domain and values >= domain:
        return lambda run: YES if run.has_circumstance(name, circumstance) else NO
    if fact.type is FactType.CHOICES:

        def overlaps(run: Run) -> Truth:
            known = run.known(name)
            if known is None:
                return run.absent_or_unknown(name, circumstance)
            return NO if values.isdisjoint(cast("frozenset[str]", known)) else YES

        return overlaps

    def is_one_of(run: Run) -> Truth:
        known = run.known(name)
        if known is None:
            return run.absent_or_unknown(name, circumstance)
        return YES if known in values else NO

    return is_one_of


def _has_role(name: str, asked: frozenset[str], words: Vocabulary) -> Test:
    circumstance = words.facts[name].circumstance
    sure, perhaps = _fitting(asked, words)

    def somebody_is(run: Run) -> Truth:
        known = cast("frozenset[str] | None", run.known(name))
        if known is None:
            return run.absent_or_unknown(name, circumstance)
        if not sure.isdisjoint(known):
            return YES
        return NO if perhaps.isdisjoint(known) else UNKNOWN

    return somebody_is


def _fitting(asked: frozenset[str], words: Vocabulary) -> tuple[frozenset[str], frozenset[str]]:
    """Give the roles that certainly are one of those asked for, and those that may be."""
    is_a = words.roles.is_a
    truths = {given: any_of(is_a(given, role) for role in asked) for given in words.roles.roles}
    sure = frozenset(given for given, truth in truths.items() if truth is YES)
    return sure, frozenset(given for given, truth in truths.items() if truth is UNKNOWN)


def _only(name: str, values: frozenset[str], negated: bool, words: Vocabulary) -> Test:  # noqa: FBT001
    fact = words.facts[name]
    circumstance = fact.circumstance
    is_role = fact.type is FactType.ROLE
    sure, perhaps = _fitting(values, words) if is_role else (values, frozenset[str]())

    def nothing_else(run: Run) -> Truth:
        known = cast("frozenset[str] | None", run.known(name))
        if known is None:
            return run.absent_or_unknown(name, circumstance)
        others = known - sure
        truth = YES if not others else UNKNOWN if others <= perhaps else NO
        return ~truth if negated else truth

    return nothing_else


def _compare(name: str, relation: Relation, bound: Value) -> Test:
    circumstance = name.partition(".")[0]
    holds = _RELATIONS[relation]
    other = bound if isinstance(bound, str) else ""

    def compares(run: Run) -> Truth:
        known = run.known(name)
        limit = run.known(other) if other else bound
        # What has not happened is neither before nor after anything.
        if NOT_YET in (known, limit):
            return NO
        if known is not None and limit is not None:
            return Truth.of(holds(known, limit))
        there = run.has_circumstance(name, circumstance) and (
            not other or run.has_circumstance(other, other.partition(".")[0])
        )
        return UNKNOWN if there else NO

    return compares
