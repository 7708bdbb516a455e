"""Mutation testing of rules: does any scenario notice where a rule is changed?"""

from protocol_rules.mutation.bank import Bank
from protocol_rules.mutation.mutant import Mutant, Sight, mutated
from protocol_rules.mutation.mutants import mutants_of
from protocol_rules.mutation.operators import OPERATORS
from protocol_rules.mutation.outcome import Counts, Fate, Outcome, Tally
from protocol_rules.mutation.run import Commission, Run, bank_for, bench_of, outcome_of, run

__all__ = [
    "OPERATORS",
    "Bank",
    "Commission",
    "Counts",
    "Fate",
    "Mutant",
    "Outcome",
    "Run",
    "Sight",
    "Tally",
    "bank_for",
    "bench_of",
    "mutants_of",
    "mutated",
    "outcome_of",
    "run",
]
