"""Clauses whose words have changed: found again by what is left of them, by number and by order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from protocol_rules.drift.digest import Sketch
from protocol_rules.drift.passage import Passage
from protocol_rules.drift.recognise import Found
from protocol_rules.drift.seal import Seal, SealedClause

__all__ = ["is_alike", "pair"]

_ALIKE = 0.35, 5.0
"""So alike two texts are that are one, wherever they stand, and so many chances above nothing."""
_ALIKE_NEAR = 0.2, 2.0
"""So alike they are where little else is left between the same neighbours."""
_ALIKE_THERE = 0.15, 1.5
"""So alike they are under the same number."""
_LITTLE = 3
_FEW_WORDS = 16
_LONGEST_RUN = 4
_SAME_NUMBER = 0.15
_SAME_GAP = 0.1
_LONGER = 0.12
"""So much more alike a run of passages has to be than one passage fewer."""


def pair(seal: Seal, passages: Sequence[Passage], found: Sequence[Found]) -> list[Found]:
    """Pair the clauses that were not found with the passages that are left."""
    rest = _Rest(seal, passages, found)
    pairs = rest.by_words()
    pairs += rest.by_number()
    return pairs + rest.by_order()


def is_alike(likeness: float, sealed: SealedClause) -> bool:
    """Tell whether a text is so like a clause that it has to be one edition of it."""
    return sealed.sketch is not None and _is_enough(likeness, sealed.sketch, _ALIKE)


def _is_enough(likeness: float, sketch: Sketch, wanted: tuple[float, float]) -> bool:
    least, chances = wanted
    return likeness >= max(least, chances * sketch.chance)


class _Rest:
    """What is left on both sides, and between which found clauses it stands."""

    def __init__(self, seal: Seal, passages: Sequence[Passage], found: Sequence[Found]) -> None:
        self._seal, self._passages = seal, passages
        taken = {at for each in found for at in range(each.first, each.last + 1)}
        self._order = sorted(each.clause for each in found)
        lost = sorted(set(range(len(seal.clauses))) - set(self._order))
        self._clauses = dict.fromkeys(lost)
        self._free = dict.fromkeys(at for at in range(len(passages)) if at not in taken)
        self._found = sorted(found, key=lambda each: each.place)
        self._places = [each.first for each in self._found]

    def by_words(self) -> list[Found]:
        """Pair what is most alike first."""
        ranked = sorted(self._candidates(), key=lambda each: each[0], reverse=True)
        return [each for _, each in ranked if self._take(each)]

    def by_number(self) -> list[Found]:
        """Pair a clause with the passage of its number, though nothing of its words be left."""
        numbered = [at for at in self._free if self._passages[at].is_numbered]
        return [
            pair
            for clause in list(self._clauses)
            for at in numbered
            if self._passages[at].stands_at(self._seal.clauses[clause].id)
            and self._take(pair := Found(clause, at, at, is_reworded=True))
        ]

    def by_order(self) -> list[Found]:
        """Pair clauses of few words with as many passages in the same gap."""
        clauses: dict[int, list[int]] = defaultdict(list)
        passages: dict[int, list[int]] = defaultdict(list)
        for clause in self._clauses:
            clauses[self._found_before(clause)].append(clause)
        for at in self._free:
            passages[self._gap_of(at)].append(at)
        return [
            pair
            for gap, left in clauses.items()
            if len(left) == len(passages[gap])
            and all(self._seal.clauses[clause].size <= _FEW_WORDS for clause in left)
            for clause, at in zip(left, passages[gap], strict=True)
            if self._take(pair := Found(clause, at, at, is_reworded=True))
        ]

    def _candidates(self) -> Iterator[tuple[float, Found]]:
        lost = [(each, self._seal.clauses[each]) for each in self._clauses]
        gaps = {clause: self._found_before(clause) for clause in self._clauses}
        sizes = Counter(gaps.values())
        for first, last, sketch, is_split in self._runs():
            gap = self._gap_of(first)
            for clause, each in lost:
                if each.sketch is None:
                    continue
                alike = each.sketch.likeness(sketch)
                is_there = self._passages[first].stands_at(each.id) is True
                is_near = gaps[clause] == gap and sizes[gap] <= _LITTLE
                wanted = _ALIKE_THERE if is_there else _ALIKE_NEAR if is_near else _ALIKE
                if not _is_enough(alike, each.sketch, wanted):
                    continue
                score = alike + _SAME_NUMBER * is_there + _SAME_GAP * is_near
                found = Found(clause, first, last, 0, is_split, is_reworded=True, likeness=alike)
                yield score - _LONGER * (last - first), found

    def _runs(self) -> Iterator[tuple[int, int, Sketch, bool]]:
        """Give runs of passages that are left, with their sketch, and whether numbers part them."""
        for first in self._free:
            said: tuple[str, ...] = ()
            is_split = False
            for last in range(first, first + _LONGEST_RUN):
                if last not in self._free:
                    break
                said += self._passages[last].words
                is_split = is_split or (last > first and self._passages[last].is_numbered)
                sketch = self._seal.hashing.whole_sketch(said)
                if sketch is not None:
                    yield first, last, sketch, is_split

    def _take(self, pair: Found) -> bool:
        places = range(pair.first, pair.last + 1)
        if pair.clause not in self._clauses or any(at not in self._free for at in places):
            return False
        del self._clauses[pair.clause]
        for at in places:
            del self._free[at]
        return True

    def _gap_of(self, passage: int) -> int:
        """Give the found clause after which a passage stands."""
        before = bisect_left(self._places, passage) - 1
        return self._found[before].clause if before >= 0 else -1

    def _found_before(self, clause: int) -> int:
        """Give the last found clause before one in the seal."""
        earlier = bisect_left(self._order, clause) - 1
        return self._order[earlier] if earlier >= 0 else -1
