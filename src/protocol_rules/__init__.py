"""Councils' member and officer protocols as rules: which clauses apply, why, and what they require."""

from protocol_rules.diagnostics import Diagnostic
from protocol_rules.engine import Answer, Finding, Status, evaluate
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario import Scenario
from protocol_rules.resolve import load

__all__ = [
    "Answer",
    "Diagnostic",
    "Finding",
    "Protocol",
    "ProtocolRulesError",
    "Scenario",
    "Status",
    "evaluate",
    "load",
]
