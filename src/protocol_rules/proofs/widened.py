"""The stories around a witness in which the same holds, as a condition."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from math import prod

from protocol_rules.analysis.space import Frame
from protocol_rules.engine.compile import Term
from protocol_rules.norms.story import Story
from protocol_rules.proofs.finder import Finder
from protocol_rules.vocabulary import Fact, FactType, RoleHierarchy
from protocol_rules.vocabulary.conditions import About, All, Condition, Has, HasRole, Not
from protocol_rules.vocabulary.values import Given

__all__ = ["widened"]

_MOST_TOGETHER = 256
"""How many combinations of values are looked at together."""


def widened(finder: Finder, witness: Story, term: Term) -> Condition:
    """Widen each fact of a witness to every value with which the term holds as well.

    The day and facts that are dates or numbers stay as they are told in the witness.
    """
    around = _Around(finder, witness, term)
    for fact in witness.given:
        around.widen(fact)
    parts: list[Condition] = [About(each) for each in sorted(witness.about)]
    facts = finder.space.words.facts
    parts += [_test(facts[fact], several, finder) for fact, several in around.values.items()]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


class _Around:
    """The stories that differ from a witness in the values of its facts."""

    def __init__(self, finder: Finder, witness: Story, term: Term) -> None:
        told = {finder.space.words.circumstance_of[fact] for fact in witness.given}
        self._frame = Frame(frozenset(witness.about | told), witness.today)
        self._finder = finder
        self._term = term
        self.values: dict[str, tuple[Given, ...]] = {
            fact: (value,) for fact, value in witness.given.items()
        }

    def widen(self, fact: str) -> None:
        """Add every value of a fact with which the term holds, whichever values the others have."""
        others = {name: values for name, values in self.values.items() if name != fact}
        if prod(map(len, others.values())) > _MOST_TOGETHER:
            return
        for value in _values(self._finder.space.words.facts[fact], self._finder):
            if value not in self.values[fact] and self._holds_with(fact, value, others):
                self.values[fact] = (*self.values[fact], value)

    def _holds_with(self, fact: str, value: Given, others: Mapping[str, tuple[Given, ...]]) -> bool:
        for chosen in product(*others.values()):
            given = {**dict(zip(others, chosen, strict=True)), fact: value}
            if not self._finder.space.can_be_told(given):
                return False
            if not self._finder.holds(self._term, self._frame, given):
                return False
        return True


def _values(fact: Fact, finder: Finder) -> Iterator[Given]:
    match fact.type:
        case FactType.CHOICE:
            yield from fact.values
        case FactType.CHOICES:
            yield from (frozenset({value}) for value in fact.values)
        case FactType.ROLE:
            yield from (frozenset({role}) for role in finder.space.words.roles.roles)
        case FactType.BOOLEAN:
            yield from (True, False)
        case FactType.COUNT | FactType.DAYS | FactType.DATE:
            return


def _test(fact: Fact, values: tuple[Given, ...], finder: Finder) -> Condition:
    names = {name for each in values if isinstance(each, frozenset) for name in each}
    several = next((each for each in values if isinstance(each, frozenset) and len(each) > 1), None)
    is_role = fact.type is FactType.ROLE
    if several is not None:
        every = (frozenset({name}) for name in sorted(several))
        return All(
            tuple(HasRole(fact.name, each) if is_role else Has(fact.name, each) for each in every)
        )
    if is_role:
        return _role_test(fact, names, finder)
    plain = names or {each for each in values if not isinstance(each, frozenset)}
    others = set(fact.values) - {str(each) for each in plain}
    if fact.type is FactType.CHOICE and 0 < len(others) < len(plain):
        return Not(Has(fact.name, frozenset(others)))
    return Has(fact.name, frozenset(plain))


def _role_test(fact: Fact, names: set[str], finder: Finder) -> Condition:
    """Say which roles, or which not where those are fewer."""
    roles = finder.space.words.roles
    widest = _widest(names, roles)
    related = {name for each in names for name in (*roles.above(each), *roles.below(each))}
    others = _widest(roles.roles.keys() - related, roles)
    below = frozenset[str]().union(*map(roles.below, others))
    apart = {name for name in roles.roles if below.isdisjoint(roles.below(name))}
    if others and len(others) < len(widest) and apart == names:
        return Not(HasRole(fact.name, others))
    return HasRole(fact.name, widest)


def _widest(names: Collection[str], roles: RoleHierarchy) -> frozenset[str]:
    inside = set(names)
    return frozenset(each for each in names if roles.above(each) & inside <= {each})
