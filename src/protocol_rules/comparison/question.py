"""One question of a comparison: what two protocols make of a role and an action, in any story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property
from math import prod
from typing import NamedTuple, cast

from protocol_rules.analysis.cells import Test
from protocol_rules.analysis.space import Space, space_of
from protocol_rules.comparison.voice import Voice
from protocol_rules.engine import tests_behind
from protocol_rules.engine.compile import compared, literal
from protocol_rules.engine.situation import Situation
from protocol_rules.norms.protocol import Protocol
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary.conditions import About, Breached, Compare, Condition, atoms
from protocol_rules.vocabulary.values import Given

__all__ = [
    "ABSENT",
    "TODAY",
    "Absent",
    "Asking",
    "Axis",
    "Cell",
    "Question",
    "facts_in",
    "question_on",
]

TODAY = "today"


class Absent(Enum):
    """The one cell of a fact whose circumstance is no part of the story."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT

Cell = Given | Absent | None
"""What an axis can be: a value of a fact, its absence, a day or none; `True` for what is there."""


class Asking(NamedTuple):
    """A test of one fact, and the protocol that asks it: by its words it is told who is what."""

    test: Test
    protocol: Protocol

    def truth(self, cell: Cell) -> Truth:
        """Tell its truth for a cell; of what is absent nothing is so."""
        if cell is ABSENT or cell is None:
            return Truth.NO
        if isinstance(self.test, Compare):
            return compared(self.test.relation, cell, cast("int | date", self.test.bound))
        return literal(self.test, self.protocol.vocabulary).of(cell)


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing that may be so or otherwise: a fact, a circumstance, or which day it is."""

    name: str
    cells: tuple[Cell, ...]

    @property
    def is_fact(self) -> bool:
        """Whether it is a fact."""
        return "." in self.name


@dataclass(frozen=True)
class Question:
    """What two protocols make of a role and an action; `space` has all situations they can tell."""

    voices: tuple[Voice, Voice]
    role: str
    action: str
    space: Space

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """What a complete story tells: today, what it is about, and all facts, in their order.

        A circumstance of which a fact can matter has no axis of its own: it is there where its
        facts are. A role that is too wide for a test to tell is left out.
        """
        space, of = self.space, self.space.words.circumstance_of
        told = {of[fact] for fact in space.values}
        bare = (each for each in space.circumstances if each not in told)
        axes = [Axis(each, (True, ABSENT)) for each in bare]
        if len(space.todays) > 1:
            # Where the day matters, a complete story says which it is.
            axes.append(Axis(TODAY, tuple(day for day in space.todays if day is not None)))
        for fact, values in space.values.items():
            sure: list[Cell] = [*self._told_apart(fact, values)]
            is_always_there = of[fact] in space.words.settings
            axes.append(Axis(fact, tuple(sure if is_always_there else [*sure, ABSENT])))
        return tuple(axes)

    @property
    def size(self) -> int:
        """The number of cells of a table with all axes: there are no more complete stories."""
        return prod(len(axis.cells) for axis in self.axes)

    @cached_property
    def tests(self) -> Mapping[str, tuple[Asking, ...]]:
        """The tests of each fact alone, each with the protocol that asks it."""
        found: dict[str, dict[Asking, None]] = {fact: {} for fact in self.space.values}
        for voice in self.voices:
            for norm in voice.norms:
                for test in tests_behind(voice.protocol, norm.address):
                    match test:
                        case About() | Breached() | Compare(_, _, str()):
                            continue
                        case _:
                            found[test.fact][Asking(test, voice.protocol)] = None
        return {fact: tuple(several) for fact, several in found.items()}

    def situation(self, chosen: Mapping[str, Cell]) -> Situation:
        """Give the situation in which some axes have a cell each, and nothing else is known."""
        words = self.space.words
        given = {
            name: cell
            for name, cell in chosen.items()
            if "." in name and cell is not ABSENT and cell is not None
        }
        about = {name for name, cell in chosen.items() if cell is True and "." not in name}
        mentioned = frozenset(about.union(words.circumstance_of[fact] for fact in given))
        today = chosen.get(TODAY)
        return Situation(given, mentioned | words.settings, mentioned, today)  # type: ignore[arg-type]

    def telling(self, axis: Axis) -> tuple[Asking, ...]:
        """Give the tests that tell the cells of a fact apart; of those that tell the same, one."""
        found: dict[tuple[Truth, ...], Asking] = {}
        for asking in self.tests[axis.name]:
            told = tuple(asking.truth(cell) for cell in axis.cells if cell is not ABSENT)
            if len({*told}) > 1:
                found.setdefault(told, asking)
        return tuple(found.values())

    @cached_property
    def compared(self) -> frozenset[str]:
        """The facts that count beyond the tests of them alone: dates, and what is derived."""
        found = {fact for fact, axis in self._kinds.items() if axis is FactType.DATE}
        for voice in self.voices:
            found |= voice.protocol.definitions.keys() & self.space.values.keys()
            for norm in voice.norms:
                for test in tests_behind(voice.protocol, norm.address):
                    if isinstance(test, Compare) and isinstance(test.bound, str):
                        found |= {test.fact, test.bound}
        for asked in self.space.bounding.values():
            for test, _ in asked:
                if isinstance(test, Compare) and isinstance(test.bound, str):
                    found |= {test.fact, test.bound}
        return frozenset(found)

    @property
    def _kinds(self) -> Mapping[str, FactType]:
        return {fact: self.space.words.facts[fact].type for fact in self.space.values}

    def is_listed(self, fact: str) -> bool:
        """Whether a fact has one of a few values, which can be listed; no set, number or date."""
        return self.space.words.facts[fact].type in (FactType.BOOLEAN, FactType.CHOICE)

    def stands_or_falls_together(self, chosen: Mapping[str, Cell]) -> bool:
        """Whether the facts of one circumstance are all there, or none of them is."""
        is_absent: dict[str, bool] = {}
        for name, cell in chosen.items():
            circumstance = self.space.words.circumstance_of.get(name, name)
            if is_absent.setdefault(circumstance, cell is ABSENT) is not (cell is ABSENT):
                return False
        return True

    def _told_apart(self, fact: str, values: Sequence[Given]) -> Iterator[Given]:
        """Give the values that no test leaves open, of those that no test tells apart the first."""
        seen: set[tuple[Truth, ...]] = set()
        for value in values:
            told, kind = self._told(fact, value), self.kind_of(fact, value)
            if Truth.UNKNOWN in told or (kind in seen and fact not in self.compared):
                continue
            seen.add(kind)
            yield value

    def kind_of(self, fact: str, value: Given) -> tuple[Truth, ...]:
        """Tell what the tests make of a value, those of the norms and those of the constraints."""
        return (*self._told(fact, value), *self._bounded(fact, value))

    def _told(self, fact: str, value: Given) -> tuple[Truth, ...]:
        return tuple(each.truth(value) for each in self.tests[fact])

    def _bounded(self, fact: str, value: Given) -> Iterator[Truth]:
        for test, roles in self.space.bounding[fact]:
            if isinstance(test, Compare):
                known = test.bound if not isinstance(test.bound, str) else None
                yield compared(test.relation, value, known)
            else:
                yield literal(test, replace(self.space.words, roles=roles)).of(value)


def question_on(voices: tuple[Voice, Voice], role: str, action: str) -> Question:
    """Put the question what two protocols make of a role and an action.

    Raises `NotDecided` where a fact can matter in more ways than are tried.
    """
    listed = [(voice.protocol, norm.address) for voice in voices for norm in voice.norms]
    return Question(voices, role, action, space_of(listed))


def facts_in(condition: Condition) -> Iterator[str]:
    """Name the facts that a condition tests."""
    for test in atoms(condition):
        match test:
            case About() | Breached():
                continue
            case Compare(fact, _, str(other)):
                yield from (fact, other)
            case _:
                yield test.fact
