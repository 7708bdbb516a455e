"""One finite variable for each circumstance, for the day, and for each fact of a space."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from protocol_rules.analysis.space import Space
from protocol_rules.engine.compile import literal
from protocol_rules.smt.logic import Logic
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary.conditions import Compare
from protocol_rules.vocabulary.values import Given

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["TODAY", "Assignment", "Cell", "Choice", "Cube", "Variables"]

TODAY = "today"
"""The name of the variable for the day; no circumstance has it."""

Cell = Given | None
"""What a variable can be: of a circumstance whether it is there, of a fact its value, of `today`
the day. `None` is a fact that is not known, and no day."""

Assignment = Mapping[str, Cell]
"""One situation: a cell for each variable."""

Cube = Mapping[str, frozenset[Cell]]
"""Several situations at once: the cells that some variables may have, the others being free."""


@dataclass(frozen=True)
class Choice:
    """A variable that has one of its cells, or none: a fact that is not known, no day."""

    name: str
    cells: Sequence[Given]
    holds: Sequence[Formula]
    logic: Logic
    _among: dict[tuple[bool, ...], Formula] = field(
        default_factory=dict["tuple[bool, ...]", "Formula"], repr=False
    )

    @cached_property
    def declarations(self) -> Sequence[Any]:
        """The solver's own names of its cells."""
        return [self.logic.declaration(each) for each in self.holds]

    @cached_property
    def known(self) -> Formula:
        """Whether it has one."""
        return self.logic.any_of(self.holds)

    @property
    def pairs(self) -> Iterator[tuple[Given, Formula]]:
        """Give each cell with the formula that it is this one."""
        return zip(self.cells, self.holds, strict=True)

    def among(self, wanted: Callable[[Given], bool]) -> Formula:
        """Whether it has one of those cells that are wanted."""
        chosen = tuple(map(wanted, self.cells))
        if all(chosen):
            return self.known
        if chosen not in self._among:
            held = (each for each, is_one in zip(self.holds, chosen, strict=True) if is_one)
            self._among[chosen] = self.logic.any_of(held)
        return self._among[chosen]

    def is_one_of(self, cells: Iterable[Cell]) -> Formula:
        """Whether its cell is among these, `None` standing for none."""
        wanted = {*cells}
        has_one = self.among(lambda cell: cell in wanted)
        if None not in wanted:
            return has_one
        return self.logic.any_of((has_one, self.logic.negated(self.known)))


class Variables:
    """The variables of a space, and what holds of them whatever the protocols say."""

    def __init__(self, space: Space, logic: Logic) -> None:
        self.space = space
        self.logic = logic
        self.there: Mapping[str, Formula] = {
            each: logic.variable(f"there {each}") for each in space.circumstances
        }
        self.facts: Mapping[str, Choice] = {
            fact: self._choice(fact, cells) for fact, cells in space.values.items()
        }
        self.today = self._choice(TODAY, [day for day in space.todays if day is not None])
        self._nothing = Choice("", (), (), logic)

    @cached_property
    def declarations(self) -> Mapping[str, Any]:
        """The solver's own names of the variables for circumstances."""
        return {name: self.logic.declaration(each) for name, each in self.there.items()}

    def _choice(self, name: str, cells: Sequence[Given]) -> Choice:
        held = [self.logic.variable(f"{name}={position}") for position in range(len(cells))]
        return Choice(name, cells, held, self.logic)

    def of(self, fact: str) -> Choice:
        """Give the variable of a fact; one outside the space is never known."""
        return self.facts.get(fact, self._nothing)

    def is_mentioned(self, circumstance: str) -> Formula:
        """Whether the situation says something of a circumstance, as `Space.situation` has it."""
        if circumstance in self.there:
            return self.there[circumstance]
        of = self.space.words.circumstance_of
        own = (each.known for fact, each in self.facts.items() if of[fact] == circumstance)
        return self.logic.any_of(own)

    def is_present(self, circumstance: str) -> Formula:
        """Whether a circumstance is there; a setting always is."""
        if circumstance in self.space.words.settings:
            return self.logic.true
        return self.is_mentioned(circumstance)

    def axioms(self) -> Iterator[Formula]:
        """Give what holds of every situation that can be told."""
        of = self.space.words.circumstance_of
        for each in (*self.facts.values(), self.today):
            yield self.logic.at_most(each.holds, 1)
        for fact, choice in self.facts.items():
            if of[fact] in self.there:
                yield self.logic.implied(choice.known, self.there[of[fact]])

    def is_plain(self, fact: str) -> Formula:
        """Whether a fact has no value that is too wide for a test of the space to tell."""
        if self.space.words.facts[fact].type is not FactType.ROLE:
            return self.logic.true
        asked = [
            literal(test, replace(self.space.words, roles=roles))
            for test, roles in self.space.asked[fact]
            if not isinstance(test, Compare)
        ]
        too_wide = self.facts[fact].among(
            lambda cell: any(each.of(cell) is Truth.UNKNOWN for each in asked)
        )
        return self.logic.negated(too_wide)

    def cube(self, cube: Cube) -> Formula:
        """Whether the situation is one of a cube."""
        return self.logic.all_of(self._is_one_of(name, cells) for name, cells in cube.items())

    def _is_one_of(self, name: str, cells: Iterable[Cell]) -> Formula:
        if name in self.there:
            there = self.there[name]
            return self.logic.any_of(there if cell else self.logic.negated(there) for cell in cells)
        return (self.today if name == TODAY else self.facts[name]).is_one_of(cells)
