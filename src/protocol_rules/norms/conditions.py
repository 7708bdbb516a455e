"""The conditions of norms, which are said in the words of the vocabulary."""

from __future__ import annotations

from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Condition,
    Has,
    HasRole,
    Not,
    Only,
    Relation,
    Value,
    atoms,
)

__all__ = [
    "About",
    "All",
    "Any",
    "Breached",
    "Compare",
    "Condition",
    "Has",
    "HasRole",
    "Not",
    "Only",
    "Relation",
    "Value",
    "atoms",
]
