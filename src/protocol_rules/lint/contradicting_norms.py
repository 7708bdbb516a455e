"""`contradicting-norms`: two norms that at once ask for a deed and bar it.

Two norms contradict each other where one situation makes both effective, somebody can be the
bearer of both, and they speak of one action (and somebody can be the counterparty of both), of an
action and a wider one, or of two that oppose each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations, product

from protocol_rules.engine.compile import Effective
from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.search import Search, Undecided, every
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import Modality, RoleHierarchy

__all__ = ["CHECK"]

_ASKED = frozenset({Modality.MUST, Modality.SHOULD})
_BARRED = frozenset({Modality.MUST_NOT, Modality.SHOULD_NOT})
_FREE = frozenset({Modality.MAY, Modality.IS_ENTITLED_TO, Modality.IS_EMPOWERED_TO})
_ONE_DEED = (
    (_ASKED, _BARRED),
    (_FREE, _BARRED),
    (
        _ASKED,
        frozenset({Modality.NEED_NOT, Modality.IS_NOT_ENTITLED_TO, Modality.IS_NOT_EMPOWERED_TO}),
    ),
    (frozenset({Modality.IS_ENTITLED_TO, Modality.MAY}), frozenset({Modality.IS_NOT_ENTITLED_TO})),
    (
        frozenset({Modality.IS_EMPOWERED_TO, Modality.MAY}),
        frozenset({Modality.IS_NOT_EMPOWERED_TO}),
    ),
)
"""What cannot be said of one deed at once."""

_DEED_AND_WIDER = ((_ASKED, _BARRED), (_FREE, _BARRED))
"""What cannot be said at once of a deed, and of one that is done with it."""

_OPPOSED_DEEDS = ((_ASKED, _ASKED), (_ASKED, _FREE), (_FREE, _ASKED))
"""What cannot be said at once of two deeds that nobody can do both."""

Pairs = tuple[tuple[frozenset[Modality], frozenset[Modality]], ...]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        protocol = linted.protocol
        by_action: dict[str, list[Norm]] = {}
        for norm in protocol.norms.values():
            if norm.modality is not None:
                by_action.setdefault(norm.action, []).append(norm)
        for action, norms in by_action.items():
            deed = protocol.vocabulary.actions[action]
            pairs = [(*pair, _ONE_DEED) for pair in permutations(norms, 2)]
            for others, table in ((deed.wider, _DEED_AND_WIDER), (deed.opposes, _OPPOSED_DEEDS)):
                for other in others:
                    pairs += [(*pair, table) for pair in product(norms, by_action.get(other, ()))]
            for one, other, table in pairs:
                if _are_against(one, other, table, protocol) and _can_meet(one, other, protocol):
                    yield _told(linted, one, other)


def _told(linted: Linted, one: Norm, other: Norm) -> Slip:
    order = [*linted.protocol.norms]
    first, last = sorted((one, other), key=lambda norm: order.index(norm.address))
    says = [
        "" if each.modality is None else f"`{each.address}` ({each.modality.words})"
        for each in (first, last)
    ]
    message = f"{says[0]} and {says[1]} hold together, and speak against each other"
    hint = "let one override the other, or accept it with a reason where the text leaves it open"
    return found("contradicting-norms", linted, last, message, hint, beside=[first.clause])


def _are_against(one: Norm, other: Norm, table: Pairs, protocol: Protocol) -> bool:
    """Tell whether the modalities cannot go together, for somebody who is the bearer of both."""
    roles = protocol.vocabulary.roles
    if not any(one.modality in left and other.modality in right for left, right in table):
        return False
    return _share(one.bearers, other.bearers, roles) and (
        one.action != other.action or _share_parties(one, other, roles)
    )


def _share_parties(one: Norm, other: Norm, roles: RoleHierarchy) -> bool:
    """Tell whether somebody may be the counterparty of both; a norm without one is to anybody."""
    if one.counterparty is None or other.counterparty is None:
        return True
    return _share(one.counterparty.roles, other.counterparty.roles, roles)


def _share(one: Iterable[str], other: Iterable[str], roles: RoleHierarchy) -> bool:
    below = [frozenset[str]().union(*map(roles.below, each)) for each in (one, other)]
    return not below[0].isdisjoint(below[1])


def _can_meet(one: Norm, other: Norm, protocol: Protocol) -> bool:
    search = Search(protocol, (one.address, other.address), one_each=True)
    both = every(Effective(one.address), Effective(other.address))
    try:
        return search.where(both) is not None
    except Undecided:
        return False


CHECK = Check("contradicting-norms", "two norms that at once ask for a deed and bar it", _find)
