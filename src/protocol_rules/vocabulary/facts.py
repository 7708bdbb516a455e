"""Facts and the circumstances that group them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Circumstance", "Fact", "FactType"]


class FactType(StrEnum):
    """What kind of answer a fact's question has."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    CHOICES = "choices"
    ROLE = "role"
    COUNT = "count"
    DAYS = "days"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be known of a situation, and the question that asks for it.

    `values` explains each allowed value of a choice; `is_judged` says that a person has to
    weigh the answer, since the text uses an open standard; `not_before` names the date that
    cannot come later than this one, as an enquiry is not answered before it arrives; `among` are
    the roles that a role fact can name, the likeliest first, where not everybody can stand there.
    """

    name: str
    type: FactType
    question: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    is_judged: bool = False
    not_before: str = ""
    among: tuple[str, ...] = ()

    @property
    def circumstance(self) -> str:
        """The noun before the dot."""
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Something that may be part of a situation: an enquiry, a letter, a party group's meeting.

    A setting (the people, the information concerned) is part of every situation.
    """

    name: str
    title: str
    description: str
    is_setting: bool
    facts: tuple[str, ...]
