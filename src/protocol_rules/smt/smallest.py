"""The smallest situation in which something holds, and of those the first in the written order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from protocol_rules.smt.encoding import Encoding
from protocol_rules.smt.model import Model
from protocol_rules.smt.variables import Choice

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["smallest_of"]


class Asking(Protocol):
    """What is needed of a solver."""

    encoding: Encoding

    def guard(self, goal: Formula) -> Formula:
        """Give a literal that stands for a goal."""
        ...

    def checked(self, assumed: Sequence[Formula]) -> Model | None:
        """Give a model in which literals hold."""
        ...


def smallest_of(solver: Asking, goals: Sequence[Formula], model: Model) -> Model:
    """Make a model smaller as long as the goals allow it; the order is that of `analysis.search`.

    The fewest facts come first (`today` counts as one), then the fewest circumstances, then which
    circumstances, which day, which facts, and which of their values.
    """
    return _Smallest(solver, goals, model).found()


class _Smallest:
    """A model that gets smaller, with what has been settled of it so far."""

    def __init__(self, solver: Asking, goals: Sequence[Formula], model: Model) -> None:
        self._solver = solver
        self._variables = solver.encoding.variables
        self._logic = solver.encoding.logic
        self._settled = [*goals]
        self._model = model

    def found(self) -> Model:
        """Settle one thing after the other."""
        variables = self._variables
        facts = [*variables.facts.values()]
        told = self._fewest(
            [each.known for each in (*facts, variables.today)],
            sum(self._model.position(each) is not None for each in (*facts, variables.today)),
        )
        there = self._fewest(
            [*variables.there.values()], sum(map(self._model.is_there, variables.there))
        )
        for circumstance, is_there in variables.there.items():
            if not there:
                break
            there -= self._prefers(is_there, self._model.is_there(circumstance))
        told -= self._day()
        for fact in facts:
            if not told:
                break
            if self._prefers(fact.known, self._model.position(fact) is not None):
                told -= 1
                self._first(fact)
        return self._model

    def _fewest(self, parts: Sequence[Formula], held: int) -> int:
        """Settle that as few as may be of some parts hold; give how many do."""
        for number in range(held):
            bound = self._solver.guard(self._logic.at_most(parts, number))
            model = self._solver.checked([*self._settled, bound])
            if model is not None:
                self._model = model
                self._settled.append(bound)
                return number
        self._settled.append(self._solver.guard(self._logic.at_most(parts, held)))
        return held

    def _prefers(self, wanted: Formula, is_so: bool) -> bool:  # noqa: FBT001
        """Settle that something is so where it can be; tell whether it is."""
        literal = self._solver.guard(wanted)
        if not is_so:
            model = self._solver.checked([*self._settled, literal])
            if model is None:
                return False
            self._model = model
        self._settled.append(literal)
        return True

    def _day(self) -> bool:
        """Settle the day: none where there need be none, else the first that will do."""
        today = self._variables.today
        if not today.cells:
            return False
        is_open = self._logic.negated(today.known)
        if self._prefers(is_open, self._model.position(today) is None):
            return False
        self._first(today)
        return True

    def _first(self, choice: Choice) -> None:
        """Settle the first cell that a variable with a cell can have."""
        position = self._model.position(choice) or 0
        while position:
            earlier = self._solver.guard(self._logic.any_of(choice.holds[:position]))
            model = self._solver.checked([*self._settled, earlier])
            if model is None:
                break
            self._model = model
            position = model.position(choice) or 0
        self._settled.append(self._solver.guard(choice.holds[position]))
