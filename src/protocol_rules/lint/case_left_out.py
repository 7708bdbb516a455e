"""`case-left-out`: a case that a norm leaves out, and of which no other norm speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.uses import conditions_of_clause
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.truth import Truth
from protocol_rules.vocabulary.conditions import All, Any, Condition, Has, HasRole, Not

__all__ = ["CHECK"]

Case = tuple[str, str]
"""A fact, and a value or role of it."""


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        protocol = linted.protocol
        spoken = {
            case
            for clause in protocol.clauses.values()
            for condition in conditions_of_clause(clause)
            for case in _named(condition)
        }
        told: set[Case] = set()
        for norm in protocol.norms.values():
            for fact, value in _denied(norm):
                if (fact, value) not in told and not _is_spoken(protocol, fact, value, spoken):
                    told.add((fact, value))
                    message = (
                        f"`{norm.address}` leaves out `{fact}: {value}`, and no norm speaks of that"
                    )
                    hint = "encode what holds there, or accept it where the text says nothing of it"
                    yield found("case-left-out", linted, norm, message, hint, severity="warning")


def _denied(norm: Norm) -> Iterator[Case]:
    conditions = [norm.when] if norm.when is not None else []
    while conditions:
        match conditions.pop():
            case All(parts):
                conditions += parts
            case Not(Has() | HasRole() as test):
                yield from _named(test)
            case _:
                pass


def _named(condition: Condition) -> Iterator[Case]:
    """Give the cases that a condition names and does not deny."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from _named(part)
        case Has(fact, values):
            yield from ((fact, str(value)) for value in sorted(values, key=str))
        case HasRole(fact, roles):
            yield from ((fact, role) for role in sorted(roles))
        case _:
            pass


def _is_spoken(protocol: Protocol, fact: str, value: str, spoken: set[Case]) -> bool:
    if (fact, value) in spoken:
        return True
    roles = protocol.vocabulary.roles
    return value in roles.roles and any(
        other == fact and named in roles.roles and roles.is_a(value, named) is Truth.YES
        for other, named in spoken
    )


CHECK = Check(
    "case-left-out", "a case that a norm leaves out, and of which no other norm speaks", _find
)
