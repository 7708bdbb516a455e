"""What no story can be: an answer before its question, a member in the post of an officer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Compare,
    Condition,
    Has,
    HasRole,
    Not,
    Only,
    Relation,
    atoms,
)
from protocol_rules.vocabulary.facts import Fact
from protocol_rules.vocabulary.values import NOT_YET, Given, Misfit

if TYPE_CHECKING:
    from protocol_rules.vocabulary.words import Vocabulary

__all__ = [
    "Constraint",
    "circumstances_of",
    "domain_of",
    "facts_of",
    "impossible_in",
    "misfit_of",
    "order_of",
]

Known = Mapping[str, Given]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition that holds in no story, and the reason in a sentence.

    Where it is still unknown whether it holds, the story may be told: a constraint refuses, and
    never concludes anything.
    """

    name: str
    when: Condition
    because: str
    code: str = "impossible"


def domain_of(fact: Fact, phrases: Mapping[str, str]) -> Constraint:
    """Give the constraint that a role fact names nobody but those who can stand there."""
    allowed = " or ".join(phrases[role] for role in fact.among)
    others = Only(fact.name, frozenset(fact.among), negated=True)
    return Constraint(fact.name, others, f"only {allowed} can stand there", "wrong-role")


def order_of(fact: Fact) -> Constraint:
    """Give the constraint that nothing is dated before what it follows."""
    earlier = Has(fact.not_before, frozenset({NOT_YET}))
    has_happened = Not(Has(fact.name, frozenset({NOT_YET})))
    is_before = Compare(fact.name, Relation.BEFORE, fact.not_before)
    when = Any((is_before, All((earlier, has_happened))))
    because = f"`{fact.name}` is not before `{fact.not_before}`"
    return Constraint(fact.name, when, because, "wrong-order")


def impossible_in(words: Vocabulary, given: Known, present: frozenset[str]) -> Constraint | None:
    """Give the first constraint that a situation certainly breaks; `None` where it can be told.

    `present` are the circumstances that are there; settings and those of the facts need not be
    named. What is not given is unknown, so that a situation which is told in part is refused only
    where nothing more could mend it.
    """
    return next(words.bars.broken(given, present), None)


def misfit_of(constraint: Constraint, given: Known, present: frozenset[str]) -> Misfit:
    """Say which of the facts given cannot be at once, and why."""
    facts = [name for name in facts_of(constraint.when) if name in given]
    told = [f"`{name}: {_said(given[name])}`" for name in facts]
    there = present.union(name.partition(".")[0] for name in given)
    told += [f"`about: {name}`" for name in circumstances_of(constraint.when) if name in there]
    at_once, hint = (" at once", "one of them is wrong") if len(told) > 1 else ("", "")
    message = f"{_listed(told) or 'that'} cannot be{at_once}: {constraint.because}"
    return Misfit(constraint.code, message, hint)


def facts_of(condition: Condition) -> tuple[str, ...]:
    """Name the facts that a condition tests, each once and in their order."""
    return tuple(dict.fromkeys(fact for test in atoms(condition) for fact in _tested(test)))


def _tested(test: Condition) -> tuple[str, ...]:
    match test:
        case Compare(fact, _, str(other)):
            return (fact, other)
        case Has(fact) | HasRole(fact) | Only(fact) | Compare(fact):
            return (fact,)
        case _:
            return ()


def circumstances_of(condition: Condition) -> tuple[str, ...]:
    """Name the circumstances of which a condition asks whether they are there, each once."""
    found = (test.circumstance for test in atoms(condition) if isinstance(test, About))
    return tuple(dict.fromkeys(found))


def _said(value: Given) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, frozenset):
        several = sorted(value)
        return several[0] if len(several) == 1 else f"[{', '.join(several)}]"
    return value.isoformat() if isinstance(value, date) else str(value)


def _listed(told: list[str]) -> str:
    *first, last = told or [""]
    return f"{', '.join(first)} and {last}" if first else last
