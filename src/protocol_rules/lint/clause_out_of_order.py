"""`clause-out-of-order`: a card that stands elsewhere than its clause is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.printed_order import is_before, parts_of, shared

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        last: dict[tuple[str, ...], tuple[str, str]] = {}
        seen: set[tuple[str, ...]] = set()
        before: tuple[str, ...] = ()
        for clause in linted.protocol.clauses.values():
            parts = parts_of(clause.id)
            if not parts[0].isdecimal() and len(parts) == 1:
                continue  # an introduction or a footnote may be printed in between
            for depth in range(shared(before, parts), len(parts)):
                above, part = parts[:depth], parts[depth]
                other, named = last.get(above, ("", ""))
                was_left = (*above, part) in seen and depth < len(parts) - 1
                if (other and not is_before(other, part)) or was_left:
                    message = f"clause `{clause.id}` stands after `{named}`"
                    hint = "put the card where its clause is printed"
                    yield found("clause-out-of-order", linted, clause, message, hint)
                    break
                last[above] = (part, clause.id)
                seen.add((*above, part))
            if parts in last:
                message = f"clause `{clause.id}` stands after its item `{last[parts][1]}`"
                hint = "put the card before those of its items"
                yield found("clause-out-of-order", linted, clause, message, hint)
            before = parts


CHECK = Check(
    "clause-out-of-order", "a card that stands elsewhere than its clause is printed", _find
)
