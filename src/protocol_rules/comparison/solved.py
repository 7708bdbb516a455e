"""The stances of a question found by the solver, where there are too many for a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.comparison.deadlines import Term, term_of
from protocol_rules.comparison.question import ABSENT, TODAY, Axis, Cell, Question
from protocol_rules.comparison.regions import Box, Pair
from protocol_rules.comparison.stance import Stance, told_as
from protocol_rules.comparison.voice import Voice
from protocol_rules.engine import Status
from protocol_rules.smt import Assignment, Encoding, Solver
from protocol_rules.vocabulary.conditions import All
from protocol_rules.vocabulary.values import Given

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["Solved"]


class Solved:
    """Knows the stances of a question by asking the solver."""

    def __init__(self, question: Question) -> None:
        """Put the norms of both voices as formulas."""
        self._question = question
        self._axes = {axis.name: axis for axis in question.axes}
        values = {axis.name: _values(axis) for axis in question.axes if axis.is_fact}
        self._encoding = Encoding(replace(question.space, values=values))
        self._logic = self._encoding.logic
        self._outcomes = {
            (n, norm.address): self._encoding.outcomes(voice.protocol, norm.address, question.role)
            for n, voice in enumerate(question.voices)
            for norm in voice.norms
        }
        for voice in question.voices:
            # A voice that says nothing still refuses stories that contradict its definitions.
            self._encoding.truth(voice.protocol, All(()))
        self._solver = Solver(self._encoding)
        self._settled: dict[tuple[int, Stance], Formula] = {}

    def differences(self) -> tuple[Pair, ...]:
        """Give every pair of different stances that some complete story has."""
        found: list[Pair] = []
        others: list[Formula] = []
        complete = self._encoding.complete
        while (model := self._solver.assignment(complete, *others)) is not None:
            pair = self._pair(model)
            found.append(pair)
            others.append(self._logic.negated(self._both(pair)))
        return tuple(pair for pair in found if pair[0] != pair[1])

    def partials(self, pair: Pair, beyond: Sequence[Box]) -> Iterator[Mapping[str, Cell]]:
        """Give the smallest partial story that settles both stances, and no other one.

        With boxes it is the smallest one within some complete story that lies outside of them.
        """
        goals = [self._both(pair)]
        if beyond:
            outside = [self._logic.negated(self._box(each)) for each in beyond]
            model = self._solver.assignment(self._encoding.complete, *goals, *outside)
            if model is None:
                return
            goals += self._within(model)
        found = self._solver.smallest_assignment(*goals)
        if found is not None:
            yield self._chosen(found)

    def holds(self, box: Box, pair: Pair) -> bool:
        """Tell whether every complete story of a box has the pair of stances."""
        # Each part of a box is a goal of its own: they come again, and boxes do not.
        return self._solver.holds(self._both(pair), *self._parts(box))

    def is_covered(self, pair: Pair, boxes: Sequence[Box]) -> bool:
        """Tell whether every complete story that has the pair of stances lies in some box."""
        outside = (self._logic.negated(self._box(each)) for each in boxes)
        complete = self._encoding.complete
        return not self._solver.is_possible(complete, self._both(pair), *outside)

    def _pair(self, model: Assignment) -> Pair:
        situation = self._question.situation(self._chosen(model))
        one, two = (voice.stance(situation) for voice in self._question.voices)
        if one is None or two is None:
            message = "a story that tells every fact leaves it open"
            raise NotDecided(message)
        return one, two

    def _chosen(self, model: Assignment) -> dict[str, Cell]:
        """Give the cell of each axis that a model settles; facts that are not there are absent."""
        of, there = self._encoding.space.words.circumstance_of, self._encoding.variables.there
        found: dict[str, Cell] = {}
        for name in there:
            if model[name]:
                found[name] = True
            elif name in self._axes:
                found[name] = ABSENT
        for name in self._axes:
            if name == TODAY and model[TODAY] is not None:
                found[name] = model[TODAY]
            elif "." in name and model[name] is not None:
                found[name] = model[name]
            elif self._axes[name].cells[-1] is ABSENT and not model.get(of.get(name, name)):
                found[name] = ABSENT
        return found

    def _within(self, model: Assignment) -> Iterator[Formula]:
        """Say that a situation tells nothing but what a complete one does."""
        variables = self._encoding.variables
        for name, is_there in variables.there.items():
            yield is_there if model[name] else self._logic.negated(is_there)
        for name, choice in (*variables.facts.items(), (TODAY, variables.today)):
            yield choice.is_one_of((model[name], None))

    def _box(self, box: Box) -> Formula:
        return self._logic.all_of(self._parts(box))

    def _parts(self, box: Box) -> Iterator[Formula]:
        return (self._allowed(name, cells) for name, cells in box.items())

    def _allowed(self, name: str, cells: frozenset[int]) -> Formula:
        variables, allowed = self._encoding.variables, [self._axes[name].cells[n] for n in cells]
        of = self._encoding.space.words.circumstance_of
        there = variables.is_present(of.get(name, name)) if name != TODAY else self._logic.true
        if name == TODAY:
            return variables.today.is_one_of(allowed)  # type: ignore[arg-type]
        parts = [self._logic.negated(there)] if ABSENT in allowed else []
        if "." not in name:
            parts += [there] if True in allowed else []
        else:
            values = [each for each in allowed if each is not ABSENT]
            parts.append(variables.facts[name].is_one_of(values))  # type: ignore[arg-type]
        return self._logic.any_of(parts)

    def _both(self, pair: Pair) -> Formula:
        """Whether both stances are settled as these."""
        return self._logic.all_of(self._stance(n, stance) for n, stance in enumerate(pair))

    def _stance(self, n: int, stance: Stance) -> Formula:
        if (n, stance) not in self._settled:
            voice = self._question.voices[n]
            told = [self._told(n, voice, norm.address) for norm in voice.norms]
            parts = [self._exactly(told, axis, value) for axis, value in enumerate(stance.axes)]
            terms = {term_of(norm, voice.protocol) for norm in voice.norms} - {None}
            parts += [self._due(told, term, term in stance.deadlines) for term in terms if term]
            self._settled[n, stance] = self._logic.all_of(parts)
        return self._settled[n, stance]

    def _told(self, n: int, voice: Voice, address: str) -> list[tuple[Stance, Formula]]:
        """Give what a norm may come to say, each with the formula that it may."""
        norm = voice.protocol.norms[address]
        outcomes = self._outcomes[n, address]
        return [(told_as(status, norm, voice.protocol), outcomes[status]) for status in _STATUSES]

    def _exactly(
        self, told: Sequence[Sequence[tuple[Stance, Formula]]], axis: int, value: int
    ) -> Formula:
        """Whether an axis is settled at a value: some norm says as much, and none may say more."""
        logic = self._logic
        reached = logic.any_of(
            logic.all_of(logic.negated(may) for said, may in norm if said.axes[axis] < value)
            for norm in told
        )
        kept = logic.all_of(
            logic.negated(may) for norm in told for said, may in norm if said.axes[axis] > value
        )
        return logic.all_of((kept, reached)) if value else kept

    def _due(
        self,
        told: Sequence[Sequence[tuple[Stance, Formula]]],
        term: Term,
        is_due: bool,  # noqa: FBT001
    ) -> Formula:
        """Whether it is settled that some duty has a deadline, or that none has."""
        logic = self._logic
        if not is_due:
            return logic.all_of(
                logic.negated(may) for norm in told for said, may in norm if term in said.deadlines
            )
        return logic.any_of(
            logic.all_of(logic.negated(may) for said, may in norm if term not in said.deadlines)
            for norm in told
        )


_STATUSES = (Status.APPLIES, Status.LIFTED, Status.DOES_NOT_APPLY)


def _values(axis: Axis) -> tuple[Given, ...]:
    return tuple(each for each in axis.cells if each is not ABSENT)  # type: ignore[misc]
