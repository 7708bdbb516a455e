"""Protocols that were resolved before, kept in the cache together with what they were made from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import cast

from protocol_rules.cache import Kinds, Plain, as_plain, from_plain, keep, key_of, recall
from protocol_rules.calendar import Calendar, Unit
from protocol_rules.diagnostics import Span
from protocol_rules.norms.protocol import (
    Clause,
    ClauseKind,
    Counterparty,
    Deadline,
    DeadlineRelation,
    Norm,
    NormKind,
    Override,
    Protocol,
    Step,
)
from protocol_rules.vocabulary import Modality
from protocol_rules.vocabulary.shared import KINDS as _WORDS
from protocol_rules.vocabulary.shared import SharedWords

__all__ = ["kept_or_made"]

_NORMS: Kinds = (Counterparty, Deadline, DeadlineRelation, Modality, Norm, NormKind, Override, Step)
_PROTOCOL: Kinds = (Calendar, Clause, ClauseKind, Protocol, Span, Unit)
_KINDS: Kinds = (*_WORDS, *_NORMS, *_PROTOCOL)


def kept_or_made(
    path: Path, content: bytes, words: SharedWords, make: Callable[[], Protocol]
) -> Protocol:
    """Give the protocol of a rule file with this content: the one that was kept, or else made."""
    key = key_of(words.key, os.fsencode(path), content)
    protocol = recall(path, key, lambda plain: _remade(plain, words))
    if protocol is None:
        protocol = make()
        keep(path, key, as_plain(protocol, _KINDS, known=words.vocabulary))
    return protocol


def _remade(plain: Plain, words: SharedWords) -> Protocol:
    return cast("Protocol", from_plain(plain, _KINDS, Protocol, words.parts)[-1])
