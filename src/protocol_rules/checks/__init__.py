"""Scenario checks: a change of the rules must not change an answer unnoticed."""

from protocol_rules.checks.judge import Judgement, judge

__all__ = ["Judgement", "judge"]
