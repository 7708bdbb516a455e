"""`contradicting-norms`: two norms that at once ask for a deed and bar it.

Two norms contradict each other where one situation makes both effective, they speak of the same
action, somebody can be the bearer of both and somebody the counterparty of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from protocol_rules.engine.compile import Effective
from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.search import Search, Undecided, every
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import Modality, RoleHierarchy

__all__ = ["CHECK"]

_ASKED = frozenset({Modality.MUST, Modality.SHOULD})
_BARRED = frozenset({Modality.MUST_NOT, Modality.SHOULD_NOT})
_FREE = frozenset({Modality.MAY, Modality.IS_ENTITLED_TO, Modality.IS_EMPOWERED_TO})
_AGAINST = (
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


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        protocol = linted.protocol
        by_action: dict[str, list[Norm]] = {}
        for norm in protocol.norms.values():
            if norm.modality is not None:
                by_action.setdefault(norm.action, []).append(norm)
        for norms in by_action.values():
            for one, other in combinations(norms, 2):
                if _are_against(one, other, protocol) and _can_meet(one, other, protocol):
                    yield _told(linted, one, other)


def _told(linted: Linted, one: Norm, other: Norm) -> Slip:
    says = [
        "" if each.modality is None else f"`{each.address}` ({each.modality.words})"
        for each in (one, other)
    ]
    message = f"{says[0]} and {says[1]} hold together, and speak against each other"
    hint = "let one override the other, or accept it with a reason where the text leaves it open"
    return found("contradicting-norms", linted, other, message, hint, beside=[one.clause])


def _are_against(one: Norm, other: Norm, protocol: Protocol) -> bool:
    roles = protocol.vocabulary.roles
    pair = {one.modality, other.modality}
    against = any(
        (one.modality in asked and other.modality in barred)
        or (other.modality in asked and one.modality in barred)
        for asked, barred in _AGAINST
    )
    return against and len(pair) > 1 and _overlap(one, other, roles)


def _overlap(one: Norm, other: Norm, roles: RoleHierarchy) -> bool:
    """Tell whether somebody may be the bearer of both, and somebody the counterparty."""
    if not _share(one.bearers, other.bearers, roles):
        return False
    parties = [each.counterparty.roles for each in (one, other) if each.counterparty is not None]
    return len(parties) < 2 or _share(parties[0], parties[1], roles)  # noqa: PLR2004 - of two


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
