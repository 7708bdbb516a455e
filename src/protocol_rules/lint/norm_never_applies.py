"""`norm-never-applies`: a norm with conditions that can never hold together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.engine.program import program_of
from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.search import Search, Undecided, every, none_of

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        program = program_of(linted.protocol)
        for address, ready in program.ready.items():
            if ready.norm.is_standing and not ready.exceptions:
                continue
            lifted = [each.term for each in ready.exceptions]
            search = Search(linted.protocol, (address,))
            try:
                if search.where(every(ready.speaks_term, none_of(*lifted))) is not None:
                    continue
                speaks = search.where(ready.speaks_term) is not None
            except Undecided:
                continue
            if speaks:
                message = f"`{address}` is lifted wherever it speaks"
                hint = "an exception covers all of its `when`: mend the one or the other"
            else:
                message = f"no situation can meet all the conditions of `{address}`"
                hint = "two of them shut each other out: mend one"
            yield found("norm-never-applies", linted, ready.norm, message, hint)


CHECK = Check("norm-never-applies", "a norm with conditions that can never hold together", _find)
