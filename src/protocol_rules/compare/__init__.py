"""Protocols laid side by side: over all stories, where they differ, for whom, and how."""

from protocol_rules.compare.cubes import Cube, Literal, said, shortly_said
from protocol_rules.compare.pairs import WitnessDoesNotReplay, row_of, subjects
from protocol_rules.compare.result import Comparison, InWords, Region, Relation, Row
from protocol_rules.compare.run import compare, compare_all
from protocol_rules.compare.stance import Stance, held_against

__all__ = [
    "Comparison",
    "Cube",
    "InWords",
    "Literal",
    "Region",
    "Relation",
    "Row",
    "Stance",
    "WitnessDoesNotReplay",
    "compare",
    "compare_all",
    "held_against",
    "row_of",
    "said",
    "shortly_said",
    "subjects",
]
