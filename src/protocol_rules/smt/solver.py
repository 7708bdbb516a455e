"""Questions to an encoding: is there such a situation, which is the smallest, do all of a kind."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.norms.story import Story
from protocol_rules.smt.encoding import Encoding
from protocol_rules.smt.replay import Told, check_statuses
from protocol_rules.smt.smallest import smallest_of
from protocol_rules.smt.solution import Solution
from protocol_rules.smt.variables import Assignment, Cube

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["TIMEOUT_MS", "Solver"]

TIMEOUT_MS = 10_000
"""How long one question may take, in milliseconds, unless somebody says otherwise."""

_ENDLESS = 2**32 - 1
"""What the solver takes for no timeout at all."""

_SOON = 100_000
"""As many of the solver's steps as take a moment: nearly every question needs fewer of them."""


class Solver:
    """Asks many questions of one encoding; what was learnt in one of them helps the next.

    Every story that it gives has been replayed: the engine finds the same status of each norm that
    the encoding was asked for. Raises `NotDecided` where a question takes longer than the timeout.
    """

    def __init__(self, encoding: Encoding, timeout_ms: int = TIMEOUT_MS) -> None:
        self.encoding = encoding
        self._timeout_ms = timeout_ms
        self._logic = encoding.logic
        self._solver = self._logic.z3.SolverFor("QF_FD")
        self._solver.set("rlimit", _SOON)
        self._axioms = 0
        self._guards: dict[int, tuple[Formula, Formula]] = {}
        self._standing: list[Formula] = []
        self._until = 0.0

    def is_possible(self, *goals: Formula) -> bool:
        """Tell whether all goals can hold at once."""
        literals = [*map(self.guard, goals)]
        self._until = monotonic() + self._timeout_ms / 1000
        return self._can_hold(literals)

    def assignment(self, *goals: Formula) -> Assignment | None:
        """Give some situation in which the goals hold; `None`: it is proved that there is none."""
        solution = self._solution(goals)
        return None if solution is None else solution.assignment()

    def find(self, *goals: Formula) -> Story | None:
        """Give some story in which the goals hold; `None`: it is proved that there is none."""
        solution = self._solution(goals)
        return None if solution is None else self._replayed(solution)

    def smallest(self, *goals: Formula) -> Story | None:
        """Give the smallest story in which the goals hold; `None`: there is proved to be none.

        It has the fewest facts (`today` counts as one), among those the fewest circumstances, and
        then it is the first in the vocabulary's order: the one that `analysis.search` comes to
        first, and so always the same.
        """
        solution = self._smallest(goals)
        return None if solution is None else self._replayed(solution)

    def smallest_assignment(self, *goals: Formula) -> Assignment | None:
        """Give the situation of the smallest story in which the goals hold, not replayed yet."""
        solution = self._smallest(goals)
        return None if solution is None else solution.assignment()

    def holds(self, formula: Formula, *goals: Formula) -> bool:
        """Tell whether every complete situation in which the goals hold satisfies a formula."""
        denied = self._logic.negated(formula)
        return not self.is_possible(self.encoding.complete, *goals, denied)

    @contextmanager
    def within(self, *goals: Formula) -> Generator[None]:
        """Have goals stand for a while, and all that is blocked meanwhile be blocked no longer."""
        before = len(self._standing)
        self._standing += map(self.guard, goals)
        try:
            yield
        finally:
            del self._standing[before:]

    def block(self, cube: Cube) -> None:
        """Leave the situations of a cube out of the questions that follow."""
        self._standing.append(self.guard(self._logic.negated(self.encoding.cube(cube))))

    def _solution(self, goals: Iterable[Formula]) -> Solution | None:
        literals = [*map(self.guard, goals)]
        self._until = monotonic() + self._timeout_ms / 1000
        return self.checked(literals)

    def _smallest(self, goals: Sequence[Formula]) -> Solution | None:
        solution = self._solution(goals)
        if solution is None:
            return None
        return smallest_of(self, [*map(self.guard, goals)], solution)

    def checked(self, assumed: Sequence[Formula]) -> Solution | None:
        """Give a solution in which literals hold, as part of the question that is being asked."""
        # A model takes nearly as long to get as to find, so it is asked for where it is wanted.
        is_possible = self._can_hold(assumed)
        return Solution(self.encoding, self._solver.model()) if is_possible else None

    def _can_hold(self, assumed: Sequence[Formula]) -> bool:
        if monotonic() >= self._until:
            raise NotDecided(f"it was not decided within {self._timeout_ms} ms")
        self._take_axioms()
        found = self._check((*self._standing, *assumed))
        if found == self._logic.z3.unknown:
            raise NotDecided(f"the solver gave up: {self._solver.reason_unknown()}")
        return found == self._logic.z3.sat

    def _check(self, literals: Sequence[Formula]) -> Any:  # noqa: ANN401 - without types
        """Ask the solver; the clock is started only where the answer does not come at once.

        A clock costs it a thread for each check, which takes longer than most answers do.
        """
        solver, unknown = self._solver, self._logic.z3.unknown
        found = solver.check(*literals)
        remaining = int((self._until - monotonic()) * 1000)
        if found != unknown or remaining <= 0:
            return found
        solver.set(rlimit=0, timeout=remaining)
        try:
            return solver.check(*literals)
        finally:
            solver.set(rlimit=_SOON, timeout=_ENDLESS)

    def guard(self, goal: Formula) -> Formula:
        """Give a literal that stands for a goal, so that it can be asked for and let go again."""
        key = goal.get_id()
        if key not in self._guards:
            literal = self._logic.fresh()
            self._solver.add(self._logic.implied(literal, goal))
            self._guards[key] = (literal, goal)  # the goal is kept, and with it its number
        return self._guards[key][0]

    def _replayed(self, solution: Solution) -> Story:
        """Tell a solution as a story once the engine finds the same of each norm asked for."""
        story = self.encoding.story(solution.assignment())
        check_statuses(story, self._told(solution))
        return story

    def _told(self, solution: Solution) -> Iterator[Told]:
        for asked, formulas in self.encoding.asked.items():
            held = (status for status, formula in formulas.items() if solution.holds(formula))
            yield *asked, next(held, None)

    def _take_axioms(self) -> None:
        """Assert the axioms that are new; there are more once another norm was asked for."""
        axioms = self.encoding.axioms
        if len(axioms) > self._axioms:
            self._solver.add(*axioms[self._axioms :])
            self._axioms = len(axioms)
