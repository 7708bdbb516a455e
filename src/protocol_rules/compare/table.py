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

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.space import space_of
from protocol_rules.compare.bonds import bonds_of
from protocol_rules.compare.question import ABSENT, TODAY, Axis, Cell, Question, Voice, facts_in
from protocol_rules.compare.regions import Box, Pair
from protocol_rules.compare.stance import Stance
from protocol_rules.engine.program import program_of
from protocol_rules.errors import ProtocolRulesError

__all__ = ["Table"]

_IMPOSSIBLE = -1


class Table:
    """Knows the stances of a question by having looked at every complete story."""

    def __init__(self, question: Question) -> None:
        """Look at every complete story."""
        self._question = question
        self._axes = question.axes
        self._position = {axis.name: n for n, axis in enumerate(self._axes)}
        self._settled: dict[tuple[int, tuple[int, ...], int], _Booleans | None] = {}
        self._known_others: dict[int, _Booleans] = {}
        voices = [_Sheet(question, voice, self._axes) for voice in question.voices]
        one, two = (sheet.over(self._axes) for sheet in voices)
        several = len(voices[1].stances)
        labels = np.where((one < 0) | (two < 0), _IMPOSSIBLE, one * several + two)
        shape = tuple(len(axis.cells) for axis in self._axes)
        self._labels = np.where(self._possible(), np.broadcast_to(labels, shape), _IMPOSSIBLE)
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
            others = (self._labels != label) & (self._labels != _IMPOSSIBLE)
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


class _Sheet:
    """The stances of one voice, for each way in which its own facts can lie."""

    def __init__(self, question: Question, voice: Voice, axes: Sequence[Axis]) -> None:
        self._question = question
        self._voice = voice
        self.stances: list[Stance] = []
        self._under_definitions: set[str] = set()
        self._columns = [*self._columned(axes)]
        shape = tuple(len(each.cells) for each in self._columns)
        self._labels = np.full(shape, _IMPOSSIBLE, dtype=np.int32)
        for place in np.ndindex(*shape):
            chosen = {
                column.name: column.cells[int(n)]
                for column, n in zip(self._columns, place, strict=True)
            }
            stance = self._stance(chosen)
            if stance is not None:
                self._labels[place] = self._number(stance)

    def over(self, axes: Sequence[Axis]) -> NDArray[np.int32]:
        """Give the numbers of the stances over the axes of the whole question."""
        where = {column.axis: n for n, column in enumerate(self._columns)}
        ordered = sorted(self._columns, key=lambda column: column.axis)
        labels = np.transpose(self._labels, [where[column.axis] for column in ordered])
        taken = labels[np.ix_(*(column.kind_of for column in ordered))] if ordered else labels
        shape = [1] * len(axes)
        for column in ordered:
            shape[column.axis] = len(column.kind_of)
        return taken.reshape(shape)

    def _number(self, stance: Stance) -> int:
        if stance not in self.stances:
            self.stances.append(stance)
        return self.stances.index(stance)

    def _stance(self, chosen: Mapping[str, Cell]) -> Stance | None:
        if not self._question.stands_or_falls_together(chosen):
            return None
        try:
            stance = self._voice.stance(self._question.situation(chosen))
        except ProtocolRulesError:
            return None
        if stance is None:
            message = "a story that tells every fact leaves it open"
            raise NotDecided(message)
        return stance

    def _columned(self, axes: Sequence[Axis]) -> Iterator[_Column]:
        facts, circumstances, is_timed = self._looked_at([axis.name for axis in axes])
        of = self._question.space.words.circumstance_of
        told = {of[fact] for fact in facts if any(axis.name == fact for axis in axes)}
        seen: set[str] = set()
        for n, axis in enumerate(axes):
            circumstance = of.get(axis.name, axis.name)
            if axis.name in facts:
                yield self._column(n, axis)
            elif axis.name == TODAY:
                if is_timed:
                    yield _Column(n, TODAY, axis.cells, (*range(len(axis.cells)),))
            elif circumstance in circumstances and circumstance not in told | seen:
                seen.add(circumstance)
                is_there = tuple(int(cell is ABSENT) for cell in axis.cells)
                yield _Column(n, circumstance, (True, ABSENT), is_there)

    def _looked_at(self, names: Sequence[str]) -> tuple[set[str], set[str], bool]:
        """Give the facts and circumstances that this voice looks at, and whether at the day too.

        It looks at what its norms rest on. Where a story gives a fact that it defines, it looks at
        what lies under the definition as well, since a story that contradicts one is refused.
        """
        protocol = self._voice.protocol
        facts: set[str] = set()
        circumstances: set[str] = set()
        is_timed = False
        if self._voice.norms:
            own = space_of([(protocol, norm.address) for norm in self._voice.norms])
            facts |= own.values.keys()
            circumstances |= {*own.circumstances}
            is_timed = len(own.todays) > 1
        waiting = [name for name in names if name in protocol.definitions]
        defined: set[str] = set()
        while waiting:
            fact = waiting.pop()
            defined.add(fact)
            circumstances |= program_of(protocol).circumstances_of(fact)
            tested = tuple(facts_in(protocol.definitions[fact]))
            facts |= {fact, *tested}
            self._under_definitions |= {*tested}
            waiting += [each for each in tested if each in protocol.definitions.keys() - defined]
        return facts, circumstances, is_timed

    def _column(self, n: int, axis: Axis) -> _Column:
        """Put cells together which this voice does not tell from each other."""
        if axis.name in self._question.compared | self._under_definitions:
            return _Column(n, axis.name, axis.cells, (*range(len(axis.cells)),))
        kinds: dict[tuple[object, ...], int] = {}
        cells: list[Cell] = []
        kind_of: list[int] = []
        asking = [a for a in self._question.tests[axis.name] if a.protocol is self._voice.protocol]
        for cell in axis.cells:
            kind = (cell is ABSENT, *(each.truth(cell) for each in asking))
            if kind not in kinds:
                kinds[kind] = len(cells)
                cells.append(cell)
            kind_of.append(kinds[kind])
        return _Column(n, axis.name, tuple(cells), tuple(kind_of))


class _Column(NamedTuple):
    """One thing that a voice looks at: its own cells, and which of them each cell of an axis is."""

    axis: int
    name: str
    cells: tuple[Cell, ...]
    kind_of: tuple[int, ...]
