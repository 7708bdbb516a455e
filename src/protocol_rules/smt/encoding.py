"""A space of situations as formulas, with the statuses that some protocols give in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from protocol_rules.analysis.space import Frame, Space
from protocol_rules.engine.compile import Term
from protocol_rules.engine.status import Status
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.story import Story
from protocol_rules.smt.conditions import Conditions
from protocol_rules.smt.logic import Rails, logic
from protocol_rules.smt.norm_truths import NormTruths, norm_truths
from protocol_rules.smt.truths import Truths
from protocol_rules.smt.variables import TODAY, Assignment, Cube, Variables
from protocol_rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["Asked", "Encoding"]


Asked = tuple[Protocol, str, str]
"""The norm whose status was asked for, and for which role; "": for nobody in particular."""


class Encoding:
    """The situations of a space, each an assignment to finite variables.

    A situation need not tell everything. Several protocols share the facts; each has its own
    definitions, overrides and calendar. Raises `InvalidInput` where the solver is not installed.
    """

    def __init__(self, space: Space) -> None:
        """Take the space; formulas are built when they are first asked for."""
        self.space = space
        self.logic = logic()
        self.variables = Variables(space, self.logic)
        self.asked: dict[Asked, Mapping[Status, Formula]] = {}
        self._axioms = [*self.variables.axioms()]
        for part in space.words.parts or (space.words,):
            self._axioms += self._possible(part)
        self._truths: dict[Protocol, Truths] = {}
        self._complete: dict[int, Formula] = {}
        self._norms: dict[Asked, NormTruths] = {}

    @property
    def axioms(self) -> tuple[Formula, ...]:
        """What holds of each situation that can be told, and that no protocol asked so far refuses.

        There are more of them once another protocol has been asked, or another norm's last day.
        """
        return tuple(self._axioms)

    @property
    def complete(self) -> Formula:
        """Whether all facts of what is there are known, by each protocol asked so far.

        The day is known as well where it matters, and no role is too wide for a test to tell.
        """
        protocols = len(self._truths)
        if protocols not in self._complete:
            self._complete[protocols] = self.logic.all_of(self._completing())
        return self._complete[protocols]

    def _completing(self) -> Iterator[Formula]:
        of = self.space.words.circumstance_of
        for fact, choice in self.variables.facts.items():
            every = [truths.is_known(fact) for truths in self._truths.values()]
            known = self.logic.all_of(every or [choice.known])
            yield self.logic.implied(self.variables.is_present(of[fact]), known)
            yield self.variables.is_plain(fact)
        if self.variables.today.cells:
            yield self.variables.today.known

    def truth(self, protocol: Protocol, term: Term) -> Rails:
        """Give the truth of a condition as a protocol takes it: that it is a yes, and a no."""
        return self._of(protocol).of(term)

    def status(self, protocol: Protocol, address: str, role: str = "") -> Mapping[Status, Formula]:
        """Give for each status that a norm certainly has it, whatever may be learnt.

        With a `role` it is the status for this one among those whom the norm binds, as
        `Finding.outcomes` tells it. A norm that the protocol lacks does not apply.
        """
        found = self._found(protocol, address, role).statuses
        if address in protocol.norms:
            self.asked[protocol, address, role] = found
        return found

    def outcomes(
        self, protocol: Protocol, address: str, role: str = ""
    ) -> Mapping[Status, Formula]:
        """Give for each status that a norm can still come to it, whatever is known by then.

        A norm that cannot apply any more may yet be lifted, or not apply at all.
        """
        return self._found(protocol, address, role).outcomes

    def cube(self, cube: Cube) -> Formula:
        """Whether a situation is one of a cube."""
        return self.variables.cube(cube)

    def story(self, assignment: Assignment) -> Story:
        """Tell an assignment as a story."""
        there = frozenset(each for each in self.variables.there if assignment[each])
        given = {
            fact: value for fact in self.variables.facts if (value := assignment[fact]) is not None
        }
        return self.space.story(Frame(there, assignment[TODAY]), given)  # type: ignore[arg-type]

    def _possible(self, words: Vocabulary) -> Iterator[Formula]:
        """Say that no constraint is certainly broken, as `Space.can_be_told` does."""
        conditions = Conditions(words, self.variables)
        for each in words.bars.on(self.variables.facts):
            yield self.logic.negated(conditions.of(each.when).yes)

    def _of(self, protocol: Protocol) -> Truths:
        if protocol not in self._truths:
            truths = self._truths[protocol] = Truths(protocol, self.variables, self._axioms)
            self._axioms += truths.contradictions()
        return self._truths[protocol]

    def _found(self, protocol: Protocol, address: str, role: str) -> NormTruths:
        key = (protocol, address, role)
        if key not in self._norms:
            self._norms[key] = norm_truths(self._of(protocol), address, role)
        return self._norms[key]
