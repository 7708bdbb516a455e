"""Protocols put into common words, so that one story can be told to all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary import RoleHierarchy, Vocabulary
from protocol_rules.vocabulary.joined import joined

__all__ = ["in_common_words"]


def in_common_words(*protocols: Protocol) -> tuple[Protocol, ...]:
    """Give each protocol the words that it lacks and others have; it says nothing of them.

    A fact may have more values in one of them. Each keeps its own order of the roles that it
    knows. Raises `InvalidInput` where a fact is of two kinds, or roles stand above themselves.
    """
    first, *others = (each.vocabulary for each in protocols)
    if all(each == first for each in others):
        return tuple(replace(each, vocabulary=first) for each in protocols)
    values: dict[str, dict[str, str]] = {}
    for protocol in protocols:
        for name, fact in protocol.vocabulary.facts.items():
            values[name] = {**fact.values, **values.get(name, {})}
    wide = [_with_values(each.vocabulary, values) for each in protocols]
    words = joined(wide)
    return tuple(_dressed(each, own, words) for each, own in zip(protocols, wide, strict=True))


def _with_values(own: Vocabulary, values: Mapping[str, Mapping[str, str]]) -> Vocabulary:
    """Give the facts of some words the values that they have only in others."""
    facts = {
        name: replace(fact, values={**fact.values, **values[name]})
        if values[name].keys() > fact.values.keys()
        else fact
        for name, fact in own.facts.items()
    }
    return replace(own, facts=facts)


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
