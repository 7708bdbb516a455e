"""The vocabulary files as they are written."""

from __future__ import annotations

from pydantic import Field

from protocol_rules.validation.written import AsWritten, Name, OneOrMany, Text, YesNo
from protocol_rules.vocabulary.facts import FactType

__all__ = [
    "ActionWritten",
    "ActionsFile",
    "AloneWritten",
    "CircumstanceWritten",
    "FactWritten",
    "FactsFile",
    "RoleWritten",
    "RolesFile",
    "TopicsFile",
]


class FactWritten(AsWritten):
    """A fact: its type, its question, its allowed values each explained, and what it follows."""

    type: FactType
    question: Text
    values: dict[Name, Text] = Field(default_factory=dict)
    judged: YesNo = False
    not_before: str = ""


class CircumstanceWritten(AsWritten):
    """A circumstance with its facts; a setting is part of every situation."""

    title: Text
    description: Text
    setting: YesNo = False
    facts: dict[Name, FactWritten]


class RoleWritten(AsWritten):
    """A role, and the wider roles that it belongs to."""

    phrase: Text
    description: Text
    wider: OneOrMany[Name] = Field(default=(), alias="is")
    told_by: str = ""


class ActionWritten(AsWritten):
    """A deed, in words that complete "must ...", and how it stands to others.

    Whoever does it does those under `is` too, and cannot do those that it `opposes`. What it asks
    of the other party is `answered_by` any of those named there.
    """

    phrase: Text
    towards: str = "to"
    wider: OneOrMany[Name] = Field(default=(), alias="is")
    opposes: OneOrMany[Name] = ()
    answered_by: OneOrMany[Name] = ()


class FactsFile(AsWritten):
    """`facts.yaml`."""

    circumstances: dict[Name, CircumstanceWritten]


class RolesFile(AsWritten):
    """`roles.yaml`."""

    roles: dict[Name, RoleWritten]


class AloneWritten(AsWritten):
    """Actions of which one clause alone speaks, and the reason that they have in common."""

    because: Text
    actions: OneOrMany[Name]


class ActionsFile(AsWritten):
    """`actions.yaml`."""

    actions: dict[Name, ActionWritten]
    alone: tuple[AloneWritten, ...] = ()


class TopicsFile(AsWritten):
    """`topics.yaml`."""

    topics: dict[Name, Text]
