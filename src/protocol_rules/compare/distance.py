"""How far councils are apart: the share of points on which they differ, topic by topic.

Two councils differ on a point where some complete scenario gives them different positions; where
only one of them says anything, they differ. A point on which neither says anything does not count,
so two short protocols are not alike for being short. What could not be decided is left out and
counted apart. The distance does not tell which council is stricter, how often a situation comes
up, or how much it matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from protocol_rules.compare.points import Point
from protocol_rules.compare.result import Relation

__all__ = ["Apart", "Distances", "apart", "distances_of"]

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Apart:
    """How two councils stand on some points: on how many they are the same, and so on.

    `different` are those on which both speak, and differently; `alone` those on which one does.
    """

    same: int = 0
    different: int = 0
    alone: int = 0
    undecided: int = 0

    @property
    def distance(self) -> float | None:
        """The share of points on which they differ; `None` where nothing can be compared."""
        return _share(self.different + self.alone, self.same)

    @property
    def where_both_speak(self) -> float | None:
        """The share of points on which they differ, of those on which both say something."""
        return _share(self.different, self.same)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "same": self.same,
            "different": self.different,
            "alone": self.alone,
            "undecided": self.undecided,
            "distance": self.distance,
            "where_both_speak": self.where_both_speak,
        }


def apart(relations: Iterable[Relation]) -> Apart:
    """Count relations; give those of the points only on which one or the other speaks."""
    counts = dict.fromkeys(Relation, 0)
    for relation in relations:
        counts[relation] += 1
    same, alone = counts[Relation.EQUIVALENT], counts[Relation.SILENT]
    undecided = counts[Relation.NOT_DECIDED]
    return Apart(same, sum(counts.values()) - same - alone - undecided, alone, undecided)


@dataclass(frozen=True, slots=True)
class Distances:
    """How far each two of some councils are apart, over all points and for each topic."""

    councils: tuple[str, ...]
    overall: Mapping[Pair, Apart]
    by_topic: Mapping[str, Mapping[Pair, Apart]]

    def between(self, one: str, other: str, topic: str = "") -> Apart:
        """Give what is known of two councils, in whichever order."""
        pairs = self.by_topic[topic] if topic else self.overall
        return pairs[one, other] if (one, other) in pairs else pairs[other, one]

    def matrix(self) -> list[list[float]]:
        """Give the distances as a square, nought where nothing can be compared."""

        def cell(one: str, other: str) -> float:
            return 0.0 if one == other else self.between(one, other).distance or 0.0

        return [[cell(one, other) for other in self.councils] for one in self.councils]

    def as_data(self) -> list[dict[str, object]]:
        """Give an object for each pair, ready for JSON."""
        return [
            {
                "councils": list(pair),
                **overall.as_data(),
                "topics": {topic: pairs[pair].as_data() for topic, pairs in self.by_topic.items()},
            }
            for pair, overall in self.overall.items()
        ]


def distances_of(
    councils: Iterable[str], points: Iterable[Point], topics: Iterable[str]
) -> Distances:
    """Measure each two councils; a point of two topics counts in both, and overall once."""
    named, told = tuple(councils), [*points]
    overall: dict[Pair, Apart] = {}
    by_topic: dict[str, dict[Pair, Apart]] = {topic: {} for topic in topics}
    for one, other in combinations(named, 2):
        found = [
            (each.topics, each.relation(one, other))
            for each in told
            if each.norms[one] or each.norms[other]
        ]
        overall[one, other] = apart(relation for _, relation in found)
        for topic, pairs in by_topic.items():
            pairs[one, other] = apart(relation for about, relation in found if topic in about)
    return Distances(named, overall, by_topic)


def _share(different: int, same: int) -> float | None:
    return different / (different + same) if different + same else None
