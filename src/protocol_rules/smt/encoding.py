"""A space of situations as formulas, with the statuses that some protocols give in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from protocol_rules.analysis.space import Frame, Space
from protocol_rules.engine.compile import Effective, Shown, Term
from protocol_rules.engine.status import Status
from protocol_rules.norms.conditions import Any, Condition, HasRole
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.smt.logic import Rails, logic
from protocol_rules.smt.truths import Truths
from protocol_rules.smt.variables import TODAY, Assignment, Cube, Variables

if TYPE_CHECKING:
    from protocol_rules.smt.logic import Formula

__all__ = ["Asked", "Encoding"]


@dataclass(frozen=True, eq=False)
class Asked:
    """A status that was asked for: of a norm, for a role or for nobody in particular."""

    protocol: Protocol
    address: str
    role: str
    formulas: Mapping[Status, Formula]


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
        self.asked: list[Asked] = []
        self._axioms = [*self.variables.axioms()]
        self._truths: dict[Protocol, Truths] = {}
        self._statuses: dict[tuple[Protocol, str, str], Mapping[Status, Formula]] = {}

    @property
    def axioms(self) -> tuple[Formula, ...]:
        """What holds of each situation that can be told, and that no protocol asked so far refuses.

        There are more of them once another protocol has been asked, or another norm's last day.
        """
        return tuple(self._axioms)

    @property
    def complete(self) -> Formula:
        """Whether all facts of what is there are known, by each protocol asked so far."""
        return self.logic.all_of(self._completing())

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
        key = (protocol, address, role)
        if key not in self._statuses:
            found = self._statuses[key] = self._status(self._of(protocol), address, role)
            if address in protocol.norms:
                self.asked.append(Asked(protocol, address, role, found))
        return self._statuses[key]

    def outcomes(
        self, protocol: Protocol, address: str, role: str = ""
    ) -> Mapping[Status, Formula]:
        """Give for each status that a norm can still come to it, whatever is known by then.

        A norm that cannot apply any more may yet be lifted, or not apply at all.
        """
        truths, negated = self._of(protocol), self.logic.negated
        ready = truths.program.ready[address]
        triggered = truths.is_triggered(address)
        speaks = truths.of(ready.speaks_term)
        excepted = self.logic.some(self._exceptions(truths, ready.norm, role))
        may_speak = self.logic.all_of((triggered, negated(speaks.no)))
        return {
            Status.APPLIES: self.logic.all_of((may_speak, negated(excepted.yes))),
            Status.LIFTED: self.logic.all_of((may_speak, negated(excepted.no))),
            Status.DOES_NOT_APPLY: self.logic.any_of((negated(triggered), negated(speaks.yes))),
        }

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

    def _of(self, protocol: Protocol) -> Truths:
        if protocol not in self._truths:
            truths = self._truths[protocol] = Truths(protocol, self.variables, self._axioms)
            self._axioms += truths.contradictions()
        return self._truths[protocol]

    def _status(self, truths: Truths, address: str, role: str) -> Mapping[Status, Formula]:
        ready = truths.program.ready.get(address)
        if ready is None:
            return {
                Status.APPLIES: self.logic.false,
                Status.LIFTED: self.logic.false,
                Status.DOES_NOT_APPLY: self.logic.true,
            }
        triggered = truths.is_triggered(address)
        speaks = truths.of(ready.speaks_term)
        excepted = self.logic.some(self._exceptions(truths, ready.norm, role))
        meant = self.logic.all_of((triggered, speaks.yes))
        return {
            Status.APPLIES: self.logic.all_of((meant, excepted.no)),
            Status.LIFTED: self.logic.all_of((meant, excepted.yes)),
            Status.DOES_NOT_APPLY: self.logic.any_of((self.logic.negated(triggered), speaks.no)),
        }

    def _exceptions(self, truths: Truths, norm: Norm, role: str) -> Iterator[Rails]:
        for condition in norm.unless:
            yield truths.of(Shown(condition))
        for override in truths.program.protocol.overrides.get(norm.address, ()):
            rails = truths.of(Effective(override.by))
            if override.only_for is not None:
                rails = self.logic.every((rails, self._is_for(truths, override.only_for, role)))
            yield rails

    def _is_for(self, truths: Truths, condition: Condition, role: str) -> Rails:
        """Give whether somebody of a role is meant; where it is too wide to tell, the facts do."""
        match condition:
            case Any(parts) if role:
                return self.logic.some(self._is_for(truths, part, role) for part in parts)
            case HasRole(_, asked) if role:
                is_a = truths.program.words.roles.is_a
                told = self.logic.some(self.logic.certain(is_a(role, each)) for each in asked)
                is_told = any(each is self.logic.true for each in told)
                return told if is_told else truths.of(condition)
            case _:
                return truths.of(condition)
