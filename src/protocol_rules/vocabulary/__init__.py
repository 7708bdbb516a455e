"""The words in which rules and scenarios are written."""

from protocol_rules.vocabulary.constraints import Constraint, impossible_in
from protocol_rules.vocabulary.facts import Circumstance, Fact, FactType
from protocol_rules.vocabulary.modality import Force, Modality
from protocol_rules.vocabulary.roles import Role, RoleHierarchy
from protocol_rules.vocabulary.shared import RULES, read_vocabulary, shared_vocabulary, shipped
from protocol_rules.vocabulary.words import Action, Vocabulary

__all__ = [
    "RULES",
    "Action",
    "Circumstance",
    "Constraint",
    "Fact",
    "FactType",
    "Force",
    "Modality",
    "Role",
    "RoleHierarchy",
    "Vocabulary",
    "impossible_in",
    "read_vocabulary",
    "shared_vocabulary",
    "shipped",
]
