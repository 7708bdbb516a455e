"""`item-unlike-its-list`: one item of a list that gives its bearers another position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.norms.protocol import Clause

__all__ = ["CHECK"]

_FEWEST = 4

Said = frozenset[tuple[str, str]]
"""Who is bound, whether to do or to leave be, or is given which other position."""


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        lists: dict[str, list[Clause]] = {}
        for clause in linted.protocol.clauses.values():
            if clause.part_of and _said(clause):
                lists.setdefault(clause.part_of, []).append(clause)
        for parent, items in lists.items():
            if len(items) < _FEWEST:
                continue
            for clause in items:
                first, *others = (_said(each) for each in items if each is not clause)
                common = first.intersection(*others)
                if common and common.isdisjoint(_said(clause)):
                    told = " and ".join(f"{bearer} {words}" for bearer, words in sorted(common))
                    message = f"`{clause.id}` is the only item of `{parent}` without: {told}"
                    hint = "mend the modality, or accept it where it is printed so"
                    yield found(
                        "item-unlike-its-list", linted, clause, message, hint, severity="warning"
                    )


def _said(clause: Clause) -> Said:
    return frozenset(
        (bearer, "is bound" if norm.modality.requires else norm.modality.words)
        for norm in clause.norms
        if norm.modality is not None
        for bearer in norm.bearers
    )


CHECK = Check(
    "item-unlike-its-list", "one item of a list that gives its bearers another position", _find
)
