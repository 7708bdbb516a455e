"""What the status of a norm can rest on: every test behind it, the nearest ones first."""

from __future__ import annotations

from protocol_rules.norms.protocol import NormKind, Protocol
from protocol_rules.vocabulary.conditions import (
    About,
    Breached,
    Compare,
    Condition,
    Has,
    HasRole,
    Only,
    atoms,
)

__all__ = ["Atom", "facts_behind", "norms_behind", "tests_behind"]

Atom = Has | HasRole | Only | Compare | About | Breached


def tests_behind(protocol: Protocol, address: str) -> tuple[Atom, ...]:
    """Give each test of a norm once: its own, then those of its exceptions and what they rest on.

    Those under definitions and breaches are among them. Presumptions are not: whatever they would
    give a fact can be stated of the fact itself.
    """
    walk = _Walk(protocol)
    walk.norm(address)
    return tuple(walk.found)


def norms_behind(protocol: Protocol, address: str) -> frozenset[str]:
    """Name a norm with all those on which its status can rest: what lifts it, what was breached."""
    walk = _Walk(protocol)
    walk.norm(address)
    return frozenset(walk.seen)


def facts_behind(protocol: Protocol, address: str) -> tuple[str, ...]:
    """Name the facts of all tests behind a norm, the nearest ones first."""
    facts = (fact for test in tests_behind(protocol, address) for fact in _facts_of(protocol, test))
    return tuple(dict.fromkeys(facts))


def _facts_of(protocol: Protocol, test: Atom) -> list[str]:
    match test:
        case About():
            return []
        case Breached(address):
            norm = protocol.norms[address]
            if norm.deadline is None or not norm.deadline.fact or not norm.done_on:
                return []
            return [norm.deadline.fact, norm.done_on]
        case Compare(fact, _, str(other)):
            return [fact, other]
        case _:
            return [test.fact]


class _Walk:
    """A way through a protocol that goes nowhere twice."""

    def __init__(self, protocol: Protocol) -> None:
        self.found: dict[Atom, None] = {}
        self._protocol = protocol
        self.seen: set[str] = set()

    def norm(self, address: str) -> None:
        if address in self.seen:
            return
        self.seen.add(address)
        norm = self._protocol.norms[address]
        self._conditions(norm.when, norm.provided, *norm.unless)
        if norm.reparation_for:
            self._test(Breached(norm.reparation_for))
        if norm.kind is not NormKind.NORM:
            for target in (*norm.lifts, *norm.proviso_of):
                self.norm(target)
        for override in self._protocol.overrides.get(address, ()):
            self._conditions(override.only_for)
            self.norm(override.by)

    def _conditions(self, *conditions: Condition | None) -> None:
        for condition in conditions:
            for test in () if condition is None else atoms(condition):
                self._test(test)

    def _test(self, test: Atom) -> None:
        if test in self.found:
            return
        self.found[test] = None
        if isinstance(test, Breached):
            norm = self._protocol.norms[test.address]
            self.norm(test.address)
            self._conditions(*norm.limits, norm.breached_when)
        for fact in _facts_of(self._protocol, test):
            self._conditions(self._protocol.definitions.get(fact))
