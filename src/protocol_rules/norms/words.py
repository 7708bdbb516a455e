"""The vocabulary of several protocols together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary import Constraint, FactType, Vocabulary, shared_vocabulary
from protocol_rules.vocabulary.conditions import HasRole, Only, atoms

__all__ = ["words_of"]


def words_of(protocols: Sequence[Protocol]) -> Vocabulary:
    """Give the shared words, and those that the protocols bring along.

    Roles of one protocol alone are known only where it is asked alone: to the others they would
    mean nothing, and what it says of them can or cannot be is left to itself.
    """
    return _words_of(tuple(protocols))


@lru_cache(maxsize=64)
def _words_of(protocols: tuple[Protocol, ...]) -> Vocabulary:
    if len(protocols) == 1:
        return protocols[0].vocabulary
    words = shared_vocabulary()
    for protocol in protocols:
        own, known = protocol.vocabulary, words.roles.roles.keys()
        facts = {
            name: fact if known >= {*fact.among} else replace(fact, among=())
            for name, fact in own.facts.items()
        }
        impossible = (each for each in own.impossible if _roles_in(each, own) <= known)
        words = words.extended(own.circumstances, facts, own.actions, words.roles, impossible)
    return words


def _roles_in(constraint: Constraint, words: Vocabulary) -> frozenset[str]:
    found = frozenset[str]()
    for test in atoms(constraint.when):
        match test:
            case HasRole(_, roles):
                found |= roles
            case Only(fact, values) if words.facts[fact].type is FactType.ROLE:
                found |= values
            case _:
                pass
    return found
