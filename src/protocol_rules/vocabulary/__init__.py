"""The words in which rules and scenarios are written."""

from protocol_rules.vocabulary.facts import Circumstance, Fact, FactType
from protocol_rules.vocabulary.from_written import (
    RULES,
    actions_from,
    circumstances_from,
    read_vocabulary,
    shared_vocabulary,
)
from protocol_rules.vocabulary.modality import Force, Modality
from protocol_rules.vocabulary.roles import Role, RoleHierarchy
from protocol_rules.vocabulary.words import Action, Vocabulary
from protocol_rules.vocabulary.written import ActionWritten, CircumstanceWritten

__all__ = [
    "RULES",
    "Action",
    "ActionWritten",
    "Circumstance",
    "CircumstanceWritten",
    "Fact",
    "FactType",
    "Force",
    "Modality",
    "Role",
    "RoleHierarchy",
    "Vocabulary",
    "actions_from",
    "circumstances_from",
    "read_vocabulary",
    "shared_vocabulary",
]
