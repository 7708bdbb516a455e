"""One scenario against one protocol: statuses, findings, proofs."""

from importlib import import_module
from typing import TYPE_CHECKING

from protocol_rules.engine.answer import Answer
from protocol_rules.engine.clause_finding import ClauseFinding
from protocol_rules.engine.evaluate import evaluate
from protocol_rules.engine.finding import Finding, NextStep
from protocol_rules.engine.performance import Performance, PerformanceState
from protocol_rules.engine.proof import Proof
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.required import RequiredAction, norm_in_words
from protocol_rules.engine.status import Status
from protocol_rules.engine.wording import day, in_words, stated

if TYPE_CHECKING:
    from protocol_rules.engine.changes import Change, CircumstanceChange, FactChange
    from protocol_rules.engine.difference import AnswerChange, DueChange, StatusChange
    from protocol_rules.engine.flips import SmallestChange
    from protocol_rules.engine.footing import tests_behind
    from protocol_rules.engine.questions import Question, questions_about

__all__ = [
    "Answer",
    "AnswerChange",
    "Change",
    "CircumstanceChange",
    "ClauseFinding",
    "DueChange",
    "FactChange",
    "Finding",
    "NextStep",
    "Performance",
    "PerformanceState",
    "Proof",
    "Question",
    "Reading",
    "RequiredAction",
    "SmallestChange",
    "Status",
    "StatusChange",
    "day",
    "evaluate",
    "in_words",
    "norm_in_words",
    "questions_about",
    "stated",
    "tests_behind",
]

_HOMES = {
    "AnswerChange": "difference",
    "Change": "changes",
    "CircumstanceChange": "changes",
    "DueChange": "difference",
    "FactChange": "changes",
    "Question": "questions",
    "SmallestChange": "flips",
    "StatusChange": "difference",
    "questions_about": "questions",
    "tests_behind": "footing",
}


def __getattr__(name: str) -> object:
    """Import what few answers are asked for when it is first used."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f"{__name__}.{home}"), name)
