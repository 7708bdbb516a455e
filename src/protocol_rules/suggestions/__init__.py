"""Scenarios that are lacking, told and written so that a person only has to confirm them."""

from protocol_rules.suggestions.killing import Versions, suggestions_against
from protocol_rules.suggestions.suggest import Suggested, suggestions_for
from protocol_rules.suggestions.suggestion import Suggestion
from protocol_rules.suggestions.written import as_yaml

__all__ = [
    "Suggested",
    "Suggestion",
    "Versions",
    "as_yaml",
    "suggestions_against",
    "suggestions_for",
]
