"""`norms-nearly-the-same`: two norms that bind the same at the same time, to unlike parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.norms.protocol import Norm, Protocol

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        dated = [
            norm
            for norm in linted.protocol.norms.values()
            if norm.deadline is not None and norm.counterparty is not None
        ]
        for one, other in combinations(dated, 2):
            if _same_moment(one, other) and _is_overlap(linted.protocol, one, other):
                message = (
                    f"`{other.address}` and `{one.address}` bind the same bearer in the same case"
                    " by the same day, towards parties that overlap and differ"
                )
                hint = "make one of them, or accept it where the text does not fit them together"
                yield found(
                    "norms-nearly-the-same", linted, other, message, hint,
                    severity="warning", beside=[one.clause],
                )  # fmt: skip


def _same_moment(one: Norm, other: Norm) -> bool:
    if one.deadline is None or other.deadline is None or one.modality is None:
        return False
    return (
        one.modality is other.modality
        and one.bearers == other.bearers
        and one.when == other.when
        and one.deadline == other.deadline
    )


def _is_overlap(protocol: Protocol, one: Norm, other: Norm) -> bool:
    """Tell whether some of the parties are the same people, and neither are all of the other's."""
    if one.counterparty is None or other.counterparty is None:
        return False
    below = protocol.vocabulary.roles.below
    left, right = (
        frozenset[str]().union(*map(below, each.counterparty.roles))
        for each in (one, other)
        if each.counterparty is not None
    )
    return bool(left & right) and left != right


CHECK = Check(
    "norms-nearly-the-same",
    "two norms that bind the same at the same time, to unlike parties",
    _find,
)
