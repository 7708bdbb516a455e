"""The card as written: pydantic models of a rule file."""

from protocol_rules.document.card import (
    CardWritten,
    ConditionWritten,
    CounterpartyWritten,
    NormWritten,
    ProtocolWritten,
    RoleTermWritten,
    ScopeWritten,
    StepWritten,
)

__all__ = [
    "CardWritten",
    "ConditionWritten",
    "CounterpartyWritten",
    "NormWritten",
    "ProtocolWritten",
    "RoleTermWritten",
    "ScopeWritten",
    "StepWritten",
]
