"""The vocabulary files as they are written."""

from __future__ import annotations

from typing import Annotated, Any, cast

from pydantic import BeforeValidator, Field, WithJsonSchema

from protocol_rules.validation import shape_of
from protocol_rules.validation.written import AsWritten, Name, OneOrMany, Text, YesNo, written_wrong
from protocol_rules.vocabulary.facts import FactType

__all__ = [
    "ActionWritten",
    "ActionsFile",
    "AloneWritten",
    "CircumstanceWritten",
    "ConditionWritten",
    "ConstraintWritten",
    "FactWritten",
    "FactsFile",
    "RoleWritten",
    "RolesFile",
    "TopicsFile",
]


def _as_condition(value: object) -> object:
    if isinstance(value, list) and value:
        message = "a condition is a mapping of facts to values, not a list"
        raise written_wrong("wrong-shape", message, "write {all: [...]} or {any: [...]}")
    if not isinstance(value, dict):
        message = (
            f"a condition is a mapping of facts to values, not {shape_of(cast('object', value))}"
        )
        raise written_wrong("wrong-shape", message, "write {FACT: VALUE}, or leave the key out")
    return value  # pyright: ignore[reportUnknownVariableType]


ConditionWritten = Annotated[
    dict[str, Any],
    BeforeValidator(_as_condition),
    WithJsonSchema({"type": "object", "format": "condition"}),
]
"""A condition; `ConditionReader` reads it, since it takes its types from the vocabulary."""


class FactWritten(AsWritten):
    """A fact: its type, its question, its allowed values each explained, and what it follows.

    `among` are the roles that can stand in a role fact, the likeliest first; without it any can.
    """

    type: FactType
    question: Text
    values: dict[Name, Text] = Field(default_factory=dict)
    judged: YesNo = False
    not_before: str = ""
    among: OneOrMany[Name] = ()


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


class ConstraintWritten(AsWritten):
    """What is never so, all of it at once, and the reason."""

    when: ConditionWritten
    because: Text


class FactsFile(AsWritten):
    """`facts.yaml`."""

    circumstances: dict[Name, CircumstanceWritten]
    impossible: dict[Name, ConstraintWritten] = Field(default_factory=dict)


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
