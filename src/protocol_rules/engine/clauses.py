"""What is found of whole clauses: the statuses of their conditional norms, rolled up."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from protocol_rules.engine.finding import Finding
from protocol_rules.engine.status import Status, rolled_up
from protocol_rules.norms.protocol import Clause

__all__ = ["ClauseFinding", "clause_finding", "statuses_of_clauses"]


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

    @property
    def applies(self) -> bool:
        """Whether the clause applies, by a conditional norm or, failing that, by a standing one."""
        return self.status is Status.APPLIES or self.stands


def clause_finding(clause: Clause, findings: Iterable[Finding]) -> ClauseFinding:
    """Roll the findings of a clause up."""
    every = tuple(findings)
    conditional = {each.status for each in every if not each.is_standing}
    stands = any(each.is_standing for each in every)
    return ClauseFinding(clause, rolled_up(conditional), stands, every)


def statuses_of_clauses(
    awake: Iterable[tuple[str, Status]], clauses: Mapping[str, str], standing: Container[str]
) -> Mapping[str, Status]:
    """Give each clause that has another status than `does not apply`, from its norms awake.

    `clauses` gives the clause of a norm; those that are `standing` count where they do not apply.
    """
    found: dict[str, set[Status]] = {}
    for address, status in awake:
        if status is Status.DOES_NOT_APPLY or (status is Status.APPLIES and address in standing):
            continue
        clause = clauses[address]
        if clause in found:
            found[clause].add(status)
        else:
            found[clause] = {status}
    return {clause: rolled_up(statuses) for clause, statuses in found.items()}
