"""Coverage of rules: what a bank of scenarios shows of the norms of a protocol."""

from protocol_rules.coverage.bank import Pair, read_pairs
from protocol_rules.coverage.goals import Figure, Goal, Kind, RuleCoverage, State
from protocol_rules.coverage.measure import coverage_of

__all__ = [
    "Figure",
    "Goal",
    "Kind",
    "Pair",
    "RuleCoverage",
    "State",
    "coverage_of",
    "read_pairs",
]
