"""Value cells: for each way in which a value can turn the tests on a fact, one value to try."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import Fact, FactType, RoleHierarchy, Vocabulary
from protocol_rules.vocabulary.conditions import Compare, Has, HasRole, Only
from protocol_rules.vocabulary.values import Given

__all__ = ["Asked", "Liking", "Test", "cells", "counts"]

Test = Has | HasRole | Only | Compare
Liking = Callable[[str, Given], int]
"""How far a value is from what is usually said of a fact; of two that do as well the lower one."""

MOST_CELLS = 512
"""More ways than these in which one fact could matter are not tried."""


class Asked(NamedTuple):
    """A test with the roles as the protocol that asks has them: each defines some of its own."""

    test: Test
    roles: RoleHierarchy


def cells(
    fact: Fact, asked: Sequence[Asked], words: Vocabulary, liking: Liking
) -> tuple[Given, ...]:
    """Give one value for each way in which a fact can turn some tests on it.

    Counts and dates, which are compared with others, are chosen elsewhere. A role that is too wide
    for a test to tell is among them. The plainest stand first.
    """
    tests = [each.test for each in asked]
    match fact.type:
        case FactType.BOOLEAN:
            return (True, False)
        case FactType.CHOICE:
            return _choices(fact, tests, liking)
        case FactType.CHOICES:
            return _sets(fact, tests, liking)
        case FactType.ROLE:
            return _role_sets(fact, asked, words, liking)
        case FactType.COUNT | FactType.DAYS | FactType.DATE:
            message = f"{fact.name} is compared, and so depends on other facts"
            raise ValueError(message)


def _choices(fact: Fact, tests: Sequence[Test], liking: Liking) -> tuple[Given, ...]:
    kinds: dict[tuple[bool, ...], list[str]] = {}
    for value in fact.values:
        kinds.setdefault(_told(value, tests), []).append(value)
    return tuple(_nicest(fact, each, liking) for each in kinds.values())


def _told(value: str, tests: Sequence[Test]) -> tuple[bool, ...]:
    return tuple(isinstance(test, Has | Only) and value in test.values for test in tests)


def _nicest(fact: Fact, values: Iterable[str], liking: Liking) -> str:
    return min(values, key=lambda value: liking(fact.name, value))


def _sets(fact: Fact, tests: Sequence[Test], liking: Liking) -> tuple[Given, ...]:
    """Give sets of choices: what a set tells is what each of its members does, put together."""
    kinds: dict[int, list[str]] = {}
    for value in fact.values:
        kinds.setdefault(_mask(_told(value, tests)), []).append(value)
    members = {
        mask: min(each, key=lambda value: liking(fact.name, frozenset({value})))
        for mask, each in kinds.items()
    }
    return tuple(
        frozenset(members[mask] for mask in of) for of in _closed(fact, tuple(members)).values()
    )


def _mask(told: Iterable[bool]) -> int:
    """Number the kind of a member: two bits for each test, that it is told of or that it is not."""
    mask = 0
    for is_told in told:
        mask = mask << 2 | (0b10 if is_told else 0b01)
    return mask


def _closed(fact: Fact, masks: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
    """Put kinds of members together in every way that tells something new, small sets first."""
    found: dict[int, tuple[int, ...]] = {mask: (mask,) for mask in masks}
    latest = dict(found)
    while latest:
        grown: dict[int, tuple[int, ...]] = {}
        for union, of in latest.items():
            for mask in masks:
                if union | mask not in found:
                    grown.setdefault(union | mask, (*of, mask))
        found |= grown
        latest = grown
        if len(found) > MOST_CELLS:
            message = f"`{fact.name}` can matter in more ways than are tried"
            raise NotDecided(message)
    return found


_BITS = {Truth.YES: 0b100, Truth.UNKNOWN: 0b010, Truth.NO: 0b001}


def _role_sets(
    fact: Fact, tests: Sequence[Asked], words: Vocabulary, liking: Liking
) -> tuple[Given, ...]:
    """Give sets of roles; none of a set is wider than another one of it, in any protocol.

    A role that one protocol has of its own is no part of a story that is told to others as well.
    """
    roles = words.roles
    parts = [frozenset(part.roles.roles) for part in words.parts or (words,)]
    asked = [(_asked(test), own) for test, own in tests]
    named = frozenset[str]().union(*(names for names, _ in asked))
    kinds: dict[int, list[str]] = {}
    order = {role: position for position, role in enumerate(roles.roles)}

    def plainness(role: str) -> tuple[int, int, bool, int, int]:
        liked = liking(fact.name, frozenset({role}))
        likely = _likelihood(role, fact, roles)
        return (liked, likely, role not in named, len(roles.above(role)), order[role])

    shared = frozenset(roles.fitting(fact.among)).intersection(*parts)
    for role in sorted(shared, key=plainness):
        mask = 0
        for names, own in asked:
            mask = mask << 3 | _BITS[_is_one_of(role, names, own)]
        kinds.setdefault(mask, []).append(role)
    hierarchies = [*{id(own): own for own in (roles, *(own for _, own in asked))}.values()]
    unknown = sum(_BITS[Truth.UNKNOWN] << 3 * position for position in range(len(asked)))
    sure_first = sorted(kinds, key=lambda mask: bool(mask & unknown))
    found: list[tuple[bool, int, frozenset[str]]] = []
    for union in _closed(fact, sure_first):
        members = _apart(union, kinds, hierarchies)
        if members is not None:
            found.append((bool(union & unknown), len(members), members))
    found.sort(key=lambda each: each[:2])
    return tuple(members for _, _, members in found)


def _likelihood(role: str, fact: Fact, roles: RoleHierarchy) -> int:
    """Give the place of a role among those that can stand there, who stand in their order."""
    fitting = (
        place for place, each in enumerate(fact.among) if roles.is_a(role, each) is not Truth.NO
    )
    return next(fitting, 0)


def _asked(test: Test) -> frozenset[str]:
    match test:
        case HasRole(_, names) | Only(_, names):
            return names
        case Has(_, values):
            return frozenset(map(str, values))
        case Compare():
            return frozenset()


def _is_one_of(role: str, asked: frozenset[str], roles: RoleHierarchy) -> Truth:
    """Tell, as the tests of the engine do, whether a role is one of those asked for."""
    if role not in roles.roles:  # another protocol's own
        return Truth.NO
    if not roles.above(role).isdisjoint(asked):
        return Truth.YES
    is_wider = any(roles.below(role) & roles.below(each) for each in asked)
    return Truth.UNKNOWN if is_wider else Truth.NO


def _apart(
    union: int, kinds: Mapping[int, Sequence[str]], hierarchies: Sequence[RoleHierarchy]
) -> frozenset[str] | None:
    """Find roles that tell all of `union` and no more, none of them wider than another one."""
    fitting = [mask for mask in kinds if mask | union == union]

    def search(told: int, chosen: tuple[str, ...]) -> tuple[str, ...] | None:
        if told == union:
            return chosen
        lacking = union & ~told
        lowest = lacking & -lacking
        for mask in fitting:
            if not mask & lowest:
                continue
            for role in kinds[mask]:
                if any(_is_wider(role, each, roles) for each in chosen for roles in hierarchies):
                    continue
                found = search(told | mask, (*chosen, role))
                if found is not None:
                    return found
        return None

    found = search(0, ())
    return None if found is None else frozenset(found)


def _is_wider(one: str, other: str, roles: RoleHierarchy) -> bool:
    """Tell whether one of two roles is the wider, whichever of them."""
    if one not in roles.roles or other not in roles.roles:
        return False
    return one in roles.above(other) or other in roles.above(one)


def counts(tests: Iterable[Test], facts: int) -> tuple[Given, ...]:
    """Give numbers around each bound, with room for as many facts as may be compared there."""
    listed = [*tests]
    bounds = {each for test in listed for each in _bounds(test)}
    is_between_facts = any(
        isinstance(each, Compare) and isinstance(each.bound, str) for each in listed
    )
    room = max(facts, 1) if is_between_facts else 1
    near = {bound + step for bound in bounds or {1} for step in range(-room, room + 1)}
    return tuple(sorted(each for each in near if each >= 0))


def _bounds(test: Test) -> Iterator[int]:
    found = test.values if isinstance(test, Has) else ()
    for each in (*found, *([test.bound] if isinstance(test, Compare) else [])):
        if isinstance(each, int) and not isinstance(each, bool):
            yield each
