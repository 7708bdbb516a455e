"""`gist-repeats-title`: a gist that says no more than the title above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found

__all__ = ["CHECK"]

_WORD = re.compile(r"\w+")


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for clause in linted.protocol.clauses.values():
            if clause.gist and _words(clause.gist) <= _words(clause.title):
                message = f"the gist of `{clause.id}` says no more than its title"
                hint = "say what the clause asks, of whom and when"
                yield found("gist-repeats-title", linted, clause, message, hint, severity="warning")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


CHECK = Check("gist-repeats-title", "a gist that says no more than the title above it", _find)
