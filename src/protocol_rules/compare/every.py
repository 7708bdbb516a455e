"""Each two of several protocols compared on the same roles and actions, for a picture of them all.

Of what only one of two speaks, nothing is searched: they differ, whatever the story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from protocol_rules.compare.pairs import row_of, subjects
from protocol_rules.compare.question import sides_of
from protocol_rules.compare.result import Comparison, Relation, Row
from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary.joined import joined

__all__ = ["every_two"]


def every_two(protocols: Sequence[Protocol], topic: str | None = None) -> Iterator[Comparison]:
    """Compare each two protocols, on a topic or on all.

    A role that matters to an action in any of them is asked for in each pair, so that what is
    found of several councils can be put side by side.
    """
    pairs = [*combinations(protocols, 2)]
    asked = dict.fromkeys(each for pair in pairs for each in subjects(*pair, topic))
    for pair in pairs:
        rows = (_row(pair, role, action) for role, action in asked)
        words = joined(each.vocabulary for each in pair)
        yield Comparison(pair, tuple(row for row in rows if row is not None), words)


def _row(pair: tuple[Protocol, Protocol], role: str, action: str) -> Row | None:
    sides = sides_of(pair, role, action)
    if all(side.norms for side in sides):
        return row_of(*pair, role, action)
    clauses = [(side.protocol.clauses[norm.clause]) for side in sides for norm in side.norms]
    if not clauses:
        return None
    topics = dict.fromkeys(topic for clause in clauses for topic in clause.topics)
    one, other = (tuple(norm.address for norm in side.norms) for side in sides)
    return Row(role, action, tuple(topics), Relation.SILENT, (), (one, other))
