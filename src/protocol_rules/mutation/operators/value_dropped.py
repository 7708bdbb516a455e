"""A test that has lost one of its values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from protocol_rules.diagnostics import quote
from protocol_rules.engine import stated
from protocol_rules.mutation.ground import Edit, Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.conditions import Condition, Has, HasRole, Only

__all__ = ["value_dropped"]


def value_dropped(ground: Ground) -> Iterator[Mutant]:
    """Leave out each value of a test that has several."""
    return ground.conditions("value-dropped", _without_each)


def _without_each(node: Condition, _: Vocabulary) -> Iterator[Edit]:
    match node:
        case Has(fact, values) if len(values) > 1:
            for value in sorted(values, key=stated):
                yield Edit(Has(fact, values - {value}), _without(fact, value))
        case HasRole(fact, roles) if len(roles) > 1:
            for role in sorted(roles):
                yield Edit(HasRole(fact, roles - {role}), _without(fact, role))
        case Only(fact, values) if len(values) > 1:
            for value in sorted(values):
                yield Edit(replace(node, values=values - {value}), _without(fact, value))
        case _:
            return


def _without(fact: str, value: object) -> str:
    return f"without {quote(stated(value))} among the values of {quote(fact)}"
