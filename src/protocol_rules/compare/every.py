"""Each two of several protocols compared on the same roles and actions, for a picture of them all.

Of what only one of two speaks, nothing is searched: they differ, whatever the story.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from protocol_rules.compare.pairs import row_of, subjects
from protocol_rules.compare.question import Voice, voices_of
from protocol_rules.compare.result import Comparison, Relation, Row
from protocol_rules.norms.protocol import Protocol
from protocol_rules.processes import in_processes
from protocol_rules.vocabulary.joined import joined

__all__ = ["every_two"]

_SHARES = 3
"""How many shares of the work each process gets, so that none has long to wait for another."""
_FEW = 20
"""So many questions are answered before another process has even started."""


def every_two(
    protocols: Sequence[Protocol], topic: str | None = None, *, jobs: int = 1
) -> tuple[Comparison, ...]:
    """Compare each two protocols, on a topic or on all; `jobs` is the number of processes.

    A role that matters to an action in any of them is asked for in each pair, so that what is
    found of several councils can be put side by side.
    """
    pairs = [*combinations(range(len(protocols)), 2)]
    asked = dict.fromkeys(
        each for one, two in pairs for each in subjects(protocols[one], protocols[two], topic)
    )
    rows: dict[_Asked, Row | None] = {}
    for role, action in asked:
        for pair in pairs:
            voices = voices_of([protocols[each] for each in pair], role, action)
            if any(voice.norms for voice in voices):
                both = all(voice.norms for voice in voices)
                rows[_Asked(pair, role, action)] = None if both else _silent(voices)
    searched = tuple(each for each, row in rows.items() if row is None)
    number = max(1, min(jobs * _SHARES, len(searched))) if len(searched) > _FEW else 1
    shares = [_Share(tuple(protocols), searched[n::number]) for n in range(number)]
    for share, found in zip(shares, in_processes(_rows, shares, jobs), strict=True):
        rows.update(zip(share.asked, found, strict=True))
    return tuple(
        _comparison(
            protocols[pair[0]],
            protocols[pair[1]],
            tuple(row for each, row in rows.items() if each.pair == pair and row is not None),
        )
        for pair in pairs
    )


def _comparison(one: Protocol, two: Protocol, rows: tuple[Row, ...]) -> Comparison:
    return Comparison((one, two), rows, joined([one.vocabulary, two.vocabulary]))


@dataclass(frozen=True, slots=True)
class _Asked:
    pair: tuple[int, int]
    role: str
    action: str


@dataclass(frozen=True, slots=True)
class _Share:
    """A part of the work, as it goes to a process."""

    protocols: tuple[Protocol, ...]
    asked: tuple[_Asked, ...]


def _rows(share: _Share) -> list[Row]:
    return [*_found(share)]


def _found(share: _Share) -> Iterator[Row]:
    for each in share.asked:
        one, two = (share.protocols[n] for n in each.pair)
        yield row_of(one, two, each.role, each.action)


def _silent(voices: tuple[Voice, Voice]) -> Row:
    """Give the row of what only one of two speaks of."""
    clauses = [voice.protocol.clauses[norm.clause] for voice in voices for norm in voice.norms]
    topics = dict.fromkeys(topic for clause in clauses for topic in clause.topics)
    (speaking,) = {norm.action for voice in voices for norm in voice.norms}
    one, two = (tuple(norm.address for norm in voice.norms) for voice in voices)
    return Row(voices[0].role, speaking, tuple(topics), Relation.SILENT, (), (one, two))
