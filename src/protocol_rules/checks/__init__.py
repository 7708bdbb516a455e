"""Scenario checks: a change of the rules must not change an answer unnoticed."""

from protocol_rules.checks.difference import Difference
from protocol_rules.checks.expecting import Expecting, by_clause, expecting
from protocol_rules.checks.judge import Judgement, judge
from protocol_rules.checks.protocols import protocol_named

__all__ = [
    "Difference",
    "Expecting",
    "Judgement",
    "by_clause",
    "expecting",
    "judge",
    "protocol_named",
]
