"""What was changed, in words."""

from __future__ import annotations

from protocol_rules.diagnostics import quote
from protocol_rules.engine import in_words
from protocol_rules.mutation.ground import Edit
from protocol_rules.vocabulary.conditions import Condition

__all__ = ["instead", "said"]


def instead(new: Condition, old: Condition) -> Edit:
    """Put one condition for another one."""
    return Edit(new, f"{said(new)} for {said(old)}")


def said(condition: Condition) -> str:
    """Say a condition in short."""
    return quote(in_words(condition))
