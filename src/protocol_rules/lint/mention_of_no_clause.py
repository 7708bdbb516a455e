"""`mention-of-no-clause`: words on a card that name a clause which the protocol does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from protocol_rules.diagnostics import did_you_mean
from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.norms.protocol import Clause, Protocol

__all__ = ["CHECK"]

_MENTION = re.compile(r"(?<![\w.])\d+(?:\.\d+)+(?:\.p\d+)?(?:\([a-z]+\))*(?![\w(])")


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for clause in linted.protocol.clauses.values():
            for mention in dict.fromkeys(_MENTION.findall(_said(clause))):
                if not _is_there(mention, linted.protocol):
                    message = f"clause `{clause.id}` speaks of `{mention}`, which is no clause"
                    hint = did_you_mean(mention, linted.protocol.clauses)
                    yield found("mention-of-no-clause", linted, clause, message, hint)


def _said(clause: Clause) -> str:
    return " ".join((clause.gist, clause.judgement, *clause.accepts.values()))


def _is_there(mention: str, protocol: Protocol) -> bool:
    """Tell whether it is the id of a clause, or of a section with clauses below it."""
    below = (f"{mention}.", f"{mention}(")
    return mention in protocol.clauses or any(each.startswith(below) for each in protocol.clauses)


CHECK = Check(
    "mention-of-no-clause",
    "words on a card that name a clause which the protocol does not have",
    _find,
)
