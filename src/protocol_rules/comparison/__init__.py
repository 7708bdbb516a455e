"""Councils held against each other: in one story, and over all stories."""

from protocol_rules.comparison.action import ActionComparison, Agreement, Aspect
from protocol_rules.comparison.cubes import Cube, Literal, said, shortly_said
from protocol_rules.comparison.pairs import WitnessDoesNotReplay, row_of, subjects
from protocol_rules.comparison.result import Comparison, InWords, Region, Relation, Row
from protocol_rules.comparison.run import compare, compare_all
from protocol_rules.comparison.side import Side
from protocol_rules.comparison.side_by_side import StoryComparison, compare_story
from protocol_rules.comparison.stance import Stance, held_against

__all__ = [
    "ActionComparison",
    "Agreement",
    "Aspect",
    "Comparison",
    "Cube",
    "InWords",
    "Literal",
    "Region",
    "Relation",
    "Row",
    "Side",
    "Stance",
    "StoryComparison",
    "WitnessDoesNotReplay",
    "compare",
    "compare_all",
    "compare_story",
    "held_against",
    "row_of",
    "said",
    "shortly_said",
    "subjects",
]
