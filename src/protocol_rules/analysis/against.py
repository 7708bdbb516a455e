"""Norms that speak against each other: what cannot be said at once of one deed, or of two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import permutations, product
from typing import NamedTuple

from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import Modality, RoleHierarchy

__all__ = ["Against", "Clash", "norms_against", "norms_alike"]


class Clash(StrEnum):
    """In which way two norms speak against each other."""

    CONFLICT = "required and barred at once"
    LEAVE = "allowed and barred at once"
    RELEASE = "required and denied or released at once"
    GRANT = "granted and denied at once"
    EXCEPTION = "freed by an exception of the one and bound by the other"


class Against(NamedTuple):
    """Two norms, in printed order, that cannot go together where both apply to somebody."""

    one: Norm
    other: Norm
    clash: Clash


_ASKED = frozenset({Modality.MUST, Modality.SHOULD})
_BARRED = frozenset({Modality.MUST_NOT, Modality.SHOULD_NOT})
_FREE = frozenset({Modality.MAY, Modality.IS_ENTITLED_TO, Modality.IS_EMPOWERED_TO})
_DENIED = frozenset({Modality.NEED_NOT, Modality.IS_NOT_ENTITLED_TO, Modality.IS_NOT_EMPOWERED_TO})

_Table = tuple[tuple[frozenset[Modality], frozenset[Modality], Clash], ...]

_ONE_DEED: _Table = (
    (_ASKED, _BARRED, Clash.CONFLICT),
    (_FREE, _BARRED, Clash.LEAVE),
    (_ASKED, _DENIED, Clash.RELEASE),
    (
        frozenset({Modality.IS_ENTITLED_TO, Modality.MAY}),
        frozenset({Modality.IS_NOT_ENTITLED_TO}),
        Clash.GRANT,
    ),
    (
        frozenset({Modality.IS_EMPOWERED_TO, Modality.MAY}),
        frozenset({Modality.IS_NOT_EMPOWERED_TO}),
        Clash.GRANT,
    ),
)
"""What cannot be said of one deed at once."""

_DEED_AND_WIDER: _Table = ((_ASKED, _BARRED, Clash.CONFLICT), (_FREE, _BARRED, Clash.LEAVE))
"""What cannot be said at once of a deed, and of one that is done with it."""

_OPPOSED_DEEDS: _Table = (
    (_ASKED, _ASKED, Clash.CONFLICT),
    (_ASKED, _FREE, Clash.LEAVE),
    (_FREE, _ASKED, Clash.LEAVE),
)
"""What cannot be said at once of two deeds that nobody can do both."""


def norms_against(protocol: Protocol) -> Iterator[Against]:
    """Give each pair of norms that speak against each other wherever both apply.

    Somebody can be the bearer of both, and they speak of one action (and somebody can be the
    counterparty of both), of an action and a wider one, or of two that oppose each other.
    """
    order = {address: position for position, address in enumerate(protocol.norms)}
    found: dict[tuple[str, str], Against] = {}
    for one, other, table in _pairs(protocol):
        clash = _clash_of(one, other, table)
        if clash is None or not _can_share(one, other, protocol.vocabulary.roles):
            continue
        first, last = sorted((one, other), key=lambda norm: order[norm.address])
        found.setdefault((first.address, last.address), Against(first, last, clash))
    yield from found.values()


def norms_alike(protocol: Protocol) -> Iterator[Against]:
    """Give each pair of norms that ask for one deed, or bar it, where the first has an exception.

    Where that lifts the first and the second applies, the exception frees nobody.
    """
    roles = protocol.vocabulary.roles
    by_action = _by_action(protocol)
    for norms in by_action.values():
        for one, other in permutations(norms, 2):
            has_exception = one.unless or one.address in protocol.overrides
            if has_exception and _is_alike(one, other) and _can_share(one, other, roles):
                yield Against(one, other, Clash.EXCEPTION)


def _is_alike(one: Norm, other: Norm) -> bool:
    return any(one.modality in each and other.modality in each for each in (_ASKED, _BARRED))


def _by_action(protocol: Protocol) -> dict[str, list[Norm]]:
    by_action: dict[str, list[Norm]] = {}
    for norm in protocol.norms.values():
        if norm.modality is not None:
            by_action.setdefault(norm.action, []).append(norm)
    return by_action


def _pairs(protocol: Protocol) -> Iterator[tuple[Norm, Norm, _Table]]:
    by_action = _by_action(protocol)
    for action, norms in by_action.items():
        yield from ((*pair, _ONE_DEED) for pair in permutations(norms, 2))
        deed = protocol.vocabulary.actions[action]
        yield from _with_others(norms, by_action, deed.wider, _DEED_AND_WIDER)
        yield from _with_others(norms, by_action, deed.opposes, _OPPOSED_DEEDS)


def _with_others(
    norms: Iterable[Norm],
    by_action: Mapping[str, list[Norm]],
    actions: Iterable[str],
    table: _Table,
) -> Iterator[tuple[Norm, Norm, _Table]]:
    for action in actions:
        yield from ((*pair, table) for pair in product(norms, by_action.get(action, ())))


def _clash_of(one: Norm, other: Norm, table: _Table) -> Clash | None:
    for left, right, clash in table:
        if one.modality in left and other.modality in right:
            return clash
    return None


def _can_share(one: Norm, other: Norm, roles: RoleHierarchy) -> bool:
    """Tell whether somebody may be the bearer of both and, of one deed, the counterparty of both.

    A norm without a counterparty is towards anybody.
    """
    if not _share(one.bearers, other.bearers, roles):
        return False
    if one.action != other.action or one.counterparty is None or other.counterparty is None:
        return True
    return _share(one.counterparty.roles, other.counterparty.roles, roles)


def _share(one: Iterable[str], other: Iterable[str], roles: RoleHierarchy) -> bool:
    below = [frozenset[str]().union(*map(roles.below, each)) for each in (one, other)]
    return not below[0].isdisjoint(below[1])
