"""Points: one role and one action each, and how any number of councils stand to one another on it.

A comparison has two sides, and a picture has many councils; here the rows of all pairs on one role
and action are put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from protocol_rules.compare.result import Comparison, Relation, Row

__all__ = ["Point", "Standing", "points_of"]

Pair = tuple[str, str]


class Standing(StrEnum):
    """How a council stands on one point to the others that speak on it, all of them together."""

    STRICTER = "stricter"
    LOOSER = "looser"
    EQUAL = "equal"
    MIXED = "mixed"
    ALONE = "alone"
    NOT_DECIDED = "not_decided"
    SILENT = "silent"


@dataclass(frozen=True, eq=False)
class Point:
    """One role and one action: the norms of each council on it, and the row of each pair.

    `norms` gives for each council the addresses of what it says, none where it is silent; `rows`
    has for a pair of councils, in the order in which they were compared, what was found.
    """

    role: str
    action: str
    topics: tuple[str, ...]
    norms: Mapping[str, tuple[str, ...]]
    rows: Mapping[Pair, Row]

    def relation(self, one: str, other: str) -> Relation:
        """Tell how one council stands to another; equivalent where neither says anything."""
        if (row := self.rows.get((one, other))) is not None:
            return row.relation
        if (row := self.rows.get((other, one))) is not None:
            return row.relation.turned
        speaking = sum(bool(self.norms[each]) for each in (one, other))
        return (Relation.EQUIVALENT, Relation.SILENT, Relation.NOT_DECIDED)[speaking]

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """How each council stands to all others that speak.

        One is stricter where it is so than one of them and looser than none; mixed where it is
        stricter than one and looser than another, or cannot be ranked against one.
        """
        return {council: self._standing(council) for council in self.norms}

    def _standing(self, council: str) -> Standing:
        if not self.norms.get(council):
            return Standing.SILENT
        others = [each for each, norms in self.norms.items() if norms and each != council]
        if not others:
            return Standing.ALONE
        found = {self.relation(council, other) for other in others} - {Relation.EQUIVALENT}
        if Relation.NOT_DECIDED in found:
            return Standing.NOT_DECIDED
        return _STANDINGS.get(frozenset(found), Standing.MIXED)


_STANDINGS = {
    frozenset[Relation](): Standing.EQUAL,
    frozenset({Relation.STRICTER}): Standing.STRICTER,
    frozenset({Relation.LOOSER}): Standing.LOOSER,
}


def points_of(comparisons: Iterable[Comparison]) -> Iterator[Point]:
    """Give the points of all pairs, in the order in which they are first met."""
    rows: dict[tuple[str, str], dict[Pair, Row]] = {}
    councils: dict[str, None] = {}
    for comparison in comparisons:
        one, other = comparison.councils
        councils |= {one: None, other: None}
        for row in comparison.rows:
            rows.setdefault((row.role, row.action), {})[one, other] = row
    for (role, action), by_pair in rows.items():
        topics = dict.fromkeys(topic for row in by_pair.values() for topic in row.topics)
        norms: dict[str, tuple[str, ...]] = dict.fromkeys(councils, ())
        for pair, row in by_pair.items():
            for council, addresses in zip(pair, row.norms, strict=True):
                norms[council] = tuple(dict.fromkeys((*norms[council], *addresses)))
        yield Point(role, action, tuple(topics), norms, by_pair)
