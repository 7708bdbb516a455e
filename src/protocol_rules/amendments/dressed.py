"""Two editions put into common words, so that one story can be told to both of them."""

from __future__ import annotations

from dataclasses import replace

from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary import Fact, RoleHierarchy, Vocabulary
from protocol_rules.vocabulary.joined import joined

__all__ = ["in_common_words"]


def in_common_words(one: Protocol, two: Protocol) -> tuple[Protocol, Protocol]:
    """Give each protocol the words that it lacks and the other one has; it says nothing of them.

    A fact may have more values in one of them. Each keeps its own order of the roles that it
    knows. Raises `InvalidInput` where a fact is of two kinds, or roles stand above themselves.
    """
    if one.vocabulary == two.vocabulary:
        return one, replace(two, vocabulary=one.vocabulary)
    wide = _with_values(one.vocabulary, two.vocabulary), _with_values(two.vocabulary, one.vocabulary)
    words = joined(wide)
    return _dressed(one, wide[0], words), _dressed(two, wide[1], words)


def _with_values(own: Vocabulary, other: Vocabulary) -> Vocabulary:
    """Give the facts of some words the values that they have only in the others."""
    facts = {name: _both(fact, other.facts.get(name)) for name, fact in own.facts.items()}
    return replace(own, facts=facts)


def _both(fact: Fact, other: Fact | None) -> Fact:
    if other is None or not fact.values or fact.values.keys() >= other.values.keys():
        return fact
    return replace(fact, values={**fact.values, **other.values})


def _dressed(protocol: Protocol, own: Vocabulary, words: Vocabulary) -> Protocol:
    roles = {**words.roles.roles, **own.roles.roles}
    dressed = replace(
        words,
        facts={**words.facts, **own.facts},
        circumstances={
            name: replace(each, is_setting=own.circumstances[name].is_setting)
            if name in own.circumstances
            else each
            for name, each in words.circumstances.items()
        },
        roles=RoleHierarchy({name: roles[name] for name in words.roles.roles}),
    )
    return replace(protocol, vocabulary=dressed)
