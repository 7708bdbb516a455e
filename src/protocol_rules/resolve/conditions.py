"""The reader of the conditions of a rule file, which is that of the vocabulary."""

from __future__ import annotations

from protocol_rules.vocabulary.condition_reader import ConditionReader

__all__ = ["ConditionReader"]
