"""Regions of difference, each covered by conditions as short as may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from protocol_rules.comparison.question import ABSENT, Asking, Axis, Cell, Question
from protocol_rules.comparison.stance import Stance

__all__ = ["Box", "Oracle", "Pair", "cover"]

Pair = tuple[Stance, Stance]
Box = Mapping[str, frozenset[int]]
"""For some axes, by name, the cells that are allowed, by position; the others are free."""


class Oracle(Protocol):
    """Whoever knows the stances in every complete story of a question."""

    def differences(self) -> tuple[Pair, ...]:
        """Give every pair of different stances that some complete story has."""
        ...

    def partials(self, pair: Pair, beyond: Sequence[Box]) -> Iterator[Mapping[str, Cell]]:
        """Give the partial stories all of whose completions have the pair, the smallest first.

        Some completion of each lies outside the boxes; there is none where they cover the region.
        """
        ...

    def holds(self, box: Box, pair: Pair) -> bool:
        """Tell whether every complete story of a box has the pair of stances."""
        ...

    def is_covered(self, pair: Pair, boxes: Sequence[Box]) -> bool:
        """Tell whether every complete story that has the pair of stances lies in some box."""
        ...


def cover(question: Question, oracle: Oracle, pair: Pair) -> tuple[Box, ...]:
    """Cover a region with boxes that lie within it, each as wide as it can be made.

    The first is made from the smallest story of the region, every further one from the smallest
    story that is not covered yet; so the cover is complete when there is none left.
    """
    boxes: list[Box] = []
    while (found := next(oracle.partials(pair, boxes), None)) is not None:
        boxes.append(_widened(question, oracle, pair, found))
    return _needed(oracle, pair, boxes)


def _widened(question: Question, oracle: Oracle, pair: Pair, found: Mapping[str, Cell]) -> Box:
    """Free whatever can be free: first what is not there, last the facts that are given."""
    box = {axis.name: _allowed(axis, found) for axis in question.axes}
    box = {name: cells for name, cells in box.items() if cells is not None}
    given = [name for name, cell in found.items() if cell is not ABSENT and "." in name]
    for name in sorted(box, key=lambda each: given.index(each) if each in given else -1):
        freed = {each: cells for each, cells in box.items() if each != name}
        if oracle.holds(freed, pair):
            box = freed
    for axis in question.axes:
        if axis.name in box:
            box |= {axis.name: _widest(question, axis, box, lambda each: oracle.holds(each, pair))}
    return box


def _widest(
    question: Question, axis: Axis, box: Box, holds: Callable[[Box], bool]
) -> frozenset[int]:
    """Allow as many cells of an axis as can be, the rest of the box staying as it is.

    Values of a choice are allowed one by one. Of sets, numbers and dates those are allowed
    together that the tests do not tell apart once one of the tests is dropped, so that what is
    allowed can be said by the tests that are left.
    """
    allowed = box[axis.name]
    by_test = axis.is_fact and not question.is_listed(axis.name)
    sure = [n for n in allowed if axis.cells[n] is not ABSENT]
    if by_test and len(sure) == 1:
        tests = question.telling(axis)
        alike = allowed | _alike(axis, sure[0], tests)
        if holds({**box, axis.name: alike}):
            allowed = alike
        for test in reversed(tests):
            fewer = tuple(each for each in tests if each is not test)
            alike = allowed | _alike(axis, sure[0], fewer)
            if holds({**box, axis.name: alike}):
                tests, allowed = fewer, alike
    for n, cell in enumerate(axis.cells):
        is_tried = n not in allowed and (cell is ABSENT or not by_test)
        if is_tried and holds({**box, axis.name: allowed | {n}}):
            allowed |= {n}
    return allowed


def _alike(axis: Axis, chosen: int, tests: Sequence[Asking]) -> frozenset[int]:
    """Give the cells of a fact that some tests do not tell from a chosen one."""
    told = [each.truth(axis.cells[chosen]) for each in tests]
    return frozenset(
        n
        for n, cell in enumerate(axis.cells)
        if cell is not ABSENT and [each.truth(cell) for each in tests] == told
    )


def _allowed(axis: Axis, found: Mapping[str, Cell]) -> frozenset[int] | None:
    """Give the cells of an axis in the completions of a partial story; `None` for all."""
    if axis.name in found:
        return frozenset({axis.cells.index(found[axis.name])})
    there = frozenset(n for n, cell in enumerate(axis.cells) if cell is not ABSENT)
    return there if axis.is_fact and len(there) < len(axis.cells) else None


def _needed(oracle: Oracle, pair: Pair, boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Leave out the boxes that lie within the others together."""
    kept = list(boxes)
    for box in [*boxes]:
        others = [each for each in kept if each is not box]
        if others and oracle.is_covered(pair, others):
            kept = others
    return tuple(kept)
