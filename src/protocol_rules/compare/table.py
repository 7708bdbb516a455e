"""The stances in every complete story of a question, as one table with an axis for each fact.

Each voice is evaluated once for each way in which its own facts can lie, and the two are laid over
each other: so the engine is asked far less often than there are stories.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from protocol_rules.compare.bonds import bonds_of
from protocol_rules.compare.question import ABSENT, TODAY, Axis, Cell, Question
from protocol_rules.compare.regions import Box, Pair
from protocol_rules.compare.sheet import IMPOSSIBLE, Sheet

__all__ = ["Table"]


class Table:
    """Knows the stances of a question by having looked at every complete story."""

    def __init__(self, question: Question) -> None:
        """Look at every complete story."""
        self._question = question
        self._axes = question.axes
        self._position = {axis.name: n for n, axis in enumerate(self._axes)}
        self._settled: dict[tuple[int, tuple[int, ...], int], _Booleans | None] = {}
        self._known_others: dict[int, _Booleans] = {}
        voices = [Sheet(question, voice, self._axes) for voice in question.voices]
        one, two = (sheet.over(self._axes) for sheet in voices)
        several = len(voices[1].stances)
        labels = np.where((one < 0) | (two < 0), IMPOSSIBLE, one * several + two)
        shape = tuple(len(axis.cells) for axis in self._axes)
        self._labels = np.where(self._possible(), np.broadcast_to(labels, shape), IMPOSSIBLE)
        self._pairs = {
            int(label): (
                voices[0].stances[int(label) // several],
                voices[1].stances[int(label) % several],
            )
            for label in np.unique(self._labels)
            if label >= 0
        }

    @cached_property
    def _label_of(self) -> Mapping[Pair, int]:
        return {pair: label for label, pair in self._pairs.items()}

    def differences(self) -> tuple[Pair, ...]:
        """Give every pair of different stances that some complete story has."""
        return tuple(pair for pair in self._pairs.values() if pair[0] != pair[1])

    def holds(self, box: Box, pair: Pair) -> bool:
        """Tell whether every complete story of a box has the pair of stances."""
        return not self._others(pair)[self._index(box)].any()

    def is_covered(self, pair: Pair, boxes: Sequence[Box]) -> bool:
        """Tell whether every complete story that has the pair of stances lies in some box."""
        return not self._beyond(pair, boxes).any()

    def partials(self, pair: Pair, beyond: Sequence[Box]) -> Iterator[Mapping[str, Cell]]:
        """Give the partial stories all of whose completions have the pair, the smallest first.

        Some completion of each lies outside the boxes.
        """
        wanted = self._beyond(pair, beyond)
        frames = [each for each in self._all_frames if wanted[each.part].any()]
        for size in range(len(self._axes) + 1 if frames else 0):
            for frame in (each for each in frames if each.size <= size):
                for free in combinations(frame.open, size - frame.size):
                    yield from self._told(frame, free, wanted, pair)

    def _told(
        self, frame: _Frame, free: tuple[int, ...], wanted: _Booleans, pair: Pair
    ) -> Iterator[Mapping[str, Cell]]:
        """Give the stories of a frame which tell some axes and leave the others open."""
        sure = self._sure(frame, free, pair)
        if sure is None:
            return
        left_open = tuple(n for n in range(len(self._axes)) if n not in free)
        for place in np.argwhere(sure & wanted[frame.part].any(axis=left_open, keepdims=True)):
            yield {
                **frame.fixed,
                **{self._axes[n].name: self._axes[n].cells[int(place[n])] for n in free},
            }

    def _sure(self, frame: _Frame, free: tuple[int, ...], pair: Pair) -> _Booleans | None:
        """Tell where some axes of a frame settle that the stances are these; `None` for nowhere."""
        key = (id(frame), free, self._label(pair))
        if key not in self._settled:
            left_open = tuple(n for n in range(len(self._axes)) if n not in free)
            is_amiss = self._others(pair)[frame.part].any(axis=left_open, keepdims=True)
            self._settled[key] = None if is_amiss.all() else np.asarray(~is_amiss)
        return self._settled[key]

    def _beyond(self, pair: Pair, boxes: Sequence[Box]) -> _Booleans:
        wanted = np.asarray(self._labels == self._label(pair))
        for box in boxes:
            wanted[self._index(box)] = False
        return wanted

    @cached_property
    def _all_frames(self) -> tuple[_Frame, ...]:
        return tuple(self._frames())

    def _frames(self) -> Iterator[_Frame]:
        """Give each way in which circumstances are there, and each day; few circumstances first."""
        words = self._question.space.words
        names = [*dict.fromkeys(words.circumstance_of.get(a.name, a.name) for a in self._axes)]
        proper = [each for each in names if each != TODAY and self._can_be_absent(each)]
        days: list[int | None] = [None]
        if TODAY in self._position:
            days += range(len(self._axes[self._position[TODAY]].cells))
        for size in range(len(proper) + 1):
            for there in combinations(proper, size):
                absent = frozenset(proper) - frozenset(there)
                yield from (self._frame(absent, each) for each in days)

    def _frame(self, absent: frozenset[str], today: int | None) -> _Frame:
        index: list[slice] = []
        fixed: dict[str, Cell] = {}
        free: list[int] = []
        for n, axis in enumerate(self._axes):
            last = len(axis.cells) - 1
            is_absent = self._circumstance(axis) in absent
            if axis.name == TODAY:
                index.append(slice(None) if today is None else slice(today, today + 1))
                if today is not None:
                    fixed[TODAY] = axis.cells[today]
            elif is_absent:
                index.append(slice(last, last + 1))
                fixed[axis.name] = ABSENT
            elif not axis.is_fact:
                index.append(slice(0, 1))
                fixed[axis.name] = True
            else:
                index.append(slice(0, last if axis.cells[last] is ABSENT else last + 1))
                free.append(n)
                if axis.cells[last] is ABSENT:
                    fixed[self._circumstance(axis)] = True
        return _Frame(tuple(index), fixed, tuple(free), int(today is not None))

    def _circumstance(self, axis: Axis) -> str:
        return self._question.space.words.circumstance_of.get(axis.name, axis.name)

    def _can_be_absent(self, circumstance: str) -> bool:
        return any(
            axis.cells[-1] is ABSENT
            for axis in self._axes
            if self._circumstance(axis) == circumstance
        )

    def _label(self, pair: Pair) -> int:
        return self._label_of[pair]

    def _others(self, pair: Pair) -> _Booleans:
        label = self._label(pair)
        if label not in self._known_others:
            others = (self._labels != label) & (self._labels != IMPOSSIBLE)
            self._known_others[label] = np.asarray(others)
        return self._known_others[label]

    def _index(self, box: Box) -> tuple[NDArray[np.intp], ...]:
        return np.ix_(*(sorted(box.get(axis.name, range(len(axis.cells)))) for axis in self._axes))

    def _possible(self) -> _Booleans:
        """Tell which complete stories there can be."""
        found = np.ones((1,) * len(self._axes), dtype=bool)
        for bond in bonds_of(self._question):
            shape = [1] * len(self._axes)
            for axis in bond.axes:
                shape[self._position[axis.name]] = len(axis.cells)
            # INVARIANT: a bond keeps the order of the axes, and so does its table.
            found = found & np.array(bond.table, dtype=bool).reshape(shape)
        return found


class _Frame(NamedTuple):
    """What is there and which day it is: the part of the table, and the axes that stay open."""

    part: tuple[slice, ...]
    fixed: Mapping[str, Cell]
    open: tuple[int, ...]
    size: int


_Booleans = NDArray[np.bool_]
