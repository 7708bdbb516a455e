"""`route-to-the-person-complained-of`: a step that may lead to the person whom it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.engine.compile import Effective
from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.routes import conditions_of_route, is_about, routes_of, turn_of
from protocol_rules.lint.search import Search, Undecided, every, none_of
from protocol_rules.lint.uses import words_of
from protocol_rules.norms.protocol import Norm
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary.conditions import HasRole, Only

__all__ = ["CHECK"]

_CHECK = "route-to-the-person-complained-of"


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for norm in routes_of(linted.protocol):
            for fact in _about(linted, norm):
                for position, step in enumerate(norm.escalation):
                    for role in step.to:
                        if _may_be(linted, norm, position, fact, role):
                            message = (
                                f"a step of `{norm.address}` leads to `{role}`,"
                                f" also where `{fact}` is one"
                            )
                            hint = f"keep it out with `not: {{{fact}: {role}}}`, and say who then"
                            yield found(_CHECK, linted, norm, message, hint, severity="warning")


def _about(linted: Linted, norm: Norm) -> list[str]:
    """Name the facts that tell whom the matter is about, among those which the norm tests."""
    facts = linted.protocol.vocabulary.facts
    conditions = [*conditions_of_route(norm), *([] if norm.when is None else [norm.when])]
    used = dict.fromkeys(word for each in conditions for word in words_of(each))
    return [
        each
        for each in used
        if is_about(each) and each in facts and facts[each].type is FactType.ROLE
    ]


def _may_be(linted: Linted, norm: Norm, position: int, fact: str, role: str) -> bool:
    """Tell whether the step leads to such a person in some situation, and not in every one.

    Where it always does, the step means a word with the very person.
    """
    search = Search(linted.protocol, (norm.address,))
    is_one = Only(fact, linted.protocol.vocabulary.roles.below(role))
    another = none_of(HasRole(fact, frozenset({role})))
    turn = every(Effective(norm.address), turn_of(norm, position))
    more = (*conditions_of_route(norm), is_one)
    try:
        return (
            search.where(every(turn, is_one), *more) is not None
            and search.where(every(turn, another), *more) is not None
        )
    except Undecided:
        return False


CHECK = Check(_CHECK, "a step that may lead to the person whom it is about", _find)
