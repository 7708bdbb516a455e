"""A test that asks for a wider role, or for a narrower one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from protocol_rules.diagnostics import quote
from protocol_rules.mutation.ground import Edit, Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.vocabulary import FactType, RoleHierarchy, Vocabulary
from protocol_rules.vocabulary.conditions import Condition, HasRole, Only

__all__ = ["neighbours", "role_moved"]


def role_moved(ground: Ground) -> Iterator[Mutant]:
    """Move each role of a test a step up and a step down the hierarchy."""
    return ground.conditions("role-moved", _moved)


def neighbours(role: str, roles: RoleHierarchy) -> list[str]:
    """Give the roles right above a role, and the first one right below it."""
    below = (name for name, each in roles.roles.items() if role in each.wider)
    narrower = next(below, None)
    return [*roles.roles[role].wider, *([] if narrower is None else [narrower])]


def _moved(node: Condition, words: Vocabulary) -> Iterator[Edit]:
    match node:
        case HasRole(fact, asked):
            for new, old, those in _each(asked, words.roles):
                yield Edit(HasRole(fact, those), _for(new, old, fact))
        case Only(fact, asked) if words.facts[fact].type is FactType.ROLE:
            for new, old, those in _each(asked, words.roles):
                yield Edit(replace(node, values=those), _for(new, old, fact))
        case _:
            return


def _each(asked: frozenset[str], roles: RoleHierarchy) -> Iterator[tuple[str, str, frozenset[str]]]:
    for old in sorted(asked):
        for new in neighbours(old, roles):
            if new not in asked:
                yield new, old, asked - {old} | {new}


def _for(new: str, old: str, fact: str) -> str:
    return f"{quote(new)} for {quote(old)} in {quote(fact)}"
