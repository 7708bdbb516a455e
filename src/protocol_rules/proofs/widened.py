"""The stories around a witness in which the same holds, as a condition."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import product

from protocol_rules.analysis.space import Frame
from protocol_rules.engine.compile import Term
from protocol_rules.norms.conditions import About, All, Condition, Has, HasRole, Not
from protocol_rules.norms.story import Story
from protocol_rules.norms.values import Given
from protocol_rules.proofs.finder import Finder
from protocol_rules.vocabulary import Fact, FactType, RoleHierarchy

__all__ = ["widened"]

_MOST_TOGETHER = 256
"""How many combinations of values are looked at together."""


def widened(finder: Finder, witness: Story, term: Term) -> Condition:
    """Widen each fact of a witness to every value with which the term holds as well.

    The day and facts that are dates or numbers stay as they are told in the witness.
    """
    words = finder.space.words
    told = {words.circumstance_of[fact] for fact in witness.given}
    frame = Frame(frozenset(witness.about | told), witness.today)
    values: dict[str, tuple[Given, ...]] = {fact: (of,) for fact, of in witness.given.items()}
    for fact, own in witness.given.items():
        for value in _values(words.facts[fact], finder):
            if value != own and _holds_with(finder, frame, values, fact, value, term):
                values[fact] = (*values[fact], value)
    parts: list[Condition] = [About(each) for each in sorted(witness.about)]
    parts += [_test(words.facts[fact], several, finder) for fact, several in values.items()]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _holds_with(
    finder: Finder,
    frame: Frame,
    values: Mapping[str, tuple[Given, ...]],
    fact: str,
    value: Given,
    term: Term,
) -> bool:
    """Tell whether a term holds with one more value of a fact, whichever values the others have."""
    others = {name: several for name, several in values.items() if name != fact}
    combinations = 1
    for several in others.values():
        combinations *= len(several)
    if combinations > _MOST_TOGETHER:
        return False
    for chosen in product(*others.values()):
        given = {**dict(zip(others, chosen, strict=True)), fact: value}
        if not finder.space.can_be_told(given) or not finder.holds(term, frame, given):
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
    return frozenset(each for each in names if roles.above(each) & inside == {each})
