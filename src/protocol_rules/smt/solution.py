"""Solutions: one situation in which the solver has some goals hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from protocol_rules.smt.encoding import Encoding
from protocol_rules.smt.variables import TODAY, Assignment, Cell, Choice

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["Solution"]


class Solution:
    """One situation, read from the solver as far as somebody asks."""

    def __init__(self, encoding: Encoding, found: Any) -> None:  # noqa: ANN401 - without types
        self._variables = encoding.variables
        self._logic = encoding.logic
        self._found = found

    def holds(self, formula: Formula) -> bool:
        """Tell whether a formula holds in it."""
        return self._logic.z3.is_true(self._found.eval(formula, model_completion=True))

    def is_there(self, circumstance: str) -> bool:
        """Tell whether a circumstance is there."""
        declaration = self._variables.declarations[circumstance]
        return self._logic.is_set(self._found.model, declaration)

    def position(self, choice: Choice) -> int | None:
        """Give which of its cells a variable has; `None` where it has none."""
        for position, each in enumerate(choice.declarations):
            if self._logic.is_set(self._found.model, each):
                return position
        return None

    def cell(self, choice: Choice) -> Cell:
        """Give the cell of a variable."""
        position = self.position(choice)
        return None if position is None else choice.cells[position]

    def assignment(self) -> Assignment:
        """Give the whole situation."""
        found: dict[str, Cell] = {
            circumstance: self.is_there(circumstance) for circumstance in self._variables.there
        }
        found[TODAY] = self.cell(self._variables.today)
        return found | {fact: self.cell(each) for fact, each in self._variables.facts.items()}
