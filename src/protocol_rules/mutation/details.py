"""What is found of a norm beside its status, and what it says of whom."""

from __future__ import annotations

from typing import NoReturn

from protocol_rules.engine import Finding, Status
from protocol_rules.engine.run import Run
from protocol_rules.norms.protocol import Norm

__all__ = ["details", "said"]


def details(run: Run, address: str, status: Status) -> tuple[object, ...]:
    """Give everything of a finding of this status that an expectation may look at."""
    ready = run.program.ready[address]
    finding = Finding(run, ready, status, awake=True, occasion="", search=_not_searched)
    match status:
        case Status.APPLIES:
            return (finding.due, finding.performance, finding.next_step, finding.answers_breach_of)
        case Status.LIFTED:
            return (finding.due, finding.lifted_by)
        case Status.UNDETERMINED:
            return (finding.due, finding.is_moot, finding.missing)
        case Status.DOES_NOT_APPLY:
            return ()


def said(norm: Norm) -> tuple[object, ...]:
    """Give what a norm says of whom: it is the same in every story in which it applies."""
    return (norm.bearers, norm.modality, norm.action, norm.counterparty, norm.qualifier)


def _not_searched(*_: object) -> NoReturn:
    message = "nobody asks here what would make a norm apply"
    raise NotImplementedError(message)
