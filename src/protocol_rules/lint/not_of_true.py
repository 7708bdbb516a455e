"""`not-of-true`: `not: {f: true}` where `f: false` was probably meant.

The first is true also where the circumstance of `f` is absent; the second only where somebody
said that it is not so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.uses import conditions_of_clause
from protocol_rules.vocabulary.conditions import All, Any, Condition, Has, Not

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for clause in linted.protocol.clauses.values():
            for condition in conditions_of_clause(clause):
                for fact, value in _denied(condition):
                    denied = f"`not: {{{fact}: {str(value).lower()}}}`"
                    message = f"{denied} holds also where the scenario says nothing of it"
                    hint = f"write `{fact}: {str(not value).lower()}` if somebody has to say so"
                    yield found("not-of-true", linted, clause, message, hint)


def _denied(condition: Condition) -> Iterator[tuple[str, bool]]:
    match condition:
        case Not(Has(fact, values)):
            yield from ((fact, value) for value in values if isinstance(value, bool))
        case Not(part):
            yield from _denied(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _denied(part)
        case _:
            pass


CHECK = Check("not-of-true", "`not: {f: true}` where `f: false` was probably meant", _find)
