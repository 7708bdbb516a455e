"""The words that norms and conditions use."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.norms.protocol import Clause, Norm
from protocol_rules.vocabulary.conditions import About, Breached, Compare, Condition, atoms

__all__ = ["conditions_of", "conditions_of_clause", "words_of", "words_of_norm"]


def conditions_of(norm: Norm) -> Iterator[Condition]:
    """Give every condition of a norm, those that scopes and its clause lent it included."""
    steps = (part for step in norm.escalation for part in (step.when, step.done))
    single = (norm.when, norm.provided, norm.breached_when, *steps)
    yield from (each for each in single if each is not None)
    yield from norm.unless
    yield from norm.limits


def conditions_of_clause(clause: Clause) -> Iterator[Condition]:
    """Give every condition of a clause: of its definitions and of its norms."""
    yield from clause.defines.values()
    for norm in clause.norms:
        yield from conditions_of(norm)


def words_of(condition: Condition) -> Iterator[str]:
    """Name the facts and circumstances that a condition tests."""
    for atom in atoms(condition):
        match atom:
            case About(circumstance):
                yield circumstance
            case Breached():
                pass
            case Compare(fact, _, bound):
                yield fact
                if isinstance(bound, str):
                    yield bound
            case _:
                yield atom.fact


def words_of_norm(norm: Norm) -> Iterator[str]:
    """Name the facts and circumstances that a norm uses."""
    for condition in conditions_of(norm):
        yield from words_of(condition)
    yield from norm.presumes
    if norm.deadline is not None and norm.deadline.fact:
        yield norm.deadline.fact
    if norm.done_on:
        yield norm.done_on
