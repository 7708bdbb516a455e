"""Clauses that stand in a document word for word, wherever and under whatever number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from protocol_rules.drift.digest import Hashing
from protocol_rules.drift.passage import Passage
from protocol_rules.drift.seal import Seal

__all__ = ["Found", "recognise"]

_LONGEST_RUN = 12
"""So many passages may one clause have become."""

Words = tuple[str, ...]
Print = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A clause, by its place in the seal, in passages `first` to `last`.

    `order` tells apart clauses that stand in one passage; `likeness` is how alike the words seem
    where they are not the same.
    """

    clause: int
    first: int
    last: int
    order: int = 0
    is_split: bool = False
    is_reworded: bool = False
    likeness: float = 0.0

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins."""
        return (self.first, self.order)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Words that are those of some clause."""

    printed: Print
    first: int
    last: int
    order: int = 0
    is_split: bool = False


def recognise(seal: Seal, passages: Sequence[Passage]) -> tuple[list[Found], dict[int, int]]:
    """Find the clauses whose words are all there.

    Gives what was found, and the passages that repeat a clause which is found elsewhere, each
    with the place of that clause in the seal.
    """
    clauses: dict[Print, list[int]] = defaultdict(list)
    for clause, each in enumerate(seal.clauses):
        clauses[each.size, each.digest].append(clause)
    spots = list(_Reader(seal, frozenset(clauses)).spots(passages))
    found: list[Found] = []
    repeats: dict[int, int] = {}
    for at, clause in enumerate(_shared_out(seal, clauses, spots, passages)):
        spot = spots[at]
        if clause is None:
            repeats[spot.first] = clauses[spot.printed][0]
        else:
            found.append(Found(clause, spot.first, spot.last, spot.order, spot.is_split))
    return found, repeats


class _Reader:
    """Reads passages from top to bottom, and finds the words of clauses in them."""

    def __init__(self, seal: Seal, prints: frozenset[Print]) -> None:
        self._hashing: Hashing = seal.hashing
        self._clauses = prints
        self._known = prints | seal.headings
        self._sizes = sorted({size for size, _ in self._known})

    def spots(self, passages: Sequence[Passage]) -> Iterator[_Spot]:
        """Give the clauses in the order in which they stand."""
        at = 0
        while at < len(passages):
            found = self._in_one(passages[at], at) or self._in_several(passages, at)
            yield from found
            at = found[-1].last + 1 if found else at + 1

    def _in_one(self, passage: Passage, at: int) -> list[_Spot]:
        """Find clauses and headings that fill a passage without a rest."""
        for said in dict.fromkeys((passage.words, passage.all_words)):
            tiles = self._tiles(said)
            prints = [each for each in tiles if each in self._clauses]
            if prints:
                return [_Spot(each, at, at, order) for order, each in enumerate(prints)]
        return []

    def _in_several(self, passages: Sequence[Passage], at: int) -> list[_Spot]:
        """Find a clause that fills a run of passages: parted by a break, or by new numbers."""
        whole = plain = passages[at].words
        has_number = False
        for last in range(at + 1, min(at + _LONGEST_RUN, len(passages))):
            has_number = has_number or passages[last].is_numbered
            whole, plain = whole + passages[last].all_words, plain + passages[last].words
            if len(plain) > self._sizes[-1]:
                break
            readings = (
                ((plain, has_number),) if whole == plain else ((whole, False), (plain, has_number))
            )
            for said, is_split in readings:
                printed = (len(said), self._hashing.digest(said))
                if printed in self._clauses:
                    return [_Spot(printed, at, last, is_split=is_split)]
        return []

    def _tiles(self, said: Words) -> list[Print]:
        """Part words into sealed ones from end to end; empty where that cannot be done."""
        ways: dict[int, list[Print]] = {0: []}
        for start in range(len(said)):
            if start not in ways:
                continue
            for printed in self._hashing.digests(
                said[start : start + self._sizes[-1]], self._sizes
            ):
                end = start + printed[0]
                if printed in self._known and end not in ways:
                    ways[end] = [*ways[start], printed]
        return ways.get(len(said), [])


def _shared_out(
    seal: Seal,
    clauses: Mapping[Print, Sequence[int]],
    spots: Sequence[_Spot],
    passages: Sequence[Passage],
) -> list[int | None]:
    """Say for each spot which clause stands there, each clause at most once.

    Where several clauses have the same words, or one stands in several spots, the number decides,
    then the neighbours, then the order.
    """
    several: dict[Print, list[int]] = defaultdict(list)
    for at, spot in enumerate(spots):
        several[spot.printed].append(at)

    def fit(clause: int, at: int) -> tuple[int, int, int]:
        before = clauses[spots[at - 1].printed] if at else ()
        after = clauses[spots[at + 1].printed] if at + 1 < len(spots) else ()
        near = (clause - 1 in before) + (clause + 1 in after)
        is_there = passages[spots[at].first].stands_at(seal.clauses[clause].id) is True
        return (2 * near + 3 * is_there, -clause, -at)

    shared: list[int | None] = [None] * len(spots)
    for printed, places in several.items():
        free = set(clauses[printed])
        pairs = [(clause, at) for clause in free for at in places]
        for clause, at in sorted(pairs, key=lambda pair: fit(*pair), reverse=True):
            if clause in free and shared[at] is None:
                shared[at] = clause
                free.remove(clause)
    return shared
