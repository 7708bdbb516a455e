"""The smallest situation in which something holds, and of those the first in the written order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from protocol_rules.smt.encoding import Encoding
from protocol_rules.smt.solution import Solution
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

    def checked(self, assumed: Sequence[Formula]) -> Solution | None:
        """Give a solution in which literals hold."""
        ...


def smallest_of(solver: Asking, goals: Sequence[Formula], solution: Solution) -> Solution:
    """Make a solution smaller while the goals allow it, in the order of `analysis.search`.

    The fewest facts come first (`today` counts as one), then the fewest circumstances, then which
    circumstances, which day, which facts, and which of their values.
    """
    return _Smallest(solver, goals, solution).found()


class _Smallest:
    """A solution that gets smaller, with what has been settled of it so far."""

    def __init__(self, solver: Asking, goals: Sequence[Formula], solution: Solution) -> None:
        self._solver = solver
        self._variables = solver.encoding.variables
        self._logic = solver.encoding.logic
        self._settled = [*goals]
        self._solution = solution

    def found(self) -> Solution:
        """Settle one thing after the other."""
        variables = self._variables
        facts = [*variables.facts.values()]
        told = self._fewest(
            [each.known for each in (*facts, variables.today)],
            sum(self._solution.position(each) is not None for each in (*facts, variables.today)),
        )
        there = self._fewest(
            [*variables.there.values()], sum(map(self._solution.is_there, variables.there))
        )
        for circumstance, is_there in variables.there.items():
            if not there:
                break
            there -= self._prefers(is_there, self._solution.is_there(circumstance))
        told -= self._day()
        for fact in facts:
            if not told:
                break
            if self._prefers(fact.known, self._solution.position(fact) is not None):
                told -= 1
                self._first(fact)
        return self._solution

    def _fewest(self, parts: Sequence[Formula], held: int) -> int:
        """Settle that as few as may be of some parts hold; give how many do."""
        for number in range(held):
            bound = self._solver.guard(self._logic.at_most(parts, number))
            solution = self._solver.checked([*self._settled, bound])
            if solution is not None:
                self._solution = solution
                self._settled.append(bound)
                return number
        self._settled.append(self._solver.guard(self._logic.at_most(parts, held)))
        return held

    def _prefers(self, wanted: Formula, is_so: bool) -> bool:  # noqa: FBT001
        """Settle that something is so where it can be; tell whether it is."""
        literal = self._solver.guard(wanted)
        if not is_so:
            solution = self._solver.checked([*self._settled, literal])
            if solution is None:
                return False
            self._solution = solution
        self._settled.append(literal)
        return True

    def _day(self) -> bool:
        """Settle the day: none where there need be none, else the first that will do."""
        today = self._variables.today
        if not today.cells:
            return False
        is_open = self._logic.negated(today.known)
        if self._prefers(is_open, self._solution.position(today) is None):
            return False
        self._first(today)
        return True

    def _first(self, choice: Choice) -> None:
        """Settle the first cell that a variable with a cell can have."""
        position = self._solution.position(choice) or 0
        while position:
            earlier = self._solver.guard(self._logic.any_of(choice.holds[:position]))
            solution = self._solver.checked([*self._settled, earlier])
            if solution is None:
                break
            self._solution = solution
            position = solution.position(choice) or 0
        self._settled.append(self._solver.guard(choice.holds[position]))
