"""Scenarios that are lacking, told and written so that a person only has to confirm them."""

from protocol_rules.suggestions.killing import Killing, Order, against_mutants, killing
from protocol_rules.suggestions.suggest import Suggested, suggestions_for
from protocol_rules.suggestions.suggestion import Suggestion
from protocol_rules.suggestions.written import Written, as_yaml, text_of, written

__all__ = [
    "Killing",
    "Order",
    "Suggested",
    "Suggestion",
    "Written",
    "against_mutants",
    "as_yaml",
    "killing",
    "suggestions_for",
    "text_of",
    "written",
]
