"""The words in which a situation may be told that several protocols are asked about."""

from __future__ import annotations

from collections.abc import Sequence

from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = ["words_of"]


def words_of(protocols: Sequence[Protocol]) -> Vocabulary:
    """The shared words, and those that the protocols bring along.

    Roles of one protocol alone are known only where it is asked alone: to the others they would
    mean nothing.
    """
    if len(protocols) == 1:
        return protocols[0].vocabulary
    words = shared_vocabulary()
    for protocol in protocols:
        own = protocol.vocabulary
        words = words.extended(own.circumstances, own.facts, own.actions, words.roles)
    return words
