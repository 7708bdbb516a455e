"""What can wake a norm: the circumstances that its condition speaks of."""

from __future__ import annotations

from protocol_rules.norms.protocol import Norm, NormKind, Protocol
from protocol_rules.vocabulary.conditions import About, Breached, Compare, Condition, atoms

__all__ = ["Triggers"]


class Triggers:
    """The circumstances under the conditions of one protocol."""

    def __init__(self, protocol: Protocol) -> None:
        """Take the protocol; everything is worked out when it is first asked for."""
        self._protocol = protocol
        self._wakes: dict[str, frozenset[str] | None] = {}
        self._of_norm: dict[str, frozenset[str]] = {}
        self._of_fact: dict[str, frozenset[str]] = {}

    def wakes(self, address: str) -> frozenset[str] | None:
        """Give the circumstances of which one has to be mentioned; `None` where it is always awake.

        A setting wakes a norm only where the norm speaks of no circumstance proper. A card
        without a norm is looked at wherever a norm that it lifts, or is a proviso of, is awake.
        """
        if address not in self._wakes:
            norm = self._protocol.norms[address]
            related = (*norm.lifts, *norm.proviso_of)
            if related and norm.kind is not NormKind.NORM:
                found = [self.wakes(each) for each in related]
                known = [each for each in found if each is not None]
                self._wakes[address] = (
                    None if len(known) < len(found) else frozenset[str]().union(*known)
                )
            else:
                self._wakes[address] = self._own(norm)
        return self._wakes[address]

    def of(self, condition: Condition) -> frozenset[str]:
        """Give the circumstances that a condition speaks of."""
        found: frozenset[str] = frozenset()
        for atom in atoms(condition):
            match atom:
                case About(circumstance):
                    found |= {circumstance}
                case Breached(address):
                    found |= self._of_breach(self._protocol.norms[address])
                case Compare(fact, _, str(other)):
                    found |= self.circumstances_of(fact) | self.circumstances_of(other)
                case _:
                    found |= self.circumstances_of(atom.fact)
        return found

    def of_norm(self, address: str) -> frozenset[str]:
        """Give the circumstances that a norm, its exceptions and its due date speak of."""
        if address not in self._of_norm:
            norm = self._protocol.norms[address]
            lifting = self._protocol.overrides.get(address, ())
            own = (norm.when, norm.provided, *norm.unless, *(each.only_for for each in lifting))
            found = self.of_performance(norm).union(
                *(self.of(each) for each in own if each is not None)
            )
            if norm.reparation_for:
                found |= self._of_breach(self._protocol.norms[norm.reparation_for])
            self._of_norm[address] = found.union(*(self.of_norm(each.by) for each in lifting))
        return self._of_norm[address]

    def circumstances_of(self, fact: str) -> frozenset[str]:
        """Give the circumstance of a fact; of a derived one also those under its definition."""
        if fact not in self._of_fact:
            own = frozenset({self._protocol.vocabulary.facts[fact].circumstance})
            definition = self._protocol.definitions.get(fact)
            self._of_fact[fact] = own if definition is None else own | self.of(definition)
        return self._of_fact[fact]

    def of_performance(self, norm: Norm) -> frozenset[str]:
        """Give the circumstances that tell whether a norm was kept, and by when it has to be."""
        conditions: list[Condition] = [*norm.limits]
        if norm.breached_when is not None:
            conditions.append(norm.breached_when)
        found = frozenset[str]().union(*map(self.of, conditions))
        dates = (norm.deadline.fact if norm.deadline else "", norm.done_on)
        return found.union(*(self.circumstances_of(fact) for fact in dates if fact))

    def _own(self, norm: Norm) -> frozenset[str] | None:
        found = frozenset[str]() if norm.when is None else self.of(norm.when)
        if norm.reparation_for:
            found |= self._of_breach(self._protocol.norms[norm.reparation_for])
        words = self._protocol.vocabulary.circumstances
        proper = frozenset(each for each in found if not words[each].is_setting)
        return proper or found or None

    def _of_breach(self, norm: Norm) -> frozenset[str]:
        """The breach of a standing norm counts as the circumstances that show it."""
        if norm.is_standing:
            return self.of_performance(norm)
        found = frozenset[str]() if norm.when is None else self.of(norm.when)
        if norm.reparation_for:
            found |= self._of_breach(self._protocol.norms[norm.reparation_for])
        return found
