"""`exception-never-holds`: an exception that cannot hold where what it lifts speaks.

An exception that a card or a scope lends to several norms is told only where it can lift none of
them: it need not concern each one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from protocol_rules.engine.compile import Term
from protocol_rules.engine.program import Program, program_of
from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.search import Search, Undecided, every
from protocol_rules.norms.protocol import Norm

__all__ = ["CHECK"]

Origin = tuple[str, object]
"""What an exception comes from: the address of what overrides, or the condition itself."""


@dataclass
class _Exception:
    """One exception and all the norms that it lifts, with the condition for each."""

    lifts: list[tuple[Norm, Term]] = field(default_factory=list[tuple[Norm, Term]])


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        program = program_of(linted.protocol)
        for (by, _), exception in _exceptions(program).items():
            try:
                if any(_can_lift(program, norm, term, by) for norm, term in exception.lifts):
                    continue
            except Undecided:
                continue
            lifted = exception.lifts[0][0]
            if by:
                at = linted.protocol.norms[by]
                message = f"`{by}` can lift nothing: it never holds where what it overrides speaks"
            else:
                at = lifted
                message = f"the `unless` of `{lifted.address}` never holds where the norm speaks"
            hint = "it shuts out the `when` that it should lift: mend the one or the other"
            yield found("exception-never-holds", linted, at, message, hint)


def _exceptions(program: Program) -> dict[Origin, _Exception]:
    found: dict[Origin, _Exception] = {}
    for ready in program.ready.values():
        for each in ready.exceptions:
            origin: Origin = (each.by, None if each.by else each.term)
            found.setdefault(origin, _Exception()).lifts.append((ready.norm, each.term))
    return found


def _can_lift(program: Program, norm: Norm, term: Term, by: str) -> bool:
    addresses = (norm.address, by) if by else (norm.address,)
    search = Search(program.protocol, addresses)
    return search.where(every(program.ready[norm.address].speaks_term, term)) is not None


CHECK = Check(
    "exception-never-holds", "an exception that cannot hold where what it lifts speaks", _find
)
