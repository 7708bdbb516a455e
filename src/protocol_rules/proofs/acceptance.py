"""What a rule file accepts with a reason, as `lint` has it."""

from __future__ import annotations

from collections.abc import Iterable

from protocol_rules.norms.protocol import Protocol

__all__ = ["reason_for"]


def reason_for(protocol: Protocol, check: str, clauses: Iterable[str]) -> str:
    """Give the reason why what a check finds on some clauses is meant so; else nothing.

    The head of the rule file accepts what it does for all its clauses.
    """
    for clause in clauses:
        reason = protocol.clauses[clause].accepts.get(check, "")
        if reason:
            return reason
    return protocol.accepts.get(check, "")
