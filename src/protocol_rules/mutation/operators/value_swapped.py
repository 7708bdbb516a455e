"""A test that asks for another value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from protocol_rules.diagnostics import quote
from protocol_rules.engine import stated
from protocol_rules.mutation.ground import Edit, Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.vocabulary import Fact, FactType, Vocabulary
from protocol_rules.vocabulary.conditions import Condition, Has, Only, Value

__all__ = ["value_swapped"]


def value_swapped(ground: Ground) -> Iterator[Mutant]:
    """Put for each value of a test the next one of the fact that is not asked for.

    A number or a date becomes the next one. Truths and roles have operators of their own.
    """
    return ground.conditions("value-swapped", _swapped)


def _swapped(node: Condition, words: Vocabulary) -> Iterator[Edit]:
    match node:
        case Has(fact, values):
            for value in sorted(values, key=stated):
                other = _next(words.facts[fact], value, values)
                if other is not None:
                    changed = Has(fact, values - {value} | {other})
                    yield Edit(changed, _for(other, value, fact))
        case Only(fact, values) if words.facts[fact].type is FactType.CHOICES:
            for value in sorted(values):
                other = _next(words.facts[fact], value, values)
                if other is not None:
                    changed = replace(node, values=values - {value} | {str(other)})
                    yield Edit(changed, _for(other, value, fact))
        case _:
            return


def _next(fact: Fact, value: Value, taken: frozenset[Value] | frozenset[str]) -> Value | None:
    match fact.type:
        case FactType.CHOICE | FactType.CHOICES:
            domain = [*fact.values]
            at = domain.index(str(value))
            others = (each for each in (*domain[at:], *domain[:at]) if each not in taken)
            return next(others, None)
        case FactType.COUNT | FactType.DAYS if isinstance(value, int):
            return value + 1
        case FactType.DATE if isinstance(value, date):
            return value + timedelta(days=1)
        case _:
            return None


def _for(new: Value, old: Value, fact: str) -> str:
    return f"{quote(stated(new))} for {quote(stated(old))} in {quote(fact)}"
