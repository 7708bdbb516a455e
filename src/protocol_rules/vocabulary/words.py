"""The shared words of all protocols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from protocol_rules.vocabulary.facts import Circumstance, Fact
from protocol_rules.vocabulary.roles import RoleHierarchy

__all__ = ["Action", "Vocabulary"]


@dataclass(frozen=True, slots=True)
class Action:
    """A deed: `phrase` completes "must ...", `towards` joins the counterparty."""

    name: str
    phrase: str
    towards: str = "to"


@dataclass(frozen=True)
class Vocabulary:
    """Facts, circumstances, roles, actions and topics, each by its name, in their written order."""

    facts: Mapping[str, Fact]
    circumstances: Mapping[str, Circumstance]
    roles: RoleHierarchy
    actions: Mapping[str, Action]
    topics: Mapping[str, str]

    def extended(
        self,
        circumstances: Mapping[str, Circumstance],
        facts: Mapping[str, Fact],
        actions: Mapping[str, Action],
        roles: RoleHierarchy,
    ) -> Vocabulary:
        """Add the words that one protocol brings along; a circumstance may gain facts."""
        return Vocabulary(
            {**self.facts, **facts},
            {**self.circumstances, **circumstances},
            roles,
            {**self.actions, **actions},
            self.topics,
        )
