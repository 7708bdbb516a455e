"""`contradicting-norms`: two norms that at once ask for a deed and bar it.

Two norms contradict each other where one situation makes both effective, and they speak against
each other there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.analysis.against import norms_against
from protocol_rules.engine.compile import Effective
from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.lint.search import Search, Undecided, every
from protocol_rules.norms.protocol import Norm, Protocol

__all__ = ["CHECK"]


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for one, other, _ in norms_against(linted.protocol):
            if _can_meet(one, other, linted.protocol):
                yield _told(linted, one, other)


def _told(linted: Linted, one: Norm, other: Norm) -> Slip:
    says = [
        "" if each.modality is None else f"`{each.address}` ({each.modality.words})"
        for each in (one, other)
    ]
    message = f"{says[0]} and {says[1]} hold together, and speak against each other"
    hint = "let one override the other, or accept it with a reason where the text leaves it open"
    return found("contradicting-norms", linted, other, message, hint, beside=[one.clause])


def _can_meet(one: Norm, other: Norm, protocol: Protocol) -> bool:
    search = Search(protocol, (one.address, other.address), one_each=True)
    both = every(Effective(one.address), Effective(other.address))
    try:
        return search.where(both) is not None
    except Undecided:
        return False


CHECK = Check("contradicting-norms", "two norms that at once ask for a deed and bar it", _find)
