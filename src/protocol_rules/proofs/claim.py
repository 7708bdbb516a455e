"""A claim: in all stories of a kind, a protocol puts somebody of a role in this position."""

from __future__ import annotations

from dataclasses import dataclass

from protocol_rules.norms.protocol import Protocol
from protocol_rules.proofs.wanted import Wanted
from protocol_rules.validation import Place
from protocol_rules.vocabulary.conditions import Condition

__all__ = ["Claim"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim on one role under one protocol; without a `when` it is about every story."""

    name: str
    protocol: Protocol
    when: Condition | None
    role: str
    action: str
    wanted: Wanted
    because: str
    place: Place

    @property
    def sentence(self) -> str:
        """Say whose position on what is claimed, and which."""
        words = self.protocol.vocabulary
        phrase = words.roles.roles[self.role].phrase
        return f"{phrase}, to {words.actions[self.action].phrase}: {self.wanted}"
