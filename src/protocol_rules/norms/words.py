"""The vocabulary of several protocols together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = ["words_of"]


def words_of(protocols: Sequence[Protocol]) -> Vocabulary:
    """Give the shared words, and those that the protocols bring along.

    Roles of one protocol alone are known only where it is asked alone: to the others they would
    mean nothing.
    """
    return _words_of(tuple(protocols))


@lru_cache(maxsize=64)
def _words_of(protocols: tuple[Protocol, ...]) -> Vocabulary:
    if len(protocols) == 1:
        return protocols[0].vocabulary
    words = shared_vocabulary()
    for protocol in protocols:
        own = protocol.vocabulary
        words = words.extended(own.circumstances, own.facts, own.actions, words.roles)
    return words
