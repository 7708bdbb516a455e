"""`clause-without-topic`: a clause with norms that no comparison by topic would find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        clauses = linted.protocol.clauses
        for clause in clauses.values():
            parent = clauses.get(clause.part_of)
            if clause.norms and not clause.topics and (parent is None or not parent.topics):
                message = f"clause `{clause.id}` has norms and no topic"
                hint = "add `topics`, here or on the clause that it is part of"
                yield found("clause-without-topic", linted, clause, message, hint)


CHECK = Check(
    "clause-without-topic", "a clause with norms that no comparison by topic would find", _find
)
