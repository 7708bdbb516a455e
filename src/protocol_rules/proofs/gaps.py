"""Gaps: what nobody has to answer, who is given no norm, and what only other councils regulate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.engine.program import program_of
from protocol_rules.lint.search import every
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.proofs.finder import Finder
from protocol_rules.proofs.goals import applies, some
from protocol_rules.proofs.open_question import OpenQuestion
from protocol_rules.vocabulary import Modality, RoleHierarchy

__all__ = [
    "BOUND_TO_NOBODY",
    "NOBODY_ANSWERS",
    "UNREGULATED",
    "Unanswered",
    "Unbound",
    "Unregulated",
    "unanswered",
    "unbound",
    "unregulated",
]

NOBODY_ANSWERS = "nobody-has-to-answer"
BOUND_TO_NOBODY = "counterparty-without-norm"
UNREGULATED = "action-of-other-councils"

_ASKING = frozenset({Modality.MUST, Modality.SHOULD, Modality.MAY, Modality.IS_ENTITLED_TO})
_ANSWERING = frozenset({Modality.MUST, Modality.SHOULD})


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A duty to ask, or a right to receive, which nobody of the other party has to answer.

    `answers` are the actions that would answer it; `others` are norms that ask for one of them,
    but in no story in which this norm applies, or of somebody else.
    """

    norm: Norm
    answers: tuple[str, ...]
    others: tuple[Norm, ...]


@dataclass(frozen=True, slots=True)
class Unbound:
    """Something that somebody has to do towards roles of whom no norm of the protocol speaks."""

    norm: Norm
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unregulated:
    """An action of which other councils speak and this one does not."""

    action: str
    councils: tuple[str, ...]
    norms: tuple[Norm, ...]


def unanswered(protocol: Protocol) -> Iterator[Unanswered | OpenQuestion]:
    """Give the norms that ask what nobody has to answer in any story in which they apply."""
    program = program_of(protocol)
    for norm in protocol.norms.values():
        answers = () if not norm.action else protocol.vocabulary.actions[norm.action].answered_by
        if norm.modality not in _ASKING or not answers:
            continue
        named = [
            each
            for each in protocol.norms.values()
            if each.modality in _ANSWERING and each.action in answers
        ]
        asked = [each for each in named if _is_asked_of(norm, each, protocol.vocabulary.roles)]
        answering = some(*(applies(program, each.address) for each in asked))
        try:
            finder = Finder(protocol, [norm.address, *(each.address for each in asked)])
            found = finder.somewhere(every(applies(program, norm.address), answering))
        except NotDecided as error:
            yield OpenQuestion(NOBODY_ANSWERS, (norm.address,), (), str(error))
            continue
        if found is None:
            yield Unanswered(norm, answers, tuple(named))


def _is_asked_of(norm: Norm, answer: Norm, roles: RoleHierarchy) -> bool:
    """Tell whether somebody whom a norm asks may be the one who has to answer."""
    if norm.counterparty is None:
        return True
    return any(
        not roles.below(each).isdisjoint(roles.below(bearer))
        for each in norm.counterparty.roles
        for bearer in answer.bearers
    )


def unbound(protocol: Protocol) -> Iterator[Unbound]:
    """Give what has to be done towards somebody to whom, and to nobody of whom, a norm speaks."""
    roles = protocol.vocabulary.roles
    bearers = {each for norm in protocol.norms.values() for each in norm.bearers}
    spoken_to = {name for each in bearers for name in (*roles.above(each), *roles.below(each))}
    for norm in protocol.norms.values():
        if norm.modality in _ANSWERING and norm.counterparty is not None:
            silent = tuple(each for each in norm.counterparty.roles if each not in spoken_to)
            if silent:
                yield Unbound(norm, silent)


def unregulated(protocol: Protocol, others: Iterable[Protocol]) -> Iterator[Unregulated]:
    """Give the shared actions of which others speak and this protocol does not, most common first.

    It speaks of an action as well where it speaks of a wider or of a narrower one.
    """
    spoken = _spoken_of(protocol)
    found: dict[str, dict[str, list[Norm]]] = {}
    for other in others:
        for norm in other.norms.values():
            action = other.vocabulary.actions.get(norm.action)
            if action is None or norm.action in spoken or not spoken.isdisjoint(action.wider):
                continue
            if norm.action in protocol.vocabulary.actions:
                found.setdefault(norm.action, {}).setdefault(other.council, []).append(norm)
    gaps = [
        Unregulated(action, tuple(told), tuple(norm for norms in told.values() for norm in norms))
        for action, told in found.items()
    ]
    yield from sorted(gaps, key=lambda each: -len(each.councils))


def _spoken_of(protocol: Protocol) -> frozenset[str]:
    """Name the actions of a protocol with those that are done with them."""
    own = {norm.action for norm in protocol.norms.values() if norm.action}
    wider = {name for each in own for name in protocol.vocabulary.actions[each].wider}
    return frozenset(own | wider)
