"""One scenario against one protocol: statuses, findings, proofs."""

from protocol_rules.engine.answer import Answer, ClauseFinding
from protocol_rules.engine.evaluate import evaluate
from protocol_rules.engine.finding import Finding, NextStep
from protocol_rules.engine.proof import Proof
from protocol_rules.engine.required import RequiredAction, norm_in_words
from protocol_rules.engine.run import Reading
from protocol_rules.engine.status import Status
from protocol_rules.engine.wording import day, in_words, stated

__all__ = [
    "Answer",
    "ClauseFinding",
    "Finding",
    "NextStep",
    "Proof",
    "Reading",
    "RequiredAction",
    "Status",
    "day",
    "evaluate",
    "in_words",
    "norm_in_words",
    "stated",
]
