"""A suggestion: one story about a norm, and the variations that show what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.resolve import shipped
from protocol_rules.vocabulary import RULES

__all__ = ["Suggestion", "Variation"]


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
        ships = self.protocol.council in shipped() and (
            not self.protocol.file or Path(self.protocol.file).parent.samefile(RULES)
        )
        return self.protocol.council if ships or not self.protocol.file else self.protocol.file

    @property
    def norms(self) -> tuple[Norm, ...]:
        """The norms that it shows, each once."""
        shown = (norm for each in self.variations for norm in each.norms)
        return tuple({norm.address: norm for norm in shown}.values())
