"""`clause-without-gist`: a clause with norms that says nothing in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.norms.protocol import NormKind

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for clause in linted.protocol.clauses.values():
            if not clause.gist and any(norm.kind is NormKind.NORM for norm in clause.norms):
                message = f"clause `{clause.id}` has norms and no gist"
                hint = "say in a sentence of your own what it asks"
                yield found("clause-without-gist", linted, clause, message, hint)


CHECK = Check("clause-without-gist", "a clause with norms that says nothing in plain words", _find)
