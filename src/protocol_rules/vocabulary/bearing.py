"""Which constraints can bear on some facts, and what they test of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

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
    atoms,
)
from protocol_rules.vocabulary.constraints import facts_of
from protocol_rules.vocabulary.values import NOT_YET
from protocol_rules.vocabulary.words import Vocabulary

__all__ = ["Bound", "tests_bearing_on"]

_NOT_YET = frozenset({NOT_YET})

Bound = Has | HasRole | Only | Compare | About
"""A test of a constraint: of one fact, of two that are compared, or that something is there."""


class _Can(NamedTuple):
    """What a condition can come to where nothing but some facts is ever known."""

    hold: bool
    fail: bool


def tests_bearing_on(words: Vocabulary, facts: Collection[str]) -> Iterator[Bound]:
    """Give the tests of the constraints that can be broken by these facts alone.

    Those on other facts are left out, and so is whether something has not happened yet, which is
    told apart anyhow. A circumstance without which a constraint would be broken is
    among them, though, by its name: where it is there nothing is broken yet.
    """
    known = frozenset(facts)
    for constraint in words.impossible:
        if not _can(constraint.when, known, words).hold:
            continue
        for test in atoms(constraint.when):
            if isinstance(test, About | Breached) or not known.issuperset(facts_of(test)):
                continue
            if test != Has(facts_of(test)[0], _NOT_YET):
                yield test
        for name in _denied(constraint.when, words):
            yield About(name)


def _can(condition: Condition, known: frozenset[str], words: Vocabulary) -> _Can:
    match condition:
        case About():
            return _Can(hold=True, fail=True)
        case All(parts):
            several = [_can(part, known, words) for part in parts]
            return _Can(all(each.hold for each in several), any(each.fail for each in several))
        case Any(parts):
            several = [_can(part, known, words) for part in parts]
            return _Can(any(each.hold for each in several), all(each.fail for each in several))
        case Not(part):
            inner = _can(part, known, words)
            return _Can(inner.fail, inner.hold)
        case _:
            tested = facts_of(condition)
            is_known = known.issuperset(tested)
            settings = {words.circumstance_of[fact] in words.settings for fact in tested}
            return _Can(is_known, is_known or False in settings)


def _denied(condition: Condition, words: Vocabulary) -> Iterator[str]:
    """Name the circumstances whose absence can make a condition hold."""
    match condition:
        case Not(part):
            for test in atoms(part):
                names = (
                    [test.circumstance]
                    if isinstance(test, About)
                    else [words.circumstance_of[fact] for fact in facts_of(test)]
                )
                yield from (name for name in names if name not in words.settings)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _denied(part, words)
        case _:
            pass
