"""Councils held against each other: in one story, and over all stories."""

from protocol_rules.compare.action import ActionComparison, Agreement, Aspect
from protocol_rules.compare.side import Side
from protocol_rules.compare.side_by_side import StoryComparison, compare_story

__all__ = [
    "ActionComparison",
    "Agreement",
    "Aspect",
    "Side",
    "StoryComparison",
    "compare_story",
]
