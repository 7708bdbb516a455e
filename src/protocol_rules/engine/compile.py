"""From conditions to functions of a run: the one exhaustive match of this engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from protocol_rules.truth import Truth, all_of, any_of
from protocol_rules.vocabulary import Vocabulary
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
    Relation,
    Value,
)
from protocol_rules.vocabulary.literals import Literal, compared, literal, merged

if TYPE_CHECKING:
    from protocol_rules.engine.run import Run

__all__ = [
    "Effective",
    "Literal",
    "Shown",
    "Term",
    "Test",
    "Woken",
    "compared",
    "compile_condition",
    "literal",
    "merged",
]

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


def compile_condition(term: Term, words: Vocabulary) -> Test:  # noqa: C901, PLR0911 - all kinds
    """Turn a condition into a function that gives its truth in a run."""
    match term:
        case Has() | HasRole() | Only():
            return _of_value(literal(term, words))
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
            some = [compile_condition(part, words) for part in merged(parts, words)]
            return lambda run: any_of(test(run) for test in some)
        case Not(part):
            inner = compile_condition(part, words)
            return lambda run: ~inner(run)
        case Shown(part):
            shown = compile_condition(part, words)
            return lambda run: run.taken(shown(run))


def _of_value(test: Literal) -> Test:
    name, of, when_open = test.fact, test.of, test.when_open

    def of_run(run: Run) -> Truth:
        known = run.known(name)
        if known is not None:
            return of(known)
        return when_open if run.is_there(name) else NO

    return of_run


def _compare(name: str, relation: Relation, bound: Value) -> Test:
    names = (name, bound) if isinstance(bound, str) else (name,)

    def compares(run: Run) -> Truth:
        truth = compared(
            relation, run.known(name), run.known(bound) if isinstance(bound, str) else bound
        )
        if truth is not UNKNOWN:
            return truth
        return UNKNOWN if all(map(run.is_there, names)) else NO

    return compares
