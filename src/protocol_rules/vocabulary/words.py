"""The shared words of all protocols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from protocol_rules.vocabulary.bars import Bars
from protocol_rules.vocabulary.constraints import Constraint, domain_of, order_of
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
    """Facts, circumstances, roles, actions and topics, each by its name, in their written order.

    `impossible` is what the files say that no story can be. Where the words are those of several
    vocabularies put together, `parts` are these: what one of them bars is barred.
    """

    facts: Mapping[str, Fact]
    circumstances: Mapping[str, Circumstance]
    roles: RoleHierarchy
    actions: Mapping[str, Action]
    topics: Mapping[str, str]
    impossible: tuple[Constraint, ...] = ()
    parts: tuple[Vocabulary, ...] = ()

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

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """What no story can be: by the order of dates, by the domains of roles, and otherwise."""
        phrases = {name: role.phrase for name, role in self.roles.roles.items()}
        facts = self.facts.values()
        orders = (order_of(fact) for fact in facts if fact.not_before)
        domains = (domain_of(fact, phrases) for fact in facts if fact.among)
        return (*orders, *domains, *self.impossible)

    @cached_property
    def bars(self) -> Bars:
        """The constraints, ready to be held against what is given."""
        return Bars(self)

    def __getstate__(self) -> dict[str, object]:
        """Leave out of a pickle what is worked out from the rest."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def in_order(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Give each fact once, in the written order."""
        return tuple(sorted(set(facts), key=self._positions.__getitem__))

    def extended(
        self,
        circumstances: Mapping[str, Circumstance],
        facts: Mapping[str, Fact],
        actions: Mapping[str, Action],
        roles: RoleHierarchy,
        impossible: Iterable[Constraint] = (),
    ) -> Vocabulary:
        """Add the words that one protocol brings along; a circumstance may gain facts."""
        return Vocabulary(
            {**self.facts, **facts},
            {**self.circumstances, **circumstances},
            roles,
            {**self.actions, **actions},
            self.topics,
            tuple(dict.fromkeys((*self.impossible, *impossible))),
        )
