"""A test that asks for the opposite."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.mutation.ground import Edit, Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.operators.wording import instead
from protocol_rules.vocabulary import FactType, Vocabulary
from protocol_rules.vocabulary.conditions import All, Any, Condition, Has, Not

__all__ = ["test_negated"]


def test_negated(ground: Ground) -> Iterator[Mutant]:
    """Ask for false instead of true, and for anything else instead of some value."""
    return ground.conditions("test-negated", _negated)


def _negated(node: Condition, words: Vocabulary) -> Iterator[Edit]:
    match node:
        case All() | Any() | Not():
            return
        case Has(fact, values) if words.facts[fact].type is FactType.BOOLEAN:
            if len(values) == 1:
                yield instead(Has(fact, frozenset({True, False}) - values), node)
        case _:
            yield instead(Not(node), node)
