"""Conditions as formulas over the variables of a space, where nothing is known but what is given.

The truth of a test for a value is the engine's own (`literal`, `compared`). The logic above it is
written down a second time here, so that a slip in either of them shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from protocol_rules.engine.compile import Effective, Shown, Term, Woken, compared, literal, merged
from protocol_rules.smt.logic import Rails
from protocol_rules.smt.variables import Variables
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Has,
    HasRole,
    Not,
    Only,
)
from protocol_rules.vocabulary.values import Given

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["Conditions"]


class Conditions:
    """The truths of conditions in some words; what several of them share is built once."""

    def __init__(self, words: Vocabulary, variables: Variables) -> None:
        self._words = words
        self._variables = variables
        self.logic = variables.logic
        self._known: dict[Term, Rails] = {}

    def of(self, term: Term) -> Rails:
        """Give the rails of a condition."""
        rails = self._known.get(term)
        if rails is None:
            rails = self._known[term] = self._built(term)
        return rails

    def is_known(self, fact: str) -> Formula:
        """Whether a value of a fact is known."""
        return self._variables.of(fact).known

    def _built(self, term: Term) -> Rails:  # noqa: PLR0911 - all kinds
        match term:
            case Has() | HasRole() | Only():
                return self._literal(term)
            case Compare():
                return self._compare(term)
            case About(circumstance):
                return self.logic.told(self._variables.is_present(circumstance))
            case All(parts):
                return self.logic.every(map(self.of, parts))
            case Any(parts):
                return self.logic.some(map(self.of, merged(parts, self._words)))
            case Not(part):
                inner = self.of(part)
                return Rails(inner.no, inner.yes)
            case Shown(part):
                return self.of(part)
            case Breached() | Effective() | Woken():
                return self._of_norms(term)

    def _of_norms(self, term: Breached | Effective | Woken) -> Rails:
        """Give the rails of what only the norms of a protocol can tell."""
        message = f"there are no norms here to tell {term}"
        raise ValueError(message)

    def _is_there(self, fact: str) -> Formula:
        return self._variables.is_present(self._words.circumstance_of[fact])

    def _values_of(self, fact: str) -> Mapping[Given, Formula]:
        """Give for each value of a fact that it is known to be this one."""
        return dict(self._variables.of(fact).pairs)

    def _literal(self, test: Has | HasRole | Only) -> Rails:
        logic = self.logic
        table = literal(test, self._words)
        values = self._values_of(table.fact)
        there = self._is_there(table.fact)
        is_open = logic.negated(self.is_known(table.fact))
        when_open = logic.certain(table.when_open)
        told = {value: table.of(value) for value in values}
        yes = logic.any_of(values[each] for each, truth in told.items() if truth is Truth.YES)
        no = logic.any_of(values[each] for each, truth in told.items() if truth is Truth.NO)
        return Rails(
            logic.any_of((yes, logic.all_of((is_open, there, when_open.yes)))),
            logic.any_of(
                (no, logic.all_of((is_open, logic.any_of((logic.negated(there), when_open.no)))))
            ),
        )

    def _compare(self, test: Compare) -> Rails:
        logic = self.logic
        one = self._variables.of(test.fact)
        if not isinstance(test.bound, str):
            bound = test.bound
            holds, fails = (
                one.among(lambda cell, truth=truth: compared(test.relation, cell, bound) is truth)
                for truth in (Truth.YES, Truth.NO)
            )
            return Rails(holds, logic.any_of((fails, logic.negated(self._is_there(test.fact)))))
        other = self._variables.of(test.bound)
        lacking = (logic.negated(self._is_there(each)) for each in (test.fact, test.bound))
        never = (
            each.among(lambda cell: compared(test.relation, cell, None) is Truth.NO)
            for each in (one, other)
        )
        held: dict[Truth, list[Formula]] = {Truth.YES: [], Truth.NO: [*lacking, *never]}
        for cell, is_it in one.pairs:
            for truth, found in held.items():
                fitting = other.among(
                    lambda bound, cell=cell, truth=truth: (
                        compared(test.relation, cell, bound) is truth
                    )
                )
                found.append(logic.all_of((is_it, fitting)))
        return Rails(logic.any_of(held[Truth.YES]), logic.any_of(held[Truth.NO]))
