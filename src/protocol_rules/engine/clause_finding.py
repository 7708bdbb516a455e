"""What is found of a clause: its norms together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from protocol_rules.engine.finding import Finding
from protocol_rules.engine.program import Program
from protocol_rules.engine.status import Status, rolled_up
from protocol_rules.norms.protocol import Clause

__all__ = ["ClauseFinding", "statuses_by_clause"]


@dataclass(frozen=True, slots=True)
class ClauseFinding:
    """A clause with the findings of its norms.

    `status` rolls up its conditional norms: applies, else undetermined, else lifted, else does
    not apply. `stands` says that a norm without a condition applies besides.
    """

    clause: Clause
    status: Status
    stands: bool
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, clause: Clause, findings: Sequence[Finding]) -> ClauseFinding:
        """Take the findings of its norms together."""
        conditional = {each.status for each in findings if not each.is_standing}
        stands = any(each.is_standing for each in findings)
        return cls(clause, rolled_up(conditional), stands, tuple(findings))

    @property
    def applies(self) -> bool:
        """Whether the clause applies, by a conditional norm or, failing that, by a standing one."""
        return self.status is Status.APPLIES or self.stands


def statuses_by_clause(norms: Iterable[tuple[str, Status]], program: Program) -> dict[str, Status]:
    """Roll up the statuses of norms by their clauses, standing norms that apply left out."""
    found: dict[str, Status] = {}
    for address, status in norms:
        if status is not Status.APPLIES or address not in program.standing:
            clause = program.clause_of[address]
            before = found.get(clause)
            found[clause] = status if before in (None, status) else rolled_up({before, status})
    return found
