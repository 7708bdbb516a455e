"""The truths of one protocol's conditions, each as formulas over the variables of a space.

The truth of a test for a value is the engine's own (`literal`, `compared`, `due_from`). The logic
above it is written down a second time here, so that a slip in either of them shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from protocol_rules.calendar import DateOutOfRange
from protocol_rules.engine.compile import (
    Effective,
    Shown,
    Term,
    Woken,
    compared,
    literal,
    merged,
)
from protocol_rules.engine.performance import due_from, ways_to_break
from protocol_rules.engine.program import program_of
from protocol_rules.norms.conditions import (
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
from protocol_rules.norms.protocol import Deadline, Norm, Protocol
from protocol_rules.norms.values import NOT_YET, Given
from protocol_rules.smt.logic import Rails
from protocol_rules.smt.variables import Variables
from protocol_rules.truth import Truth

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["Truths"]


class Truths:
    """What one protocol makes of a situation; what several conditions share is built once."""

    def __init__(self, protocol: Protocol, variables: Variables, axioms: list[Formula]) -> None:
        """Take the protocol; `axioms` gains what its deadlines rule out once they are met."""
        self.program = program_of(protocol)
        self._variables = variables
        self._logic = variables.logic
        self._words = protocol.vocabulary
        self._known: dict[Term, Rails] = {}
        self._values: dict[str, Mapping[Given, Formula]] = {}
        self._axioms = axioms

    def contradictions(self) -> Iterator[Formula]:
        """Say of each given fact that it agrees with its definition, else the engine refuses it."""
        for fact, definition in self.program.protocol.definitions.items():
            for value, is_given in self._variables.of(fact).pairs:
                derived = self.of(definition)
                contradicted = derived.no if value is True else derived.yes
                both = self._logic.all_of((is_given, contradicted))
                yield self._logic.negated(both)

    def of(self, term: Term) -> Rails:
        """Give the rails of a condition."""
        rails = self._known.get(term)
        if rails is None:
            rails = self._known[term] = self._built(term)
        return rails

    def is_triggered(self, address: str) -> Formula:
        """Whether the situation mentions what wakes a norm."""
        wakes = self.program.wakes(address)
        return self._logic.true if wakes is None else self._is_mentioned(wakes)

    def is_known(self, fact: str) -> Formula:
        """Whether a value of a fact is given, or follows from its definition."""
        if fact not in self.program.definitions:
            return self._variables.of(fact).known
        return self._logic.any_of(self._values_of(fact).values())

    def _built(self, term: Term) -> Rails:  # noqa: C901, PLR0911 - all kinds
        logic = self._logic
        match term:
            case Has() | HasRole() | Only():
                return self._literal(term)
            case Compare():
                return self._compare(term)
            case About(circumstance):
                return logic.told(self._variables.is_present(circumstance))
            case Breached(address):
                return self._breached(self.program.protocol.norms[address])
            case Effective(address):
                return self.of(self.program.effective(address))
            case Woken(circumstances):
                return logic.told(self._is_mentioned(circumstances))
            case All(parts):
                return logic.every(map(self.of, parts))
            case Any(parts):
                return logic.some(map(self.of, merged(parts, self._words)))
            case Not(part):
                inner = self.of(part)
                return Rails(inner.no, inner.yes)
            case Shown(part):
                return self.of(part)

    def _is_mentioned(self, circumstances: frozenset[str]) -> Formula:
        named = sorted(circumstances)  # a set has another order in each process
        return self._logic.any_of(map(self._variables.is_mentioned, named))

    def _is_there(self, fact: str) -> Formula:
        if fact not in self.program.definitions:
            return self._variables.is_present(self._words.circumstance_of[fact])
        beneath = sorted(self.program.circumstances_of(fact))  # its own among them
        return self._logic.any_of(map(self._variables.is_present, beneath))

    def _values_of(self, fact: str) -> Mapping[Given, Formula]:
        """Give for each value of a fact that it is known to be this one."""
        if fact not in self._values:
            self._values[fact] = self._derived(fact) or dict(self._variables.of(fact).pairs)
        return self._values[fact]

    def _derived(self, fact: str) -> dict[Given, Formula]:
        """Give the values of a derived fact, given or by its definition; of others nothing."""
        definition = self.program.protocol.definitions.get(fact)
        if definition is None:
            return {}
        given = dict(self._variables.of(fact).pairs)
        rails, there = self.of(definition), self._is_there(fact)
        # INVARIANT: what is given never contradicts the definition, so that both may be joined.
        return {
            value: self._logic.any_of(
                (given.get(value, self._logic.false), self._logic.all_of((there, holds)))
            )
            for value, holds in ((True, rails.yes), (False, rails.no))
        }

    def _literal(self, test: Has | HasRole | Only) -> Rails:
        logic = self._logic
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
        logic = self._logic
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

    def _breached(self, norm: Norm) -> Rails:
        """Give whether a norm is effective and was not kept, as the engine's `breach_of` does."""
        ways = [self.of(way) for way in ways_to_break(norm)]
        deadline = norm.deadline
        if deadline is not None and deadline.fact and norm.done_on:
            ways.append(self._late(deadline, norm.done_on))
        awake = self._logic.told(self.is_triggered(norm.address))
        effective = self.of(Effective(norm.address))
        return self._logic.every((awake, effective, self._logic.some(ways)))

    def _late(self, deadline: Deadline, done_on: str) -> Rails:
        """Give whether something was not done by its last day, as of the end of `today`."""
        logic = self._logic
        anchor, done = map(self._variables.of, (deadline.fact, done_on))
        today = self._variables.today
        is_open = logic.negated(today.known)
        unknown_done = logic.negated(done.known)
        late: list[Formula] = []
        unclear = [logic.all_of((self._is_there(deadline.fact), logic.negated(anchor.known)))]
        for start, is_anchor in anchor.pairs:
            if not isinstance(start, date):
                continue  # what has not happened starts no period
            try:
                due = due_from(start, deadline, self.program.protocol.calendar)
            except (DateOutOfRange, OverflowError):
                # The engine refuses a day from which a deadline leaves the years that are known.
                self._axioms.append(logic.negated(is_anchor))
                continue
            is_over = today.among(lambda day, due=due: day > due)  # type: ignore[operator]
            done_late = done.among(lambda day, due=due: day != NOT_YET and day > due)  # type: ignore[operator]
            not_done = logic.all_of((is_over, done.among(lambda day: day == NOT_YET)))
            out_of_time = logic.any_of((is_open, is_over))
            late.append(
                logic.all_of(
                    (is_anchor, logic.any_of((logic.all_of((out_of_time, done_late)), not_done)))
                )
            )
            unclear.append(logic.all_of((is_anchor, out_of_time, unknown_done)))
        yes = logic.any_of(late)
        unknown = logic.all_of((self._is_there(done_on), logic.any_of(unclear)))
        return Rails(yes, logic.negated(logic.any_of((yes, unknown))))
