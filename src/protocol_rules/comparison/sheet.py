"""The stances of one voice, for each way in which the facts that it looks at can lie."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.space import space_of
from protocol_rules.comparison.question import ABSENT, TODAY, Axis, Cell, Question, facts_in
from protocol_rules.comparison.stance import Stance
from protocol_rules.comparison.voice import Voice
from protocol_rules.engine.program import program_of
from protocol_rules.errors import ProtocolRulesError

__all__ = ["IMPOSSIBLE", "Sheet"]

IMPOSSIBLE = -1
"""What stands where the voice rules a story out."""


class Sheet:
    """The stances of one voice, for each way in which its own facts can lie."""

    def __init__(self, question: Question, voice: Voice, axes: Sequence[Axis]) -> None:
        self._question = question
        self._voice = voice
        self.stances: list[Stance] = []
        self._under_definitions: set[str] = set()
        self._columns = [*self._columned(axes)]
        shape = tuple(len(each.cells) for each in self._columns)
        self._labels = np.full(shape, IMPOSSIBLE, dtype=np.int32)
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
