"""Forms: what stands behind a norm, apart from names, order and ways of writing it.

Equal forms mean the same in every complete story; unequal ones may do so as well.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import NamedTuple

from protocol_rules.amendments.effective import effective, speaking
from protocol_rules.amendments.facets import Facet
from protocol_rules.comparison.deadlines import term_of
from protocol_rules.engine.performance import ways_to_break
from protocol_rules.engine.program import program_of
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Condition,
    Has,
    HasRole,
    Not,
    Only,
    Relation,
)

__all__ = ["Form", "Forms"]

Form = Hashable

_SAME = {Relation.BEFORE: Relation.LESS_THAN, Relation.AFTER: Relation.MORE_THAN}


class _Joint(NamedTuple):
    """All, or any, of some parts, in no order."""

    kind: str
    parts: frozenset[Form]


class Forms:
    """The forms of one protocol, each worked out when it is first asked for."""

    def __init__(self, protocol: Protocol) -> None:
        """Take the protocol."""
        self.protocol = protocol
        self._program = program_of(protocol)
        self._words = protocol.vocabulary
        self._effective: dict[str, Form] = {}
        self._facts: dict[str, Form] = {}

    def of_role(self, role: str) -> Form:
        """Give what a role includes: by that it is told whom an exception lets off."""
        roles = self._words.roles
        return (roles.above(role), roles.below(role)) if role in roles.roles else ()

    def stance(self, norm: Norm) -> Form:
        """Give what a norm adds to the stance on its action, apart from whom it binds."""
        term = None
        if norm.modality is not None and norm.modality.requires:
            term = term_of(norm, self.protocol)
        return (norm.modality, self.effective(norm.address), term)

    def effective(self, address: str) -> Form:
        """Give when a norm speaks, and what lifts it."""
        # INVARIANT: exceptions, breaches and definitions are one graph without circles.
        if address not in self._effective:
            speaks = self.condition(speaking(self.protocol, self.protocol.norms[address]))
            wakes = self._program.wakes(address)
            self._effective[address] = (speaks, self._exceptions(address), wakes)
        return self._effective[address]

    def facet(self, facet: Facet) -> Form:
        """Give where a facet counts."""
        norm = facet.norm
        lifted = self._exceptions(norm.address) if facet.can_be_lifted else ()
        return (norm.modality, self.condition(speaking(self.protocol, norm)), lifted)

    def condition(self, condition: Condition, *, holds: bool = True) -> Form:  # noqa: PLR0911 - all kinds
        """Give the form of a condition, or of its denial."""
        match condition:
            case Not(part):
                return self.condition(part, holds=not holds)
            case All(parts) | Any(parts):
                joint = "all" if isinstance(condition, All) is holds else "any"
                return _joint(joint, [self.condition(part, holds=holds) for part in parts])
            case Has(fact, values):
                return (holds, "has", self._fact(fact), values)
            case HasRole(fact, roles):
                return (holds, "role", self._fact(fact), self._below(roles))
            case Only(fact, values, negated):
                is_role = self._words.facts[fact].type is FactType.ROLE
                told = self._below(values) if is_role else values
                return (holds, "not only" if negated else "only", self._fact(fact), told)
            case Compare(fact, relation, bound):
                other = self._fact(bound) if isinstance(bound, str) else bound
                return (holds, "compare", self._fact(fact), _SAME.get(relation, relation), other)
            case About(circumstance):
                return (holds, "about", circumstance)
            case Breached(address):
                return (holds, "breached", self._breach(address))

    def _exceptions(self, address: str) -> frozenset[Form]:
        found = {self.condition(each) for each in self.protocol.norms[address].unless}
        for each in self.protocol.overrides.get(address, ()):
            # A card which lifts a norm for everybody says the same as an `unless`.
            form = self.condition(effective(self.protocol, each.by))
            only_for = None if each.only_for is None else self.condition(each.only_for)
            found.add(form if only_for is None else (form, only_for))
        return frozenset(found)

    def _breach(self, address: str) -> Form:
        norm = self.protocol.norms[address]
        if not self._program.can_be_breached(address):
            return "never"
        ways = frozenset(self.condition(way) for way in ways_to_break(norm))
        dated: Form = ()
        if norm.deadline is not None and norm.deadline.fact and norm.done_on:
            done = self._fact(norm.done_on)
            dated = (self._fact(norm.deadline.fact), term_of(norm, self.protocol),
                     self.protocol.calendar, done)  # fmt: skip
        return (self.effective(address), ways, dated)

    def _below(self, roles: Iterable[str]) -> frozenset[str]:
        return frozenset[str]().union(*map(self._words.roles.below, roles))

    def _fact(self, name: str) -> Form:
        if name not in self._facts:
            fact = self._words.facts[name]
            is_setting = self._words.circumstances[fact.circumstance].is_setting
            definition = self.protocol.definitions.get(name)
            derived = None if definition is None else self.condition(definition)
            domain = (frozenset(fact.values), fact.among, fact.not_before)
            self._facts[name] = (name, fact.type, domain, is_setting, derived)
        return self._facts[name]


def _joint(joint: str, parts: list[Form]) -> Form:
    """Put parts together: those of the same kind are laid open, and each counts once."""
    found: set[Form] = set()
    for part in parts:
        found |= part.parts if isinstance(part, _Joint) and part.kind == joint else {part}
    return next(iter(found)) if len(found) == 1 else _Joint(joint, frozenset(found))
