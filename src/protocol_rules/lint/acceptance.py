"""Slips that a rule file accepts with a reason, apart from those that nobody accepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from protocol_rules.diagnostics import Diagnostic
from protocol_rules.lint.check import Linted, Slip

__all__ = ["Acceptance", "Accepted", "Held", "Linting", "acceptances_of", "held_against"]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a card (or the head of a file, which is no clause) says to be meant so."""

    council: str
    clause: str
    check: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """Something that a check found, and why it is meant so."""

    diagnostic: Diagnostic
    reason: str


@dataclass(frozen=True, slots=True)
class Linting:
    """What the checks found: what has to be looked at, and what was accepted."""

    open: tuple[Diagnostic, ...]
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Slips held against acceptances, and the acceptances that accept one of them."""

    open: tuple[Diagnostic, ...]
    accepted: tuple[Accepted, ...]
    used: frozenset[Acceptance]


def held_against(linted: Sequence[Linted], slips: Iterable[Slip]) -> Held:
    """Hold slips against the acceptances of the rule files; what was found twice is told once."""
    reasons = {key: reason for each in linted for key, reason in acceptances_of(each)}
    used: set[Acceptance] = set()
    left: dict[Diagnostic, None] = {}
    accepted: dict[Diagnostic, Accepted] = {}
    for slip in slips:
        keys = [key for key in _places(slip) if key in reasons]
        used.update(keys[:1])
        reason = slip.reason or (reasons[keys[0]] if keys else "")
        if reason:
            accepted.setdefault(slip.diagnostic, Accepted(slip.diagnostic, reason))
        else:
            left[slip.diagnostic] = None
    return Held(tuple(left), tuple(accepted.values()), frozenset(used))


def acceptances_of(linted: Linted) -> Iterator[tuple[Acceptance, str]]:
    """Give the acceptances of a rule file, each with its reason."""
    protocol = linted.protocol
    for check, reason in protocol.accepts.items():
        yield Acceptance(protocol.council, "", check), reason
    for clause in protocol.clauses.values():
        for check, reason in clause.accepts.items():
            yield Acceptance(protocol.council, clause.id, check), reason


def _places(slip: Slip) -> Iterator[Acceptance]:
    """Name the acceptances that would accept a slip, the nearest first."""
    if slip.council:
        for clause in (*slip.clauses, ""):
            yield Acceptance(slip.council, clause, slip.diagnostic.code)
