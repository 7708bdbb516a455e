"""A comparison that is off by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from protocol_rules.mutation.ground import Edit, Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.operators.wording import instead
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.conditions import Compare, Condition, Relation

__all__ = ["bound_moved", "off_by_one"]

_STRICTNESS = {
    Relation.AT_LEAST: Relation.MORE_THAN,
    Relation.MORE_THAN: Relation.AT_LEAST,
    Relation.AT_MOST: Relation.LESS_THAN,
    Relation.LESS_THAN: Relation.AT_MOST,
    Relation.BEFORE: Relation.AT_MOST,
    Relation.AFTER: Relation.AT_LEAST,
}


def bound_moved(ground: Ground) -> Iterator[Mutant]:
    """Move a bound by one either way; between two facts, let them be equal or forbid it."""
    return ground.conditions("bound-moved", _moved)


def off_by_one(test: Compare) -> Iterator[Compare]:
    """Give the comparisons that are nearest to one."""
    match test.bound:
        case str():
            yield replace(test, relation=_STRICTNESS[test.relation])
        case date() as day:
            for step in (-1, 1):
                yield replace(test, bound=day + timedelta(days=step))
        case int() as count:
            for step in (-1, 1):
                if count + step >= 0:
                    yield replace(test, bound=count + step)


def _moved(node: Condition, _: Vocabulary) -> Iterator[Edit]:
    if isinstance(node, Compare):
        for other in off_by_one(node):
            yield instead(other, node)
