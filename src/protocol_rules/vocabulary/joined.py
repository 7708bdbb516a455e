"""The words of several protocols put together, so that one story can be told to all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.vocabulary.facts import Circumstance, Fact
from protocol_rules.vocabulary.roles import Role, RoleHierarchy
from protocol_rules.vocabulary.words import Vocabulary

__all__ = ["joined"]

Word = TypeVar("Word")


def joined(several: Iterable[Vocabulary]) -> Vocabulary:
    """Put vocabularies together: the words of all, and for each role whatever any calls wider.

    The order is that of the first which has a word. Raises `InvalidInput` where two of them give
    one name to different facts, or where together they put a role above itself.
    """
    asked = tuple({id(each): each for each in several}.values())
    key = tuple(map(id, asked))
    if key not in _JOINED:
        if len(_JOINED) == _MOST:
            _JOINED.clear()
        _JOINED[key] = (asked, _together(asked))
    return _JOINED[key][1]


_MOST = 100
# INVARIANT: what is kept holds on to what it was made of, so that no other has its identity.
_JOINED: dict[tuple[int, ...], tuple[tuple[Vocabulary, ...], Vocabulary]] = {}


def _together(several: tuple[Vocabulary, ...]) -> Vocabulary:
    found = several[0]
    for each in several[1:]:
        found = Vocabulary(
            _both(found.facts, each.facts, _same_fact),
            _both(found.circumstances, each.circumstances, _one_circumstance),
            RoleHierarchy(_both(found.roles.roles, each.roles.roles, _one_role)),
            {**each.actions, **found.actions},
            {**found.topics, **each.topics},
            tuple(dict.fromkeys((*found.impossible, *each.impossible))),
            (*(found.parts or (found,)), *(each.parts or (each,))),
        )
    if circle := found.roles.cycle():
        message = f"together these protocols put {' below '.join(map(quote, circle))}"
        raise InvalidInput([Diagnostic("role-cycle", message)])
    return found


def _both(
    own: Mapping[str, Word], others: Mapping[str, Word], both: Callable[[Word, Word], Word]
) -> dict[str, Word]:
    shared = {name: both(own[name], others[name]) for name in own if name in others}
    return {**own, **shared, **{name: others[name] for name in others if name not in own}}


def _same_fact(own: Fact, other: Fact) -> Fact:
    known, others = own.values.keys(), other.values.keys()
    if own.type is not other.type or not (known <= others or others <= known):
        message = f"two protocols mean different things by the fact {quote(own.name)}"
        hint = "a fact of a protocol's own needs a name that no other one has"
        raise InvalidInput([Diagnostic("fact-differs", message, hint=hint)])
    # Another edition may know more values, or say who can stand there: each holds to its own.
    values = {**own.values, **other.values}
    return replace(own, values=values, among=own.among or other.among)


def _one_circumstance(own: Circumstance, other: Circumstance) -> Circumstance:
    facts = dict.fromkeys((*own.facts, *other.facts))
    return replace(own, facts=tuple(facts), is_setting=own.is_setting or other.is_setting)


def _one_role(own: Role, other: Role) -> Role:
    return replace(own, wider=tuple(dict.fromkeys((*own.wider, *other.wider))))
