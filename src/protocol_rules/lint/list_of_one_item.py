"""`list-of-one-item`: a clause of which only one other clause is part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.norms.protocol import Clause

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        items: dict[str, list[Clause]] = {}
        for clause in linted.protocol.clauses.values():
            if clause.part_of:
                items.setdefault(clause.part_of, []).append(clause)
        for parent, (item, *others) in items.items():
            if not others:
                message = f"`{item.id}` is the only item of `{parent}`"
                hint = "encode the others, or accept it where the document prints no more"
                yield found("list-of-one-item", linted, item, message, hint, severity="warning")


CHECK = Check("list-of-one-item", "a clause of which only one other clause is part", _find)
