"""The truths of one protocol's conditions: with its definitions, its norms and their breaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from protocol_rules.calendar import DateOutOfRange
from protocol_rules.engine.compile import Effective, Woken
from protocol_rules.engine.performance import due_from, ways_to_break
from protocol_rules.engine.program import program_of
from protocol_rules.norms.protocol import Deadline, Norm, Protocol
from protocol_rules.smt.conditions import Conditions
from protocol_rules.smt.logic import Rails
from protocol_rules.smt.variables import Variables
from protocol_rules.vocabulary.conditions import Breached
from protocol_rules.vocabulary.values import NOT_YET, Given

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["Truths"]


class Truths(Conditions):
    """What one protocol makes of a situation; what is given and what its definitions tell count."""

    def __init__(self, protocol: Protocol, variables: Variables, axioms: list[Formula]) -> None:
        """Take the protocol; `axioms` gains what its deadlines rule out once they are met."""
        super().__init__(protocol.vocabulary, variables)
        self.program = program_of(protocol)
        self._values: dict[str, Mapping[Given, Formula]] = {}
        self._axioms = axioms

    def contradictions(self) -> Iterator[Formula]:
        """Say of each given fact that it agrees with its definition, else the engine refuses it."""
        for fact, definition in self.program.protocol.definitions.items():
            for value, is_given in self._variables.of(fact).pairs:
                derived = self.of(definition)
                contradicted = derived.no if value is True else derived.yes
                both = self.logic.all_of((is_given, contradicted))
                yield self.logic.negated(both)

    def is_triggered(self, address: str) -> Formula:
        """Whether the situation mentions what wakes a norm."""
        wakes = self.program.wakes(address)
        return self.logic.true if wakes is None else self._is_mentioned(wakes)

    def is_known(self, fact: str) -> Formula:
        """Whether a value of a fact is given, or follows from its definition."""
        if fact not in self.program.definitions:
            return super().is_known(fact)
        return self.logic.any_of(self._values_of(fact).values())

    def _of_norms(self, term: Breached | Effective | Woken) -> Rails:
        match term:
            case Breached(address):
                return self._breached(self.program.protocol.norms[address])
            case Effective(address):
                return self.of(self.program.effective(address))
            case Woken(circumstances):
                return self.logic.told(self._is_mentioned(circumstances))

    def _is_mentioned(self, circumstances: frozenset[str]) -> Formula:
        named = sorted(circumstances)  # a set has another order in each process
        return self.logic.any_of(map(self._variables.is_mentioned, named))

    def _is_there(self, fact: str) -> Formula:
        if fact not in self.program.definitions:
            return super()._is_there(fact)
        beneath = sorted(self.program.circumstances_of(fact))  # its own among them
        return self.logic.any_of(map(self._variables.is_present, beneath))

    def _values_of(self, fact: str) -> Mapping[Given, Formula]:
        if fact not in self._values:
            self._values[fact] = self._derived(fact) or super()._values_of(fact)
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
            value: self.logic.any_of(
                (given.get(value, self.logic.false), self.logic.all_of((there, holds)))
            )
            for value, holds in ((True, rails.yes), (False, rails.no))
        }

    def _breached(self, norm: Norm) -> Rails:
        """Give whether a norm is effective and was not kept, as the engine's `breach_of` does."""
        ways = [self.of(way) for way in ways_to_break(norm)]
        deadline = norm.deadline
        if deadline is not None and deadline.fact and norm.done_on:
            ways.append(self._late(deadline, norm.done_on))
        awake = self.logic.told(self.is_triggered(norm.address))
        effective = self.of(Effective(norm.address))
        return self.logic.every((awake, effective, self.logic.some(ways)))

    def _late(self, deadline: Deadline, done_on: str) -> Rails:
        """Give whether something was not done by its last day, as of the end of `today`."""
        logic = self.logic
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
