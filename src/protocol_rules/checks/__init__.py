"""Scenario checks: a change of the rules must not change an answer unnoticed."""

from protocol_rules.checks.difference import Difference
from protocol_rules.checks.expecting import Expecting, by_clause, expecting
from protocol_rules.checks.judge import Judgement, judge

__all__ = ["Difference", "Expecting", "Judgement", "by_clause", "expecting", "judge"]
