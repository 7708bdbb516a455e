"""A suggestion: one story about a norm, and the variations that show what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.resolve import is_shipped

__all__ = ["STANDING", "Suggestion", "Variation"]

STANDING = "in every situation"
"""The name of the story in which the norms are shown that always stand."""


@dataclass(frozen=True, slots=True)
class Variation:
    """One variation of a story: its name, the norms that it shows, and what to confirm of each.

    `expected` is what a scenario file expects of it.
    """

    name: str
    norms: tuple[Norm, ...]
    story: Story
    to_confirm: tuple[str, ...]
    expected: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A story with its variations, all under one protocol.

    `beside` names the scenario of the bank from which its variations differ, if there is one.
    """

    protocol: Protocol
    name: str
    variations: tuple[Variation, ...]
    beside: str = ""

    @property
    def asked_as(self) -> str:
        """How a scenario names the protocol: one that ships by its name, another by its file."""
        own = self.protocol
        return own.council if is_shipped(own) or not own.file else own.file

    @property
    def norms(self) -> tuple[Norm, ...]:
        """The norms that it shows, each once."""
        shown = (norm for each in self.variations for norm in each.norms)
        return tuple({norm.address: norm for norm in shown}.values())
