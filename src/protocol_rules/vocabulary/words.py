"""The shared words of all protocols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from protocol_rules.vocabulary.facts import Circumstance, Fact
from protocol_rules.vocabulary.roles import RoleHierarchy

__all__ = ["Action", "Vocabulary"]


@dataclass(frozen=True, slots=True)
class Action:
    """A deed: `phrase` completes "must ...", `towards` joins the counterparty.

    `alone` says why no other clause of any council speaks of it. Whoever does it does each of
    `wider` as well, and cannot do any of `opposes`. Where it asks something of the other party,
    any of `answered_by` is the answer.
    """

    name: str
    phrase: str
    towards: str = "to"
    alone: str = ""
    wider: tuple[str, ...] = ()
    opposes: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """Facts, circumstances, roles, actions and topics, each by its name, in their written order."""

    facts: Mapping[str, Fact]
    circumstances: Mapping[str, Circumstance]
    roles: RoleHierarchy
    actions: Mapping[str, Action]
    topics: Mapping[str, str]

    @cached_property
    def settings(self) -> frozenset[str]:
        """The circumstances that are part of every situation."""
        return frozenset(name for name, each in self.circumstances.items() if each.is_setting)

    @cached_property
    def circumstance_of(self) -> Mapping[str, str]:
        """The circumstance of each fact."""
        return {name: fact.circumstance for name, fact in self.facts.items()}

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        return {name: position for position, name in enumerate(self.facts)}

    def in_order(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Give each fact once, in the written order."""
        return tuple(sorted(set(facts), key=self._positions.__getitem__))

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
