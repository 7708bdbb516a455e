"""Which clauses stand in another order than they did."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

__all__ = ["moved"]


def moved(clauses: Sequence[int]) -> frozenset[int]:
    """Name the clauses that moved, of clauses given in the order in which they now stand.

    Two that changed places have both moved; of the others as few as will explain the order.
    """
    ranks = {clause: rank for rank, clause in enumerate(sorted(clauses))}
    now = [ranks[clause] for clause in clauses]
    exchanged = {at for at, rank in enumerate(now) if rank != at and now[rank] == at}
    rest = [at for at in range(len(now)) if at not in exchanged]
    kept = {rest[at] for at in _longest_rise([now[at] for at in rest])}
    return frozenset(clause for at, clause in enumerate(clauses) if at not in kept)


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """Give the places of a longest rising row among numbers that are all different."""
    ends: list[int] = []
    places: list[int] = []
    before: dict[int, int | None] = {}
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        before[at] = places[length - 1] if length else None
        places[length : length + 1] = [at]
    row: list[int] = []
    last = places[-1] if places else None
    while last is not None:
        row.append(last)
        last = before[last]
    return row
